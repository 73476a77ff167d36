//! What departs from RFC 5280 or from what Apple writes, as data.

use alloc::vec::Vec;

use pushcert_types::{TopicError, UnixTime};

use crate::{
    algorithm::SignatureAlgorithm, apple::TopicsFrom, error::ErrorKind, name::StringType, oid::Oid,
};

/// One thing about a certificate that is not as it should be, and where.
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

    /// The byte offset from the start of the certificate.
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

/// Collects problems; a certificate made of nothing else cannot make the list grow without end.
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

/// What is wrong, with its operands. Section numbers are those of RFC 5280.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// Bytes follow the certificate.
    #[error("{count} bytes follow the certificate")]
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// A length has more octets than it needs (X.690, 10.1).
    #[error("a length is not in its shortest form")]
    LongLength,
    /// A version other than 1, 2 and 3 (4.1.2.1).
    #[error("the version is {found}, which does not exist")]
    UnknownVersion {
        /// The version, 0 where the field cannot be read.
        found: u32,
    },
    /// Extensions, in a version that has none (4.1.2.9).
    #[error("a version {version} certificate has extensions")]
    ExtensionsInOldVersion {
        /// The version.
        version: u32,
    },
    /// The serial number is 0 (4.1.2.2).
    #[error("the serial number is 0")]
    SerialZero,
    /// The serial number is negative.
    #[error("the serial number is negative")]
    SerialNegative,
    /// The serial number has more than 20 octets, or none.
    #[error("the serial number has {octets} octets")]
    SerialLength {
        /// How many.
        octets: usize,
    },
    /// The serial number has octets that it does not need.
    #[error("the serial number is not in its shortest form")]
    SerialNotMinimal,
    /// The signed and the unsigned signature algorithm differ (4.1.1.2).
    #[error("the signed part says {} and the certificate {}", inner.as_str(), outer.as_str())]
    SignatureAlgorithmMismatch {
        /// In the signed part.
        inner: SignatureAlgorithm,
        /// Beside the signature.
        outer: SignatureAlgorithm,
    },
    /// A signature that is not a whole number of octets, or a BIT STRING without its first octet.
    #[error("the signature is not a whole number of octets")]
    MalformedSignature,
    /// A field of the signed part follows where none should, or cannot be read.
    #[error("the end of the signed part cannot be read: {cause}")]
    MalformedTbsTail {
        /// Why.
        cause: ErrorKind,
    },
    /// The public key cannot be split into algorithm and key.
    #[error("the public key cannot be read: {cause}")]
    MalformedPublicKey {
        /// Why.
        cause: ErrorKind,
    },

    /// A time that cannot be read (4.1.2.5).
    #[error("the {end} time cannot be read")]
    MalformedTime {
        /// Which of the two.
        end: ValidityEnd,
    },
    /// A time that can be read but is not as it must be written.
    #[error("the {end} time {oddity}")]
    OddTime {
        /// Which of the two.
        end: ValidityEnd,
        /// What is odd.
        oddity: TimeOddity,
    },
    /// The validity ends before it begins.
    #[error("the certificate ends {not_after}, before it begins {not_before}")]
    ValidityReversed {
        /// The beginning.
        not_before: UnixTime,
        /// The end.
        not_after: UnixTime,
    },

    /// A name, or the rest of it, cannot be read.
    #[error("the {part} cannot be read: {cause}")]
    MalformedName {
        /// Which of the two.
        part: NamePart,
        /// Why.
        cause: ErrorKind,
    },
    /// A name without attributes.
    #[error("the {part} is empty")]
    EmptyName {
        /// Which of the two.
        part: NamePart,
    },
    /// Several attributes in one relative distinguished name.
    #[error("the {part} has {count} attributes at one level")]
    MultiValuedRdn {
        /// Which of the two.
        part: NamePart,
        /// How many.
        count: usize,
    },
    /// The UID or the common name stands there more than once.
    #[error("the {part} has {attribute} more than once")]
    DuplicateAttribute {
        /// Which of the two.
        part: NamePart,
        /// The attribute's type.
        attribute: Oid,
    },
    /// The value of an attribute is no text, or the UID is not a UTF8String.
    #[error("the {part} has {attribute} as {found}")]
    AttributeType {
        /// Which of the two.
        part: NamePart,
        /// The attribute's type.
        attribute: Oid,
        /// The type of its value.
        found: StringType,
    },
    /// A text has bytes that its type does not allow.
    #[error("the {part} has a malformed {string_type} for {attribute}")]
    MalformedText {
        /// Which of the two.
        part: NamePart,
        /// The attribute's type.
        attribute: Oid,
        /// The type of its value.
        string_type: StringType,
    },

    /// More attributes in a name than are kept.
    #[error("the {part} has more than {kept} attributes")]
    TooManyAttributes {
        /// Which of the two.
        part: NamePart,
        /// How many are kept.
        kept: usize,
    },

    /// An object identifier that is not well-formed.
    #[error("{oid} is not a well-formed object identifier")]
    MalformedOid {
        /// Its octets.
        oid: Oid,
    },
    /// An extension, or the rest of their list, cannot be read.
    #[error("extension number {index} cannot be read: {cause}")]
    MalformedExtensionList {
        /// Which one, counted from 0.
        index: usize,
        /// Why.
        cause: ErrorKind,
    },
    /// More extensions than are kept.
    #[error("the certificate has more than {kept} extensions")]
    TooManyExtensions {
        /// How many are kept.
        kept: usize,
    },
    /// An extension that stands there more than once; the first one counts.
    #[error("the extension {oid} is there more than once")]
    DuplicateExtension {
        /// Its identifier.
        oid: Oid,
    },
    /// A critical extension that this crate does not know.
    #[error("the critical extension {oid} is unknown")]
    UnknownCriticalExtension {
        /// Its identifier.
        oid: Oid,
    },
    /// A known extension whose value is not as it must be.
    #[error("the extension {oid} cannot be read: {cause}")]
    MalformedExtension {
        /// Its identifier.
        oid: Oid,
        /// Why.
        cause: ErrorKind,
    },

    /// The list of topics (`1.2.840.113635.100.6.3.6`) has another shape than Apple's.
    #[error("the list of topics is malformed after {index} topics: {defect}")]
    MalformedTopics {
        /// How many topics stand before the place.
        index: usize,
        /// What is wrong there.
        defect: TopicDefect,
    },
    /// A topic that is none.
    #[error("topic number {index} of {from} is no topic: {cause}")]
    InvalidTopic {
        /// Where the topic comes from.
        from: TopicsFrom,
        /// Which one, counted from 0.
        index: usize,
        /// Why.
        cause: TopicError,
    },
    /// A topic that is listed more than once.
    #[error("topic number {index} of {from} repeats an earlier one")]
    DuplicateTopic {
        /// Where the topics come from.
        from: TopicsFrom,
        /// Which one, counted from 0.
        index: usize,
    },
    /// More topics than are kept.
    #[error("the certificate lists more than {kept} topics")]
    TooManyTopics {
        /// How many are kept.
        kept: usize,
    },
    /// A topic whose label speaks of another push type than its suffix; the suffix counts.
    #[error("topic number {index} has a label for another push type than its suffix")]
    LabelDisagrees {
        /// Which one, counted from 0.
        index: usize,
    },
    /// The identifier in an Apple extension is not the UID of the subject.
    #[error("the identifier in {oid} is not the UID of the subject")]
    IdentifierIsNotUid {
        /// The extension.
        oid: Oid,
    },
}

