//! `MacData` (RFC 7292 section 4), in the form of RFC 7292 and in that of RFC 9579.

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, tag};
use pushcert_pbe::{
    self as pbe, Budget, HashAlgorithm, ObjectIdentifier, Password, PasswordEncoding, Pbmac1,
    Pkcs12Mac, Work,
};

use crate::error::{Error, ErrorKind, Layer};

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
    method: Method,
    digest: Vec<u8>,
}

#[derive(Clone)]
enum Method {
    Pkcs12(Pkcs12Mac),
    Pbmac1(Pbmac1),
    /// A digest that is not implemented.
    Unsupported {
        oid: ObjectIdentifier,
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
        let salt = fields.expect(tag::OCTET_STRING)?.value.to_vec();
        let count = fields.optional(tag::INTEGER)?;
        fields.finish()?;
        if Pbmac1::is_pbmac1(&algorithm.algorithm) {
            let method = Method::Pbmac1(Pbmac1::from_identifier(&algorithm)?);
            return Ok(Self { method, digest });
        }
        let iterations = match count {
            None => 1,
            Some(count) => count.iterations()?,
        };
        let method = match HashAlgorithm::from_oid(&algorithm.algorithm) {
            Some(hash) => Method::Pkcs12(Pkcs12Mac::new(hash, salt, iterations)),
            None => Method::Unsupported {
                oid: algorithm.algorithm,
                salt,
                iterations,
            },
        };
        Ok(Self { method, digest })
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

    /// How its key is derived.
    #[must_use]
    pub const fn kdf(&self) -> MacKdf {
        match &self.method {
            Method::Pbmac1(_) => MacKdf::Pbmac1Pbkdf2,
            _ => MacKdf::Pkcs12,
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

    /// The MAC value as it stands in the file.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    pub(crate) fn cost(&self) -> Work {
        Work::iterations(self.iterations())
    }

    /// What can be refused without a password: algorithm, and key length of PBMAC1.
    pub(crate) fn check(&self, budget: &Budget) -> Result<(), Error> {
        match &self.method {
            Method::Pkcs12(_) => Ok(()),
            Method::Pbmac1(mac) => mac
                .check(budget)
                .map_err(|error| Error::from_pbe(&error, None)),
            Method::Unsupported { oid, .. } => {
                Err(Error::new(ErrorKind::UnsupportedAlgorithm { oid: *oid }))
            }
        }
    }

    /// Checks the MAC over the octets of `authSafe`.
    pub(crate) fn verify(
        &self,
        password: &Password<'_>,
        message: &[u8],
        budget: &mut Budget,
    ) -> Result<PasswordEncoding, Error> {
        self.check(budget)?;
        let verified = match &self.method {
            Method::Pkcs12(mac) => mac.verify(password, message, &self.digest, budget),
            Method::Pbmac1(mac) => mac.verify(password, message, &self.digest, budget),
            Method::Unsupported { oid, .. } => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm { oid: *oid }));
            }
        };
        verified.map_err(|error| match error.kind() {
            pbe::ErrorKind::BadPadding => Error::new(ErrorKind::WrongPassword {
                layer: Layer::Integrity,
            }),
            _ => Error::from_pbe(&error, None),
        })
    }
}

impl fmt::Debug for MacData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MacData")
            .field("algorithm", &self.algorithm())
            .field("kdf", &self.kdf())
            .field("iterations", &self.iterations())
            .finish_non_exhaustive()
    }
}
