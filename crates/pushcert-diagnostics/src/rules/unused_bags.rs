//! The rule `unused-bags`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::listed_shown;

declare_rule! {
    /// The container holds entries that have no use for push.
    ///
    /// ## What happened
    /// Beside keys and certificates the file has other entries: a list of revoked certificates, a secret, or a kind
    /// that nobody knows. They were passed over.
    ///
    /// ## Why it matters
    /// Push does not need them. A strict reader may refuse the file because of them, and a secret that somebody put
    /// there is passed on to everybody who gets the file.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes key and certificates only.
    20 "unused-bags" Note since "0.1.0"
    help: "write key and certificates only: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["pkcs12: expected only cert bags", "unknown bag type"],
    sources: [Rfc(7292, "4.2"), Measured("older files of Apple's exporter hold CRL bags")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let mut kinds: Vec<_> = Vec::new();
    for bag in container.bags() {
        let unused = matches!(bag.kind.as_str(), "crl" | "secret" | "unknown");
        if unused && !kinds.contains(&bag.kind) {
            kinds.push(bag.kind.clone());
        }
    }
    if !kinds.is_empty() {
        let message = format!(
            "The container holds entries that have no use for push: {}",
            listed_shown(&kinds)
        );
        out.report(message).about("pkcs12").fact("bags", kinds);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::BagFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        if let Some(part) = input
            .container
            .iter_mut()
            .flat_map(|container| &mut container.parts)
            .next()
        {
            part.bags.push(BagFacts::new("crl"));
        }
        input
    }
}
