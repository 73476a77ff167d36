//! A signed answer.

use alloc::vec::Vec;
use core::ops::Range;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, Name, NameBuf, Oid, SignatureAlgorithm};

use super::{
    answer::{self, CertStatus, SingleResponse},
    cert_id::CertId,
    request::OcspRequest,
    verify::{self, Responder},
};
use crate::revocation::{
    asn1::Input,
    error::DecodeError,
    evidence::{Evidence, EvidenceKind},
    issuer::Issuer,
    status::{Status, Unknown, Unusable},
};

/// A `BasicOCSPResponse`: signed answers for one or more certificates.
#[derive(Clone, Debug)]
pub struct BasicResponse {
    pub(super) der: Vec<u8>,
    pub(super) parts: Parts,
}

/// Where the parts stand.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) tbs: Range<usize>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) signature: Range<usize>,
    pub(super) responder: ResponderSpan,
    pub(super) produced_at: UnixTime,
    pub(super) responses: Range<usize>,
    pub(super) nonce: Option<Range<usize>>,
    pub(super) unknown_critical: Option<Oid>,
    /// The content of the list of certificates.
    pub(super) certificates: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum ResponderSpan {
    Name(NameBuf),
    Key(Range<usize>),
}

impl Parts {
    /// Of the fields that must be there in the signed part; the rest is empty.
    pub(super) fn new(
        responder: ResponderSpan,
        produced_at: UnixTime,
        responses: Range<usize>,
    ) -> Self {
        Self {
            tbs: 0..0,
            algorithm: SignatureAlgorithm::Other(Oid::from_octets(&[])),
            signature: 0..0,
            responder,
            produced_at,
            responses,
            nonce: None,
            unknown_critical: None,
            certificates: 0..0,
        }
    }
}

/// How a responder names itself.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ResponderId<'a> {
    /// By the subject of its certificate.
    ByName(Name<'a>),
    /// By SHA-1 over the octets of its public key.
    ByKey(&'a [u8]),
}

/// Whether a response repeats the nonce of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NonceMatch {
    /// It does: it was made for this request.
    Same,
    /// The request has none.
    NotAsked,
    /// The response has none: it may have been made in advance.
    Absent,
    /// The response has another one: it was made for another request.
    Different,
}

impl BasicResponse {
    pub(super) fn part(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }

