//! Paths, revocation and trust stores in the report.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::{
    PathStepFacts, RevocationFacts, RevocationStatus, RootFacts, RootState, TrustStoreFacts,
};
use serde::Serialize;

/// A trust store, looked at for the roots that APNs needs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrustStore {
    /// How many certificates it holds.
    pub certificates: usize,
    /// The roots.
    pub roots: Vec<Root>,
}

/// A root that APNs stands on, or did, or may.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Root {
    /// Subject common name.
    pub common_name: String,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// Whether the servers of APNs chain to it at the time of the check.
    pub needed_today: bool,
    /// `present`, `out-of-date` or `absent`.
    pub state: String,
}

/// One certificate above a leaf.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PathStep {
    /// Subject common name.
    pub common_name: String,
    /// `G1` … `G8`, `AAI`, `AAI2`, or null.
    pub generation: Option<String>,
    /// RFC 3339, UTC, seconds.
    pub not_after: Option<String>,
    /// Whether it is in the file; else it is one that pushcert knows.
    pub in_file: bool,
    /// Whether it is the root.
    pub is_root: bool,
}

/// What one CRL or one OCSP response says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Revocation {
    /// `crl` or `ocsp`.
    pub kind: String,
    /// The file or URL.
    pub source: String,
    /// `good`, `revoked`, `unknown` or `unusable`.
    pub status: String,
    /// Since when it is revoked; RFC 3339, UTC, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
    /// `keyCompromise`, `cessationOfOperation`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it is unknown or unusable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// When it was issued; RFC 3339, UTC, seconds.
    pub this_update: Option<String>,
    /// Until when it holds; RFC 3339, UTC, seconds.
    pub next_update: Option<String>,
}

impl From<&TrustStoreFacts> for TrustStore {
    fn from(facts: &TrustStoreFacts) -> Self {
        Self {
            certificates: facts.certificates,
            roots: facts.roots.iter().map(Root::from).collect(),
        }
    }
}

impl From<&RootFacts> for Root {
    fn from(facts: &RootFacts) -> Self {
        let state = match facts.state {
            RootState::Present => "present",
            RootState::OutOfDate { .. } => "out-of-date",
            _ => "absent",
        };
        Self {
            common_name: facts.common_name.clone(),
            sha256: facts.sha256.clone(),
            needed_today: facts.needed_today,
            state: state.to_string(),
        }
    }
}

impl From<&PathStepFacts> for PathStep {
    fn from(facts: &PathStepFacts) -> Self {
        Self {
            common_name: facts.common_name.clone(),
            generation: facts.generation.clone(),
            not_after: facts.not_after.map(|end| end.to_string()),
            in_file: facts.in_file,
            is_root: facts.is_root,
        }
    }
}

impl From<&RevocationFacts> for Revocation {
    fn from(facts: &RevocationFacts) -> Self {
        let (status, revoked_at, reason, why) = match &facts.status {
            RevocationStatus::Good => ("good", None, None, None),
            RevocationStatus::Revoked { at, reason } => {
                ("revoked", at.map(|at| at.to_string()), reason.clone(), None)
            }
            RevocationStatus::Unknown { why } => ("unknown", None, None, Some(why.clone())),
            RevocationStatus::Unusable { why } => ("unusable", None, None, Some(why.clone())),
            _ => ("unknown", None, None, None),
        };
        Self {
            kind: facts.kind.clone(),
            source: facts.source.clone(),
            status: status.to_string(),
            revoked_at,
            reason,
            why,
            this_update: facts.this_update.map(|time| time.to_string()),
            next_update: facts.next_update.map(|time| time.to_string()),
        }
    }
}
