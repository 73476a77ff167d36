//! One piece of evidence as facts, and until when it holds.

use alloc::string::String;
use core::fmt;

use pushcert_types::UnixTime;

use super::status::{Status, Unusable};

/// What kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A revocation list.
    Crl,
    /// A responder's answer.
    Ocsp,
}

impl EvidenceKind {
    /// `crl`, `ocsp`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Crl => "crl",
            Self::Ocsp => "ocsp",
        }
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one CRL or one OCSP response says about one certificate, all checks done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// CRL or OCSP.
    pub kind: EvidenceKind,
    /// CN of the authority that was asked about. With control characters, if it has some.
    pub issuer_common_name: Option<String>,
    /// When the evidence was issued; of OCSP that of the answer for this certificate.
    pub this_update: Option<UnixTime>,
    /// Until when it holds.
    pub next_update: Option<UnixTime>,
    /// Whether it holds at the moment that was asked for; `None` where there is no time in it.
    pub freshness: Option<Freshness>,
    /// Whether the issuer, or a responder that it appointed, signed the evidence. Without this the
    /// status is never [`Good`](Status::Good) and never [`Revoked`](Status::Revoked).
    pub verified: bool,
    /// What it says.
    pub status: Status,
}

/// Whether evidence holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// It does.
    Fresh,
    /// The next update is due.
    Stale {
        /// When it was.
        next_update: UnixTime,
    },
    /// It was issued in the future.
    NotYetValid {
        /// When.
        this_update: UnixTime,
    },
    /// It does not say until when it holds. RFC 5280 demands it of CRLs; of OCSP it means that
    /// newer answers can be had at any time (RFC 6960, section 4.2.2.1).
    NoNextUpdate {
        /// When it was issued.
        this_update: UnixTime,
    },
}

impl Freshness {
    /// How many days evidence is good for that does not say it itself.
    pub const MAX_AGE_DAYS: i64 = 7;
    /// By how many seconds the clocks of issuer and reader may differ: evidence from so far in the
    /// future is taken as of now.
    pub const CLOCK_SKEW_SECS: i64 = 300;

    /// Of evidence with these times, at a moment.
    #[must_use]
    pub fn of(this_update: UnixTime, next_update: Option<UnixTime>, at: UnixTime) -> Self {
        let latest = at.secs().saturating_add(Self::CLOCK_SKEW_SECS);
        if this_update.secs() > latest {
            return Self::NotYetValid { this_update };
        }
        match next_update {
            Some(next_update) if next_update < at => Self::Stale { next_update },
            Some(_) => Self::Fresh,
            None => Self::NoNextUpdate { this_update },
        }
    }

    /// What evidence of this freshness proves by not revoking.
    pub(super) fn good(self, at: UnixTime) -> Status {
        self.check(at)
            .map_or_else(Status::Unusable, |()| Status::Good)
    }

    /// Why evidence of this freshness does not say `good`, if it does not.
    pub(super) fn check(self, at: UnixTime) -> Result<(), Unusable> {
        match self {
            Self::Fresh => Ok(()),
            Self::Stale { next_update } => Err(Unusable::Stale { next_update }),
            Self::NotYetValid { this_update } => Err(Unusable::NotYetValid { this_update }),
            Self::NoNextUpdate { this_update }
                if this_update.plus_days(Self::MAX_AGE_DAYS) < at =>
            {
                Err(Unusable::TooOld { this_update })
            }
            Self::NoNextUpdate { .. } => Ok(()),
        }
    }
}
