//! What is wrong with the certificates of a candidate path.
//!
//! `rustls-webpki` answers with one error and does not say which certificate it means; these
//! checks name it. They are no second opinion: a path is valid only where both find nothing.

use alloc::vec::Vec;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, Oid, extension_oids};

use super::{
    error::{PathError, PathErrorKind},
    search::decoded,
    step::{Source, Step},
};

/// Extensions that `rustls-webpki` understands, so that they may be critical: key usage, subject
/// alternative names, basic constraints, name constraints, CRL distribution points, extended key
/// usage.
const UNDERSTOOD: [&[u8]; 6] = [
    &[0x55, 0x1d, 15],
    &[0x55, 0x1d, 17],
    &[0x55, 0x1d, 19],
    &[0x55, 0x1d, 30],
    &[0x55, 0x1d, 31],
    &[0x55, 0x1d, 37],
];

/// `anyExtendedKeyUsage` (RFC 5280, section 4.2.1.12).
pub(super) const ANY_PURPOSE: &[u8] = &[0x55, 0x1d, 37, 0];

/// What a path is checked for: client authentication, or the leaf's own first purpose where it
/// lists others only.
pub(super) fn purpose(leaf: &Certificate) -> Oid {
    let listed = leaf.extended_key_usage();
    let other = listed.filter(|listed| !listed.client_auth());
    other
        .and_then(|listed| listed.iter().next())
        .unwrap_or(extension_oids::CLIENT_AUTH)
}

/// Every reason why these steps are no valid path at a moment, but for signatures, name
/// constraints and encodings.
pub(super) fn errors(steps: &[Step<'_>], purpose: &Oid, at: UnixTime) -> Vec<PathError> {
    let mut errors = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let mut report = |kind| errors.push(PathError::at(index, kind));
        if let Some(kind) = validity(step, at) {
            report(kind);
        }
        if index == 0 && step.is_ca() {
            report(PathErrorKind::LeafIsAuthority);
        }
        if let Some(below) = index.checked_sub(1) {
            issuer(step, below, &mut report);
        }
        let own = decoded(step);
        if let Some(certificate) = step.certificate().or(own.as_ref()) {
            if step.source() != Source::Anchor {
                form(certificate, &mut report);
                if index > 0 && !allows(certificate, purpose) {
                    let purpose = purpose.clone();
                    report(PathErrorKind::Purpose { purpose });
                }
            }
            let above = index.checked_add(1).and_then(|next| steps.get(next));
            if above.is_some_and(|above| certificate.issuer().der() != above.subject_der()) {
                report(PathErrorKind::NameEncoding);
            }
        }
    }
    errors
}

fn validity(step: &Step<'_>, at: UnixTime) -> Option<PathErrorKind> {
    let (Some(not_before), Some(not_after)) = (step.not_before(), step.not_after()) else {
        return Some(PathErrorKind::UnreadableValidity);
    };
    if at > not_after {
        Some(PathErrorKind::Expired { not_after })
    } else {
        (at < not_before).then_some(PathErrorKind::NotYetValid { not_before })
    }
}

/// Whether it may issue, with so many authorities below it.
fn issuer(step: &Step<'_>, below: usize, report: &mut impl FnMut(PathErrorKind)) {
    if step.source() != Source::Anchor {
        if !step.is_ca() {
            report(PathErrorKind::NotAnAuthority);
        }
        if !step.may_sign() {
            report(PathErrorKind::MayNotSign);
        }
    }
    let below = u32::try_from(below).unwrap_or(u32::MAX);
    if let Some(limit) = step.path_length().filter(|limit| below > *limit) {
        report(PathErrorKind::PathLength { limit, below });
    }
}

/// Version and critical extensions.
fn form(certificate: &Certificate, report: &mut impl FnMut(PathErrorKind)) {
    let version = certificate.version();
    if version != 3 {
        report(PathErrorKind::UnsupportedVersion { version });
    }
    let unknown = certificate.extensions().find(|extension| {
        extension.critical() && !UNDERSTOOD.contains(&extension.oid().as_octets())
    });
    if let Some(extension) = unknown {
        let oid = extension.oid();
        report(PathErrorKind::UnknownCriticalExtension { oid });
    }
}

/// Whether its extended key usage allows a purpose. It restricts an issuer as well, which no
/// standard says and every implementation does.
fn allows(certificate: &Certificate, purpose: &Oid) -> bool {
    certificate.extended_key_usage().is_none_or(|listed| {
        listed.contains(purpose) || listed.contains(&Oid::from_octets(ANY_PURPOSE))
    })
}
