//! The document of `pushcert renew --format json`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::CertificateFacts;
use serde::Serialize;

use super::{Certificate, File, Finding, Verdict};
use crate::renewal;

/// The name and version of the schema that [`Renewal`] follows.
pub const RENEWAL_SCHEMA: &str = "pushcert.renewal/1";

/// An old and a new certificate, side by side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Renewal {
    /// Always [`RENEWAL_SCHEMA`].
    pub schema: String,
    /// The instant for which validity was judged; RFC 3339, UTC, seconds.
    pub checked_at: String,
    /// The worst of the findings.
    pub verdict: Option<Verdict>,
    /// Whether every topic and environment of the old certificate is in the new one; null where the old one
    /// has no topic.
    pub keeps_devices: Option<bool>,
    /// The old certificate.
    pub old: RenewalSide,
    /// The new one.
    pub new: RenewalSide,
    /// What was compared, in the order in which it matters.
    pub comparison: Vec<RenewalRow>,
    /// The time in which both are valid; null where there is none.
    pub overlap: Option<Overlap>,
    /// What is wrong with the new certificate or with replacing the old one by it, in code order.
    pub findings: Vec<Finding>,
}

/// One of the two.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RenewalSide {
    /// The path as it was given.
    pub path: String,
    /// What the content is.
    pub format: String,
    /// The certificate that was compared.
    pub certificate: Option<Certificate>,
}

/// One thing in both certificates.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RenewalRow {
    /// `topics`, `environments`, `kind`, `team_id`, `country`, `key`, `issuer_generation`, `not_before`,
    /// `not_after`, `serial`.
    pub name: String,
    /// In the old certificate.
    pub old: Vec<String>,
    /// In the new one.
    pub new: Vec<String>,
    /// Whether they are the same.
    pub same: bool,
    /// Whether devices or pushes depend on what is in the old one.
    pub has_to_stay: bool,
    /// Whether something of that is not in the new one.
    pub lost: bool,
}

/// The time in which both certificates are valid.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Overlap {
    /// RFC 3339, UTC, seconds.
    pub from: String,
    /// RFC 3339, UTC, seconds.
    pub until: String,
    /// Whole days.
    pub days: i64,
}

impl Renewal {
    pub(crate) fn of(renewal: &renewal::Renewal) -> Self {
        let rows = renewal.comparison.iter().map(|row| RenewalRow {
            name: row.name.to_string(),
            old: row.old.clone(),
            new: row.new.clone(),
            same: row.is_same,
            has_to_stay: row.has_to_stay,
            lost: row.is_lost,
        });
        Self {
            schema: RENEWAL_SCHEMA.to_string(),
            checked_at: renewal.checked_at.to_string(),
            verdict: renewal.new.verdict,
            keeps_devices: renewal.keeps_devices(),
            old: RenewalSide::of(&renewal.old, &renewal.old_certificate),
            new: RenewalSide::of(&renewal.new, &renewal.new_certificate),
            comparison: rows.collect(),
            overlap: renewal.overlap().map(|(from, until)| Overlap {
                from: from.to_string(),
                until: until.to_string(),
                days: from.days_until(until),
            }),
            findings: renewal.new.findings.clone(),
        }
    }
}

impl RenewalSide {
    fn of(file: &File, facts: &CertificateFacts) -> Self {
        let identities = file.identities.iter().map(|one| &one.certificate);
        let mut all = identities.chain(&file.certificates);
        Self {
            path: file.path.clone(),
            format: file.format.clone(),
            certificate: all.find(|one| one.sha256 == facts.sha256).cloned(),
        }
    }
}
