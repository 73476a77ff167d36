//! Paths, revocation and trust stores.

use alloc::string::{String, ToString};

use pushcert_trust::path::{Path, PathStatus, Source, Step};
use pushcert_trust::revocation::{Evidence, Status};
use pushcert_trust::store::{Presence, StoreReport};
use pushcert_types::{Environment, UnixTime};

use crate::convert::hex::hex;
use crate::facts::{
    CertificateFacts, PathStepFacts, RevocationFacts, RevocationStatus, RootFacts, RootState,
    TrustStoreFacts,
};

impl CertificateFacts {
    /// Adds the path from the certificate to its root.
    pub fn add_path(&mut self, path: &Path<'_>) {
        self.path = path
            .steps()
            .iter()
            .skip(1)
            .map(PathStepFacts::from)
            .collect();
        self.path_problem = match path.status() {
            PathStatus::Invalid(error) => Some(error.to_string()),
            _ => None,
        };
    }
}

impl From<&Step<'_>> for PathStepFacts {
    fn from(step: &Step<'_>) -> Self {
        let name = step
            .common_name()
            .map_or_else(|| hex(&step.sha256()), String::from);
        let mut facts = Self::new(name, step.not_after());
        facts.generation = step.generation().map(|one| one.as_str().into());
        facts.not_before = step.not_before();
        facts.in_file = step.is_in_file();
        facts.is_root = step.source() == Source::Anchor;
        facts
    }
}

impl RevocationFacts {
    /// What evidence from this file or URL says.
    #[must_use]
    pub fn new_from(evidence: &Evidence, source: &str) -> Self {
        let status = match &evidence.status {
            Status::Good => RevocationStatus::Good,
            Status::Revoked { at, reason, .. } => RevocationStatus::Revoked {
                at: Some(*at),
                reason: reason.map(|one| one.as_str().into()),
            },
            Status::Unknown(why) => RevocationStatus::Unknown {
                why: why.to_string(),
            },
            Status::Unusable(why) => RevocationStatus::Unusable {
                why: why.to_string(),
            },
            other => RevocationStatus::Unknown {
                why: other.as_str().into(),
            },
        };
        let mut facts = Self::new(evidence.kind.as_str(), source, status);
        facts.this_update = evidence.this_update;
        facts.next_update = evidence.next_update;
        facts
    }
}

impl TrustStoreFacts {
    /// What a trust store has of the roots that APNs stands on at this moment.
    #[must_use]
    pub fn new_from(report: &StoreReport, at: UnixTime) -> Self {
        let roots = report.findings().iter().map(|finding| {
            let root = finding.root();
            let environments = Environment::ALL.iter();
            RootFacts {
                common_name: root.common_name().into(),
                sha256: hex(root.sha256()),
                needed_today: environments
                    .into_iter()
                    .any(|one| root.is_used_by(*one, at)),
                state: state(&finding.presence(), root.not_after()),
            }
        });
        Self {
            certificates: report.certificates(),
            roots: roots.collect(),
        }
    }
}

fn state(presence: &Presence, not_after: UnixTime) -> RootState {
    match presence {
        Presence::Absent => RootState::Absent,
        Presence::Valid | Presence::OtherCertificate { is_valid: true, .. } => RootState::Present,
        Presence::OtherCertificate { not_after, .. } => RootState::OutOfDate {
            not_after: *not_after,
        },
        Presence::Expired { .. } | Presence::NotYetValid { .. } => RootState::OutOfDate {
            not_after: Some(not_after),
        },
        _ => RootState::OutOfDate {
            not_after: Some(not_after),
        },
    }
}
