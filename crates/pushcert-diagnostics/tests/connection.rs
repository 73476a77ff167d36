//! What a connection can end with, and what APNs can answer: each is claimed by exactly one rule.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pushcert_diagnostics::{
    Fault, Finding, Input, Report, Severity, Value, diagnose, explain, rules,
};
use pushcert_types::Reason;
use pushcert_types::connection::{
    Alert, AnswerFacts, ConnectionFacts, Failure, FailureKind, Stage, StageFacts, TooLarge,
    TrustSource,
};

#[path = "requirements/support.rs"]
mod support;

use support::{bad, good, one};

/// A healthy credential that APNs accepted.
fn accepted() -> Input {
    good("connection-cut")
}

fn facts(input: &mut Input) -> &mut ConnectionFacts {
    input.connection.as_mut().unwrap()
}

fn failed(stage: Stage, kind: FailureKind) -> Input {
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

fn answered(stage: Stage, answer: AnswerFacts) -> Input {
    let mut input = accepted();
    let facts = facts(&mut input);
    facts.stages.push(StageFacts { stage, millis: 1 });
    facts.answer = Some(answer);
    input
}

/// The findings that the connection made: those with a stage.
fn of_connection(report: &Report) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| evidence(finding, "stage").is_some())
        .collect()
}

fn evidence<'a>(finding: &'a Finding, name: &str) -> Option<&'a Value> {
    let found = finding.evidence.iter().find(|(key, _)| *key == name);
    found.map(|(_, value)| value)
}

fn text<'a>(finding: &'a Finding, name: &str) -> &'a str {
    match evidence(finding, name) {
        Some(Value::Text(text)) => text,
        other => panic!("{name}: {other:?} in {finding:?}"),
    }
}

fn claimed_by(input: &Input) -> Vec<&'static str> {
    let report = diagnose(input);
    let names = of_connection(&report)
        .into_iter()
        .map(|finding| finding.rule.name);
    names.collect()
}

/// Every kind once, alerts apart.
fn kinds() -> Vec<FailureKind> {
    let detail = || String::from("x");
    vec![
        FailureKind::Identity { detail: detail() },
        FailureKind::HostNotFound,
        FailureKind::ResolveFailed { detail: detail() },
        FailureKind::Refused,
        FailureKind::Unreachable,
        FailureKind::TimedOut { limit_millis: 1 },
        FailureKind::Reset,
        FailureKind::Closed,
        FailureKind::Io { detail: detail() },
        FailureKind::NotTls {
            began_with: detail(),
        },
        FailureKind::Alert(Alert::INTERNAL_ERROR),
        FailureKind::TlsIncompatible { detail: detail() },
        FailureKind::TlsViolation { detail: detail() },
        FailureKind::NoHttp2 { alpn: None },
        FailureKind::UnknownRoot,
        FailureKind::ServerExpired,
        FailureKind::ServerNotYetValid,
        FailureKind::WrongServerName,
        FailureKind::ServerCertificateInvalid { detail: detail() },
        FailureKind::GoAway { code: 0 },
        FailureKind::StreamReset { code: 0 },
        FailureKind::Http2Violation { detail: detail() },
        FailureKind::AnswerTooLarge {
            what: TooLarge::Body,
            limit: 1,
        },
    ]
}

/// The enumeration is not exhaustive for this crate, so the variants are read from its source.
#[test]
fn the_list_of_kinds_is_whole() {
    let source =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../pushcert-types/src/connection/failure.rs");
    let source = fs::read_to_string(source).unwrap();
    let start = source.find("pub enum FailureKind {").unwrap();
    let lines = source[start..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "}");
    let variant = |line: &str| {
        let line = line.strip_prefix("    ")?;
        let is_variant = line.starts_with(|c: char| c.is_ascii_uppercase());
        let name = line.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        is_variant.then(|| name.to_owned())
    };
    let declared: BTreeSet<String> = lines.filter_map(variant).collect();
    let name = |kind: FailureKind| {
        let shown = format!("{kind:?}");
        let name = shown.split(|c: char| !c.is_ascii_alphanumeric()).next();
        name.unwrap().to_owned()
    };
    let listed: BTreeSet<String> = kinds().into_iter().map(name).collect();
    assert!(declared.len() > 20, "{declared:?}");
    assert_eq!(declared, listed);
}