/// Which of the two names of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a certificate has two names")]
pub enum NamePart {
    /// The issuer (4.1.2.4).
    Issuer,
    /// The subject (4.1.2.6).
    Subject,
}

impl core::fmt::Display for NamePart {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Issuer => "issuer",
            Self::Subject => "subject",
        })
    }
}

/// Which end of the validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a period has two ends")]
pub enum ValidityEnd {
    /// `notBefore`.
    NotBefore,
    /// `notAfter`.
    NotAfter,
}

impl core::fmt::Display for ValidityEnd {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotBefore => "not-before",
            Self::NotAfter => "not-after",
        })
    }
}

/// How a readable time departs from section 4.1.2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeOddity {
    /// Fractions of a second, which are cut off.
    Fraction,
    /// An offset from UTC, which is taken into account.
    Offset,
    /// No `Z` at the end; read as UTC.
    NoZone,
    /// No seconds; read as 0.
    NoSeconds,
    /// A GeneralizedTime before 2050, where a UTCTime belongs.
    GeneralizedBefore2050,
}

impl core::fmt::Display for TimeOddity {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Fraction => "has fractions of a second",
            Self::Offset => "has an offset from UTC",
            Self::NoZone => "does not say that it is UTC",
            Self::NoSeconds => "has no seconds",
            Self::GeneralizedBefore2050 => "is a GeneralizedTime before 2050",
        })
    }
}

/// What is wrong with the shape of the list of topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicDefect {
    /// A topic without its SEQUENCE of labels (an odd number of elements).
    NoLabels,
    /// A SEQUENCE where a topic should be: labels without a topic, or a list of pairs.
    NoTopic,
    /// A SEQUENCE of labels that has no label, more than one, or something else in it.
    Labels,
    /// Something that is neither a text nor a SEQUENCE.
    Tag {
        /// Its tag.
        found: u8,
    },
    /// An element that cannot be read.
    Unreadable {
        /// Why.
        cause: ErrorKind,
    },
}

impl core::fmt::Display for TopicDefect {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NoLabels => f.write_str("a topic has no labels"),
            Self::NoTopic => f.write_str("labels stand where a topic should be"),
            Self::Labels => f.write_str("the labels of a topic are not one text"),
            Self::Tag { found } => write!(f, "an element has the tag {found:#04x}"),
            Self::Unreadable { cause } => cause.fmt(f),
        }
    }
}
