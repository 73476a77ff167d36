//! Who may answer (RFC 6960, section 4.2.2.2).

use alloc::boxed::Box;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, KeyUsage, ProblemKind, extension_oids};

use super::basic::{BasicResponse, ResponderId};
use crate::{
    revocation::{
        asn1::Input,
        error::Field,
        issuer::{Issuer, key_hash},
        status::Unusable,
    },
    verify::{Signed, verify_signed_by},
};

/// How many certificates of a response are looked at.
const MAX_CERTIFICATES: usize = 16;

/// Who signed a response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Responder {
    /// The issuer itself.
    Issuer,
    /// A responder that the issuer appointed, with its certificate.
    Delegated(Box<Certificate>),
}

/// Why a responder is not one that the issuer appointed. `Display` gives the rest of a sentence
/// that begins with "its responder".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponderDefect {
    /// Not the issuer, and without a certificate in the response.
    #[error("is not the issuer and shows no certificate")]
    NoCertificate,
    /// With a certificate of somebody else.
    #[error("has a certificate that the issuer did not sign")]
    OtherIssuer,
    /// With a certificate that is for other purposes.
    #[error("has a certificate that is not for signing OCSP responses")]
    OcspSigningMissing,
    /// With a certificate that has an extension which is critical and not known.
    #[error("has a certificate with a critical extension that is not known")]
    CriticalExtension,
    /// With a certificate that has ended, or has not begun, or does not tell when.
    #[error("has a certificate that is not valid at that moment")]
    NotValid {
        /// When it begins.
        not_before: Option<UnixTime>,
        /// When it ends.
        not_after: Option<UnixTime>,
    },
}

pub(super) fn certificates(response: &BasicResponse) -> impl Iterator<Item = Option<Certificate>> {
    let range = &response.parts.certificates;
    let mut list = Input::new(response.part(range), range.start);
    core::iter::from_fn(move || {
        let element = list.next(Field::Certificates).ok().flatten()?;
        let der = response.part(&element.span());
        Some(Certificate::decode(der).ok())
    })
    .take(MAX_CERTIFICATES)
}

pub(super) fn verify(
    response: &BasicResponse,
    issuer: &Issuer<'_>,
    at: UnixTime,
) -> Result<Responder, Unusable> {
    let parts = &response.parts;
    let refused = |error: crate::Error| Unusable::Signature(error.kind().clone());
    let signature = response.part(&parts.signature);
    let signed =
        Signed::over(&parts.algorithm, response.part(&parts.tbs), signature).map_err(refused)?;
    let is_issuer = match response.responder_id() {
        ResponderId::ByName(name) => issuer.is_named(&name),
        ResponderId::ByKey(hash) => issuer.key_hash().is_some_and(|own| own == hash),
    };
    let mut why = Unusable::Responder(ResponderDefect::NoCertificate);
    if is_issuer {
        match signed.verify_with_spki(&issuer.spki_der()) {
            Ok(()) => return Ok(Responder::Issuer),
            // A responder may have the issuer's name and a key of its own.
            Err(error) => why = refused(error),
        }
    }
    for certificate in certificates(response).flatten() {
        if !is_named(&certificate, response.responder_id()) {
            continue;
        }
        match may_answer(&certificate, issuer, at) {
            Err(defect) => why = Unusable::Responder(defect),
            Ok(()) => match signed.verify_with_spki(certificate.spki_der()) {
                Ok(()) => return Ok(Responder::Delegated(Box::new(certificate))),
                Err(error) => why = refused(error),
            },
        }
    }
    Err(why)
}

fn is_named(certificate: &Certificate, id: ResponderId<'_>) -> bool {
    match id {
        ResponderId::ByName(name) => certificate.subject().same_as(&name),
        ResponderId::ByKey(hash) => key_hash(certificate.spki_der()).is_some_and(|own| own == hash),
    }
}

/// The cheap questions first; at most 16 signatures are checked in all.
fn may_answer(
    certificate: &Certificate,
    issuer: &Issuer<'_>,
    at: UnixTime,
) -> Result<(), ResponderDefect> {
    if !issuer.is_named(&certificate.issuer()) {
        return Err(ResponderDefect::OtherIssuer);
    }
    let is_for_ocsp = certificate
        .extended_key_usage()
        .is_some_and(|usage| usage.contains(&extension_oids::OCSP_SIGNING))
        && certificate
            .key_usage()
            .is_none_or(KeyUsage::digital_signature);
    if !is_for_ocsp {
        return Err(ResponderDefect::OcspSigningMissing);
    }
    let is_unknown =
        |kind: &ProblemKind| matches!(kind, ProblemKind::UnknownCriticalExtension { .. });
    if certificate.problems().iter().any(|p| is_unknown(p.kind())) {
        return Err(ResponderDefect::CriticalExtension);
    }
    let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
    let is_valid =
        not_before.is_some_and(|start| start <= at) && not_after.is_some_and(|end| at <= end);
    if !is_valid {
        return Err(ResponderDefect::NotValid {
            not_before,
            not_after,
        });
    }
    verify_signed_by(certificate, &issuer.spki_der()).map_err(|_| ResponderDefect::OtherIssuer)
}
