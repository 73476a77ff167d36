//! What can be wrong, with the operands.

use core::fmt;

use const_oid::ObjectIdentifier;

use crate::limits::LimitName;

/// Why an identifier was not understood or a text not decrypted.
///
/// `Display` is one sentence for people and holds no byte of a password, key or content.
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

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where it is wrong, in bytes from the start of the slice that was decoded; `None` where the
    /// error is not about a place.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offset {
            Some(offset) => write!(f, "{} (at byte {offset})", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl core::error::Error for Error {}

/// The kinds of [`Error`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text did not decrypt to anything: the password is wrong, or the bytes are damaged.
    /// One kind for bad padding, a content that is no DER structure, and a GCM tag that does not
    /// match, so that nobody learns from the error which of them it was.
    #[error("the password is wrong, or the encrypted bytes are damaged")]
    BadPadding,
    /// An algorithm that this crate does not implement.
    #[error("the algorithm {oid} is not supported")]
    UnsupportedAlgorithm {
        /// The identifier that the file names.
        oid: ObjectIdentifier,
    },
    /// An object identifier that is valid, and larger than [`ObjectIdentifier`] can hold: 39 octets,
    /// numbers below 2³². Nothing in use has one.
    #[error("an object identifier of {octets} octets is larger than what is supported")]
    UnsupportedObjectIdentifier {
        /// Its content octets.
        octets: usize,
    },
    /// The file asks for more than the [`Limits`](crate::Limits) allow. Nothing was computed.
    #[error("{limit}: {asked} asked for, {allowed} allowed")]
    LimitExceeded {
        /// The limit that refused it.
        limit: LimitName,
        /// What the file asks for; `u64::MAX` stands for that or more.
        asked: u64,
        /// What the limit allows.
        allowed: u64,
    },
    /// An iteration count that is no count.
    #[error("an iteration count of {found} is not possible")]
    IterationsOutOfRange {
        /// What was found.
        found: Iterations,
    },
    /// An initialisation vector (or nonce) of a length that the cipher does not have.
    #[error("the initialisation vector has {found} bytes where the cipher needs {expected}")]
    InvalidIv {
        /// Bytes found.
        found: usize,
        /// Bytes that the cipher needs.
        expected: usize,
    },
    /// A key length that the cipher does not have, or that PBMAC1 forbids.
    #[error("a key length of {found} bytes is not possible here (at least {min}, at most {max})")]
    InvalidKeyLength {
        /// The length found; 0 for a negative one.
        found: u64,
        /// The shortest that is possible.
        min: u64,
        /// The longest that is possible.
        max: u64,
    },
    /// A ciphertext that is empty or no multiple of the cipher's block.
    #[error("the encrypted content has {found} bytes, which is no positive multiple of {block}")]
    InvalidCiphertextLength {
        /// Bytes found.
        found: usize,
        /// Block length of the cipher; 1 for a stream cipher.
        block: usize,
    },
    /// A MAC value whose length is not the output length of its algorithm.
    #[error("the MAC has {found} bytes where its algorithm gives {expected}")]
    InvalidMacLength {
        /// Bytes found.
        found: usize,
        /// Bytes that the algorithm gives.
        expected: usize,
    },
    /// The bytes break the encoding rules or the structure of the identifier.
    #[error("the algorithm identifier is malformed: {0}")]
    Malformed(Malformation),
}

/// An iteration count that no derivation can have, as far as it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Iterations {
    /// The count is 0: the derived key would not depend on the password.
    Zero,
    /// The count is below 0; the value where it fits 64 bits, else `i64::MIN`.
    Negative(i64),
}

impl fmt::Display for Iterations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero => f.write_str("0"),
            Self::Negative(value) => write!(f, "{value}"),
        }
    }
}

/// How bytes break the encoding rules or a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Malformation {
    /// The bytes end inside an element.
    #[error("it ends too early")]
    Truncated,
    /// A length that is not in the shortest form, indefinite, or too large to be one.
    #[error("a length is not encoded as DER asks")]
    Length,
    /// A tag that is not in the shortest form or too large to be one.
    #[error("a tag is not encoded as DER asks")]
    Tag,
    /// Another element than the structure has here; the first octets of the two tags.
    #[error("tag {expected:#04x} expected, {found:#04x} found")]
    Unexpected {
        /// Identifier octet that the structure has here.
        expected: u8,
        /// Identifier octet found.
        found: u8,
    },
    /// Bytes after the last element of a structure.
    #[error("bytes follow after the end")]
    Trailing,
    /// An INTEGER without content or with a superfluous leading octet.
    #[error("an INTEGER is not encoded as DER asks")]
    Integer,
    /// An OBJECT IDENTIFIER that is none, or longer than 39 octets.
    #[error("an OBJECT IDENTIFIER is not valid")]
    Oid,
    /// A salt that is not an OCTET STRING (RFC 8018 appendix A.2: `otherSource` is not defined).
    #[error("the salt is not an OCTET STRING")]
    Salt,
    /// A parameter that the algorithm requires is absent.
    #[error("a required parameter is absent")]
    MissingParameter,
    /// A parameter has a value that its algorithm does not define.
    #[error("a parameter has no defined value")]
    Parameter,
}
