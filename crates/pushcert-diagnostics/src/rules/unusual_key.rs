//! The rule `unusual-key`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate has a key of a kind that Apple does not certify for push.
    ///
    /// ## What happened
    /// Apple issues push certificates for RSA keys of 2048 bits only. This certificate has another kind of key, or a
    /// longer one.
    ///
    /// ## Why it matters
    /// The certificate is probably a test certificate or a copy, made by somebody else than Apple. If Apple did issue
    /// it, the rules have changed since this program was written.
    ///
    /// ## How to fix
    /// Look at who signed it: `pushcert show FILE`, line "issuer". For a request that Apple takes:
    /// `pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key`.
    107 "unusual-key" Note since "0.1.0"
    help: "check who issued the certificate; Apple takes RSA keys of 2048 bits only",
    symptoms: ["CSR algorithm/size incorrect. Expected: RSA(2048)"],
    sources: [
        Apple("help/account/certificates/create-a-certificate-signing-request"),
        Measured("145 of 145 push certificates issued by Apple have RSA keys of 2048 bits"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged_push() {
        let Some(key) = &leaf.certificate.key else {
            continue;
        };
        let is_rsa = key.algorithm == "rsa";
        let is_usual = is_rsa && key.bits == Some(2048);
        let is_weak = is_rsa && key.bits.is_some_and(|bits| bits < 2048);
        if is_usual || is_weak {
            continue;
        }
        let bits = key.bits.map_or_else(alloc::string::String::new, |bits| {
            format!(" with {bits} bits")
        });
        let message = format!(
            "The key is {}{bits}; Apple certifies RSA with 2048 bits only",
            shown(&key.algorithm)
        );
        out.report(message)
            .about(leaf.subject())
            .fact("algorithm", &key.algorithm)
            .fact_if("bits", key.bits);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::PublicKeyFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.key = Some(PublicKeyFacts::new("ec-p256", Some(256), ex::SPKI));
        ex::with(certificate)
    }
}
