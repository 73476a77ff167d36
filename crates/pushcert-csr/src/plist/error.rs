//! Why a property list was refused.

use core::fmt;

/// An error with its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: usize,
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    pub(crate) fn limit(limit: LimitName, asked: usize, allowed: usize, offset: usize) -> Self {
        let kind = ErrorKind::LimitExceeded {
            limit,
            asked: u64::try_from(asked).unwrap_or(u64::MAX),
            allowed: u64::try_from(allowed).unwrap_or(u64::MAX),
        };
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The byte offset in the text, a byte order mark included.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.kind, self.offset)
    }
}

impl core::error::Error for Error {}

/// What is wrong with a property list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text asks for more than the [`Limits`](super::Limits) allow.
    #[error("{limit}: {asked} asked for, {allowed} allowed")]
    LimitExceeded {
        /// The limit.
        limit: LimitName,
        /// The value that the text needs (for counts and depths: at least).
        asked: u64,
        /// The value that is allowed.
        allowed: u64,
    },
    /// A binary property list, which is not read.
    #[error("this is a binary property list; only XML is read")]
    Binary,
    /// The text is not UTF-8, or says that it is not.
    #[error("the text is not UTF-8")]
    Encoding,
    /// A character that XML does not have (XML 1.0 section 2.2).
    #[error("a character that is not allowed in XML")]
    InvalidCharacter,
    /// The text does not begin with an element of XML.
    #[error("this is not an XML property list")]
    NotXml,
    /// The document type has an internal subset, where entities are declared.
    #[error("the document type declares entities or elements of its own")]
    InternalSubset,
    /// A processing instruction.
    #[error("a processing instruction")]
    ProcessingInstruction,
    /// A tag, comment, declaration or document type that is not well-formed.
    #[error("malformed markup")]
    Markup,
    /// The text ends before the property list does.
    #[error("the text ends too early")]
    UnexpectedEnd,
    /// An element that property lists do not have.
    #[error("an element that property lists do not have")]
    UnknownElement,
    /// An element where it does not belong: inside of a text, a key outside of a dictionary, a value
    /// without a key.
    #[error("an element where it does not belong")]
    UnexpectedElement,
    /// An end tag of another element than the one that is open.
    #[error("an end tag does not match its start tag")]
    MismatchedEnd,
    /// Text where only elements belong.
    #[error("text between elements")]
    UnexpectedText,
    /// A reference to an entity other than the five that XML predefines.
    #[error("a reference to an entity that is not predefined")]
    UnknownEntity,
    /// A character reference that names no character.
    #[error("a reference to a character that does not exist")]
    CharacterReference,
    /// A key that the dictionary has already.
    #[error("a key is there twice")]
    DuplicateKey,
    /// A key without a value.
    #[error("a key has no value")]
    KeyWithoutValue,
    /// An integer, real, date or data whose text is none, or a boolean with a text.
    #[error("the text is no value of its type")]
    InvalidValue,
    /// No value inside of `<plist>`.
    #[error("the property list is empty")]
    Empty,
    /// Something follows the property list, or a second value is in it.
    #[error("something follows the value")]
    TrailingContent,
}

/// Names of the [`Limits`](super::Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitName {
    /// [`max_input`](super::Limits::max_input), in bytes.
    Input,
    /// [`max_depth`](super::Limits::max_depth).
    Depth,
    /// [`max_values`](super::Limits::max_values).
    Values,
}

impl LimitName {
    /// The name as it is written in messages and options.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "max-plist-input",
            Self::Depth => "max-plist-depth",
            Self::Values => "max-plist-values",
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