    /// Who made it, by its own account.
    #[must_use]
    pub fn responder_id(&self) -> ResponderId<'_> {
        match &self.parts.responder {
            ResponderSpan::Name(name) => ResponderId::ByName(name.name()),
            ResponderSpan::Key(range) => ResponderId::ByKey(self.part(range)),
        }
    }

    /// When it was signed.
    #[must_use]
    pub const fn produced_at(&self) -> UnixTime {
        self.parts.produced_at
    }

    /// The algorithm of the signature.
    #[must_use]
    pub const fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.parts.algorithm
    }

    /// The nonce.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.parts.nonce.as_ref().map(|range| self.part(range))
    }

    /// Whether it repeats the nonce of a request.
    #[must_use]
    pub fn nonce_match(&self, request: &OcspRequest) -> NonceMatch {
        match (request.nonce(), self.nonce()) {
            (None, _) => NonceMatch::NotAsked,
            (Some(_), None) => NonceMatch::Absent,
            (Some(asked), Some(given)) if asked == given => NonceMatch::Same,
            _ => NonceMatch::Different,
        }
    }

    /// The answers in the order of the response; after an error there are no more.
    pub fn responses(&self) -> impl Iterator<Item = Result<SingleResponse<'_>, DecodeError>> {
        let range = &self.parts.responses;
        let mut list = Input::new(self.part(range), range.start);
        core::iter::from_fn(move || {
            if list.is_empty() {
                return None;
            }
            let answer = answer::read(&mut list);
            if answer.is_err() {
                list = Input::new(&[], 0);
            }
            Some(answer)
        })
    }

    /// The certificates that came along, at most 16; `None` in place of one that cannot be read.
    pub fn certificates(&self) -> impl Iterator<Item = Option<Certificate>> {
        verify::certificates(self)
    }

    /// Checks that the issuer signed the response, or a responder whose certificate the issuer
    /// signed for that purpose (`id-kp-OCSPSigning`) and which is valid at that moment (RFC 6960,
    /// section 4.2.2.2). Whether that certificate was itself revoked is not asked.
    ///
    /// # Errors
    ///
    /// [`Unusable::Signature`] or [`Unusable::Responder`].
    pub fn verify(&self, issuer: &Issuer<'_>, at: UnixTime) -> Result<Responder, Unusable> {
        verify::verify(self, issuer, at)
    }

    /// What the response says about a certificate of an issuer, *if* [`verify`](Self::verify)
    /// holds, which is not asked here. Of several answers a revocation counts, else the newest.
    #[must_use]
    pub fn status(&self, certificate: &Certificate, issuer: &Issuer<'_>, at: UnixTime) -> Status {
        match self.answer(certificate, issuer) {
            Ok(Some(answer)) => self.judge(&answer, at),
            Ok(None) => Status::Unknown(Unknown::OtherCertificate),
            Err(why) => Status::Unusable(why),
        }
    }

    fn judge(&self, answer: &SingleResponse<'_>, at: UnixTime) -> Status {
        let critical = answer.unknown_critical();
        if let Some(oid) = self.parts.unknown_critical.as_ref().or(critical) {
            return Status::Unusable(Unusable::CriticalExtension { oid: oid.clone() });
        }
        match answer.cert_status() {
            CertStatus::Good => answer.freshness(at).good(at),
            CertStatus::Unknown => Status::Unknown(Unknown::UnknownToResponder),
            CertStatus::Revoked { at: when, reason } => {
                let revoked = Status::Revoked {
                    at: when,
                    reason,
                    invalidity_date: None,
                };
                revoked.unless_suspended(answer.freshness(at), at)
            }
        }
    }

    fn answer(
        &self,
        certificate: &Certificate,
        issuer: &Issuer<'_>,
    ) -> Result<Option<SingleResponse<'_>>, Unusable> {
        let id = CertId::of(certificate, issuer).map_err(Unusable::Signature)?;
        let rank = |answer: &SingleResponse<'_>| {
            let is_revoked = matches!(answer.cert_status(), CertStatus::Revoked { .. });
            (is_revoked, answer.this_update())
        };
        let mut best: Option<SingleResponse<'_>> = None;
        for answer in self.responses() {
            let answer = answer.map_err(Unusable::Malformed)?;
            if answer.is_about(&id) && best.as_ref().is_none_or(|best| rank(&answer) > rank(best)) {
                best = Some(answer);
            }
        }
        Ok(best)
    }

    pub(super) fn evidence(
        &self,
        certificate: &Certificate,
        issuer: &Issuer<'_>,
        request: Option<&OcspRequest>,
        at: UnixTime,
    ) -> Evidence {
        let answer = self.answer(certificate, issuer).ok().flatten();
        let signer = self.verify(issuer, at);
        let verified = signer.is_ok();
        let nonce = request.map(|request| self.nonce_match(request));
        let status = match signer {
            Err(why) => Status::Unusable(why),
            Ok(_) if nonce == Some(NonceMatch::Different) => {
                Status::Unusable(Unusable::NonceMismatch)
            }
            Ok(_) if !issuer.issued(certificate) => Status::Unknown(Unknown::OtherIssuer),
            Ok(_) => self.status(certificate, issuer, at),
        };
        Evidence {
            kind: EvidenceKind::Ocsp,
            issuer_common_name: issuer.owned_common_name(),
            this_update: answer.as_ref().map(SingleResponse::this_update),
            next_update: answer.as_ref().and_then(SingleResponse::next_update),
            freshness: answer.as_ref().map(|answer| answer.freshness(at)),
            verified,
            status,
        }
    }
}
