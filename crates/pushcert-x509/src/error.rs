//! What keeps bytes from being read as a certificate, or a part of one from being read.

use core::fmt;

/// Why some bytes could not be read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The byte offset, from the start of the bytes given to `decode`.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

/// What is wrong with some bytes. Tags are identifier octets (X.690, 8.1.2), `0x30` for SEQUENCE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A field that must be there is not.
    #[error("the {field} is missing")]
    Missing {
        /// Which field.
        field: Field,
    },
    /// Another type stands where a field should be.
    #[error("the {field} has the tag {found:#04x} instead of {expected:#04x}")]
    UnexpectedTag {
        /// Which field.
        field: Field,
        /// The tag it should have.
        expected: u8,
        /// The tag that stands there.
        found: u8,
    },
    /// A length says more than there is.
    #[error("an element of {declared} bytes has only {available}")]
    Truncated {
        /// The length that the element declares, in bytes.
        declared: usize,
        /// The bytes that are left.
        available: usize,
    },
    /// A tag or a length is cut off.
    #[error("an element ends within its header")]
    TruncatedHeader,
    /// An indefinite length, which DER and certificates do not have.
    #[error("an element has an indefinite length")]
    IndefiniteLength,
    /// A length of more than four octets.
    #[error("an element has a length of {octets} octets")]
    LengthTooLarge {
        /// How many octets the length has.
        octets: u8,
    },
    /// A tag number above 30, which certificates do not use.
    #[error("an element has a tag number above 30")]
    HighTagNumber,
    /// Bytes are left over inside an element.
    #[error("{count} bytes are left over in the {field}")]
    TrailingBytes {
        /// In which field.
        field: Field,
        /// How many.
        count: usize,
    },
    /// A list that must not be empty is.
    #[error("the {field} is empty")]
    Empty {
        /// Which field.
        field: Field,
    },
    /// A value is outside what its type allows: a BOOLEAN of two bytes, a NULL with content, a
    /// BIT STRING with nine unused bits, a text that is not in its character set.
    #[error("the {field} has an invalid value")]
    InvalidValue {
        /// Which field.
        field: Field,
    },
}

/// A field of a certificate, in the order of RFC 5280, section 4.1, then of its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the standards")]
#[non_exhaustive]
pub enum Field {
    Certificate,
    TbsCertificate,
    Version,
    SerialNumber,
    Signature,
    Issuer,
    Validity,
    Subject,
    SubjectPublicKeyInfo,
    Extensions,
    SignatureAlgorithm,
    SignatureValue,
    AlgorithmIdentifier,
    RelativeDistinguishedName,
    AttributeTypeAndValue,
    Extension,
    ExtensionId,
    ExtensionValue,
    KeyUsage,
    ExtendedKeyUsage,
    BasicConstraints,
    SubjectKeyIdentifier,
    AuthorityKeyIdentifier,
    SubjectAltName,
    AuthorityInfoAccess,
    CrlDistributionPoints,
    CertificatePolicies,
    AppleMarker,
    AppleText,
    AppleTopics,
    RsaPublicKey,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::TbsCertificate => "signed part of the certificate",
            Self::Version => "version",
            Self::SerialNumber => "serial number",
            Self::Signature => "inner signature algorithm",
            Self::Issuer => "issuer",
            Self::Validity => "validity",
            Self::Subject => "subject",
            Self::SubjectPublicKeyInfo => "public key",
            Self::Extensions => "list of extensions",
            Self::SignatureAlgorithm => "signature algorithm",
            Self::SignatureValue => "signature",
            Self::AlgorithmIdentifier => "algorithm identifier",
            Self::RelativeDistinguishedName => "relative distinguished name",
            Self::AttributeTypeAndValue => "attribute",
            Self::Extension => "extension",
            Self::ExtensionId => "extension identifier",
            Self::ExtensionValue => "extension value",
            Self::KeyUsage => "key usage",
            Self::ExtendedKeyUsage => "extended key usage",
            Self::BasicConstraints => "basic constraints",
            Self::SubjectKeyIdentifier => "subject key identifier",
            Self::AuthorityKeyIdentifier => "authority key identifier",
            Self::SubjectAltName => "subject alternative name",
            Self::AuthorityInfoAccess => "authority information access",
            Self::CrlDistributionPoints => "list of CRL distribution points",
            Self::CertificatePolicies => "list of certificate policies",
            Self::AppleMarker => "Apple marker",
            Self::AppleText => "Apple text",
            Self::AppleTopics => "list of topics",
            Self::RsaPublicKey => "RSA public key",
        })
    }
}
