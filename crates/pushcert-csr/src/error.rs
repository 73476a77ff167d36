//! Why there is no request.

use core::fmt;

use pushcert_keys::KeyAlgorithm;

/// An error with its place in the bytes, where there is one.
///
/// `Display` is a sentence for people; it holds no text of the request.
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

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    pub(crate) fn into_kind(self) -> ErrorKind {
        self.kind
    }

    /// Byte offset in the DER, where there is one; for [`ErrorKind::Text`] in the text.
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

impl From<pushcert_pem::Error> for Error {
    fn from(error: pushcert_pem::Error) -> Self {
        Self {
            kind: ErrorKind::Text(*error.kind()),
            offset: error.offset(),
        }
    }
}

/// What went wrong. Tags are identifier octets (X.690 section 8.1.2), `0x30` for SEQUENCE.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The DER is longer than any request.
    #[error("{length} bytes are too many for a request, {allowed} are allowed")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The allowed length in bytes.
        allowed: usize,
    },
    /// The text has no block that is labelled as a request.
    #[error("there is no CERTIFICATE REQUEST block in this text")]
    NoRequest,
    /// The text has more than one request.
    #[error("{count} requests are in one text")]
    SeveralRequests {
        /// How many.
        count: usize,
    },
    /// The PEM text cannot be decoded.
    #[error("the PEM text is damaged: {0}")]
    Text(pushcert_pem::ErrorKind),
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
    /// An indefinite length, which DER does not have.
    #[error("an element has an indefinite length")]
    IndefiniteLength,
    /// A length of more than four octets.
    #[error("an element has a length of {octets} octets")]
    LengthTooLarge {
        /// How many octets the length has.
        octets: u8,
    },
    /// A tag number above 30, which requests do not use.
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
    /// A value is outside of what its type allows.
    #[error("the {field} has an invalid value")]
    InvalidValue {
        /// Which field.
        field: Field,
    },
    /// The signature cannot be checked: the public key of the request cannot be read.
    #[error("the public key cannot be read")]
    PublicKey,
    /// The signature cannot be checked: the parameters of its algorithm are not those that RFC 4055
    /// and RFC 5758 ask for.
    #[error("the parameters of the signature algorithm are not understood")]
    Parameters,
    /// The signature of the request is not one of its own key.
    #[error("the request's own signature: {0}")]
    Signature(pushcert_keys::ErrorKind),
    /// The key did not sign.
    #[error("the key does not sign: {0}")]
    Key(pushcert_keys::ErrorKind),
    /// The portal takes requests of RSA keys of 2048 bits only.
    #[error("the key is not RSA with 2048 bits")]
    KeyType {
        /// The algorithm of the key.
        algorithm: KeyAlgorithm,
        /// Its size in bits, where it is known.
        bits: Option<u32>,
    },
    /// The e-mail address cannot stand in a request.
    #[error("the e-mail address {0}")]
    Email(TextDefect),
    /// The common name cannot stand in a request.
    #[error("the common name {0}")]
    CommonName(TextDefect),
    /// The country cannot stand in a request.
    #[error("the country {0}")]
    Country(TextDefect),
    /// The request that was written does not read back as what was asked for; it is not given out.
    #[error("the request that was written does not read back the same")]
    Unfaithful,
}

/// What is wrong with a text that should become a part of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TextDefect {
    /// Nothing, or nothing but white space.
    #[error("is empty")]
    Empty,
    /// More characters than RFC 5280 appendix A.1 allows.
    #[error("has {length} characters, {allowed} are allowed")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many are allowed.
        allowed: usize,
    },
    /// A control character, or one that the string type does not have.
    #[error("has a character that is not allowed, at byte {offset}")]
    Character {
        /// Byte offset in the text.
        offset: usize,
    },
    /// Not something, an `@`, and something.
    #[error("is not an address with an @")]
    NoAt,
    /// Not two letters (ISO 3166).
    #[error("is not two letters")]
    NotTwoLetters,
}

/// A field of a request, in the order of RFC 2986 section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the standards")]
#[non_exhaustive]
pub enum Field {
    CertificationRequest,
    CertificationRequestInfo,
    Version,
    Subject,
    RelativeDistinguishedName,
    AttributeTypeAndValue,
    SubjectPublicKeyInfo,
    Attributes,
    Attribute,
    Extensions,
    SignatureAlgorithm,
    Signature,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CertificationRequest => "request",
            Self::CertificationRequestInfo => "signed part of the request",
            Self::Version => "version",
            Self::Subject => "subject",
            Self::RelativeDistinguishedName => "relative distinguished name",
            Self::AttributeTypeAndValue => "attribute of the subject",
            Self::SubjectPublicKeyInfo => "public key",
            Self::Attributes => "list of attributes",
            Self::Attribute => "attribute",
            Self::Extensions => "list of requested extensions",
            Self::SignatureAlgorithm => "signature algorithm",
            Self::Signature => "signature",
        })
    }
}
