//! `MacData` (RFC 7292 section 4), in the form of RFC 7292 and in that of RFC 9579.

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, tag, write};
use pushcert_pbe::{
    self as pbe, Budget, EncryptError, HashAlgorithm, ObjectIdentifier, Password, PasswordEncoding,
    Pbmac1, Pkcs12Mac, Work,
};
use zeroize::Zeroizing;

use crate::encode::EncodeError;

/// The MAC of a file.
///
/// ```text
/// MacData ::= SEQUENCE {
///     mac         DigestInfo,
///     macSalt     OCTET STRING,
///     iterations  INTEGER DEFAULT 1 }
/// DigestInfo ::= SEQUENCE {
///     digestAlgorithm  AlgorithmIdentifier,
///     digest           OCTET STRING }
/// ```
///
/// With PBMAC1 the digest algorithm is `id-PBMAC1` and holds salt and iteration count; `macSalt` and
/// `iterations` mean nothing then.
#[derive(Clone)]
pub struct MacData {
    scheme: MacScheme,
    digest: Vec<u8>,
}

/// How a MAC is computed: everything of [`MacData`] but the value.
#[derive(Clone)]
pub struct MacScheme {
    method: Method,
    /// The `digestAlgorithm` in DER.
    identifier: Vec<u8>,
    /// `macSalt` and `iterations` in DER, as they stand.
    rest: Vec<u8>,
    encoding: Option<PasswordEncoding>,
}

#[derive(Clone)]
enum Method {
    Pkcs12(Pkcs12Mac),
    Pbmac1(Pbmac1),
    /// A digest, or something inside PBMAC1, that is not implemented.
    Unsupported {
        oid: ObjectIdentifier,
        kdf: MacKdf,
        salt: Vec<u8>,
        iterations: u64,
    },
}

/// The algorithm of a MAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MacAlgorithm {
    /// HMAC with this hash.
    Hmac(HashAlgorithm),
    /// Something that is not implemented.
    Unsupported(ObjectIdentifier),
}

impl MacAlgorithm {
    /// The name for reports: `hmac-sha1`, `hmac-sha256`, …, `unsupported`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hmac(hash) => hash.hmac_name(),
            Self::Unsupported(_) => "unsupported",
        }
    }
}

impl fmt::Display for MacAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(hash) => f.write_str(hash.hmac_name()),
            Self::Unsupported(oid) => oid.fmt(f),
        }
    }
}

/// How the key of a MAC is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MacKdf {
    /// RFC 7292 appendix B.
    Pkcs12,
    /// PBMAC1 with PBKDF2 (RFC 9579).
    Pbmac1Pbkdf2,
}

impl MacKdf {
    /// The name for reports: `pkcs12`, `pbmac1-pbkdf2`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pkcs12 => "pkcs12",
            Self::Pbmac1Pbkdf2 => "pbmac1-pbkdf2",
        }
    }
}

impl fmt::Display for MacKdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl MacData {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, pbe::Error> {
        let mut fields = reader.sequence()?;
        let mut digest_info = fields.sequence()?;
        let algorithm = AlgorithmIdentifier::read(&mut digest_info)?;
        let digest = digest_info.expect(tag::OCTET_STRING)?.value.to_vec();
        digest_info.finish()?;
        let rest = fields.rest().to_vec();
        let salt = fields.expect(tag::OCTET_STRING)?.value.to_vec();
        let count = fields.optional(tag::INTEGER)?;
        fields.finish()?;
        let method = if Pbmac1::is_pbmac1(&algorithm.algorithm) {
            Method::pbmac1(&algorithm, salt)?
        } else {
            let iterations = match count {
                None => 1,
                Some(count) => count.iterations()?,
            };
            match HashAlgorithm::from_oid(&algorithm.algorithm) {
                Some(hash) => Method::Pkcs12(Pkcs12Mac::new(hash, salt, iterations)),
                None => Method::Unsupported {
                    oid: algorithm.algorithm,
                    kdf: MacKdf::Pkcs12,
                    salt,
                    iterations,
                },
            }
        };
        let scheme = MacScheme {
            method,
            identifier: algorithm.raw.to_vec(),
            rest,
            encoding: None,
        };
        Ok(Self { scheme, digest })
    }

    /// How it is computed.
    #[must_use]
    pub const fn scheme(&self) -> &MacScheme {
        &self.scheme
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> MacAlgorithm {
        self.scheme.algorithm()
    }

    /// How its key is derived.
    #[must_use]
    pub const fn kdf(&self) -> MacKdf {
        self.scheme.kdf()
    }

    /// Iterations of the derivation, at least 1.
    #[must_use]
    pub const fn iterations(&self) -> u64 {
        self.scheme.iterations()
    }

    /// Salt of the derivation, of any length.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        self.scheme.salt()
    }

    /// The MAC value as it stands in the file.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    pub(crate) fn cost(&self) -> Work {
        Work::iterations(self.iterations())
    }

    /// Checks the MAC over the octets of `authSafe`. An algorithm that is not implemented, and a key
    /// length of PBMAC1 beyond the limits, are refused before any work.
    pub(crate) fn verify(
        &self,
        password: &Password<'_>,
        message: &[u8],
        budget: &mut Budget,
    ) -> Result<PasswordEncoding, pbe::Error> {
        match &self.scheme.method {
            Method::Pkcs12(mac) => mac.verify(password, message, &self.digest, budget),
            Method::Pbmac1(mac) => mac.verify(password, message, &self.digest, budget),
            Method::Unsupported { oid, .. } => {
                Err(pbe::ErrorKind::UnsupportedAlgorithm { oid: *oid }.into())
            }
        }
    }
}

