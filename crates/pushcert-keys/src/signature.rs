//! Signature algorithms and signatures.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;
use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, tag};

use crate::error::{ErrorKind, malformed};
use crate::{Error, HashAlgorithm, write};

/// A signature algorithm, as requests and certificates name it.
///
/// ```
/// use pushcert_keys::{HashAlgorithm, SignatureAlgorithm};
///
/// let algorithm = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
/// assert_eq!(algorithm.name(), "sha256-rsa");
/// let der = algorithm.identifier_der();
/// assert_eq!(SignatureAlgorithm::from_identifier_der(&der)?, algorithm);
/// # Ok::<(), pushcert_keys::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5, [RFC 8017 section
    /// 8.2](https://www.rfc-editor.org/rfc/rfc8017#section-8.2).
    RsaPkcs1(HashAlgorithm),
    /// ECDSA, [FIPS 186-5 section 6](https://doi.org/10.6028/NIST.FIPS.186-5), identifiers of [RFC
    /// 5758 section 3.2](https://www.rfc-editor.org/rfc/rfc5758#section-3.2).
    Ecdsa(HashAlgorithm),
    /// Another one, RSASSA-PSS included; its parameters are not kept.
    Other(ObjectIdentifier),
}

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

use SignatureAlgorithm::{Ecdsa, RsaPkcs1};

/// RFC 8017 appendix A.2.4, RFC 3279 section 2.2.3, RFC 5758 section 3.2.
const HASHED: &[(SignatureAlgorithm, ObjectIdentifier, &str)] = &[
    (
        RsaPkcs1(HashAlgorithm::Md2),
        id("1.2.840.113549.1.1.2"),
        "md2-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Md5),
        id("1.2.840.113549.1.1.4"),
        "md5-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Sha1),
        id("1.2.840.113549.1.1.5"),
        "sha1-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Sha224),
        id("1.2.840.113549.1.1.14"),
        "sha224-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Sha256),
        id("1.2.840.113549.1.1.11"),
        "sha256-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Sha384),
        id("1.2.840.113549.1.1.12"),
        "sha384-rsa",
    ),
    (
        RsaPkcs1(HashAlgorithm::Sha512),
        id("1.2.840.113549.1.1.13"),
        "sha512-rsa",
    ),
    (
        Ecdsa(HashAlgorithm::Sha1),
        id("1.2.840.10045.4.1"),
        "sha1-ecdsa",
    ),
    (
        Ecdsa(HashAlgorithm::Sha224),
        id("1.2.840.10045.4.3.1"),
        "sha224-ecdsa",
    ),
    (
        Ecdsa(HashAlgorithm::Sha256),
        id("1.2.840.10045.4.3.2"),
        "sha256-ecdsa",
    ),
    (
        Ecdsa(HashAlgorithm::Sha384),
        id("1.2.840.10045.4.3.3"),
        "sha384-ecdsa",
    ),
    (
        Ecdsa(HashAlgorithm::Sha512),
        id("1.2.840.10045.4.3.4"),
        "sha512-ecdsa",
    ),
];

/// Names of others: RFC 8017 appendix A.2.3, RFC 3279 section 2.2.2, RFC 5758 section 3.1, RFC 8410
/// section 3.
const OTHERS: &[(ObjectIdentifier, &str)] = &[
    (id("1.2.840.113549.1.1.10"), "rsa-pss"),
    (id("1.2.840.10040.4.3"), "sha1-dsa"),
    (id("2.16.840.1.101.3.4.3.2"), "sha256-dsa"),
    (id("1.3.101.112"), "ed25519"),
    (id("1.3.101.113"), "ed448"),
];

impl SignatureAlgorithm {
    /// The algorithm of an object identifier.
    #[must_use]
    pub fn from_oid(oid: ObjectIdentifier) -> Self {
        HASHED
            .iter()
            .find(|(_, known, _)| *known == oid)
            .map_or(Self::Other(oid), |&(algorithm, ..)| algorithm)
    }

    /// Reads an `AlgorithmIdentifier` ([RFC 5280 section
    /// 4.1.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2)). The parameters of an RSA
    /// or ECDSA algorithm with its hash are NULL or absent; both are taken for both.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`]: no such structure, bytes after it, or other parameters.
    pub fn from_identifier_der(der: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(der);
        let identifier =
            AlgorithmIdentifier::read(&mut reader).map_err(|error| malformed(&error))?;
        reader.finish().map_err(|error| malformed(&error))?;
        let algorithm = Self::from_oid(identifier.algorithm);
        match (algorithm, identifier.parameters) {
            (Self::RsaPkcs1(_) | Self::Ecdsa(_), Some(parameters))
                if parameters.tag != tag::NULL || !parameters.value.is_empty() =>
            {
                let kind = ErrorKind::Malformed(pushcert_pbe::Malformation::Parameter);
                Err(Error::at(kind, parameters.offset))
            }
            _ => Ok(algorithm),
        }
    }

    /// The `AlgorithmIdentifier` in DER: NULL parameters for RSA ([RFC 4055 section
    /// 5](https://www.rfc-editor.org/rfc/rfc4055#section-5)), none otherwise. Empty if there is no
    /// [`oid`](Self::oid).
    #[must_use]
    pub fn identifier_der(&self) -> Vec<u8> {
        let Some(oid) = self.oid() else {
            return Vec::new();
        };
        let parameters = match self {
            Self::RsaPkcs1(_) => write::NULL,
            _ => &[],
        };
        write::sequence(&[&write::oid(&oid), parameters]).to_vec()
    }

    /// The object identifier; `None` for a hash that has none with this algorithm. What this crate
    /// reads or signs always has one.
    #[must_use]
    pub fn oid(&self) -> Option<ObjectIdentifier> {
        match self {
            Self::Other(oid) => Some(*oid),
            _ => HASHED
                .iter()
                .find(|(algorithm, ..)| algorithm == self)
                .map(|&(_, oid, _)| oid),
        }
    }

    /// The hash that is signed, where the identifier alone says which.
    #[must_use]
    pub const fn hash(&self) -> Option<HashAlgorithm> {
        match self {
            Self::RsaPkcs1(hash) | Self::Ecdsa(hash) => Some(*hash),
            Self::Other(_) => None,
        }
    }

    /// The name in reports, the same as that of a certificate's signature: `sha256-rsa`,
    /// `sha1-ecdsa`, `rsa-pss`, `ed25519` and so on, else the identifier in dots.
    #[must_use]
    pub fn name(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((.., name)) = HASHED.iter().find(|(algorithm, ..)| algorithm == self) {
            return f.pad(name);
        }
        match self {
            Self::RsaPkcs1(hash) => write!(f, "{hash}-rsa"),
            Self::Ecdsa(hash) => write!(f, "{hash}-ecdsa"),
            Self::Other(oid) => match OTHERS.iter().find(|(known, _)| known == oid) {
                Some((_, name)) => f.pad(name),
                None => oid.fmt(f),
            },
        }
    }
}

/// A signature, and how it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The algorithm.
    pub algorithm: SignatureAlgorithm,
    /// The octets: for RSA as many as the modulus has, for ECDSA an `Ecdsa-Sig-Value` in DER ([RFC
    /// 3279 section 2.2.3](https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3)). In requests and
    /// certificates they stand in a BIT STRING.
    pub bytes: Vec<u8>,
}
