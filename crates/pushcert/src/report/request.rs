//! Requests in the report.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::{MdmRequestFacts, RequestFacts, SignatureState};
use pushcert_types::UnixTime;
use serde::Serialize;

use super::convert::certificate;
use super::{Certificate, Key};
use crate::Opened;

/// One certification request.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Request {
    /// Subject common name.
    pub common_name: Option<String>,
    /// Subject e-mail address.
    pub email: Option<String>,
    /// Subject country.
    pub country: Option<String>,
    /// The public key.
    pub key: Option<Key>,
    /// `sha256-rsa`, …; null where it cannot be read.
    pub signature_algorithm: Option<String>,
    /// `valid`, `invalid` or `unchecked`.
    pub signature: String,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// What departs from RFC 2986.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<String>,
}

/// The vendor-signed request for an MDM push certificate; what the vendor signed is under `requests`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MdmRequest {
    /// The chain in the order of the file; the vendor's certificate comes first.
    pub chain: Vec<Certificate>,
    /// Whether the chain leads from the vendor's certificate to Apple's root without a gap.
    pub chain_is_whole: bool,
    /// Of the vendor: `valid`, `invalid` or `unchecked`.
    pub signature: String,
    /// `sha1` or `sha256`, where the signature is valid.
    pub signature_hash: Option<String>,
    /// What departs from the form that the portal takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<String>,
}

impl From<&RequestFacts> for Request {
    fn from(facts: &RequestFacts) -> Self {
        Self {
            common_name: facts.common_name.clone(),
            email: facts.email.clone(),
            country: facts.country.clone(),
            key: facts.key.as_ref().map(Key::from),
            signature_algorithm: facts.signature_algorithm.clone(),
            signature: signature(&facts.signature),
            sha256: facts.sha256.clone(),
            defects: facts.defects.clone(),
        }
    }
}

impl MdmRequest {
    pub(super) fn of(facts: &MdmRequestFacts, opened: &Opened, now: UnixTime) -> Self {
        let chain = facts.chain.iter().zip(&opened.mdm_chain);
        let chain = chain.map(|(facts, read)| certificate(facts, super::extensions::of(read), now));
        Self {
            chain: chain.collect(),
            chain_is_whole: facts.chain_is_whole,
            signature: signature(&facts.signature),
            signature_hash: facts.signature_hash.clone(),
            defects: facts.defects.iter().map(|one| one.what.clone()).collect(),
        }
    }
}

fn signature(state: &SignatureState) -> String {
    match state {
        SignatureState::Valid => "valid",
        SignatureState::Invalid => "invalid",
        _ => "unchecked",
    }
    .to_string()
}
