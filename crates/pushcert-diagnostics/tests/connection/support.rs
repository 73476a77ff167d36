//! Connections for the tests of the rules.

#![allow(dead_code, reason = "each test program uses a part of it")]

use pushcert_diagnostics::{Finding, Input, Report, Value, diagnose, explain};
use pushcert_types::connection::{
    AnswerFacts, ConnectionFacts, Failure, FailureKind, Stage, StageFacts,
};

/// A healthy credential that APNs accepted.
pub(crate) fn accepted() -> Input {
    (explain("connection-cut").unwrap().good)()
}

pub(crate) fn facts(input: &mut Input) -> &mut ConnectionFacts {
    input.connection.as_mut().unwrap()
}

pub(crate) fn failed(stage: Stage, kind: FailureKind) -> Input {
    let mut input = accepted();
    let facts = facts(&mut input);
    facts.answer = None;
    facts.request_sent = false;
    facts.stages.retain(|one| one.stage < stage);
    facts.stages.push(StageFacts { stage, millis: 1 });
    if stage < Stage::ClientCertificate {
        facts.client_certificate = None;
    }
    facts.failure = Some(Failure { stage, kind });
    input
}

pub(crate) fn answered(stage: Stage, answer: AnswerFacts) -> Input {
    let mut input = accepted();
    let facts = facts(&mut input);
    facts.stages.push(StageFacts { stage, millis: 1 });
    facts.answer = Some(answer);
    input
}

/// The findings that the connection made: those with a stage.
pub(crate) fn of_connection(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| evidence(finding, "stage").is_some())
        .collect()
}

pub(crate) fn evidence<'a>(finding: &'a Finding, name: &str) -> Option<&'a Value> {
    let found = finding.evidence.iter().find(|(key, _)| *key == name);
    found.map(|(_, value)| value)
}

pub(crate) fn text<'a>(finding: &'a Finding, name: &str) -> &'a str {
    match evidence(finding, name) {
        Some(Value::Text(text)) => text,
        other => panic!("{name}: {other:?} in {finding:?}"),
    }
}

pub(crate) fn claimed_by(input: &Input) -> Vec<&'static str> {
    let report = diagnose(input);
    let names = of_connection(&report)
        .into_iter()
        .map(|finding| finding.rule.name);
    names.collect()
}
