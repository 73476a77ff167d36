//! What the rules of a connection say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use pushcert_diagnostics::{Fault, Severity, Value, diagnose, explain, rules};
use pushcert_types::connection::{Alert, AnswerFacts, FailureKind, Stage, TrustSource};

#[path = "connection/support.rs"]
mod connection;
#[path = "requirements/support.rs"]
mod support;

use connection::{answered, evidence, facts, failed, text};
use support::{bad, one};

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

#[test]
fn s1_28_an_old_trust_store_alone_is_no_proof_of_inspection() {
    let mut input = failed(Stage::ServerChain, FailureKind::UnknownRoot);
    let chain = facts(&mut input).server_chain.as_mut().unwrap();
    chain.trusted_by = Vec::new();
    chain.refused_by = vec![TrustSource::Platform];
    let report = diagnose(&input);
    let finding = one(&report, "server-not-trusted");
    assert_eq!(text(finding, "fault"), "this-machine");
    assert!(finding.message.contains("APNs needs USERTrust RSA"));
}

/// With TLS 1.3 SETTINGS may come before the server has looked at the certificate.
#[test]
fn a_cut_before_the_answer_names_what_the_file_proves() {
    let mut input = failed(Stage::Topic, FailureKind::Closed);
    let report = diagnose(&input);
    assert_eq!(text(one(&report, "connection-cut"), "fault"), "apple");
    input.identities[0].certificate.not_after = Some(support::day("2026-11-01T00:00:00Z"));
    let report = diagnose(&input);
    assert_eq!(text(one(&report, "connection-cut"), "fault"), "credential");
}
