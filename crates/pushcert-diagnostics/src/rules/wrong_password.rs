//! The rule `wrong-password`.

use alloc::format;

use crate::facts::{Item, PasswordState, ProblemKind};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::sentence;

declare_rule! {
    /// The password does not open the file.
    ///
    /// ## What happened
    /// The algorithms of the file are all known here and its structure is sound; the password does not fit.
    /// It was tried in every encoding that is in use (BMPString, UTF-8, Latin-1), and an empty one in both spellings.
    /// So this is the password, and not a lack of this program: unsupported algorithms and damage have findings of
    /// their own.
    ///
    /// ## Why it matters
    /// The private key stays locked. Many programs say "wrong password" for any trouble with a `.p12`; here it means
    /// just that.
    ///
    /// ## How to fix
    /// 1. Check the password. It is the one that was typed when the file was exported, not the password of the Mac
    ///    or of the keychain. Look for a blank or a line break at its end when it was pasted or comes from a file.
    ///    Take care of the case of letters and of the keyboard layout.
    /// 2. If it stays wrong, export again: in Keychain Access, My Certificates, select the certificate with the key
    ///    below it, export it as `.p12`, and choose a new password of plain letters and digits.
    ///
    /// A key inside the file can have a password of its own, as Java keystores may: then the container opens and only
    /// the key stays locked.
    5 "wrong-password" Error since "0.1.0"
    help: "check the password first; if it stays wrong, export the identity again with a new one",
    symptoms: [
        "MAC verification failed during PKCS12 import (wrong password?)",
        "Mac verify error: invalid password?",
        "pkcs12: decryption password incorrect",
        "keystore password was incorrect",
        "password verify error",
        "The specified network password is not correct.",
    ],
    sources: [
        Requirement("S0-09, S0-22, S0-23"),
        Rfc(7292, "4"),
        Observed("openssl/openssl#25467"),
        Observed("PeculiarVentures/PKI.js#404"),
        Observed("fastlane-old/pem#43"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for problem in &input.problems {
        if problem.kind == ProblemKind::WrongPassword {
            report(problem.item, problem.subject.as_deref(), input, out);
        }
    }
    // A caller may give the state of the container alone.
    let is_told = input
        .problems
        .iter()
        .any(|problem| problem.item == Item::Container);
    let state = input.container.as_ref().map(|container| container.password);
    if state == Some(PasswordState::Wrong) && !is_told {
        report(Item::Container, None, input, out);
    }
}

fn report(item: Item, subject: Option<&str>, input: &Input, out: &mut Findings<'_>) {
    let finding = out.report(format!("The password does not open {item}"));
    if let Some(subject) = subject {
        finding.about(subject);
    }
    if item == Item::PrivateKey && input.is_open() && input.container.is_some() {
        finding.message = format!(
            "{} has a password of its own, and the given one does not fit",
            sentence(item.noun())
        );
    }
    if let Some(mac) = input
        .container
        .as_ref()
        .and_then(|container| container.mac.as_ref())
    {
        finding.fact("mac", &mac.algorithm);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::{Item, PasswordState, Problem, ProblemKind};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::locked_p12(PasswordState::Wrong);
        input
            .problems
            .push(Problem::new(Item::Container, ProblemKind::WrongPassword));
        input
    }
}
