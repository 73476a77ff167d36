//! Why there is no request for the portal.

use core::fmt;

use pushcert_keys::KeyAlgorithm;

use super::Key;
use crate::plist;

/// An error with its place, where there is one.
///
/// `Display` is a sentence for people; it holds no text of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    offset: Option<usize>,
}

impl Error {
    pub(super) const fn new(kind: ErrorKind) -> Self {
        Self { kind, offset: None }
    }

    pub(super) const fn base64(error: &pushcert_pem::Error) -> Self {
        Self {
            kind: ErrorKind::Base64(*error.kind()),
            offset: error.offset(),
        }
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Byte offset, where there is one: for [`ErrorKind::Base64`] in the file, for
    /// [`ErrorKind::Plist`] in the property list, for [`ErrorKind::Request`] in the request.
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

impl From<plist::Error> for Error {
    fn from(error: plist::Error) -> Self {
        Self {
            kind: ErrorKind::Plist(*error.kind()),
            offset: Some(error.offset()),
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        let offset = error.offset();
        Self {
            kind: ErrorKind::Request(error.into_kind()),
            offset,
        }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file is longer than any such request.
    #[error("{length} bytes are too many for a signed request, {allowed} are allowed")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The allowed length in bytes.
        allowed: usize,
    },
    /// The file is a plain PKCS#10 request: a vendor has to sign it before the portal takes it.
    #[error(
        "this is a plain certificate request, which the portal does not take: an MDM vendor has to sign it"
    )]
    PlainRequest,
    /// The file is neither base64 text nor a property list.
    #[error("the file is not base64 text: {0}")]
    Base64(pushcert_pem::ErrorKind),
    /// The property list cannot be read.
    #[error("the property list cannot be read: {0}")]
    Plist(plist::ErrorKind),
    /// The property list is something else than a dictionary.
    #[error("the property list is no dictionary")]
    NotADictionary,
    /// A key is missing.
    #[error("{key} is missing")]
    MissingKey {
        /// Which key.
        key: Key,
    },
    /// A value is neither a string nor data.
    #[error("{key} is no string")]
    WrongType {
        /// Of which key.
        key: Key,
    },
    /// A value is empty.
    #[error("{key} is empty")]
    EmptyValue {
        /// Of which key.
        key: Key,
    },
    /// A value is not base64 text.
    #[error("{key} is not base64 text: {cause}")]
    Value {
        /// Of which key.
        key: Key,
        /// What is wrong with it.
        cause: pushcert_pem::ErrorKind,
    },
    /// The request cannot be read, or its own signature is wrong.
    #[error("the request: {0}")]
    Request(crate::ErrorKind),
    /// A block of the chain cannot be decoded, or the chain is too long.
    #[error("the chain: {0}")]
    Chain(pushcert_pem::ErrorKind),
    /// There is no certificate in the chain.
    #[error("there is no certificate in the chain")]
    NoCertificates,
    /// A member of the chain is not DER of a SEQUENCE, as a certificate is.
    #[error("member {index} of the chain is no certificate")]
    Certificate {
        /// Which one, counted from 0.
        index: usize,
    },
    /// The vendor's signature is not that of this key over this request.
    #[error("the vendor's signature: {0}")]
    Signature(pushcert_keys::ErrorKind),
    /// The vendor's key is not RSA.
    #[error("the vendor's key is {algorithm}, not RSA")]
    VendorKey {
        /// Its algorithm.
        algorithm: KeyAlgorithm,
    },
    /// The vendor's key did not sign.
    #[error("the vendor's key does not sign: {0}")]
    Key(pushcert_keys::ErrorKind),
    /// What was written does not read back as what was signed; it is not given out.
    #[error("the file that was written does not read back the same")]
    Unfaithful,
}
