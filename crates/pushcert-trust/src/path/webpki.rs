//! The verdict of `rustls-webpki` on a candidate path.
//!
//! It gets one path at a time, never a pile of certificates: it explores every order of
//! certificates that share a name and parses each of them anew at every turn, so that its budget
//! of 200 000 calls would be minutes of work with the certificates of a hostile file. With at most
//! six of them, in the right order, its first attempt is the one.

use core::time::Duration;

use alloc::vec::Vec;

use ::webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter,
    anchor_from_trusted_cert,
};
use der::{Decode, asn1::AnyRef};
use pushcert_types::UnixTime;
use pushcert_x509::Oid;
use rustls_pki_types::{CertificateDer, TrustAnchor};

use super::{
    error::{PathError, PathErrorKind, WorkLimit},
    judge::ANY_PURPOSE,
    step::Step,
};
use crate::verify::algorithms;

/// `nameConstraints` (RFC 5280, section 4.2.1.10).
const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 30];

/// Why `rustls-webpki` refuses a path whose last step is its anchor; `None` where it does not.
pub(super) fn refusal(steps: &[Step<'_>], purpose: &Oid, at: UnixTime) -> Option<PathError> {
    let (anchor, below) = steps.split_last()?;
    let last = below.len();
    let ders: Option<Vec<_>> = below
        .iter()
        .map(|step| step.certificate_der().map(CertificateDer::from))
        .collect();
    let (Some(ders), Some(anchor)) = (ders, trust_anchor(anchor)) else {
        return Some(PathError::at(last, PathErrorKind::Encoding));
    };
    let Some((leaf, intermediates)) = ders.split_first() else {
        // An anchor alone: nothing is signed, so there is nothing to check.
        return Some(PathError::at(0, PathErrorKind::NotALeaf));
    };
    let Ok(leaf) = EndEntityCert::try_from(leaf) else {
        return Some(PathError::at(0, PathErrorKind::Encoding));
    };
    let moment = u64::try_from(at.secs()).unwrap_or(0);
    let moment = rustls_pki_types::UnixTime::since_unix_epoch(Duration::from_secs(moment));
    let anchors = [anchor];
    let verdict = leaf.verify_for_usage(
        algorithms::ALL,
        &anchors,
        intermediates,
        moment,
        Purpose(purpose),
        None,
        None,
    );
    let error = verdict.err()?;
    Some(described(&error, steps, &ders))
}

/// The figures of an authority, or a certificate of the caller's.
fn trust_anchor<'a>(step: &Step<'a>) -> Option<TrustAnchor<'a>> {
    if let Some(authority) = step.authority() {
        let spki = authority.spki_der();
        let key = AnyRef::from_der(&spki).ok()?.value().to_vec();
        return Some(TrustAnchor {
            subject: AnyRef::from_der(authority.subject_der())
                .ok()?
                .value()
                .into(),
            subject_public_key_info: key.into(),
            name_constraints: None,
        });
    }
    let der = CertificateDer::from(step.certificate_der()?);
    anchor_from_trusted_cert(&der)
        .ok()
        .map(|anchor| anchor.to_owned())
}

/// Every list of purposes on the path, if it is there, has this one or any.
struct Purpose<'a>(&'a Oid);

impl ExtendedKeyUsageValidator for Purpose<'_> {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let (wanted, any) = (
            KeyPurposeId::new(self.0.as_octets()),
            KeyPurposeId::new(ANY_PURPOSE),
        );
        let mut is_empty = true;
        for purpose in purposes {
            let purpose = purpose?;
            if purpose == wanted || purpose == any {
                return Ok(());
            }
            is_empty = false;
        }
        if is_empty {
            Ok(())
        } else {
            Err(Error::EmptyEkuExtension)
        }
    }
}

/// An error in our words, and the certificate it is about where that can be found out.
fn described(error: &Error, steps: &[Step<'_>], ders: &[CertificateDer<'_>]) -> PathError {
    let limit = |limit| PathError::whole(PathErrorKind::TooComplex { limit });
    match error {
        Error::NameConstraintViolation
        | Error::MalformedNameConstraint
        | Error::InvalidNetworkMaskConstraint => {
            let constrained = steps.iter().position(has_name_constraints);
            constrained.map_or_else(
                || PathError::whole(PathErrorKind::NameConstraints),
                |step| PathError::at(step, PathErrorKind::NameConstraints),
            )
        }
        Error::MaximumNameConstraintComparisonsExceeded => limit(WorkLimit::NameConstraints),
        Error::MaximumPathBuildCallsExceeded => limit(WorkLimit::Certificates),
        Error::MaximumSignatureChecksExceeded => limit(WorkLimit::Signatures),
        Error::MaximumPathDepthExceeded => limit(WorkLimit::Depth),
        _ => {
            let unreadable = ders
                .iter()
                .position(|der| EndEntityCert::try_from(der).is_err());
            unreadable.map_or_else(
                || PathError::whole(PathErrorKind::Refused),
                |step| PathError::at(step, PathErrorKind::Encoding),
            )
        }
    }
}

