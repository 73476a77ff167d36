//! The rule `empty-password`.

use alloc::format;

use crate::facts::{EmptyEncoding, PasswordState};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The file is protected with an empty password.
    ///
    /// ## What happened
    /// The file is encrypted, but with a password of no characters. The standard leaves two ways to turn an empty
    /// password into bytes: two zero bytes, or none. The finding says which one the writer took: `bmp-terminator` or
    /// `zero-bytes`.
    ///
    /// ## Why it matters
    /// An empty password protects nothing. And each program reads only one of the two forms, so a file that opens on
    /// one machine is "wrong password" on the next. macOS 15.1 refuses even its own export by one of its two ways
    /// of import.
    ///
    /// ## How to fix
    /// Write the file again with a real password: `pushcert export FILE --to p12-compatible --out new.p12
    /// --new-password-file secret.txt`. If the server cannot take a password, give it PEM without one:
    /// `pushcert export FILE --to pem --out push.pem --no-password`. With `fastlane pem`, set `p12_password`.
    10 "empty-password" Warning since "0.1.0"
    help: "write the file again with a password: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: [
        "MAC verification failed during PKCS12 import (wrong password?)",
        "OSStatus -25264",
        "errSecPkcs12VerifyFailure (-25264)",
        "-25260",
        "-25293",
        "Passphrase given, but the private key … is not encrypted",
    ],
    sources: [
        Requirement("S0-07, S0-20, S0-27"),
        Rfc(7292, "B.1"),
        Observed("zeroc-ice/ice#6529"),
        Observed("codemagic-ci-cd/cli-tools#436"),
        Observed("fastlane-old/pem#43"),
        Observed("rust-native-tls/rust-native-tls#19"),
        Observed("mac-cain13/notificato#52"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let PasswordState::Empty(encoding) = container.password else {
        return;
    };
    let spelled = match encoding {
        EmptyEncoding::BmpTerminator => "two zero bytes",
        EmptyEncoding::ZeroBytes => "no bytes",
    };
    out.report(format!(
        "The file is protected with an empty password, spelled as {spelled}"
    ))
    .about("pkcs12")
    .fact("empty_encoding", encoding.as_str());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::{EmptyEncoding, PasswordState};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        if let Some(container) = &mut input.container {
            container.password = PasswordState::Empty(EmptyEncoding::ZeroBytes);
        }
        input
    }
}
