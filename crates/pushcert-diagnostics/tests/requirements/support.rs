//! What the tests of the statements share.

#![allow(dead_code, reason = "each test program uses a part of it")]

use pushcert_diagnostics::{
    CertificateFacts, Finding, Input, Place, Report, UnixTime, Value, diagnose, explain,
};

pub(crate) fn bad(rule: &str) -> Input {
    (explain(rule).unwrap().bad)()
}

pub(crate) fn good(rule: &str) -> Input {
    (explain(rule).unwrap().good)()
}

/// A healthy PEM bundle, and a healthy PKCS#12 file.
pub(crate) fn pem() -> Input {
    good("certificate-expired")
}

pub(crate) fn p12() -> Input {
    good("unknown-format")
}

pub(crate) fn one<'a>(report: &'a Report, rule: &'a str) -> &'a Finding {
    let found: Vec<_> = report.of(rule).collect();
    assert_eq!(found.len(), 1, "{rule}: {report:#?}");
    found[0]
}

pub(crate) fn fact<'a>(finding: &'a Finding, name: &str) -> &'a Value {
    let found = finding.evidence.iter().find(|(key, _)| *key == name);
    &found
        .unwrap_or_else(|| panic!("no {name} in {finding:?}"))
        .1
}

pub(crate) fn certificate(input: &mut Input) -> &mut CertificateFacts {
    &mut input.identities[0].certificate
}

pub(crate) fn day(text: &str) -> UnixTime {
    UnixTime::parse(text).unwrap()
}

/// The names of the rules that fire, in order.
pub(crate) fn fired(input: &Input) -> Vec<&'static str> {
    let findings = diagnose(input).findings;
    findings.iter().map(|finding| finding.rule.name).collect()
}

/// The explanation of a rule on one line, as a person reads it.
pub(crate) fn page(rule: &str) -> String {
    let words = explain(rule).unwrap().explanation.split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// The input of a rule's good example, taken for something else.
pub(crate) fn taken_for(rule: &str, place: Place) -> Input {
    let mut input = good(rule);
    input.wanted.place = place;
    input
}

pub(crate) fn message(input: &Input, rule: &str) -> String {
    one(&diagnose(input), rule).message.clone()
}
