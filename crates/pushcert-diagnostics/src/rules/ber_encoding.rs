//! The rule `ber-encoding`.

use crate::facts::ContainerEncoding;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The container is BER, which some readers do not take.
    ///
    /// ## What happened
    /// The file is encoded in BER: with lengths left open, or strings in pieces. The standard allows it, and Windows,
    /// Java and older versions of macOS write it. About one real file in sixteen is BER.
    ///
    /// ## Why it matters
    /// Readers that know DER only refuse it, with an error that sounds like damage. The file is not damaged.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes DER. As a stopgap:
    /// `openssl pkcs12 -in FILE -out push.pem`, then `openssl pkcs12 -export -in push.pem -out new.p12`.
    22 "ber-encoding" Note since "0.1.0"
    help: "write the file again in DER: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: [
        "indefinite length found (not DER)",
        "asn1: structure error: indefinite length found (not DER)",
    ],
    sources: [
        Rfc(7292, "4"),
        Observed("sideshow/apns2#46"),
        Observed("SSLMate/go-pkcs12#13"),
        Observed("golang/go#48210"),
        Observed("Keyfactor/ejbca-ce#922"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    if container.encoding == ContainerEncoding::Ber {
        out.report("The container is encoded in BER, which some readers do not take")
            .about("pkcs12")
            .fact("encoding", container.encoding.as_str());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::ContainerEncoding;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        if let Some(container) = &mut input.container {
            container.encoding = ContainerEncoding::Ber;
        }
        input
    }
}
