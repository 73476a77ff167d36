//! The rule `mdm-request-invalid`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pushcert_trust::ChainStatus;
use pushcert_types::CertificateKind;

use crate::facts::{CertificateFacts, MdmRequestFacts, SignatureState};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::MDM_REQUEST;
use crate::value::shown;

declare_rule! {
    /// The Apple Push Certificates Portal would refuse the vendor-signed request.
    ///
    /// ## What happened
    /// For device management the portal takes a property list in base64 with three values: the customer's request, the
    /// vendor's signature over it, and the vendor's chain of certificates. One of them is missing or wrong: the
    /// signature does not verify, it is over SHA-1, the first certificate is not an MDM vendor's, or the chain does not
    /// lead over the intermediate that issued it (G3 today) to Apple's root.
    ///
    /// ## Why it matters
    /// The portal answers "Certificate Signature Verification failed because the signature is invalid" whichever of
    /// these it is. Until about 2021 SHA-1 was accepted, and older tools still write it, and they pack the older
    /// intermediate.
    ///
    /// ## How to fix
    /// Have the vendor sign the request again. This program writes all of it in the form that the portal takes, puts in
    /// the intermediate that fits, and verifies it before it writes: `pushcert csr mdm --csr push.csr --vendor-cert
    /// vendor.cer --vendor-key vendor.key --out request.b64`.
    605 "mdm-request-invalid" Error since "0.1.0"
    help: "have the vendor sign it again: pushcert csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out request.b64",
    symptoms: [
        "Certificate Signature Verification failed because the signature is invalid",
        "-80018",
        "Invalid Certificate Signing Request",
    ],
    sources: [
        Requirement("S2-22"),
        Observed("micromdm/micromdm#723"),
        Observed("micromdm/micromdm#725"),
        Observed("grinich/mdmvendorsign#2"),
        Observed("grinich/mdmvendorsign#6"),
        Observed("grinich/mdmvendorsign#10"),
        Observed("grinich/mdmvendorsign#11"),
        Observed("vineetchoudhary/Apple-iOS-MDM-Server#6"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(request) = &input.mdm_request else {
        return;
    };
    let generation = request
        .chain
        .first()
        .and_then(|vendor| vendor.issuer_generation.as_ref());
    for what in faults(request) {
        out.report(format!("The portal would refuse the request: {what}"))
            .about(MDM_REQUEST)
            .fact("fault", what)
            .fact("chain", titles(&request.chain))
            .fact_if("issuer_generation", generation)
            .fact_if("signature_hash", request.signature_hash.as_ref());
    }
}

fn titles(chain: &[CertificateFacts]) -> Vec<String> {
    let titles = chain.iter().map(CertificateFacts::title);
    titles.map(Into::into).collect()
}

/// What the portal refuses, each as a clause; what follows from another fault is left out.
fn faults(request: &MdmRequestFacts) -> Vec<String> {
    let fatal = request.defects.iter().filter(|defect| defect.fatal);
    let mut faults: Vec<String> = fatal
        .map(|defect| format!("{}", shown(&defect.what)))
        .collect();
    let Some(vendor) = request.chain.first() else {
        if faults.is_empty() {
            faults.push("it has no certificate of the vendor".into());
        }
        return faults;
    };
    if vendor.kind != CertificateKind::MdmVendor {
        let title = shown(vendor.title());
        faults.push(format!(
            "the first certificate of its chain is not an MDM vendor's, but {title}"
        ));
        return faults;
    }
    faults.extend(chain_fault(vendor, request));
    faults.extend(signature_fault(request));
    faults
}

fn chain_fault(vendor: &CertificateFacts, request: &MdmRequestFacts) -> Option<String> {
    let from_apple = vendor.chain_status == ChainStatus::Apple || vendor.issued_by_given_authority;
    if !from_apple {
        return Some("Apple did not sign the vendor's certificate".into());
    }
    if request.chain_is_whole {
        return None;
    }
    let others = request.chain.get(1..).unwrap_or_default();
    let issuer = vendor.authority_key_id.as_ref();
    let is_issuer = |authority: &CertificateFacts| {
        issuer.is_some() && authority.subject_key_id.as_ref() == issuer
    };
    if others.iter().any(is_issuer) {
        return Some("its chain does not end at Apple's root".into());
    }
    let generation = vendor.issuer_generation.as_deref().unwrap_or("another");
    let generation = shown(generation);
    let is_intermediate = |authority: &&CertificateFacts| {
        authority.authority_key_id.is_some()
            && authority.authority_key_id != authority.subject_key_id
    };
    let stands_there = others.iter().find(is_intermediate).or_else(|| {
        // Where the key identifiers are not known: with the root, three make a chain.
        others.first().filter(|_| others.len() > 1)
    });
    Some(match stands_there {
        Some(_) => format!(
            "the intermediate in its chain is of the wrong generation: {generation} issued the vendor's certificate"
        ),
        None => format!(
            "its chain lacks the intermediate {generation}, which issued the vendor's certificate"
        ),
    })
}

fn signature_fault(request: &MdmRequestFacts) -> Option<String> {
    let hash = request.signature_hash.as_deref();
    match &request.signature {
        SignatureState::Invalid => {
            Some("the vendor's signature over the request does not verify".into())
        }
        SignatureState::Valid if hash.is_some_and(|hash| hash != "sha256") => Some(format!(
            "the vendor's signature is over {}, and has to be over SHA-256",
            shown(hash.unwrap_or_default())
        )),
        _ => None,
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::SignatureState;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::mdm_request()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::mdm_request();
        if let Some(request) = &mut input.mdm_request {
            request.signature = SignatureState::Invalid;
            request.signature_hash = None;
        }
        input
    }
}
