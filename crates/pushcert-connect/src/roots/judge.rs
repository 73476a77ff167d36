//! One server's certificates, held against each source of roots.

use pushcert_types::connection::{FailureKind, TrustSource};
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage};

use super::{Roots, Set};
use crate::text::short;

/// What the sources say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Those with a valid path.
    pub(crate) trusted_by: Vec<TrustSource>,
    /// The others.
    pub(crate) refused_by: Vec<TrustSource>,
    /// The name of the root that the first valid path ended in.
    pub(crate) root: Option<String>,
    /// Why the server must not be talked to: no source vouches for it, or it has another name.
    pub(crate) defect: Option<FailureKind>,
}

/// Judges a chain, leaf first, as it was presented.
pub(crate) fn judge(
    roots: &Roots,
    leaf: &CertificateDer<'_>,
    intermediates: &[CertificateDer<'_>],
    name: &ServerName<'_>,
    now: UnixTime,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
) -> Judgement {
    let mut judgement = Judgement::default();
    let end_entity = match EndEntityCert::try_from(leaf) {
        Ok(end_entity) => end_entity,
        Err(error) => {
            judgement.refused_by = roots.sources().collect();
            judgement.defect = Some(failure(&error));
            return judgement;
        }
    };
    let mut refusal = None;
    for set in roots.sets.iter() {
        let path = path_to(&end_entity, set, intermediates, now, algorithms);
        match path {
            Ok(root) => {
                judgement.trusted_by.push(set.source);
                judgement.root = judgement.root.or(root);
            }
            Err(error) => {
                judgement.refused_by.push(set.source);
                refusal = more_telling(refusal, failure(&error));
            }
        }
    }
    judgement.defect = if judgement.trusted_by.is_empty() {
        refusal.or(Some(FailureKind::UnknownRoot))
    } else {
        end_entity
            .verify_is_valid_for_subject_name(name)
            .err()
            .map(|error| failure(&error))
    };
    judgement
}

/// The name of the root in which a valid path ends.
fn path_to(
    end_entity: &EndEntityCert<'_>,
    set: &Set,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
) -> Result<Option<String>, Error> {
    let usage = KeyUsage::server_auth();
    let anchors = &set.anchors;
    end_entity
        .verify_for_usage(algorithms, anchors, intermediates, now, usage, None, None)
        .map(|path| set.name_of(path.anchor()))
}

/// A source that knows the root says more than one that does not.
fn more_telling(before: Option<FailureKind>, now: FailureKind) -> Option<FailureKind> {
    match before {
        Some(kind) if kind != FailureKind::UnknownRoot => Some(kind),
        _ => Some(now),
    }
}

fn failure(error: &Error) -> FailureKind {
    match error {
        Error::UnknownIssuer => FailureKind::UnknownRoot,
        Error::CertExpired { .. } => FailureKind::ServerExpired,
        Error::CertNotValidYet { .. } => FailureKind::ServerNotYetValid,
        Error::CertNotValidForName(_) => FailureKind::WrongServerName,
        other => FailureKind::ServerCertificateInvalid {
            detail: short(other),
        },
    }
}
