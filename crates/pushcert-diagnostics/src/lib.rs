//! The rules that judge a push credential: facts in, findings out.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod convert;
#[cfg(feature = "examples")]
mod example;
mod facts;
mod findings;
mod format;
mod input;
mod opens_in;
mod rule;
pub mod rules;
mod select;
mod value;
mod wording;

use alloc::vec::Vec;

pub use facts::{
    BagFacts, BagRemark, CertificateDefect, CertificateFacts, ChainStatus, ContainerEncoding,
    ContainerFacts, EmptyEncoding, IdentityFacts, Item, KeyDefect, KeyFacts, LocalKeyId, MacFacts,
    PartFacts, PasswordState, Problem, ProblemKind, ProtectionFacts, PublicKeyFacts, RequestFacts,
    TextFacts, TextRemark, TopicFacts,
};
pub use findings::{Finding, Report, Verdict};
pub use format::Format;
pub use input::{FileFacts, Input, Wanted};
pub use opens_in::{Basis, CONSUMERS, Consumer, Limit, Opening, Property, opens_in, opens_in_one};
pub use rule::{Code, Rule, Severity, Source, Stage};
pub use value::{Shown, Value, shown};

/// Runs every rule over the facts of one file.
///
/// Never fails and never panics, whatever the input. The findings come in the order of the codes; the same input
/// gives the same report.
#[must_use]
pub fn diagnose(input: &Input) -> Report {
    let mut findings = Vec::new();
    for rule in rules::ALL {
        (rule.check)(input, &mut findings::Findings::new(rule, &mut findings));
    }
    let verdict = Verdict::over(input, &findings);
    Report { findings, verdict }
}

/// The rule with this code or name: `APNS201`, `apns201`, `201` or `certificate-expired`.
///
/// ```
/// use pushcert_diagnostics::explain;
///
/// assert_eq!(explain("apns201"), explain("certificate-expired"));
/// assert!(explain("APNS000").is_none());
/// ```
#[must_use]
pub fn explain(code_or_name: &str) -> Option<&'static Rule> {
    let wanted = code_or_name.trim();
    let number = match wanted.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("APNS") => wanted.get(4..).unwrap_or_default(),
        _ => wanted,
    };
    let number = number.parse::<u16>().ok();
    let found = |rule: &&&Rule| {
        rule.name.eq_ignore_ascii_case(wanted) || number == Some(rule.code.number())
    };
    rules::ALL.iter().find(found).copied()
}