fn has_name_constraints(step: &Step<'_>) -> bool {
    step.certificate().is_some_and(|certificate| {
        let mut extensions = certificate.extensions();
        extensions.any(|extension| extension.oid().as_octets() == NAME_CONSTRAINTS)
    })
}

#[cfg(test)]
mod tests {
    use pushcert_testkit::{
        authority::Authority,
        cert::{CertificateBuilder, Extension, extended_key_usage},
        der,
        oid::extension,
    };
    use pushcert_x509::{Certificate, extension_oids};

    use super::*;
    use crate::path::judge;

    fn read(builder: &CertificateBuilder) -> Certificate {
        Certificate::decode(&builder.build()).unwrap()
    }

    fn upper() -> CertificateBuilder {
        let own = Authority::synthetic_intermediate();
        CertificateBuilder::new(own.name.clone())
            .key(&own.key)
            .valid("2020-02-19T18:13:47Z", "2039-12-31T23:59:59Z")
            .extension(Extension::new(
                extension::BASIC_CONSTRAINTS,
                der::seq([der::boolean(true)]),
            ))
    }

    fn leaf() -> CertificateBuilder {
        CertificateBuilder::apns("com.example.app").issuer(Authority::synthetic_intermediate())
    }

    /// What our checks find, webpki refuses as well: they name its reasons, and do not replace it.
    #[test]
    fn both_agree() {
        let root = Certificate::decode(&Authority::synthetic().certificate()).unwrap();
        let purpose = extension_oids::CLIENT_AUTH;
        let now = UnixTime::parse("2026-10-01T00:00:00Z").unwrap();
        let critical = Extension::critical("1.2.3.4", der::null());
        let servers = extended_key_usage(&["1.3.6.1.5.5.7.3.1"]);
        for (leaf, issuer, moment, is_refused) in [
            (leaf(), upper(), "2026-10-01T00:00:00Z", false),
            (leaf(), upper(), "2028-10-01T00:00:00Z", true),
            (leaf(), upper(), "2020-10-01T00:00:00Z", true),
            (
                leaf(),
                upper().valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
                "",
                true,
            ),
            (
                leaf(),
                upper().without_extension(extension::BASIC_CONSTRAINTS),
                "",
                true,
            ),
            (
                leaf(),
                upper().replace_extension(extension::EXTENDED_KEY_USAGE, servers),
                "",
                true,
            ),
            (leaf(), upper().version_1(), "", true),
            (leaf().version_1(), upper(), "", true),
            (leaf().extension(critical), upper(), "", true),
            (
                leaf().raw_times(&der::null(), &der::null()),
                upper(),
                "",
                true,
            ),
        ] {
            let (leaf, issuer) = (read(&leaf), read(&issuer));
            let steps = [
                Step::file(&leaf),
                Step::file(&issuer),
                Step::anchor(&root, false),
            ];
            let at = UnixTime::parse(moment).unwrap_or(now);
            let errors = judge::errors(&steps, &purpose, at);
            let refusal = refusal(&steps, &purpose, at);
            assert_eq!(errors.is_empty(), !is_refused, "{errors:?}");
            assert_eq!(refusal.is_some(), is_refused, "{errors:?}");
        }
    }

    #[test]
    fn a_wrong_signature_is_refused() {
        let root = Certificate::decode(&Authority::synthetic().certificate()).unwrap();
        let (leaf, issuer) = (read(&leaf()), read(&upper().broken_signature()));
        let steps = [
            Step::file(&leaf),
            Step::file(&issuer),
            Step::anchor(&root, false),
        ];
        let at = UnixTime::parse("2026-10-01T00:00:00Z").unwrap();
        assert!(judge::errors(&steps, &extension_oids::CLIENT_AUTH, at).is_empty());
        assert!(refusal(&steps, &extension_oids::CLIENT_AUTH, at).is_some());
    }
}
