//! The rule `openssl3-cannot-open`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::opens_in::opens_in_one;
use crate::rule::declare_rule;

declare_rule! {
    /// OpenSSL 3, as it is installed, refuses the file.
    ///
    /// ## What happened
    /// OpenSSL 3 moved old ciphers, RC2-40 first, into a "legacy provider" that is not loaded by default. Keychain
    /// Access and many exporters still write RC2-40. The password is right and the file is sound.
    ///
    /// ## Why it matters
    /// Everything that builds on OpenSSL 3 fails with "unsupported" when it loads the file: Node.js, PHP, Ruby,
    /// Python, nginx, and most Linux distributions since 2022. Of 102 real push files, OpenSSL 3 opened four.
    ///
    /// ## How to fix
    /// Write it again in a form that opens everywhere, macOS included:
    /// `pushcert export FILE --to p12-compatible --out new.p12`. As a stopgap let OpenSSL use its old ciphers:
    /// `openssl pkcs12 -legacy -in FILE -out push.pem`.
    13 "openssl3-cannot-open" Warning since "0.1.0"
    help: "write the file again: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: [
        "RC2-40-CBC … unsupported",
        "PKCS12_parse: unsupported",
        "error:0308010C:digital envelope routines::unsupported",
        "inner_evp_generic_fetch:unsupported:Algorithm (RC2-40-CBC : 0)",
    ],
    sources: [
        Requirement("S0-20, S0-23"),
        Observed("openssl/openssl#19167"),
        Observed("mattermost/mattermost-developer-documentation#1281"),
        Observed("ostinelli/apnotic#122"),
        Observed("monal-im/fpush#18"),
        Observed("codedge-llc/pigeon#244"),
        Observed("pixix4/wallet-pass#1"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let Some(opening) = opens_in_one("openssl-3", container) else {
        return;
    };
    if !opening.opens {
        out.report(format!(
            "OpenSSL 3 as installed does not open the file: {}",
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
        ex::protected_p12("hmac-sha1", "pbe-sha1-rc2-40-cbc")
    }
}
