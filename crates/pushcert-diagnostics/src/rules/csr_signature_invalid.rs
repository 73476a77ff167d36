//! The rule `csr-signature-invalid`.

use crate::facts::SignatureState;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The request is not signed by its own key.
    ///
    /// ## What happened
    /// Whoever makes a certificate signing request (CSR) signs it with the private key, to show that the public key in
    /// it is theirs. The signature in this file does not verify with that public key: the file was changed or damaged
    /// after it was signed, or a broken program made it.
    ///
    /// ## Why it matters
    /// Apple refuses the upload. A certificate for a request that somebody changed would fit no key that you have.
    ///
    /// ## How to fix
    /// Copy the request again from the machine that made it. If it is the same there, make a new one for the same key:
    /// `pushcert csr new --email you@example.com --common-name Push --key push.key --out push.csr`.
    602 "csr-signature-invalid" Error since "0.1.0"
    help: "make it again with its key: pushcert csr new --email you@example.com --common-name Push --key push.key --out push.csr",
    symptoms: [
        "Invalid Certificate Signing Request",
        "Certificate request self-signature verify failure",
        "Signature did not match the certificate request",
    ],
    sources: [Requirement("S1-10"), Rfc(2986, "4.2"), Observed("micromdm/micromdm#796")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, request) in input.judged_requests() {
        if request.signature == SignatureState::Invalid {
            out.report("The signature of the request does not verify with the key in it")
                .about(subject)
                .fact_if("common_name", request.common_name.as_ref())
                .fact_if("signature_algorithm", request.signature_algorithm.as_ref())
                .fact_if(
                    "key_spki_sha256",
                    request.key.as_ref().map(|key| &key.spki_sha256),
                );
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::SignatureState;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::request()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::request();
        for request in &mut input.requests {
            request.signature = SignatureState::Invalid;
        }
        input
    }
}
