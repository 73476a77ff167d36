//! What a responder sent.

use core::fmt;

use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

use super::{BasicResponse, OcspRequest, decode};
use crate::revocation::{
    error::DecodeError,
    evidence::{Evidence, EvidenceKind},
    issuer::Issuer,
    status::{Status, Unusable},
};

/// Whether a responder answered, and why not (RFC 6960, section 4.2.1). This part is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseStatus {
    /// It did.
    Successful,
    /// It could not read the request.
    MalformedRequest,
    /// It is out of order.
    InternalError,
    /// It is out of order for a while.
    TryLater,
    /// It wants signed requests.
    SigRequired,
    /// It does not answer for this issuer, or does not answer this client.
    Unauthorized,
    /// A number that the standard does not name.
    Other(u8),
}

impl ResponseStatus {
    pub(super) const fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Successful,
            1 => Self::MalformedRequest,
            2 => Self::InternalError,
            3 => Self::TryLater,
            5 => Self::SigRequired,
            6 => Self::Unauthorized,
            other => Self::Other(other),
        }
    }

    /// The name in the standard: `successful`, `tryLater`, `unauthorized` and so on; `other` for a
    /// number without a name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SigRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
            Self::Other(_) => "other",
        }
    }
}

impl fmt::Display for ResponseStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(code) => write!(f, "status {code}"),
            named => f.pad(named.as_str()),
        }
    }
}

/// What an OCSP responder sent: an answer, or why there is none.
#[derive(Clone, Debug)]
pub struct OcspResponse {
    pub(super) status: ResponseStatus,
    pub(super) basic: Option<BasicResponse>,
}

impl OcspResponse {
    /// The longest input that is read: 1 MiB.
    pub const MAX_BYTES: usize = 1 << 20;
    /// The media type of the encoding.
    pub const MEDIA_TYPE: &'static str = "application/ocsp-response";

    /// Reads a response in DER of up to [`MAX_BYTES`](Self::MAX_BYTES). The answers are not looked
    /// at: a fault among them comes out of [`BasicResponse::responses`].
    ///
    /// # Errors
    ///
    /// [`DecodeError`] when the bytes are longer, no response, not in DER, or when there is an
    /// answer of another type than `id-pkix-ocsp-basic`.
    pub fn decode(der: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_within(der, Self::MAX_BYTES)
    }

    /// The same with another limit in bytes.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub fn decode_within(der: &[u8], limit: usize) -> Result<Self, DecodeError> {
        decode::response(der, limit)
    }

    /// Whether there is an answer, and why not.
    #[must_use]
    pub const fn response_status(&self) -> ResponseStatus {
        self.status
    }

    /// The answer; there is one exactly when the status is
    /// [`Successful`](ResponseStatus::Successful).
    #[must_use]
    pub const fn basic(&self) -> Option<&BasicResponse> {
        self.basic.as_ref()
    }

    /// What the response proves about a certificate of this issuer at a moment: signature,
    /// responder, dates, nonce, all together. With a `request` that has a nonce, a response with
    /// another nonce proves nothing; one without any is taken, because responders may give answers
    /// made in advance (see [`BasicResponse::nonce_match`]).
    #[must_use]
    pub fn evidence(
        &self,
        certificate: &Certificate,
        issuer: &Issuer<'_>,
        request: Option<&OcspRequest>,
        at: UnixTime,
    ) -> Evidence {
        if let Some(basic) = &self.basic {
            return basic.evidence(certificate, issuer, request, at);
        }
        let status = self.status;
        Evidence {
            kind: EvidenceKind::Ocsp,
            issuer_common_name: issuer.owned_common_name(),
            this_update: None,
            next_update: None,
            freshness: None,
            verified: false,
            status: Status::Unusable(Unusable::NoAnswer { status }),
        }
    }
}
