//! Requests.

use alloc::string::ToString;

use pushcert_csr::mdm;
use pushcert_csr::{CertificationRequest, Error, ErrorKind};
use pushcert_keys::ErrorKind as KeyError;

use crate::facts::{
    Item, MdmRequestDefect, Problem, ProblemKind, PublicKeyFacts, RequestFacts, SignatureState,
};

impl From<&CertificationRequest> for RequestFacts {
    /// The facts of a request; its signature is checked. The fingerprint is left for the caller.
    fn from(request: &CertificationRequest) -> Self {
        let mut facts = Self::new(
            request.common_name().map(Into::into),
            request.public_key().map(PublicKeyFacts::from),
        );
        facts.email = request.email().map(Into::into);
        facts.country = request.country().map(Into::into);
        facts.signature_algorithm = Some(request.signature_algorithm().name());
        facts.signature = match request.verify() {
            Ok(()) => SignatureState::Valid,
            Err(error) => signature_state(&error),
        };
        facts.defects = request.problems().iter().map(ToString::to_string).collect();
        facts
    }
}

/// Whether a signature that was not accepted is a wrong one, or one that nobody here can check.
fn signature_state(error: &Error) -> SignatureState {
    match error.kind() {
        ErrorKind::Signature(
            KeyError::UnsupportedSignature { .. } | KeyError::UnsupportedKey { .. },
        )
        | ErrorKind::PublicKey
        | ErrorKind::Parameters => SignatureState::Unchecked {
            why: error.to_string(),
        },
        _ => SignatureState::Invalid,
    }
}

impl MdmRequestDefect {
    /// What a remark of the reader means for the portal.
    #[must_use]
    pub fn from_remark(remark: &mdm::Remark) -> Self {
        use mdm::Remark as R;
        // Of the others nobody has reported what the portal does.
        let is_fatal = matches!(
            remark,
            R::DoubleBase64File | R::DoubleBase64 { .. } | R::RequestAsPem
        );
        Self::new(remark.to_string(), is_fatal)
    }
}

impl Problem {
    /// The problem that an error of the reader of requests is.
    #[must_use]
    pub fn from_csr(error: &Error) -> Self {
        // Its length is no limit that the caller could raise: nothing so long is a request.
        let kind = ProblemKind::Corrupt {
            what: error.kind().to_string(),
        };
        Self::new(Item::Request, kind).with_offset(error.offset())
    }
}

impl MdmRequestDefect {
    /// Why a vendor-signed request could not be read.
    #[must_use]
    pub fn from_error(error: &mdm::Error) -> Self {
        Self::new(error.to_string(), true)
    }
}
