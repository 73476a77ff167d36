//! Facts about trust: paths, revocation, the trust store of a machine.

use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::UnixTime;

/// One certificate of the path above a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathStepFacts {
    /// Subject common name.
    pub common_name: String,
    /// `G1` … `G8`, `AAI`, `AAI2`; none for roots and the rest.
    pub generation: Option<String>,
    /// Start of its validity.
    pub not_before: Option<UnixTime>,
    /// End of its validity.
    pub not_after: Option<UnixTime>,
    /// Whether it is in the file.
    pub in_file: bool,
    /// Whether it is a root: the end of the path.
    pub is_root: bool,
}

impl PathStepFacts {
    /// A step that ends then.
    #[must_use]
    pub fn new(common_name: impl Into<String>, not_after: Option<UnixTime>) -> Self {
        Self {
            common_name: common_name.into(),
            generation: None,
            not_before: None,
            not_after,
            in_file: false,
            is_root: false,
        }
    }
}

/// What one CRL or one OCSP response says about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationFacts {
    /// `crl` or `ocsp`.
    pub kind: String,
    /// Where it comes from: the name of a file, or a URL.
    pub source: String,
    /// When it was issued.
    pub this_update: Option<UnixTime>,
    /// Until when it holds.
    pub next_update: Option<UnixTime>,
    /// What it says.
    pub status: RevocationStatus,
}

impl RevocationFacts {
    /// Evidence of this kind (`crl`, `ocsp`) from this place.
    #[must_use]
    pub fn new(
        kind: impl Into<String>,
        source: impl Into<String>,
        status: RevocationStatus,
    ) -> Self {
        Self {
            kind: kind.into(),
            source: source.into(),
            this_update: None,
            next_update: None,
            status,
        }
    }
}

/// What a CRL or an OCSP response says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked, by evidence that is signed by the issuer and fresh.
    Good,
    /// Revoked, by evidence that is signed by the issuer. Nothing takes that back, so the evidence may be
    /// old.
    Revoked {
        /// Since when.
        at: Option<UnixTime>,
        /// Why, in the words of RFC 5280 section 5.3.1: `keyCompromise`, `cessationOfOperation`, …
        reason: Option<String>,
    },
    /// The evidence is sound, and says nothing about this certificate.
    Unknown {
        /// Why, as a clause for people: `the responder does not know the certificate`.
        why: String,
    },
    /// The evidence proves nothing: it is damaged, stale, signed by somebody else, or could not be fetched.
    Unusable {
        /// Why, as a clause for people: `it ended on 2026-11-01T00:00:00Z`.
        why: String,
    },
}

/// A trust store: the roots that programs on a machine accept.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TrustStoreFacts {
    /// How many certificates it holds.
    pub certificates: usize,
    /// The roots that a client of APNs needs, each with what the store says of it.
    pub roots: Vec<RootFacts>,
}

/// A root that APNs servers chain to, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RootFacts {
    /// Subject common name.
    pub common_name: String,
    /// SHA-256 over the DER of the root, lower-case hex.
    pub sha256: String,
    /// Whether the servers of APNs chain to it today; else it was, or may be, needed.
    pub needed_today: bool,
    /// What the store has of it.
    pub state: RootState,
}

/// What a trust store has of a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootState {
    /// It is there and valid.
    Present,
    /// It is there and no longer valid, or not yet.
    OutOfDate {
        /// When it ends.
        not_after: Option<UnixTime>,
    },
    /// It is not there.
    Absent,
}
