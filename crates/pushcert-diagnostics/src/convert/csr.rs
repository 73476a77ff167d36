//! Requests.

use alloc::string::ToString;

use pushcert_csr::mdm;
use pushcert_csr::{CertificationRequest, Error, ErrorKind};
use pushcert_keys::ErrorKind as KeyError;

use crate::convert::pem::pem_corruption;
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
        use mdm::Remark;
        let is_fatal = match remark {
            Remark::DoubleBase64File | Remark::DoubleBase64 { .. } | Remark::RequestAsPem => true,
            // Of these nobody has reported what the portal does.
            Remark::BareXml
            | Remark::Data { .. }
            | Remark::WhiteSpace { .. }
            | Remark::RequestAsBase64Pem
            | Remark::OtherKeys { .. }
            | Remark::ChainLength { .. }
            | Remark::ChainColumns { .. }
            | Remark::ChainText(_)
            | Remark::ChainBlock(_) => false,
            _ => false,
        };
        Self::new(remark.to_string(), is_fatal)
    }
}

impl Problem {
    /// The problem that an error of the reader of requests is.
    #[must_use]
    pub fn from_csr(error: &Error) -> Self {
        Self::new(Item::Request, kind_of(error.kind())).with_offset(error.offset())
    }
}

impl MdmRequestDefect {
    /// Why a vendor-signed request could not be read.
    #[must_use]
    pub fn from_error(error: &mdm::Error) -> Self {
        Self::new(error.to_string(), is_fatal(error.kind()))
    }
}

fn kind_of(kind: &ErrorKind) -> ProblemKind {
    match kind {
        ErrorKind::Text(cause) => ProblemKind::Corrupt {
            what: pem_corruption(cause),
        },
        // Its length is no limit that the caller could raise: nothing so long is a request.
        ErrorKind::TooLong { .. }
        | ErrorKind::NoRequest
        | ErrorKind::SeveralRequests { .. }
        | ErrorKind::Missing { .. }
        | ErrorKind::UnexpectedTag { .. }
        | ErrorKind::Truncated { .. }
        | ErrorKind::TruncatedHeader
        | ErrorKind::IndefiniteLength
        | ErrorKind::LengthTooLarge { .. }
        | ErrorKind::HighTagNumber
        | ErrorKind::TrailingBytes { .. }
        | ErrorKind::InvalidValue { .. }
        // These come of checking and of writing, and of no reading.
        | ErrorKind::PublicKey
        | ErrorKind::Parameters
        | ErrorKind::Signature(_)
        | ErrorKind::Key(_)
        | ErrorKind::KeyType { .. }
        | ErrorKind::Email(_)
        | ErrorKind::CommonName(_)
        | ErrorKind::Country(_)
        | ErrorKind::Unfaithful => ProblemKind::Corrupt {
            what: kind.to_string(),
        },
        other => ProblemKind::Corrupt {
            what: other.to_string(),
        },
    }
}

/// Whether the portal is sure to refuse a file of which this is true: all that keeps it from being read does.
fn is_fatal(kind: &mdm::ErrorKind) -> bool {
    use mdm::ErrorKind as MdmError;
    match kind {
        MdmError::TooLong { .. }
        | MdmError::PlainRequest
        | MdmError::Base64(_)
        | MdmError::Plist(_)
        | MdmError::NotADictionary
        | MdmError::MissingKey { .. }
        | MdmError::WrongType { .. }
        | MdmError::EmptyValue { .. }
        | MdmError::Value { .. }
        | MdmError::Request(_)
        | MdmError::Chain(_)
        | MdmError::NoCertificates
        | MdmError::Certificate { .. }
        | MdmError::Signature(_)
        | MdmError::VendorKey { .. }
        | MdmError::Key(_)
        | MdmError::Unfaithful => true,
        _ => true,
    }
}
