//! Why there is no key.

use core::fmt;

use const_oid::ObjectIdentifier;
use pushcert_pbe::{LimitName, Malformation};

use crate::{KeyAlgorithm, KeyDefect, SignatureAlgorithm};

/// An error with its place in the bytes, where there is one.
///
/// `Display` is a sentence for people; it never holds a byte of a key or password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: Option<usize>,
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind) -> Self {
        Self { kind, offset: None }
    }

    pub(crate) const fn at(kind: ErrorKind, offset: usize) -> Self {
        Self {
            kind,
            offset: Some(offset),
        }
    }

    /// The same error in a structure that starts at `base`.
    pub(crate) fn within(mut self, base: usize) -> Self {
        self.offset = self.offset.map(|offset| offset.saturating_add(base));
        self
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Byte offset in the DER that was decoded, where there is one; for
    /// [`ErrorKind::Text`] in the text that was scanned.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are something else than a private key.
    #[error("this is not a private key but {found}")]
    NotAPrivateKey {
        /// What they look like.
        found: Found,
    },
    /// The bytes are an encrypted PKCS#8 key: see
    /// [`EncryptedPrivateKey`](crate::EncryptedPrivateKey).
    #[error("the key is encrypted")]
    Encrypted,
    /// It starts like a key, and then the encoding is broken.
    #[error("the key is damaged: {0}")]
    Malformed(Malformation),
    /// The DER is longer than any key.
    #[error("{length} bytes are too many for a key, {allowed} are allowed")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The allowed length in bytes.
        allowed: usize,
    },
    /// The version field has a value that is not defined (RFC 5958 section 2: 0 or 1; RFC 8017
    /// appendix A.1.2: 0 or 1; SEC 1 appendix C.4: 1).
    #[error("version {found} of this structure is not defined")]
    UnsupportedVersion {
        /// The value; `u64::MAX` for one that is larger than that or negative.
        found: u64,
    },
    /// The password is wrong, or the encrypted bytes are damaged; the two cannot be told apart.
    #[error("the password is wrong, or the encrypted bytes are damaged")]
    WrongPassword,
    /// The key is encrypted in a way that is not supported.
    #[error("the encryption algorithm {oid} is not supported")]
    UnsupportedAlgorithm {
        /// The identifier in the file.
        oid: ObjectIdentifier,
    },
    /// Decrypting asks for more work than the budget allows; nothing was computed.
    #[error("{limit}: {asked} asked for, {allowed} allowed")]
    LimitExceeded {
        /// The limit that refused it.
        limit: LimitName,
        /// What the key asks for; `u64::MAX` stands for that or more.
        asked: u64,
        /// What the limit allows.
        allowed: u64,
    },
    /// The encryption parameters in the file are not valid.
    #[error("the encryption parameters are not valid: {0}")]
    Encryption(pushcert_pbe::ErrorKind),
    /// The PEM block says that it is encrypted, but its `DEK-Info` header is missing or has no valid
    /// initialisation vector.
    #[error("the DEK-Info header of the PEM block is missing or damaged")]
    DekInfo,
    /// The `DEK-Info` header of the PEM block names a cipher that is not supported.
    #[error("the cipher that DEK-Info names is not supported")]
    UnsupportedDekCipher,
    /// The label of the PEM block is not that of a private key.
    #[error("the PEM block is not labelled as a private key")]
    NotAKeyBlock,
    /// OpenSSH's own key format.
    #[error("this is a key in OpenSSH's own format; `ssh-keygen -p -m PKCS8` converts it")]
    OpensshFormat,
    /// The signature is not that of this key over this message.
    #[error("the signature does not verify")]
    InvalidSignature,
    /// An RSA signature has another length than the modulus (RFC 8017 section 8.2.2).
    #[error("the signature has {found} octets instead of {expected}")]
    SignatureLength {
        /// Octets of the signature.
        found: usize,
        /// Octets of the modulus.
        expected: usize,
    },
    /// A signature algorithm that is not implemented, or one whose hash proves nothing (MD2, MD5; for
    /// signing SHA-1 as well).
    #[error("the signature algorithm {algorithm} is not supported")]
    UnsupportedSignature {
        /// The algorithm.
        algorithm: SignatureAlgorithm,
    },
    /// A key of this kind does not make such signatures.
    #[error("a key of the kind {key} does not make {algorithm} signatures")]
    KeyMismatch {
        /// The signature's algorithm.
        algorithm: SignatureAlgorithm,
        /// The key's algorithm.
        key: KeyAlgorithm,
    },
    /// Nothing can be signed with a key of this kind, or of such numbers.
    #[error("signing with this {key} key is not supported")]
    UnsupportedKey {
        /// The key's algorithm.
        key: KeyAlgorithm,
    },
    /// An RSA modulus of a size that is not computed with here.
    #[error("an RSA key of {bits} bits cannot be used here; {smallest} to {largest} can")]
    KeySize {
        /// Bits of the modulus, as found or asked for.
        bits: u32,
        /// The smallest size in bits.
        smallest: u32,
        /// The largest size in bits.
        largest: u32,
    },
    /// The size of a new RSA key is no multiple of this.
    #[error("an RSA key of {bits} bits is not generated; sizes are multiples of {step}")]
    KeySizeStep {
        /// Bits asked for.
        bits: u32,
        /// Bits from one size to the next.
        step: u32,
    },
    /// The key has a defect with which it cannot be used.
    #[error("the key cannot be used: {0}")]
    DefectiveKey(KeyDefect),
    /// What was computed did not pass its own check, and was not given out: a fault of the machine,
    /// or of this program.
    #[error("a computation went wrong; nothing of it was given out")]
    Computation,
    /// The text of the PEM block cannot be decoded.
    #[error("the PEM text is damaged: {0}")]
    Text(pushcert_pem::ErrorKind),
}

/// What bytes that are not a private key look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Found {
    /// A certificate.
    Certificate,
    /// A certification request: it holds the public key; the private one stayed where it was made.
    CertificationRequest,
    /// A public key alone.
    PublicKey,
    /// A PKCS#12 container.
    Pkcs12,
    /// PEM text.
    Pem,
    /// Nothing at all.
    Empty,
    /// Something else.
    Unknown,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "a certificate",
            Self::CertificationRequest => "a certificate signing request",
            Self::PublicKey => "a public key",
            Self::Pkcs12 => "a PKCS#12 container",
            Self::Pem => "PEM text",
            Self::Empty => "empty",
            Self::Unknown => "something else",
        })
    }
}

impl From<pushcert_pbe::Error> for Error {
    fn from(error: pushcert_pbe::Error) -> Self {
        use pushcert_pbe::ErrorKind as Pbe;
        let kind = match error.kind() {
            Pbe::BadPadding => ErrorKind::WrongPassword,
            Pbe::UnsupportedAlgorithm { oid } => ErrorKind::UnsupportedAlgorithm { oid: *oid },
            &Pbe::LimitExceeded {
                limit,
                asked,
                allowed,
            } => ErrorKind::LimitExceeded {
                limit,
                asked,
                allowed,
            },
            other => ErrorKind::Encryption(other.clone()),
        };
        Self {
            kind,
            offset: error.offset(),
        }
    }
}

/// The errors of the TLV reader, where no encryption is concerned.
pub(crate) fn malformed(error: &pushcert_pbe::Error) -> Error {
    let kind = match *error.kind() {
        pushcert_pbe::ErrorKind::Malformed(malformation) => ErrorKind::Malformed(malformation),
        ref other => ErrorKind::Encryption(other.clone()),
    };
    Error {
        kind,
        offset: error.offset(),
    }
}
