//! Why a path is not valid.

use core::fmt;

use pushcert_types::UnixTime;
use pushcert_x509::Oid;

use crate::error::ErrorKind;

/// One reason why a path is not valid, and which certificate it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    step: Option<usize>,
    kind: PathErrorKind,
}

impl PathError {
    pub(super) const fn at(step: usize, kind: PathErrorKind) -> Self {
        Self {
            step: Some(step),
            kind,
        }
    }

    pub(super) const fn whole(kind: PathErrorKind) -> Self {
        Self { step: None, kind }
    }

    /// Which certificate: an index into [`Path::steps`](super::Path::steps), 0 for the leaf.
    /// `None` where the reason is about the path as a whole.
    #[must_use]
    pub const fn step(&self) -> Option<usize> {
        self.step
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn kind(&self) -> &PathErrorKind {
        &self.kind
    }

    /// Whether this is about the leaf's own dates, which say nothing about its issuers.
    #[must_use]
    pub const fn is_leaf_validity(&self) -> bool {
        use PathErrorKind as K;
        let is_leaf = matches!(self.step, Some(0));
        is_leaf && matches!(self.kind, K::Expired { .. } | K::NotYetValid { .. })
    }

    /// What proves nothing comes first, then what is outside its time, then the rest; each from
    /// the leaf upwards.
    pub(super) fn rank(&self) -> (u8, usize) {
        use PathErrorKind as K;
        let class = match self.kind {
            K::Signature { .. } | K::NoIssuer | K::UntrustedRoot | K::TooComplex { .. } => 0,
            K::Expired { .. } | K::NotYetValid { .. } | K::UnreadableValidity => 1,
            _ => 2,
        };
        (class, self.step.unwrap_or(usize::MAX))
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(f, "certificate {step}: {}", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl core::error::Error for PathError {}

/// What is wrong with a certificate of a path (RFC 5280, section 6.1), with its operands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathErrorKind {
    /// No certificate of its issuer came along, and the issuer is no authority known here.
    #[error("no certificate of its issuer is known")]
    NoIssuer,
    /// It signed itself and is not among the anchors.
    #[error("it is a root that is not trusted")]
    UntrustedRoot,
    /// The certificate above has the issuer's name and key identifier, but its key did not make
    /// the signature.
    #[error("the signature is not its issuer's: {cause}")]
    Signature {
        /// Why the signature was not accepted.
        cause: ErrorKind,
    },
    /// Its validity has ended.
    #[error("it expired at {not_after}")]
    Expired {
        /// The last moment of its validity.
        not_after: UnixTime,
    },
    /// Its validity has not begun.
    #[error("it is not valid before {not_before}")]
    NotYetValid {
        /// The first moment of its validity.
        not_before: UnixTime,
    },
    /// A date of its validity cannot be read.
    #[error("its validity cannot be read")]
    UnreadableValidity,
    /// The first certificate is an authority's: there is no leaf.
    #[error("it is an authority's certificate and no leaf")]
    LeafIsAuthority,
    /// An issuer without `cA` in its basic constraints (section 4.2.1.9).
    #[error("it is not an authority's certificate")]
    NotAnAuthority,
    /// An issuer whose key usage lacks `keyCertSign` (section 4.2.1.3).
    #[error("its key may not sign certificates")]
    MayNotSign,
    /// More authorities stand below it than it allows (section 4.2.1.9).
    #[error("{below} authorities stand below it where {limit} may")]
    PathLength {
        /// How many may.
        limit: u32,
        /// How many do.
        below: u32,
    },
    /// An issuer's extended key usage excludes what the leaf is for.
    #[error("it may not issue for the purpose {purpose}")]
    Purpose {
        /// The purpose that the leaf needs.
        purpose: Oid,
    },
    /// A name below violates its name constraints (section 4.2.1.10), or they cannot be read.
    #[error("its name constraints are violated")]
    NameConstraints,
    /// An extension that must be understood and is not (section 4.2).
    #[error("its critical extension {oid} is not known")]
    UnknownCriticalExtension {
        /// The extension.
        oid: Oid,
    },
    /// No certificate of version 3.
    #[error("it has version {version}")]
    UnsupportedVersion {
        /// The version, 0 for an unreadable one.
        version: u32,
    },
    /// Its issuer's name is written in other string types than the issuer writes it: the same
    /// name to a person, another one to programs that compare octets, which most do.
    #[error("its issuer writes its own name differently")]
    NameEncoding,
    /// It departs from DER so far that `rustls-webpki` does not read it.
    #[error("its encoding is not strict DER")]
    Encoding,
    /// The search ended at a limit: hostile input.
    #[error("the search was ended at its limit of {limit}")]
    TooComplex {
        /// Which one.
        limit: WorkLimit,
    },
    /// Refused by `rustls-webpki` for a reason that nothing here tells apart, such as unusual
    /// parameters of an algorithm.
    #[error("it was refused")]
    Refused,
}

/// A limit of the search for a path, and of the check behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkLimit {
    /// Signatures that are verified.
    Signatures,
    /// Certificates whose issuers are looked for.
    Certificates,
    /// Issuers of one certificate that are tried.
    Issuers,
    /// Authorities between the leaf and the anchor.
    Depth,
    /// Comparisons of names with name constraints.
    NameConstraints,
}

impl fmt::Display for WorkLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Signatures => "signatures",
            Self::Certificates => "certificates",
            Self::Issuers => "issuers",
            Self::Depth => "depth",
            Self::NameConstraints => "name constraints",
        })
    }
}
