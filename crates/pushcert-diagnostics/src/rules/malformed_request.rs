//! The rule `malformed-request`.

use alloc::format;

use crate::facts::{RequestFacts, SignatureState};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::Subject;
use crate::value::shown;

declare_rule! {
    /// The request departs from the standard, or its signature could not be checked.
    ///
    /// ## What happened
    /// The certificate signing request (CSR) could be read, but something in it is against the rules: a version that
    /// does not exist, a field in a wrong type, attributes that are no attributes, bytes after the end. Or it is signed
    /// with an algorithm that this program does not know. The finding says which.
    ///
    /// ## Why it matters
    /// Nobody outside of Apple knows what the portal tolerates. A request as Keychain Access writes it is taken.
    ///
    /// ## How to fix
    /// Make the request again, for the same key if you want to keep it: `pushcert csr new --email you@example.com
    /// --common-name Push --key push.key --out push.csr`. `pushcert csr show FILE` prints what a request holds.
    603 "malformed-request" Warning since "0.1.0"
    help: "make the request again: pushcert csr new --email you@example.com --common-name Push --key push.key --out push.csr",
    symptoms: ["Invalid Certificate Signing Request", "asn1: structure error", "Unable to load X509 request"],
    sources: [
        Rfc(2986, "4"),
        Apple("help/account/certificates/create-a-certificate-signing-request"),
        Observed("micromdm/micromdm#796"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, request) in input.judged_requests() {
        report(request, subject, out);
    }
}

fn report(request: &RequestFacts, subject: Subject, out: &mut Findings<'_>) {
    let unchecked = match &request.signature {
        SignatureState::Unchecked { why } => Some(why),
        _ => None,
    };
    let message = match (request.defects.first(), unchecked) {
        (Some(first), _) => format!("The request is malformed: {}", shown(first)),
        (None, Some(why)) => format!(
            "The signature of the request could not be checked: {}",
            shown(why)
        ),
        (None, None) => return,
    };
    let finding = out.report(message).about(subject);
    if !request.defects.is_empty() {
        finding.fact("defects", request.defects.clone());
    }
    finding.fact_if("signature", unchecked);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::request()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::request();
        for request in &mut input.requests {
            request.defects.push("its version is 3, and not 1".into());
        }
        input
    }
}