impl Method {
    /// What is inside and not implemented is a fact of the file, as another digest is.
    fn pbmac1(algorithm: &AlgorithmIdentifier<'_>, salt: Vec<u8>) -> Result<Self, pbe::Error> {
        let error = match Pbmac1::from_identifier(algorithm) {
            Ok(mac) => return Ok(Self::Pbmac1(mac)),
            Err(error) => error,
        };
        match error.kind() {
            pbe::ErrorKind::UnsupportedAlgorithm { oid } => Ok(Self::Unsupported {
                oid: *oid,
                kdf: MacKdf::Pbmac1Pbkdf2,
                salt,
                iterations: 1,
            }),
            _ => Err(error),
        }
    }
}

impl MacScheme {
    /// HMAC with a key derived as RFC 7292 appendix B says. The salt has any length; `iterations` is
    /// at least 1, and not written when it is 1, as DER wants it.
    ///
    /// # Errors
    /// [`EncryptError::Parameter`] for 0 iterations.
    pub fn pkcs12(hash: HashAlgorithm, salt: &[u8], iterations: u64) -> Result<Self, EncryptError> {
        let identifier = write::sequence(&[&write::oid(&hash.oid()), write::NULL]);
        let count = match iterations {
            1 => Zeroizing::default(),
            _ => write::unsigned(iterations),
        };
        Self::from_fields(&identifier, &[&write::octets(salt), &count])
    }

    /// HMAC with a key derived by PBKDF2 (PBMAC1, RFC 9579). `macSalt` and `iterations`, which mean
    /// nothing then, are written as RFC 9579 section 6 asks for: not empty, and 1.
    ///
    /// # Errors
    /// As [`Pbmac1::new`].
    pub fn pbmac1(
        hash: HashAlgorithm,
        prf: HashAlgorithm,
        salt: &[u8],
        iterations: u64,
    ) -> Result<Self, EncryptError> {
        let identifier = Pbmac1::new(hash, prf, salt, iterations)?.encode()?;
        Self::from_fields(&identifier, &[&write::octets(b"NOT USED")])
    }

    /// Through the reader, so that there is one home for what the fields mean.
    fn from_fields(identifier: &[u8], rest: &[&[u8]]) -> Result<Self, EncryptError> {
        let info = write::sequence(&[identifier, &write::octets(&[])]);
        let fields: Vec<&[u8]> = core::iter::once(info.as_slice())
            .chain(rest.iter().copied())
            .collect();
        let mac_data = write::sequence(&fields);
        Ok(MacData::read(&mut Reader::new(&mac_data))?.scheme)
    }

    /// The same with this form of the password; `None` is the usual one.
    #[must_use]
    pub const fn with_encoding(mut self, encoding: Option<PasswordEncoding>) -> Self {
        self.encoding = encoding;
        self
    }

    /// The form of the password that was right, or that is written; `None` is the usual one.
    #[must_use]
    pub const fn encoding(&self) -> Option<PasswordEncoding> {
        self.encoding
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> MacAlgorithm {
        match &self.method {
            Method::Pkcs12(mac) => MacAlgorithm::Hmac(mac.hash),
            Method::Pbmac1(mac) => MacAlgorithm::Hmac(mac.hash()),
            Method::Unsupported { oid, .. } => MacAlgorithm::Unsupported(*oid),
        }
    }

    /// How the key is derived; of what is not implemented, the usual derivation of its form.
    #[must_use]
    pub const fn kdf(&self) -> MacKdf {
        match &self.method {
            Method::Pkcs12(_) => MacKdf::Pkcs12,
            Method::Pbmac1(_) => MacKdf::Pbmac1Pbkdf2,
            Method::Unsupported { kdf, .. } => *kdf,
        }
    }

    /// Iterations of the derivation, at least 1.
    #[must_use]
    pub const fn iterations(&self) -> u64 {
        match &self.method {
            Method::Pkcs12(mac) => mac.iterations,
            Method::Pbmac1(mac) => mac.iterations(),
            Method::Unsupported { iterations, .. } => *iterations,
        }
    }

    /// Salt of the derivation, of any length.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        match &self.method {
            Method::Pkcs12(mac) => &mac.salt,
            Method::Pbmac1(mac) => mac.salt(),
            Method::Unsupported { salt, .. } => salt,
        }
    }

    /// `MacData` over the octets of `authSafe`.
    pub(crate) fn encode(
        &self,
        password: &Password<'_>,
        message: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, EncodeError> {
        let digest = match &self.method {
            Method::Pkcs12(mac) => mac.compute(password, self.encoding, message)?,
            Method::Pbmac1(mac) => mac.compute(password, self.encoding, message)?,
            Method::Unsupported { oid, .. } => {
                return Err(EncodeError::UnsupportedMac { oid: *oid });
            }
        };
        let info = write::sequence(&[&self.identifier, &write::octets(&digest)]);
        Ok(write::sequence(&[&info, &self.rest]))
    }
}

impl fmt::Debug for MacScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MacScheme")
            .field("algorithm", &self.algorithm())
            .field("kdf", &self.kdf())
            .field("iterations", &self.iterations())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MacData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheme.fmt(f)
    }
}
