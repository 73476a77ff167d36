//! Why a scan was refused, or why a block has no bytes.

use core::fmt;

/// An error with its place in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    pub(crate) fn limit(limit: LimitName, asked: usize, allowed: usize) -> Self {
        Self::new(ErrorKind::LimitExceeded {
            limit,
            asked: u64::try_from(asked).unwrap_or(u64::MAX),
            allowed: u64::try_from(allowed).unwrap_or(u64::MAX),
        })
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Byte offset in the input as given to [`scan`](crate::scan), where there is one.
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

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input asks for more than the [`Limits`](crate::Limits) allow.
    #[error("{limit}: {asked} asked for, {allowed} allowed")]
    LimitExceeded {
        /// The limit.
        limit: LimitName,
        /// The value that the input needs (for counts: at least).
        asked: u64,
        /// The value that is allowed.
        allowed: u64,
    },
    /// Nothing stands between the markers.
    #[error("the block is empty")]
    Empty,
    /// A byte between the markers does not belong to base64 text.
    #[error("byte 0x{byte:02x} is not a base64 character")]
    InvalidCharacter {
        /// The byte; of UTF-16 text the low byte of the code unit, 0xff for one without.
        byte: u8,
    },
    /// Base64 text goes on after its padding (`=`).
    #[error("base64 text goes on after its padding")]
    DataAfterPadding,
    /// The number of base64 characters is one more than a multiple of four, so at least one is
    /// missing.
    #[error("the base64 text is cut off: {symbols} characters leave one over")]
    TruncatedBase64 {
        /// Number of base64 characters without padding.
        symbols: usize,
    },
}

/// Names of the [`Limits`](crate::Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitName {
    /// [`max_input`](crate::Limits::max_input), in bytes.
    Input,
    /// [`max_blocks`](crate::Limits::max_blocks).
    Blocks,
    /// [`max_headers`](crate::Limits::max_headers).
    Headers,
}

impl LimitName {
    /// The name as it is written in messages and options.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "max-pem-input",
            Self::Blocks => "max-pem-blocks",
            Self::Headers => "max-pem-headers",
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
