//! The rule `unknown-critical-extension`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::listed_shown;

declare_rule! {
    /// The certificate has a critical extension that nobody knows.
    ///
    /// ## What happened
    /// An extension marked critical must be understood by whoever checks the certificate. This one is not known.
    ///
    /// ## Why it matters
    /// A program that does not know it has to refuse the certificate. Apple's push extensions are never critical, so
    /// this certificate was probably not issued by Apple for push.
    ///
    /// ## How to fix
    /// Look at who issued it: `pushcert show FILE`. Download the push certificate again from your developer account.
    210 "unknown-critical-extension" Warning since "0.1.0"
    help: "download the push certificate again from your developer account",
    symptoms: ["x509: unhandled critical extension", "unhandled critical extension"],
    sources: [Rfc(5280, "4.2"), Measured("Apple's push extensions are critical in none of 145 certificates")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let unknown = &leaf.certificate.unknown_critical;
        if !unknown.is_empty() {
            out.report(format!(
                "The certificate has a critical extension that is not known: {}",
                listed_shown(unknown)
            ))
            .about(leaf.subject())
            .fact("extensions", unknown.clone());
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate
            .unknown_critical
            .push("1.3.6.1.4.1.55555.1".into());
        ex::with(certificate)
    }
}
