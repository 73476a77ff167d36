//! The rule `no-client-authentication`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The usage extensions of the certificate do not allow a TLS client.
    ///
    /// ## What happened
    /// A sender of pushes shows its certificate as a TLS client. The extensions for usage (`keyUsage`,
    /// `extendedKeyUsage`) of this certificate allow other uses only: `digitalSignature` or `clientAuth` is missing.
    ///
    /// ## Why it matters
    /// Servers check this during the handshake and refuse the certificate. Every push certificate of Apple allows
    /// both, so this one was made by somebody else.
    ///
    /// ## How to fix
    /// Use the certificate from your developer account. If it is one for tests, give it `digitalSignature` and
    /// `clientAuth`.
    213 "no-client-authentication" Warning since "0.1.0"
    help: "use the certificate from your developer account",
    symptoms: ["tls: bad certificate", "unsupported certificate purpose"],
    sources: [Rfc(5280, "4.2.1.12"), Measured("clientAuth is in every push certificate issued by Apple")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged_push() {
        if !leaf.certificate.client_auth {
            out.report("The certificate's usage extensions do not allow a TLS client")
                .about(leaf.subject());
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
        certificate.client_auth = false;
        ex::with(certificate)
    }
}
