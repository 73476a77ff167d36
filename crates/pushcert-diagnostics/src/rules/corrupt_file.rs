//! The rule `corrupt-file`.

use alloc::format;

use crate::facts::{Item, ProblemKind};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;
use crate::wording::sentence;

declare_rule! {
    /// The structure of the file, or of a part of it, is broken.
    ///
    /// ## What happened
    /// The kind of the content is clear, but its bytes do not follow the rules of the format: something is cut off,
    /// too long, or of the wrong type. The finding says what and, where it can, at which byte.
    ///
    /// ## Why it matters
    /// Programs refuse the file, or read a part of it and fail later. Where only one item is broken and the
    /// credential itself is whole, it is a warning: some readers still refuse the whole file for it.
    ///
    /// ## How to fix
    /// Compare the size and a checksum with the original, and copy it again in binary mode. Mail programs, FTP in text
    /// mode and clipboards are the usual culprits; version control may have changed line ends. If the original has
    /// the same damage, export the identity again. If only one item is broken,
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes a clean file without it.
    7 "corrupt-file" Error since "0.1.0"
    help: "copy the original again in binary mode, or export the identity again",
    symptoms: [
        "asn1 encoding routines: header too long",
        "asn1: syntax error: data truncated",
        "Unable to decode the provided data.",
        "toDerInputStream rejects tag type",
        "Tag(0x05: NULL)",
    ],
    sources: [Rfc(7292, "4"), Observed("ancwrd1/p12-keystore#2"), Observed("NIFCLOUD-mbaas/UserCommunity#377")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for problem in &input.problems {
        let ProblemKind::Corrupt { what } = &problem.kind else {
            continue;
        };
        let message = format!(
            "{} is damaged: {}",
            sentence(problem.item.noun()),
            shown(what)
        );
        let finding = out.report(message).fact_if("offset", problem.offset);
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
    use crate::facts::{Item, Problem, ProblemKind};
    use crate::format::Format;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::file("push.p12", Format::Pkcs12);
        let kind = ProblemKind::Corrupt {
            what: "the data ends 212 bytes early".into(),
        };
        input
            .problems
            .push(Problem::new(Item::Container, kind).with_offset(Some(2960)));
        input
    }
}
