//! What could not be read, and why.

use alloc::string::String;
use core::fmt;

/// Something of the file that could not be read.
///
/// Parsers report typed errors; each becomes one problem, and each kind of problem is claimed by one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Why.
    pub kind: ProblemKind,
    /// What it is that could not be read.
    pub item: Item,
    /// Its place in the report: `certificates/1`, `keys/0`, `pkcs12`, `pem/2`.
    pub subject: Option<String>,
    /// Offset in bytes into the file or the item, where one is known.
    pub offset: Option<usize>,
}

impl Problem {
    /// A problem with this item.
    #[must_use]
    pub fn new(item: Item, kind: ProblemKind) -> Self {
        Self {
            kind,
            item,
            subject: None,
            offset: None,
        }
    }

    /// Adds its place in the report.
    #[must_use]
    pub fn at(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Says that another item is meant.
    #[must_use]
    pub fn with_item(mut self, item: Item) -> Self {
        self.item = item;
        self
    }

    /// Adds an offset in bytes.
    #[must_use]
    pub fn with_offset(mut self, offset: Option<usize>) -> Self {
        self.offset = offset;
        self
    }
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The bytes are nothing that is known. Claimed by `unknown-format`.
    Unrecognised,
    /// A password is needed and none was given. Claimed by `password-required`.
    PasswordRequired,
    /// The given password does not fit. Claimed by `wrong-password`.
    WrongPassword,
    /// An algorithm or a variant that is not supported. Claimed by `unsupported-algorithm`.
    Unsupported {
        /// The OID or the name of what is not supported.
        algorithm: String,
    },
    /// The structure is broken. Claimed by `corrupt-file`.
    Corrupt {
        /// What is wrong, as a clause for people.
        what: String,
    },
    /// A limit was reached before the work was done. Claimed by `limit-exceeded`.
    LimitExceeded {
        /// The name of the limit, as `--limit NAME=VALUE` takes it.
        limit: String,
        /// What the file asks for.
        asked: u64,
        /// What is allowed.
        allowed: u64,
    },
}

impl ProblemKind {
    /// The name of the one rule that reports this kind.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Unrecognised => "unknown-format",
            Self::PasswordRequired => "password-required",
            Self::WrongPassword => "wrong-password",
            Self::Unsupported { .. } => "unsupported-algorithm",
            Self::Corrupt { .. } => "corrupt-file",
            Self::LimitExceeded { .. } => "limit-exceeded",
        }
    }
}

/// What could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Item {
    /// The file as a whole.
    File,
    /// The PKCS#12 container, or a part of it.
    Container,
    /// A certificate.
    Certificate,
    /// A private key.
    PrivateKey,
    /// A certification request.
    Request,
    /// A block of a PEM file.
    PemBlock,
}

impl Item {
    /// With an article: `the private key`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::File => "the file",
            Self::Container => "the PKCS#12 file",
            Self::Certificate => "the certificate",
            Self::PrivateKey => "the private key",
            Self::Request => "the certificate signing request",
            Self::PemBlock => "the PEM block",
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.noun())
    }
}
