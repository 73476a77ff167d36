//! The rule `mdm-request-form`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::SignatureState;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::MDM_REQUEST;
use crate::value::shown;

declare_rule! {
    /// The vendor-signed request departs from the form that the portal is known to take.
    ///
    /// ## What happened
    /// What is signed and by whom seems right, but the wrapping is unusual: the lines of the chain do not have 64
    /// characters, the property list is not in base64, there are values that the portal does not know. Or the
    /// vendor's signature could not be checked. The finding says which.
    ///
    /// ## Why it matters
    /// The portal tells little about why it refuses a file, and nobody outside of Apple knows what it tolerates.
    ///
    /// ## How to fix
    /// If the portal refuses the file, have the vendor write it again: `pushcert csr mdm --csr push.csr --vendor-cert
    /// vendor.cer --vendor-key vendor.key --out request.b64`.
    606 "mdm-request-form" Warning since "0.1.0"
    help: "if the portal refuses it: pushcert csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out request.b64",
    symptoms: ["Invalid Certificate Signing Request"],
    sources: [
        Requirement("S2-22"),
        Observed("micromdm/micromdm#796"),
        Observed("grinich/mdmvendorsign#2"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(request) = &input.mdm_request else {
        return;
    };
    let mild = request.defects.iter().filter(|defect| !defect.fatal);
    let mut remarks: Vec<String> = mild.map(|defect| defect.what.clone()).collect();
    if let SignatureState::Unchecked { why } = &request.signature {
        remarks.push(format!(
            "the vendor's signature could not be checked: {why}"
        ));
    }
    let Some(first) = remarks.first() else {
        return;
    };
    let message = format!(
        "The vendor-signed request has an unusual form: {}",
        shown(first)
    );
    out.report(message)
        .about(MDM_REQUEST)
        .fact("remarks", remarks);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::MdmRequestDefect;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::mdm_request()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::mdm_request();
        if let Some(request) = &mut input.mdm_request {
            let what = "lines of the chain have 76 characters";
            request.defects.push(MdmRequestDefect::new(what, false));
        }
        input
    }
}
