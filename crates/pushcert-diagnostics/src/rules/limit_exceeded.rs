//! The rule `limit-exceeded`.

use alloc::format;

use crate::facts::{Item, ProblemKind};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;

declare_rule! {
    /// The file asks for more work or memory than is allowed.
    ///
    /// ## What happened
    /// Before the work was begun, it was compared with a limit: size, depth, number of items, or rounds of a key
    /// derivation. The file asks for more. The finding names the limit, what was asked and what is allowed.
    ///
    /// ## Why it matters
    /// A file of a hundred bytes can ask for hours of computing before the password is even known to be wrong. The
    /// limits let every file through that a real program has written. A file above them is either broken or made to
    /// keep your machine busy.
    ///
    /// ## How to fix
    /// Ask where the file comes from. If you trust it, raise this one limit for one run with
    /// `pushcert check FILE --limit NAME=VALUE`, with the name and the value of the finding. Then write it anew with
    /// usual settings: `pushcert export FILE --to p12-compatible --out new.p12`.
    8 "limit-exceeded" Error since "0.1.0"
    help: "if you trust the file, raise the limit with --limit NAME=VALUE",
    symptoms: ["iteration count too large", "pkcs12: iteration count too high"],
    sources: [Rfc(8018, "4.2"), Observed("golang/go#79798"), Observed("SSLMate/go-pkcs12#80")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for problem in &input.problems {
        let ProblemKind::LimitExceeded {
            limit,
            asked,
            allowed,
        } = &problem.kind
        else {
            continue;
        };
        let name = shown(limit);
        let message = format!(
            "Reading {} takes {name} {asked}, and {allowed} are allowed",
            problem.item
        );
        let finding = out.report(message);
        finding
            .fact("limit", limit)
            .fact("asked", *asked)
            .fact("allowed", *allowed);
        finding.help(format!(
            "if you trust the file, allow it with --limit {name}={asked}"
        ));
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
        let kind = ProblemKind::LimitExceeded {
            limit: "max-iterations".into(),
            asked: 2_147_483_647,
            allowed: 5_000_000,
        };
        input.problems.push(Problem::new(Item::Container, kind));
        input
    }
}
