//! The rule `password-required`.

use alloc::format;

use crate::facts::{Item, PasswordState, ProblemKind};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::sentence;

declare_rule! {
    /// The file is protected by a password, and none was given.
    ///
    /// ## What happened
    /// The content is encrypted. No password was given, and an empty password, tried in both spellings that are in
    /// use, does not open it either. This is not a wrong password: none was tried.
    ///
    /// ## Why it matters
    /// Without the password the private key stays locked, and nobody can connect with it: neither this program nor
    /// your server. Nothing can be said about certificate, topics and expiry before it is open.
    ///
    /// ## How to fix
    /// Run the command again with the password that was chosen when the file was exported: `pushcert check FILE
    /// --password-file secret.txt`, or `--password-env NAME`, or `--password-stdin`; on a terminal you are asked for
    /// it. If the server that uses the file cannot take a password, write a copy without one:
    /// `pushcert export FILE --to pem --out push.pem --no-password`. If nobody knows the password, it cannot be found
    /// out: export the identity again from the keychain, or create a new certificate.
    4 "password-required" Error since "0.1.0"
    help: "give the password that was chosen at the export, for example with --password-file FILE",
    symptoms: [
        "MAC verification failed during PKCS12 import (wrong password?)",
        "Mac verify error: invalid password?",
        "pkcs12: decryption password incorrect",
    ],
    sources: [
        Requirement("S0-08"),
        Observed("micromdm/nanomdm#106"),
        Observed("vapor/apns#8"),
        Observed("timehop/apns#66"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for problem in &input.problems {
        if problem.kind == ProblemKind::PasswordRequired {
            report(problem.item, problem.subject.as_deref(), input, out);
        }
    }
    // A caller may give the state of the container alone.
    let is_told = input
        .problems
        .iter()
        .any(|problem| problem.item == Item::Container);
    let state = input.container.as_ref().map(|container| container.password);
    if state == Some(PasswordState::Required) && !is_told {
        report(Item::Container, None, input, out);
    }
}

fn report(item: Item, subject: Option<&str>, input: &Input, out: &mut Findings<'_>) {
    let message = format!(
        "{} is protected by a password, and none was given",
        sentence(item.noun())
    );
    let finding = out.report(message);
    if let Some(subject) = subject {
        finding.about(subject);
    }
    if let Some(container) = &input.container {
        let protection = container
            .protections()
            .find(|protection| protection.encrypts());
        finding.fact_if("protection", protection.map(|protection| &protection.name));
        finding.fact_if("mac", container.mac.as_ref().map(|mac| &mac.algorithm));
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
        let mut input = ex::locked_p12(PasswordState::Required);
        input
            .problems
            .push(Problem::new(Item::Container, ProblemKind::PasswordRequired));
        input
    }
}