#[test]
fn every_failure_is_claimed_by_exactly_one_rule_at_every_stage() {
    for kind in kinds() {
        for stage in Stage::ALL {
            let claims = claimed_by(&failed(*stage, kind.clone()));
            assert_eq!(claims.len(), 1, "{kind:?} at {stage}: {claims:?}");
            let finding = diagnose(&failed(*stage, kind.clone()));
            assert_eq!(
                of_connection(&finding)[0].severity,
                Severity::Error,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn every_alert_is_claimed_by_exactly_one_rule_at_every_stage() {
    for alert in (0..=u8::MAX).map(Alert) {
        for stage in Stage::ALL {
            let claims = claimed_by(&failed(*stage, FailureKind::Alert(alert)));
            let expected = match (alert, stage) {
                (Alert::CERTIFICATE_REVOKED, _) => "revoked",
                (Alert::CERTIFICATE_EXPIRED, _) => "certificate-expired",
                (Alert::NO_APPLICATION_PROTOCOL, _) => "no-http2",
                (_, Stage::ClientCertificate) => "client-certificate-rejected",
                (_, Stage::Topic | Stage::Push) => "connection-cut",
                _ => "tls-failed",
            };
            assert_eq!(claims, [expected], "{alert} at {stage}");
        }
    }
}

#[test]
fn with_tls_1_2_the_client_is_judged_within_the_handshake() {
    let mut input = failed(
        Stage::ClientCertificate,
        FailureKind::Alert(Alert::UNKNOWN_CA),
    );
    facts(&mut input).failure.as_mut().unwrap().stage = Stage::Tls;
    assert_eq!(claimed_by(&input), ["client-certificate-rejected"]);
}

#[test]
fn every_reason_is_claimed_by_exactly_one_rule() {
    for reason in Reason::ALL {
        for in_goaway in [false, true] {
            for stage in [Stage::Topic, Stage::Push] {
                let mut answer = AnswerFacts::new(reason.status()).with_reason(reason.as_str());
                if in_goaway {
                    answer = AnswerFacts::goaway(reason.as_str());
                }
                let claims = claimed_by(&answered(stage, answer));
                let proves = stage == Stage::Topic
                    && matches!(
                        reason,
                        Reason::BadDeviceToken
                            | Reason::DeviceTokenNotForTopic
                            | Reason::Unregistered
                            | Reason::ExpiredToken
                    );
                let expected = usize::from(!proves);
                assert_eq!(claims.len(), expected, "{reason} at {stage}: {claims:?}");
            }
        }
    }
}

#[test]
fn every_status_without_a_reason_is_claimed_by_exactly_one_rule() {
    for status in (100..600).filter(|status| *status != 200) {
        for stage in [Stage::Topic, Stage::Push] {
            for reason in ["", "SomethingNew"] {
                let mut answer = AnswerFacts::new(status);
                if !reason.is_empty() {
                    answer = answer.with_reason(reason);
                }
                let expected = match status {
                    429 => "apns-throttles",
                    500.. => "apns-unavailable",
                    _ => "not-an-apns-answer",
                };
                assert_eq!(claimed_by(&answered(stage, answer)), [expected], "{status}");
            }
        }
    }
    for stage in [Stage::Topic, Stage::Push] {
        assert_eq!(claimed_by(&answered(stage, AnswerFacts::new(200))), [""; 0]);
    }
}

#[test]
fn a_reason_in_goaway_counts_and_the_end_of_the_connection_is_not_told_twice() {
    let mut input = answered(
        Stage::Topic,
        AnswerFacts::goaway("BadCertificateEnvironment"),
    );
    facts(&mut input).failure = Some(Failure {
        stage: Stage::Topic,
        kind: FailureKind::GoAway { code: 0 },
    });
    assert_eq!(claimed_by(&input), ["apns-wrong-environment"]);
    let report = diagnose(&input);
    let finding = one(&report, "apns-wrong-environment");
    assert_eq!(text(finding, "fitting_host"), "api.sandbox.push.apple.com");
    assert_eq!(text(finding, "sent_in"), "GOAWAY");
}

#[test]
fn every_finding_says_where_and_whose_fault() {
    let faults: Vec<&str> = Fault::ALL.iter().map(|fault| fault.as_str()).collect();
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.as_str()).collect();
    let mut seen = BTreeSet::new();
    let of_connections = rules::ALL
        .iter()
        .filter(|rule| (500..600).contains(&rule.code.number()));
    for rule in of_connections {
        let report = diagnose(&(rule.bad)());
        let finding = one(&report, rule.name);
        assert!(faults.contains(&text(finding, "fault")), "{rule:?}");
        assert!(stages.contains(&text(finding, "stage")), "{rule:?}");
        assert_eq!(text(finding, "host"), "api.push.apple.com", "{rule:?}");
        assert!(evidence(finding, "port").is_some(), "{rule:?}");
        seen.insert(text(finding, "fault").to_owned());
    }
    assert!(seen.len() >= 5, "{seen:?}");
}

#[test]
fn causes_in_the_file_come_first() {
    let kind = FailureKind::Alert(Alert::INTERNAL_ERROR);
    let mut input = failed(Stage::ClientCertificate, kind);
    let report = diagnose(&input);
    let finding = one(&report, "client-certificate-rejected");
    assert!(
        finding
            .message
            .contains("has expired by the server's clock, or where")
    );
    input.identities[0].certificate.not_after = Some(support::day("2026-11-01T00:00:00Z"));
    let report = diagnose(&input);
    let finding = one(&report, "client-certificate-rejected");
    assert!(
        finding
            .message
            .ends_with("probably because the certificate expired on 2026-11-01T00:00:00Z"),
        "{}",
        finding.message
    );
    let Some(Value::List(causes)) = evidence(finding, "probable_causes") else {
        panic!("{finding:?}")
    };
    assert!(causes.len() >= 3, "never one cause alone: {causes:?}");
}

#[test]
fn a_close_at_the_client_certificate_names_the_mismatched_key() {
    let report = diagnose(&failed(Stage::ClientCertificate, FailureKind::Closed));
    let finding = one(&report, "connection-cut");
    let Some(Value::List(causes)) = evidence(finding, "probable_causes") else {
        panic!("{finding:?}")
    };
    assert!(causes[0].contains("private key belongs to another certificate"));
}

#[test]
fn the_other_port_is_the_help_when_it_is_open() {
    let report = diagnose(&bad("connection-refused"));
    let finding = one(&report, "connection-refused");
    assert_eq!(finding.help, "port 2197 is open: use it, with --port 2197");
    let report = diagnose(&bad("connection-timed-out"));
    let finding = one(&report, "connection-timed-out");
    assert_eq!(text(finding, "other_port_is"), "closed");
}

#[test]
fn a_credential_that_was_accepted_is_no_error_when_apns_throttles() {
    let answer = || AnswerFacts::new(429).with_reason("TooManyRequests");
    let checked = diagnose(&answered(Stage::Topic, answer()));
    assert_eq!(one(&checked, "apns-throttles").severity, Severity::Warning);
    let pushed = diagnose(&answered(Stage::Push, answer()));
    assert_eq!(one(&pushed, "apns-throttles").severity, Severity::Error);
}

#[test]
fn a_push_without_an_answer_is_not_to_be_sent_again_blindly() {
    let report = diagnose(&bad("push-outcome-unknown"));
    let finding = one(&report, "push-outcome-unknown");
    assert!(finding.help.contains("same apns-id"));
    let mut not_sent = bad("push-outcome-unknown");
    facts(&mut not_sent).request_sent = false;
    assert!(!diagnose(&not_sent).has("push-outcome-unknown"));
}

#[test]
fn s1_28_an_untrusted_server_is_a_matter_of_the_trust_store_and_not_of_the_certificate() {
    for refused in [
        TrustSource::Platform,
        TrustSource::Bundled,
        TrustSource::Given,
    ] {
        let mut input = failed(Stage::ServerChain, FailureKind::UnknownRoot);
        let chain = facts(&mut input).server_chain.as_mut().unwrap();
        chain.trusted_by = Vec::new();
        chain.refused_by = vec![refused];
        let report = diagnose(&input);
        let finding = one(&report, "server-not-trusted");
        assert_eq!(finding.rule.code.number(), 506);
        assert_eq!(text(finding, "stage"), "server-chain");
        assert_ne!(text(finding, "fault"), "credential", "{refused}");
        let about_ours = report
            .findings
            .iter()
            .find(|f| f.severity == Severity::Error);
        assert_eq!(about_ours.unwrap().rule.name, "server-not-trusted");
        assert!(
            finding
                .rule
                .help
                .contains("the push certificate is not at fault")
        );
    }
}

#[test]
fn s1_28_the_root_that_the_store_lacks_is_named() {
    let mut input = failed(Stage::ServerChain, FailureKind::UnknownRoot);
    let chain = facts(&mut input).server_chain.as_mut().unwrap();
    chain.root = None;
    chain.trusted_by = vec![TrustSource::Bundled];
    chain.refused_by = vec![TrustSource::Platform];
    let report = diagnose(&input);
    let finding = one(&report, "server-not-trusted");
    assert!(
        finding
            .message
            .contains("USERTrust RSA Certification Authority"),
        "{}",
        finding.message
    );
    assert_eq!(text(finding, "fault"), "this-machine");
}

#[test]
fn s1_28_trusted_by_our_roots_alone_is_a_warning_about_the_trust_store() {
    let report = diagnose(&bad("platform-store-lacks-root"));
    let finding = one(&report, "platform-store-lacks-root");
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(text(finding, "fault"), "this-machine");
}

#[test]
fn s1_32_the_alert_certificate_revoked_has_the_code_of_a_crl() {
    let kind = FailureKind::Alert(Alert::CERTIFICATE_REVOKED);
    let by_alert = diagnose(&failed(Stage::ClientCertificate, kind.clone()));
    let finding = one(&by_alert, "revoked");
    let by_list = diagnose(&bad("revoked"));
    assert_eq!(finding.rule.code, one(&by_list, "revoked").rule.code);
    assert_eq!(finding.rule.code.to_string(), "APNS304");
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(text(finding, "alert"), "certificate_revoked");
    assert_eq!(finding.subject.as_deref(), Some("identities/0"));
    assert!(finding.help.starts_with("close all connections"));
    // A CRL and the alert say the same thing: one finding, with both proofs.
    let mut both = bad("revoked");
    both.connection = failed(Stage::ClientCertificate, kind).connection;
    let both = diagnose(&both);
    let finding = one(&both, "revoked");
    assert_eq!(text(finding, "alert"), "certificate_revoked");
    assert_eq!(text(finding, "evidence"), "crl");
}

#[test]
fn an_expiry_that_only_the_server_sees_means_that_a_clock_is_wrong() {
    let kind = FailureKind::Alert(Alert::CERTIFICATE_EXPIRED);
    let input = failed(Stage::ClientCertificate, kind.clone());
    let report = diagnose(&input);
    let finding = one(&report, "certificate-expired");
    assert!(finding.message.contains("not by the clock of this machine"));
    let mut expired = bad("certificate-expired");
    expired.connection = failed(Stage::ClientCertificate, kind).connection;
    let report = diagnose(&expired);
    let finding = one(&report, "certificate-expired");
    assert_eq!(finding.message, "The certificate expired 20 days ago");
    assert_eq!(text(finding, "alert"), "certificate_expired");
}

#[test]
fn what_people_paste_is_found() {
    for (line, rule) in [
        (
            "Error: getaddrinfo ENOTFOUND api.push.apple.com api.push.apple.com:443",
            "host-not-found",
        ),
        (
            "dial tcp 17.188.143.34:2197: connect: connection refused",
            "connection-refused",
        ),
        (
            "{\"reason\":\"BadCertificateEnvironment\"}",
            "apns-wrong-environment",
        ),
        (
            "ssl.SSLError: [SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:2580)",
            "client-certificate-rejected",
        ),
        (
            "invalid peer certificate: UnknownIssuer",
            "server-not-trusted",
        ),
        (
            "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_revoked",
            "revoked",
        ),
    ] {
        let found = pushcert_diagnostics::search(line);
        assert!(
            found.iter().any(|one| one.name == rule),
            "{line}: {found:?}"
        );
    }
    assert!(explain("APNS506").is_some());
}
