//! The rule `go-cannot-open`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::opens_in::opens_in_one;
use crate::rule::declare_rule;

declare_rule! {
    /// Go's package x/crypto/pkcs12 will not open the file.
    ///
    /// ## What happened
    /// Many servers written in Go load `.p12` files with `golang.org/x/crypto/pkcs12`. That package is frozen: it
    /// knows a SHA-1 integrity check, RC2-40 and 3DES, DER, two parts, one certificate and one key, and nothing else.
    /// The file has something more, which the finding names. The file is not broken.
    ///
    /// ## Why it matters
    /// Such a server refuses the file with one of the errors below, and none of them says what to do.
    ///
    /// ## How to fix
    /// If no Go server loads the file, leave it. Else write a copy with one identity and old algorithms:
    /// `pushcert export FILE --to p12-legacy --chain drop --out push.p12`; or give the server PEM:
    /// `pushcert export FILE --to pem --out push.pem`. If the server is yours, use `software.sslmate.com/src/go-pkcs12`,
    /// which knows more.
    15 "go-cannot-open" Note since "0.1.0"
    help: "for a server in Go, give it PEM: pushcert export FILE --to pem --out push.pem",
    symptoms: [
        "pkcs12: unknown digest algorithm: 2.16.840.1.101.3.4.2.1",
        "indefinite length found (not DER)",
        "expected exactly two safe bags in the PFX PDU",
        "expected exactly two items in the authenticated safe",
        "unknown attribute with OID 1.3.6.1.4.1.311.17.2",
        "pkcs12: algorithm 1.2.840.113549.1.5.13 is not supported",
    ],
    sources: [
        Observed("sideshow/apns2#222"),
        Observed("golang/go#62375"),
        Observed("Venafi/vcert#272"),
        Observed("RobotsAndPencils/buford#8"),
        Observed("SSLMate/go-pkcs12#51"),
        Observed("golang/go#24325"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let Some(opening) = opens_in_one("go-x-crypto", container) else {
        return;
    };
    if !opening.opens {
        out.report(format!(
            "Go's golang.org/x/crypto/pkcs12 does not open the file: {}",
            opening.why
        ))
        .about("pkcs12")
        .fact("consumer", opening.consumer.name)
        .fact("basis", opening.consumer.basis.as_str());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        ex::protected_p12("hmac-sha256", "pbe-sha1-3des-3key-cbc")
    }
}
