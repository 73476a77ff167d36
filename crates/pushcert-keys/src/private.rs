//! Private keys.

mod dsa;
mod ec;
mod generate;
mod identify;
mod pkcs8;
mod rsa;
mod rsa_check;
mod sign;

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::Reader;
use zeroize::Zeroizing;

pub use self::generate::GenerationStep;
use self::identify::Shape;
use crate::error::{ErrorKind, malformed};
use crate::{Error, KeyAlgorithm, KeyDefect, LabelNote, PublicKey};

/// Longest DER that is looked at. A key of 16384 bits has less than 10 KiB.
const MAX_LENGTH: usize = 1024 * 1024;

/// How a private key was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyEncoding {
    /// `PrivateKeyInfo` or `OneAsymmetricKey`, RFC 5958.
    Pkcs8,
    /// `RSAPrivateKey`, RFC 8017 appendix A.1.2.
    Pkcs1,
    /// `ECPrivateKey`, SEC 1 appendix C.4, RFC 5915.
    Sec1,
    /// The form that OpenSSL gives DSA keys.
    OpensslDsa,
}

impl KeyEncoding {
    /// The name in reports: `pkcs8`, `pkcs1`, `sec1`, `openssl-dsa`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pkcs8 => "pkcs8",
            Self::Pkcs1 => "pkcs1",
            Self::Sec1 => "sec1",
            Self::OpensslDsa => "openssl-dsa",
        }
    }

    /// The PEM label of a key of this encoding that is not encrypted.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Pkcs1 => "RSA PRIVATE KEY",
            Self::Sec1 => "EC PRIVATE KEY",
            Self::OpensslDsa => "DSA PRIVATE KEY",
        }
    }
}

impl fmt::Display for KeyEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A private key that was read, with what is known of it.
///
/// Not `Clone`; wiped when dropped; `Debug` shows algorithm and encoding only.
pub struct PrivateKey {
    encoding: KeyEncoding,
    algorithm: KeyAlgorithm,
    bits: Option<u32>,
    pkcs8: Zeroizing<Vec<u8>>,
    public: Option<PublicKey>,
    defects: Vec<KeyDefect>,
    label_note: Option<LabelNote>,
}

/// What the readers of the encodings give.
struct Parts {
    algorithm: KeyAlgorithm,
    bits: Option<u32>,
    pkcs8: Zeroizing<Vec<u8>>,
    public: Option<PublicKey>,
    defects: Vec<KeyDefect>,
}

impl PrivateKey {
    /// Decodes a private key in DER that is not encrypted: PKCS#8 version 1 or 2 ([RFC
    /// 5958](https://www.rfc-editor.org/rfc/rfc5958#section-2)), PKCS#1 ([RFC 8017 appendix
    /// A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2)), SEC 1 ([RFC
    /// 5915](https://www.rfc-editor.org/rfc/rfc5915#section-3)), or OpenSSL's DSA form. They are told
    /// apart by content. Bytes after the key are a defect, not an error.
    ///
    /// Costs a few microseconds for parsing, and the checks behind [`defects`](Self::defects): for
    /// RSA some multiplications of the size of the modulus, for EC keys on P-256, P-384 and P-521
    /// one multiplication of a point.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::Encrypted`]: it is an encrypted PKCS#8 key; take
    ///   [`EncryptedPrivateKey`](crate::EncryptedPrivateKey).
    /// * [`ErrorKind::NotAPrivateKey`]: it is something else, and says what if it can.
    /// * [`ErrorKind::Malformed`], [`ErrorKind::UnsupportedVersion`]: it is damaged.
    /// * [`ErrorKind::TooLong`]: more than 1 MiB.
    pub fn decode(der: &[u8]) -> Result<Self, Error> {
        if der.len() > MAX_LENGTH {
            return Err(Error::new(ErrorKind::TooLong {
                length: der.len(),
                allowed: MAX_LENGTH,
            }));
        }
        let mut reader = Reader::new(der);
        let (shape, outer) = identify::identify(&mut reader)?;
        let (encoding, mut parts) = match shape {
            Shape::Pkcs8 => (KeyEncoding::Pkcs8, pkcs8::read(&outer)?),
            Shape::Pkcs1 => (KeyEncoding::Pkcs1, rsa::read_pkcs1(outer.raw)?),
            Shape::Sec1 => (KeyEncoding::Sec1, ec::read_sec1(outer.raw)?),
            Shape::Dsa => (KeyEncoding::OpensslDsa, dsa::read_openssl(&outer)?),
            Shape::Encrypted => return Err(Error::new(ErrorKind::Encrypted)),
            Shape::Other(found) => return Err(Error::new(ErrorKind::NotAPrivateKey { found })),
        };
        let length = reader.rest().len();
        if length > 0 {
            parts.defects.push(KeyDefect::TrailingBytes { length });
        }
        Ok(Self {
            encoding,
            algorithm: parts.algorithm,
            bits: parts.bits,
            pkcs8: parts.pkcs8,
            public: parts.public,
            defects: parts.defects,
            label_note: None,
        })
    }

    /// How the key was encoded.
    #[must_use]
    pub const fn encoding(&self) -> KeyEncoding {
        self.encoding
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// Its size in bits, as in [`PublicKey::bits`].
    #[must_use]
    pub const fn bits(&self) -> Option<u32> {
        self.bits
    }

    /// The public key that belongs to it.
    ///
    /// For RSA always; for EC keys on P-256, P-384 and P-521 computed from the private number, so
    /// it is right whatever the file says (see [`KeyDefect::PublicKeyMismatch`]); else the one that
    /// the file holds, or `None`.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.public.as_ref()
    }

    /// The key as `PrivateKeyInfo` in DER, whatever its encoding was.
    ///
    /// RSA and EC keys are written anew as version 1 without attributes, with the algorithm
    /// identifier that RFC 8017 and RFC 5480 ask for; an EC key gets its public key, if it is
    /// known, and its private number has the length of the curve. This is what TLS libraries
    /// accept. The numbers are not changed: a key with defects keeps them. Keys of other algorithms
    /// stay as they were.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// What is wrong with it.
    #[must_use]
    pub fn defects(&self) -> &[KeyDefect] {
        &self.defects
    }

    /// The PEM label that this key had, if it is not the one of its encoding.
    #[must_use]
    pub const fn label_note(&self) -> Option<&LabelNote> {
        self.label_note.as_ref()
    }

    pub(crate) fn set_label_note(&mut self, note: Option<LabelNote>) {
        self.label_note = note;
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, {})", self.algorithm, self.encoding)
    }
}

/// Reads a version field: `allowed` are the values that are defined.
fn version(reader: &mut Reader<'_>, allowed: &[u64]) -> Result<u64, Error> {
    let offset = reader.offset();
    let found = crate::number::Number::read(reader)?
        .small()
        .unwrap_or(u64::MAX);
    if allowed.contains(&found) {
        Ok(found)
    } else {
        Err(Error::at(ErrorKind::UnsupportedVersion { found }, offset))
    }
}

fn read_sequence<'a>(der: &'a [u8]) -> Result<Reader<'a>, Error> {
    Reader::new(der)
        .sequence()
        .map_err(|error| malformed(&error))
}
