//! What departs from RFC 2986, as data.

use alloc::vec::Vec;

use pushcert_keys::ObjectIdentifier;

use crate::error::{ErrorKind, Field};
use crate::name::StringType;

/// One thing about a request that is not as it should be, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    offset: usize,
}

impl Problem {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ProblemKind {
        &self.kind
    }

    /// The byte offset from the start of the request.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.kind.fmt(f)
    }
}

/// Collects problems; a request made of nothing else cannot make the list grow without end.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    const KEPT: usize = 200;

    pub(crate) fn push(&mut self, kind: ProblemKind, offset: usize) {
        if self.0.len() < Self::KEPT {
            self.0.push(Problem { kind, offset });
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

/// What is wrong, with its operands. An identifier is `None` where it is malformed or not supported. At most 200 problems are kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Bytes follow the request.
    #[error("{count} bytes follow the request")]
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// A length has more octets than it needs (X.690 section 10.1).
    #[error("a length is not in its shortest form")]
    LongLength,
    /// The elements of a SET OF are not in ascending order (X.690 section 11.6).
    #[error("the {field} is not in the order of DER")]
    SetOrder {
        /// Which field.
        field: Field,
    },
    /// A version other than 0 (RFC 2986 section 4.1).
    #[error("the version is {found} instead of 0")]
    Version {
        /// The value; `u64::MAX` for one that is larger than that or negative.
        found: u64,
    },
    /// The version is an INTEGER with no octets, or with more than it needs (X.690 section 8.3).
    #[error("the version is not in its shortest form")]
    VersionEncoding,
    /// The field of the attributes is missing; a request without attributes has an empty one (RFC 2986
    /// section 4.1).
    #[error("the list of attributes is missing")]
    AttributesMissing,
    /// The rest of the attributes cannot be read.
    #[error("the attributes cannot be read: {cause}")]
    MalformedAttributes {
        /// Why.
        cause: ErrorKind,
    },
    /// An attribute without a value (RFC 2986 section 4.1: one or more).
    #[error("an attribute has no value")]
    AttributeWithoutValue {
        /// Its type.
        attribute: Option<ObjectIdentifier>,
    },
    /// An attribute stands there more than once, or one that has a single value has several (RFC 2985
    /// sections 5.4.1 and 5.4.2).
    #[error("an attribute is there more than once")]
    DuplicateAttribute {
        /// Its type.
        attribute: Option<ObjectIdentifier>,
    },
    /// The requested extensions, or the rest of them, cannot be read.
    #[error("the requested extensions cannot be read: {cause}")]
    MalformedExtensions {
        /// Why.
        cause: ErrorKind,
    },
    /// The subject, or the rest of it, cannot be read.
    #[error("the subject cannot be read: {cause}")]
    MalformedSubject {
        /// Why.
        cause: ErrorKind,
    },
    /// A subject without attributes.
    #[error("the subject is empty")]
    EmptySubject,
    /// A relative distinguished name without attributes (RFC 5280 appendix A.1: one or more).
    #[error("a relative distinguished name is empty")]
    EmptyRdn,
    /// Several attributes in one relative distinguished name.
    #[error("the subject has {count} attributes at one level")]
    MultiValuedRdn {
        /// How many.
        count: usize,
    },
    /// The e-mail address, the common name or the country stands there more than once.
    #[error("the subject has an attribute more than once")]
    DuplicateName {
        /// Its type.
        attribute: ObjectIdentifier,
    },
    /// The value of an attribute of the subject is no text, or one of another type than the standards
    /// ask for: IA5String for emailAddress (RFC 2985 section 5.2.1), PrintableString for countryName
    /// (RFC 5280 appendix A.1).
    #[error("the subject has an attribute as {found}")]
    StringType {
        /// The attribute's type.
        attribute: Option<ObjectIdentifier>,
        /// The type of its value.
        found: StringType,
    },
    /// A text has bytes that its type does not allow.
    #[error("the subject has a malformed {string_type}")]
    MalformedText {
        /// The attribute's type.
        attribute: Option<ObjectIdentifier>,
        /// The type of its value.
        string_type: StringType,
    },
    /// More attributes than are kept.
    #[error("the {field} has more than {kept} attributes")]
    TooManyAttributes {
        /// Of the subject or of the request.
        field: Field,
        /// How many are kept.
        kept: usize,
    },
    /// An object identifier that is not well-formed (X.690 section 8.19).
    #[error("an object identifier is not well-formed")]
    MalformedOid,
    /// An object identifier that cannot be represented here: longer than 39 octets, with an arc of
    /// more than 32 bits, or below `2.48`.
    #[error("an object identifier of {octets} octets is not supported")]
    UnsupportedOid {
        /// Its content octets.
        octets: usize,
    },
    /// The public key cannot be read.
    #[error("the public key cannot be read: {cause}")]
    PublicKey {
        /// Why.
        cause: pushcert_keys::ErrorKind,
    },
    /// An RSA signature algorithm without the NULL that RFC 4055 section 5 asks for. The signature can
    /// be checked nevertheless.
    #[error("the signature algorithm has no NULL parameters")]
    ParametersMissing,
    /// An ECDSA signature algorithm with NULL parameters, where RFC 5758 section 3.2 wants none. The
    /// signature can be checked nevertheless.
    #[error("the signature algorithm has NULL parameters")]
    ParametersPresent,
    /// Other parameters than NULL. Such a signature is not checked.
    #[error("the parameters of the signature algorithm are not understood")]
    Parameters,
    /// The signature is not a whole number of octets.
    #[error("{count} bits of the signature are unused")]
    UnusedBits {
        /// How many the BIT STRING declares.
        count: u8,
    },
}
