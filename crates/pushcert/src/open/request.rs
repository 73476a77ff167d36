//! Requests: PKCS#10, and the vendor-signed request for an MDM push certificate.

use alloc::format;
use alloc::vec::Vec;

use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::{ErrorKind, MdmPushRequest};
use pushcert_diagnostics::{
    CertificateFacts, MdmRequestDefect, MdmRequestFacts, Problem, RequestFacts, SignatureState,
};
use pushcert_keys::{ErrorKind as KeyError, HashAlgorithm, PublicKey};
use pushcert_trust::{AUTHORITIES, verify_signed_by};
use pushcert_x509::Certificate;

use super::{CertificateItem, Contents, facts};
use crate::hex::hex;
use crate::{Options, report};

impl Contents {
    /// Reads a certification request (RFC 2986).
    pub(super) fn read_request(&mut self, der: &[u8]) {
        match CertificationRequest::decode(der) {
            Ok(request) => self.requests.push(request_facts(&request)),
            Err(error) => {
                let at = format!("requests/{}", self.requests.len());
                self.problems.push(Problem::from_csr(&error).at(at));
            }
        }
    }

    /// Reads a vendor-signed request, as base64 or as XML. What keeps it from being read is a fact of it:
    /// everything of the kind is for one rule.
    pub(super) fn read_mdm_request(&mut self, bytes: &[u8], options: &Options) {
        let request = match MdmPushRequest::decode(bytes) {
            Ok(request) => request,
            Err(error) => {
                let mut facts = MdmRequestFacts::default();
                facts.defects.push(MdmRequestDefect::from_error(&error));
                self.mdm_request = Some(facts);
                return;
            }
        };
        self.requests.push(request_facts(request.request()));
        let (facts, chain) = mdm_request_facts(&request, options);
        self.mdm_request = Some(facts);
        self.mdm_chain = chain;
    }
}

/// The facts of a request, with its fingerprint.
pub(crate) fn request_facts(request: &CertificationRequest) -> RequestFacts {
    let mut facts = RequestFacts::from(request);
    facts.sha256 = hex(&report::sha256(request.der()));
    facts
}

/// The facts of a vendor-signed request, and its chain.
fn mdm_request_facts(
    request: &MdmPushRequest,
    options: &Options,
) -> (MdmRequestFacts, Vec<Certificate>) {
    let mut facts = MdmRequestFacts::default();
    let remarks = request.remarks().iter().map(MdmRequestDefect::from_remark);
    facts.defects.extend(remarks);
    let mut chain = Vec::new();
    for der in request.chain() {
        match Certificate::decode(der) {
            Ok(certificate) => chain.push(certificate),
            Err(_) => facts.defects.push(MdmRequestDefect::new(
                format!("member {} of the chain is no certificate", chain.len()),
                true,
            )),
        }
    }
    facts.chain_is_whole = is_whole(&chain, &options.authorities);
    (facts.signature, facts.signature_hash) = signature(request, chain.first());
    facts.chain = (0..chain.len())
        .filter_map(|index| member_facts(&chain, index, options))
        .collect();
    (facts, chain)
}

/// The facts of one member of a chain, of which those above it are what came with it.
fn member_facts(
    chain: &[Certificate],
    index: usize,
    options: &Options,
) -> Option<CertificateFacts> {
    let (certificate, above) = chain.get(index..)?.split_first()?;
    let above: Vec<&Certificate> = above.iter().collect();
    let item = CertificateItem::new(certificate.clone());
    let mut facts = facts::described(&item, &above, options);
    if index == 0 {
        facts::trace(&mut facts, certificate, &above, options);
    }
    Some(facts)
}

/// Whether each certificate was signed by the next, and the last is a root of Apple's or of the caller's.
fn is_whole(chain: &[Certificate], anchors: &[Certificate]) -> bool {
    let signed = |pair: &[Certificate]| match pair {
        [child, issuer] => {
            child.issuer().same_as(&issuer.subject())
                && verify_signed_by(child, issuer.spki_der()).is_ok()
        }
        _ => false,
    };
    let is_root = |last: &Certificate| {
        let sha256 = last.sha256();
        let is_apple = |authority: &pushcert_trust::Authority| *authority.sha256() == sha256;
        last.is_self_issued()
            && (AUTHORITIES.iter().any(is_apple)
                || anchors.iter().any(|anchor| anchor.der() == last.der()))
    };
    chain.len() > 1 && chain.windows(2).all(signed) && chain.last().is_some_and(is_root)
}

fn signature(
    request: &MdmPushRequest,
    vendor: Option<&Certificate>,
) -> (SignatureState, Option<alloc::string::String>) {
    let unchecked = |why: &str| (SignatureState::Unchecked { why: why.into() }, None);
    let Some(vendor) = vendor else {
        return unchecked("there is no certificate of the vendor");
    };
    let Ok(key) = PublicKey::from_spki_der(vendor.spki_der()) else {
        return unchecked("the vendor's public key cannot be read");
    };
    match request.verify(&key) {
        Ok(hash) => (SignatureState::Valid, Some(hash_name(hash).into())),
        Err(error) => match error.kind() {
            ErrorKind::VendorKey { .. }
            | ErrorKind::Signature(
                KeyError::UnsupportedSignature { .. } | KeyError::UnsupportedKey { .. },
            ) => (
                SignatureState::Unchecked {
                    why: format!("{error}"),
                },
                None,
            ),
            _ => (SignatureState::Invalid, None),
        },
    }
}

const fn hash_name(hash: HashAlgorithm) -> &'static str {
    match hash {
        HashAlgorithm::Sha1 => "sha1",
        HashAlgorithm::Sha256 => "sha256",
        _ => "other",
    }
}
