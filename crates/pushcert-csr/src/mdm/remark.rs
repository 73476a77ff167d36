//! What was tolerated in a file for the portal.

use core::fmt;

use pushcert_pem::{BlockKind, RemarkKind};

/// A key of the property list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Key {
    /// `PushCertRequestCSR`
    Request,
    /// `PushCertCertificateChain`
    CertificateChain,
    /// `PushCertSignature`
    Signature,
}

impl Key {
    /// Every key, in the order of the enumeration.
    pub const ALL: [Self; 3] = [Self::Request, Self::CertificateChain, Self::Signature];

    /// The key as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "PushCertRequestCSR",
            Self::CertificateChain => "PushCertCertificateChain",
            Self::Signature => "PushCertSignature",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Something that the portal is known to dislike, or that departs from what it documents. Each stands
/// in the list once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Remark {
    /// The file is the property list itself, not its base64 text.
    #[error("the property list is not base64 text")]
    BareXml,
    /// The file was encoded twice.
    #[error("the file is base64 text of base64 text")]
    DoubleBase64File,
    /// A value was encoded twice.
    #[error("{key} is base64 text of base64 text")]
    DoubleBase64 {
        /// Of which key.
        key: Key,
    },
    /// A value is `<data>` instead of `<string>`.
    #[error("{key} is data instead of a string")]
    Data {
        /// Of which key.
        key: Key,
    },
    /// The base64 text of a value has white space in it.
    #[error("the base64 text of {key} has white space in it")]
    WhiteSpace {
        /// Of which key.
        key: Key,
    },
    /// The request is PEM text instead of base64 of DER.
    #[error("the request is PEM text")]
    RequestAsPem,
    /// The request is base64 text of PEM text.
    #[error("the request is base64 text of PEM text")]
    RequestAsBase64Pem,
    /// There are other keys than the three.
    #[error("the property list has {count} other keys")]
    OtherKeys {
        /// How many.
        count: usize,
    },
    /// The chain does not have three certificates: vendor, intermediate, root.
    #[error("the chain has {found} certificates instead of 3")]
    ChainLength {
        /// How many it has.
        found: usize,
    },
    /// A line of the chain does not have 64 columns.
    #[error("a line of the chain has {columns} columns instead of 64")]
    ChainColumns {
        /// Of the first such line.
        columns: usize,
    },
    /// The chain departs from RFC 7468 in another way.
    #[error("the chain: {0}")]
    ChainText(RemarkKind),
    /// A block of the chain is no certificate.
    #[error("the chain has a block that is no certificate")]
    ChainBlock(BlockKind),
}
