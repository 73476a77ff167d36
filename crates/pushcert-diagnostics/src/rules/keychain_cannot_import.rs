//! The rule `keychain-cannot-import`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::opens_in::opens_in_one;
use crate::rule::declare_rule;

declare_rule! {
    /// Keychain Access on a Mac will not import the file.
    ///
    /// ## What happened
    /// Apple's reader knows fewer algorithms than others. Most often the file was written by OpenSSL 3, with AES and
    /// a SHA-256 integrity check: macOS 12 and 13 refuse that, and macOS 26 takes it only when told the format. An
    /// empty password, or no protection at all, is refused as well. The finding names the reason.
    ///
    /// ## Why it matters
    /// macOS does not name the reason. It says that the password is wrong, although it is right, and people
    /// search for a typing mistake that is not there. Servers on Linux are not concerned.
    ///
    /// ## How to fix
    /// If nobody imports the file on a Mac, leave it. Else write it in the form that every macOS takes:
    /// `pushcert export FILE --to p12-compatible --out new.p12`. On a recent macOS `security import FILE -f pkcs12`
    /// may do. With OpenSSL 3 as a stopgap: `openssl pkcs12 -export -legacy`.
    14 "keychain-cannot-import" Warning since "0.1.0"
    help: "for use on a Mac, write the file again: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: [
        "MAC verification failed during PKCS12 import (wrong password?)",
        "SecKeychainItemImport: MAC verification failed during PKCS12 import",
        "Unable to decode the provided data.",
        "errSecPkcs12VerifyFailure (-25264)",
        "-25293",
    ],
    sources: [
        Requirement("S0-21"),
        Observed("kornelski/rust-security-framework#216"),
        Observed("tauri-apps/tauri#15844"),
        Observed("kube-rs/kube#691"),
        Observed("pyca/cryptography#7293"),
        Observed("openssl/openssl#19871"),
        Observed("openssl/openssl#19495"),
        Observed("codemagic-ci-cd/cli-tools#428"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let Some(opening) = opens_in_one("macos-keychain", container) else {
        return;
    };
    if !opening.opens {
        out.report(format!(
            "Keychain Access will not import the file: {}",
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

    /// What OpenSSL 3 writes by default.
    pub(super) fn bad() -> Input {
        ex::protected_p12("hmac-sha256", "pbes2-aes-256-cbc")
    }
}
