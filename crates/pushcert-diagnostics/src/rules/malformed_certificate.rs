//! The rule `malformed-certificate`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate departs from the standard.
    ///
    /// ## What happened
    /// The certificate could be read, but something in it is against the rules: an impossible date, an end before the
    /// start, two algorithms that should be one, a serial number of zero or with too many bytes, an extension that is
    /// there twice. The finding says what.
    ///
    /// ## Why it matters
    /// Strict libraries refuse the certificate, and one bad certificate makes some of them refuse the whole file.
    /// Apple's own certificates do not have such faults.
    ///
    /// ## How to fix
    /// Download the certificate again from your developer account. If it comes from a tool for tests, mend the tool.
    211 "malformed-certificate" Warning since "0.1.0"
    help: "download the certificate again from your developer account",
    symptoms: [
        "x509: negative serial number",
        "x509: inner and outer signature algorithm identifiers don't match",
        "x509: certificate contains duplicate extensions",
    ],
    sources: [Rfc(5280, "4.1"), Measured("pyca refuses a whole store for one bad certificate")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let plain = certificate
            .defects
            .iter()
            .filter(|defect| defect.extension.is_none());
        let defects: Vec<_> = plain.map(|defect| defect.what.clone()).collect();
        if let Some(first) = defects.first() {
            out.report(format!("The certificate is malformed: {}", shown(first)))
                .about(leaf.subject())
                .fact("defects", defects);
        }
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
        certificate
            .defects
            .push(CertificateDefect::new("its serial number is zero"));
        ex::with(certificate)
    }
}
