//! One server's certificates, held against each source of roots.

use std::time::Duration;

use pushcert_trust::Certificate;
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
        let path = path_to(leaf, &end_entity, set, intermediates, now, algorithms);
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
    leaf: &CertificateDer<'_>,
    end_entity: &EndEntityCert<'_>,
    set: &Set,
    intermediates: &[CertificateDer<'_>],
    now: UnixTime,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
) -> Result<Option<String>, Error> {
    let usage = KeyUsage::server_auth();
    let anchors = &set.anchors;
    let verified =
        end_entity.verify_for_usage(algorithms, anchors, intermediates, now, usage, None, None);
    match verified {
        Ok(path) => Ok(set.name_of(path.anchor())),
        // Somebody who gives the server's own certificate vouches for that server.
        Err(_) if set.source == TrustSource::Given && set.holds(leaf) => {
            in_time(leaf, now).map(|()| Set::name_in(leaf))
        }
        Err(error) => Err(error),
    }
}

/// Whether a certificate is valid by the clock.
fn in_time(der: &CertificateDer<'_>, now: UnixTime) -> Result<(), Error> {
    let certificate = Certificate::decode(der).map_err(|_| Error::BadDer)?;
    let time = |bound: Option<pushcert_types::UnixTime>| {
        let secs = u64::try_from(bound?.secs()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(secs)))
    };
    match (
        time(certificate.not_before()),
        time(certificate.not_after()),
    ) {
        (_, Some(not_after)) if not_after < now => Err(Error::CertExpired {
            time: now,
            not_after,
        }),
        (Some(not_before), _) if now < not_before => Err(Error::CertNotValidYet {
            time: now,
            not_before,
        }),
        _ => Ok(()),
    }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pushcert_testkit::authority::Authority;
    use pushcert_testkit::cert::CertificateBuilder;

    use super::*;
    use crate::provider;
    use crate::roots::Set;

    fn roots(platform: Vec<CertificateDer<'static>>) -> Roots {
        let platform = Set::of(TrustSource::Platform, platform.into_iter());
        Roots::from_sets(vec![platform, Set::bundled()])
    }

    fn judged(roots: &Roots, leaf: &[u8], intermediates: &[Vec<u8>], name: &str) -> Judgement {
        let leaf = leaf.into();
        let intermediates: Vec<_> = intermediates.iter().map(|der| der[..].into()).collect();
        let name = name.try_into().unwrap();
        // 2026-11-22.
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_795_305_600));
        let provider = provider::default().unwrap();
        let algorithms = provider.signature_verification_algorithms.all;
        judge(roots, &leaf, &intermediates, &name, now, algorithms)
    }

    #[test]
    fn each_source_is_asked_and_the_root_is_named() {
        let leaf = CertificateBuilder::apns_server("a.example").build();
        let root = Authority::synthetic().certificate();
        let known = roots(vec![root.into()]);
        let found = judged(&known, &leaf, &[], "a.example");
        assert_eq!(found.trusted_by, [TrustSource::Platform]);
        assert_eq!(found.refused_by, [TrustSource::Bundled]);
        assert_eq!(found.root.as_deref(), Some("Pushcert Synthetic CA"));
        assert_eq!(found.defect, None);
        let found = judged(&known, &leaf, &[], "b.example");
        assert_eq!(found.defect, Some(FailureKind::WrongServerName));
        assert_eq!(found.trusted_by, [TrustSource::Platform]);
        let found = judged(&roots(vec![]), &leaf, &[], "a.example");
        assert_eq!(found.defect, Some(FailureKind::UnknownRoot));
        assert_eq!(found.trusted_by, []);
    }

    /// The source that knows the root says why the path is not valid; the other one only that it does not.
    #[test]
    fn a_reason_says_more_than_an_unknown_root() {
        let leaf = CertificateBuilder::apns_server("a.example")
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .build();
        let known = roots(vec![Authority::synthetic().certificate().into()]);
        let found = judged(&known, &leaf, &[], "a.example");
        assert_eq!(found.defect, Some(FailureKind::ServerExpired));
        assert_eq!(found.trusted_by, []);
    }

    #[test]
    fn intermediates_lead_to_the_root() {
        let intermediate = Authority::synthetic_intermediate();
        let leaf = CertificateBuilder::apns_server("a.example")
            .issuer(intermediate.clone())
            .build();
        let known = roots(vec![Authority::synthetic().certificate().into()]);
        let above = intermediate.certificate_by(&Authority::synthetic());
        let found = judged(&known, &leaf, &[above], "a.example");
        assert_eq!(
            (found.defect, found.root.as_deref()),
            (None, Some("Pushcert Synthetic CA"))
        );
        let found = judged(&known, &leaf, &[], "a.example");
        assert_eq!(found.defect, Some(FailureKind::UnknownRoot));
    }

    #[test]
    fn what_is_no_certificate_is_refused_by_all() {
        let known = roots(vec![]);
        let found = judged(&known, b"no certificate", &[], "a.example");
        assert_eq!(
            found.refused_by,
            [TrustSource::Platform, TrustSource::Bundled]
        );
        assert!(matches!(
            found.defect,
            Some(FailureKind::ServerCertificateInvalid { .. })
        ));
    }
}
