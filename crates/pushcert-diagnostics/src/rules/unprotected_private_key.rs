//! The rule `unprotected-private-key`.

use crate::facts::{PasswordState, ProtectionFacts};
use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};

declare_rule! {
    /// The private key lies in the file without any protection.
    ///
    /// ## What happened
    /// No password is needed to read the key. In a PEM file this is usual and a note; a PKCS#12 file without any
    /// encryption is rare, and a warning.
    ///
    /// ## Why it matters
    /// Whoever can read the file can send pushes to every device of the app until the certificate expires or is
    /// revoked. macOS refuses to import such a `.p12`, and some services stall when one takes the place of a protected
    /// file.
    ///
    /// ## How to fix
    /// For a `.p12`, add a password: `pushcert export FILE --to p12-compatible --out new.p12 --new-password-file
    /// secret.txt`. For PEM on a server that cannot take a password, see that only its user can read the file:
    /// `chmod 600 push.pem`.
    109 "unprotected-private-key" Warning since "0.1.0"
    help: "add a password: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["Unable to decode the provided data.", "the screen hangs after the upload of a file without password", "Passphrase given, but the private key … is not encrypted"],
    sources: [
        Requirement("S0-20, S0-27"),
        Observed("codemagic-ci-cd/cli-tools#428"),
        Observed("mac-cain13/notificato#52"),
        Observed("reown-com/push-server#244"),
        Observed("playgameservices/play-games-plugin-for-unity#702"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if let Some(container) = &input.container {
        let is_plain = container.password == PasswordState::NoneNeeded
            || (container.is_open() && !container.protections().any(ProtectionFacts::encrypts));
        if is_plain && input.key_count() > 0 {
            out.report("The private key lies in the file without any protection")
                .about("pkcs12");
        }
        return;
    }
    let in_identity = input
        .identities
        .iter()
        .any(|identity| identity.key.protection.is_none());
    if matches!(input.file.format, Format::PemBundle) && in_identity {
        out.report("The private key lies in the file without any protection")
            .lowered_to(Severity::Note)
            .help("see that only the server's user can read the file: chmod 600 FILE");
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::{BagFacts, PartFacts, PasswordState, ProtectionFacts};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        if let Some(container) = &mut input.container {
            container.password = PasswordState::NoneNeeded;
            container.mac = None;
            let bags = alloc::vec![BagFacts::new("cert"), BagFacts::new("key")];
            container.parts = alloc::vec![PartFacts::new(ProtectionFacts::none(), bags)];
        }
        input
    }
}
