//! The rule `malformed-extension`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// An extension of the certificate cannot be read.
    ///
    /// ## What happened
    /// Extensions carry what a certificate may be used for, who issued it, and Apple's markers. One of them is not
    /// encoded as its definition says. The others were read. (A broken list of topics has a finding of its own.)
    ///
    /// ## Why it matters
    /// Apple does not issue such certificates. Other programs refuse the whole certificate, or take it for one
    /// without limits.
    ///
    /// ## How to fix
    /// Download the certificate again from your developer account. If it comes from a tool for tests, mend the tool:
    /// `pushcert show FILE` prints each extension with its bytes.
    209 "malformed-extension" Warning since "0.1.0"
    help: "download the certificate again from your developer account",
    symptoms: ["x509: invalid extension", "asn1: structure error"],
    sources: [Requirement("S1-18"), Rfc(5280, "4.2")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let broken = leaf
            .certificate
            .defects
            .iter()
            .filter(|defect| defect.extension.is_some());
        let broken: Vec<_> = broken.collect();
        let Some(first) = broken.first() else {
            continue;
        };
        out.report(format!(
            "An extension of the certificate is malformed: {}",
            shown(&first.what)
        ))
        .about(leaf.subject())
        .fact(
            "extensions",
            broken
                .iter()
                .filter_map(|defect| defect.extension.clone())
                .collect::<Vec<_>>(),
        )
        .fact(
            "defects",
            broken
                .iter()
                .map(|defect| defect.what.clone())
                .collect::<Vec<_>>(),
        );
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::CertificateDefect;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        let what = "keyUsage (2.5.29.15) is no BIT STRING";
        certificate
            .defects
            .push(CertificateDefect::in_extension("2.5.29.15", what));
        ex::with(certificate)
    }
}
