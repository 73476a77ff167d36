//! The rule `unsupported-algorithm`.

use alloc::format;

use crate::facts::{Item, ProblemKind};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;

declare_rule! {
    /// Something in the file uses an algorithm that this program does not have.
    ///
    /// ## What happened
    /// The file is sound as far as it can be read, but a part of it is encrypted or protected by an algorithm, or in
    /// a variant of the format, that is not implemented here. It is named in the finding. The password was not found
    /// wrong: it could not be tried.
    ///
    /// ## Why it matters
    /// What is behind it cannot be judged. If this program does not know the algorithm, few servers will.
    ///
    /// ## How to fix
    /// Open the file with the program that wrote it and export it again with common algorithms. With OpenSSL:
    /// `openssl pkcs12 -in FILE -legacy -out push.pem`, then check `push.pem`. `pushcert show FILE` lists the
    /// algorithms of every part.
    6 "unsupported-algorithm" Error since "0.1.0"
    help: "export the file again with common algorithms: AES-256 or 3DES",
    symptoms: [
        "no such algorithm: 1.2.840.113549.1.5.14",
        "pkcs12: unknown digest algorithm",
        "RC2-40-CBC … unsupported",
        "PKCS12_parse: unsupported",
    ],
    sources: [
        Requirement("S0-23"),
        Rfc(8018, "A"),
        Observed("bcgit/bc-java#2076"),
        Observed("SSLMate/go-pkcs12#77"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for problem in &input.problems {
        let ProblemKind::Unsupported { algorithm } = &problem.kind else {
            continue;
        };
        let message = format!(
            "There is no support for what {} uses: {}",
            problem.item,
            shown(algorithm)
        );
        let finding = out.report(message).fact("algorithm", algorithm);
        if let Some(subject) = &problem.subject {
            finding.about(subject);
        }
        if !input.identities.is_empty() && !matches!(problem.item, Item::File | Item::Container) {
            finding.lowered_to(Severity::Warning);
        }
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
        let mut input = ex::locked_p12(PasswordState::Given);
        let kind = ProblemKind::Unsupported {
            algorithm: "1.2.410.200046.1.1.11".into(),
        };
        input.problems.push(Problem::new(Item::Container, kind));
        input
    }
}
