//! What can be wrong, with the operands.

use core::fmt;

use pushcert_pbe::{self as pbe, Malformation, ObjectIdentifier};

use crate::limits::LimitName;

/// Why a file was not read.
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

    pub(crate) const fn corrupt(what: Corruption) -> Self {
        Self::new(ErrorKind::Corrupt { what })
    }

    pub(crate) const fn limit(limit: LimitName, asked: u64, allowed: u64) -> Self {
        Self::new(ErrorKind::LimitExceeded {
            limit,
            asked,
            allowed,
        })
    }

    /// An error of the layer below, its place counted from `base` where the bytes are in the file.
    pub(crate) fn from_pbe(error: &pbe::Error, base: Option<usize>) -> Self {
        let kind = match error.kind().clone() {
            pbe::ErrorKind::UnsupportedAlgorithm { oid } => ErrorKind::UnsupportedAlgorithm { oid },
            pbe::ErrorKind::UnsupportedObjectIdentifier { octets } => {
                ErrorKind::UnsupportedObjectIdentifier { octets }
            }
            pbe::ErrorKind::LimitExceeded {
                limit,
                asked,
                allowed,
            } => ErrorKind::LimitExceeded {
                limit: LimitName::Pbe(limit),
                asked,
                allowed,
            },
            pbe::ErrorKind::BadPadding => ErrorKind::WrongPassword {
                layer: Layer::Privacy,
            },
            pbe::ErrorKind::Malformed(malformation) => ErrorKind::Corrupt {
                what: Corruption::Malformed(malformation),
            },
            other => ErrorKind::Corrupt {
                what: Corruption::Parameters(other),
            },
        };
        let offset = match (base, error.offset()) {
            (Some(base), Some(offset)) => base.checked_add(offset),
            _ => None,
        };
        Self { kind, offset }
    }

    pub(crate) const fn at(mut self, offset: Option<usize>) -> Self {
        self.offset = offset;
        self
    }

    /// The same, its place counted from `base`, or nowhere when that is not in the file.
    pub(crate) fn based(mut self, base: Option<usize>) -> Self {
        self.offset = match (base, self.offset) {
            (Some(base), Some(offset)) => base.checked_add(offset),
            _ => None,
        };
        self
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where it is wrong, in bytes from the start of the file; `None` where the error is not about a
    /// place, or the place is inside what was decrypted or rewritten from BER.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
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
    /// The bytes are not a PKCS#12 file: they do not start with the structure of one.
    #[error("this is not a PKCS#12 file")]
    NotPkcs12,
    /// The structure is broken.
    #[error("the file is corrupt: {what}")]
    Corrupt {
        /// How it is broken.
        what: Corruption,
    },
    /// A password is needed, and none was given. An empty one was tried in both encodings.
    #[error("a password is required")]
    PasswordRequired,
    /// The password does not fit.
    #[error("the password is wrong ({layer})")]
    WrongPassword {
        /// What it does not fit.
        layer: Layer,
    },
    /// An algorithm, or a kind of content, that this crate does not implement.
    #[error("the algorithm {oid} is not supported")]
    UnsupportedAlgorithm {
        /// Its identifier.
        oid: ObjectIdentifier,
    },
    /// A type or algorithm whose object identifier is valid, and larger than [`ObjectIdentifier`] can
    /// hold: 39 octets, numbers below 2³².
    #[error("an object identifier of {octets} octets is larger than what is supported")]
    UnsupportedObjectIdentifier {
        /// Its content octets.
        octets: usize,
    },
    /// The file has or asks for more than the [`Limits`](crate::Limits) allow.
    #[error("{limit}: {asked} asked for, {allowed} allowed")]
    LimitExceeded {
        /// The limit.
        limit: LimitName,
        /// What the file has or asks for; `u64::MAX` stands for that or more.
        asked: u64,
        /// What the limit allows.
        allowed: u64,
    },
    /// The version is not 3.
    #[error("PKCS#12 version {found} is not supported, only version 3 is in use")]
    UnsupportedVersion {
        /// The version; `u64::MAX` for negative and huge ones.
        found: u64,
    },
    /// The integrity is protected by a signature instead of a password (RFC 7292 section 4).
    #[error("public-key integrity mode is not supported")]
    UnsupportedIntegrityMode,
    /// The key was left encrypted, because only certificates were asked for.
    #[error("the key was not decrypted because only certificates were asked for")]
    NotDecrypted,
}

/// What a password does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Layer {
    /// The MAC over the whole.
    #[error("the MAC does not match")]
    Integrity,
    /// An encrypted part.
    #[error("an encrypted part does not decrypt")]
    Privacy,
    /// An encrypted key.
    #[error("an encrypted key does not decrypt")]
    Key,
}

/// How a structure is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Corruption {
    /// The encoding is broken, or another element stands where the structure has one.
    #[error("{0}")]
    Malformed(Malformation),
    /// A content that RFC 7292 requires is absent (the mistake behind CVE-2024-0727).
    #[error("a required content is absent")]
    MissingContent,
    /// Parameters of an encryption or MAC that cannot be: iteration count, length of IV, key,
    /// ciphertext or MAC.
    #[error("{0}")]
    Parameters(pbe::ErrorKind),
}
