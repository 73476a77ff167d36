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

use pushcert_diagnostics::{Severity, diagnose};
use pushcert_types::Reason;
use pushcert_types::connection::{Alert, AnswerFacts, Failure, FailureKind, Stage, TooLarge};

#[path = "connection/support.rs"]
mod connection;

use connection::{answered, claimed_by, facts, failed, of_connection, text};

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
                let mut claims = claimed_by(&answered(stage, answer));
                // A reason in a GOAWAY is about the connection: what became of the push is told besides.
                let all = claims.len();
                claims.retain(|name| *name != "push-outcome-unknown");
                let is_open = in_goaway && stage == Stage::Push;
                assert_eq!(all - claims.len(), usize::from(is_open), "{reason}");
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
    let finding = of_connection(&report)[0];
    assert_eq!(text(finding, "fitting_host"), "api.sandbox.push.apple.com");
    assert_eq!(text(finding, "sent_in"), "GOAWAY");
}

/// A body that was cut off, or is too large, leaves a status alone.
#[test]
fn an_answer_that_was_cut_off_is_claimed_once() {
    let cut = |status: u16, kind: FailureKind| {
        let stage = Stage::Push;
        let mut input = answered(stage, AnswerFacts::new(status));
        facts(&mut input).request_sent = true;
        facts(&mut input).failure = Some(Failure { stage, kind });
        claimed_by(&input)
    };
    let too_large = || FailureKind::AnswerTooLarge {
        what: TooLarge::Body,
        limit: 65_536,
    };
    assert_eq!(cut(400, FailureKind::Reset), ["connection-cut"]);
    assert_eq!(cut(400, too_large()), ["not-an-apns-answer"]);
    assert_eq!(cut(503, FailureKind::Closed), ["apns-unavailable"]);
    assert_eq!(cut(429, too_large()), ["apns-throttles"]);
    assert_eq!(cut(200, FailureKind::Reset), [""; 0]);
    assert_eq!(cut(200, too_large()), ["not-an-apns-answer"]);
}
