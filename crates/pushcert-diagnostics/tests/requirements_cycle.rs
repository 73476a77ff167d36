//! The statements about the yearly cycle: advice, renewal, trust and revocation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    Input, RevocationFacts, RevocationStatus, RootState, Severity, Value, Verdict, diagnose,
    explain,
};
use pushcert_types::{CertificateKind, Environment};

#[path = "requirements/support.rs"]
mod support;

use support::{bad, certificate, day, fact, fired, good, message, one, page, pem};

#[test]
fn s1_04_each_bundle_id_without_certificate_is_named() {
    let mut input = pem();
    input.wanted.topics = ["app", "two", "three"]
        .map(|app| format!("com.example.{app}"))
        .into();
    assert_eq!(
        message(&input, "topic-not-covered"),
        "The certificate does not cover com.example.two and com.example.three"
    );
}

#[test]
fn s1_06_several_apps_bring_the_advice_of_a_token_key() {
    let mut input = pem();
    input.wanted.topics = ["app", "app.voip", "two", "three.complication"]
        .map(|app| format!("com.example.{app}"))
        .into();
    let report = diagnose(&input);
    let finding = one(&report, "several-apps");
    assert!(
        finding.message.contains("3 certificates and 3 connections"),
        "{}",
        finding.message
    );
    assert!(finding.help.contains("token authentication"));
    assert_eq!(finding.severity, Severity::Note);
    assert!(page("several-apps").contains("Token authentication is simpler for several apps"));
    input.wanted.topics.truncate(2);
    assert!(!diagnose(&input).has("several-apps"));
}

#[test]
fn s1_07_the_type_of_the_portal_is_named_where_a_certificate_is_to_be_created() {
    for rule in [
        "certificate-expired",
        "certificate-expiring",
        "not-a-push-certificate",
        "no-topic",
        "key-mismatch",
        "revoked",
        "environment-mismatch",
        "weak-signature",
        "several-apps",
        "not-the-requested-topic",
        "not-the-requested-kind",
        "renewal-changes-topic",
        "renewal-changes-kind",
        "renewal-changes-environment",
    ] {
        let page = page(rule);
        assert!(
            page.contains("Apple Push Notification service SSL (Sandbox & Production)"),
            "{rule}"
        );
    }
}

#[test]
fn s1_12_the_certificate_must_be_tied_to_a_specific_app() {
    let rule = explain("no-topic").unwrap();
    assert!(rule.help.contains("must be tied to a specific app"));
    assert!(page("no-topic").contains("must be tied to a specific app"));
}

#[test]
fn s1_26_a_renewal_that_leaves_a_gap_or_wins_nothing_is_told() {
    assert_eq!(
        message(&bad("renewal-gap"), "renewal-gap"),
        "The new certificate begins 9 days after the old one ended"
    );
    let same = diagnose(&bad("renewal-not-newer"));
    assert_eq!(one(&same, "renewal-not-newer").severity, Severity::Error);
    let mut exchanged = good("renewal-not-newer");
    let renewed = exchanged.certificates.remove(0);
    let old = exchanged.previous.as_mut().unwrap();
    exchanged
        .certificates
        .push(core::mem::replace(&mut old.certificate, renewed));
    let report = diagnose(&exchanged);
    let finding = one(&report, "renewal-not-newer");
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.contains("may be exchanged"));
    // The yearly case is clean.
    assert_eq!(diagnose(&good("renewal-changes-topic")).findings, []);
}

#[test]
fn s1_29_a_store_without_the_root_of_apns_is_told() {
    assert_eq!(diagnose(&good("apns-root-missing")).findings, []);
    let report = diagnose(&bad("apns-root-missing"));
    assert_eq!(report.verdict, Verdict::Fail);
    assert!(
        one(&report, "apns-root-missing")
            .message
            .contains("USERTrust RSA")
    );
    // AAA is asked for by Apple's page, and no server chains to it today.
    let mut input = good("apns-root-missing");
    input.trust_store.as_mut().unwrap().roots[0].state = RootState::Absent;
    let report = diagnose(&input);
    assert_eq!(report.verdict, Verdict::Warn);
    assert!(
        one(&report, "apns-root-missing")
            .message
            .contains("Apple's page asks for it")
    );
    let not_after = Some(day("2026-01-01T00:00:00Z"));
    let mut input = good("apns-root-missing");
    input.trust_store.as_mut().unwrap().roots[1].state = RootState::OutOfDate { not_after };
    assert_eq!(diagnose(&input).verdict, Verdict::Fail);
}

#[test]
fn s1_31_a_revoked_certificate_is_told_with_day_and_reason() {
    let report = diagnose(&bad("revoked"));
    let finding = one(&report, "revoked");
    assert_eq!(
        finding.message,
        "The certificate was revoked on 2026-11-03T10:15:00Z (keyCompromise)"
    );
    assert_eq!(
        (finding.rule.code.number(), finding.severity),
        (304, Severity::Error)
    );
    assert_eq!(report.verdict, Verdict::Fail);
}

fn with_evidence(statuses: &[RevocationStatus]) -> Input {
    let mut input = pem();
    let evidence = statuses.iter().cloned();
    certificate(&mut input).revocation = evidence
        .map(|status| RevocationFacts::new("crl", "given.crl", status))
        .collect();
    input
}

#[test]
fn good_revoked_unknown_and_unusable_evidence_are_told_apart() {
    let good = || RevocationStatus::Good;
    let revoked = || RevocationStatus::Revoked {
        at: None,
        reason: None,
    };
    let unknown = || RevocationStatus::Unknown {
        why: "it is of another part".into(),
    };
    let unusable = || RevocationStatus::Unusable {
        why: "it is old".into(),
    };
    let cases: [(&[RevocationStatus], &[&str]); 8] = [
        (&[], &[]),
        (&[good()], &[]),
        (&[unknown()], &["revocation-unknown"]),
        (&[unusable()], &["revocation-evidence-unusable"]),
        (&[unknown(), good()], &[]),
        (&[unusable(), good()], &["revocation-evidence-unusable"]),
        (
            &[unknown(), unusable()],
            &["revocation-unknown", "revocation-evidence-unusable"],
        ),
        (&[good(), unknown(), unusable(), revoked()], &["revoked"]),
    ];
    for (statuses, expected) in cases {
        let mut names = fired(&with_evidence(statuses));
        names.retain(|name| name.starts_with("revo"));
        assert_eq!(names, expected, "{statuses:?}");
    }
    let report = diagnose(&with_evidence(&[unusable(), good()]));
    assert_eq!(
        one(&report, "revocation-evidence-unusable").severity,
        Severity::Note
    );
    let mut input = with_evidence(&[unusable()]);
    certificate(&mut input).crl_urls = vec!["http://crl.apple.com/wwdrg4-3.crl".into()];
    let report = diagnose(&input);
    assert_eq!(
        one(&report, "revocation-evidence-unusable").help,
        "fetch http://crl.apple.com/wwdrg4-3.crl and give it: pushcert check FILE --crl FILE"
    );
}

#[test]
fn s1_33_the_runbook_closes_before_it_configures() {
    let page = page("revoked");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    let close = at("**Close all connections to APNs**");
    let configure = at("**Configure the new certificate**");
    let open = at("**Open new connections**");
    assert!(close < configure && configure < open);
    let help = explain("revoked").unwrap().help;
    let place = |text: &str| help.find(text).unwrap();
    assert!(place("close all") < place("configure") && place("configure") < place("open new"));
}

#[test]
fn s1_34_revoking_is_a_link_to_the_account() {
    let link = "https://developer.apple.com/help/account/create-certificates/revoke-a-certificate/";
    assert!(page("revoked").contains(link));
    assert!(page("revoked").contains("This program cannot do it"));
}

#[test]
fn s2_03_s2_10_a_renewal_with_the_same_topic_keeps_the_devices() {
    assert!(!diagnose(&good("renewal-changes-topic")).has("renewal-changes-topic"));
    // Even after a gap, and with another key: the topic decides.
    let mut input = good("renewal-changes-topic");
    input.previous.as_mut().unwrap().certificate.not_after = Some(day("2026-09-01T00:00:00Z"));
    assert_eq!(fired(&input), ["renewal-gap"]);
}

#[test]
fn s2_20_s2_21_another_topic_says_renew_with_the_same_apple_id() {
    let report = diagnose(&bad("renewal-changes-topic"));
    let finding = one(&report, "renewal-changes-topic");
    assert!(
        finding
            .message
            .contains("every enrolled device stops answering")
    );
    for part in [
        "Apple ID of the old certificate",
        "choose Renew",
        "not Create",
    ] {
        assert!(finding.help.contains(part), "{}", finding.help);
    }
    assert_eq!(report.verdict, Verdict::Fail);
    for rule in [
        "certificate-expired",
        "certificate-expiring",
        "renewal-changes-topic",
    ] {
        let page = page(rule);
        assert!(
            page.contains("**Renew**") && page.contains("Create"),
            "{rule}"
        );
        assert!(page.contains("Apple ID that created"), "{rule}");
    }
}

#[test]
fn a_lost_topic_of_an_app_fails_its_pushes() {
    let mut input = good("renewal-changes-kind");
    input.certificates[0]
        .topics
        .retain(|topic| !topic.topic.ends_with(".voip"));
    assert_eq!(
        message(&input, "renewal-changes-topic"),
        "The new certificate lacks com.example.app.voip: pushes to it fail with TopicDisallowed"
    );
    // More topics than before are no finding.
    let mut input = good("renewal-changes-kind");
    input
        .previous
        .as_mut()
        .unwrap()
        .certificate
        .topics
        .truncate(1);
    assert!(!diagnose(&input).has("renewal-changes-topic"));
}

#[test]
fn of_several_new_certificates_the_successor_is_compared() {
    let mut input = good("renewal-changes-topic");
    let stranger = bad("renewal-changes-topic").certificates.remove(0);
    input.certificates.insert(0, stranger);
    assert!(!diagnose(&input).has("renewal-changes-topic"));
    input.certificates.remove(1);
    assert!(diagnose(&input).has("renewal-changes-topic"));
}

#[test]
fn a_kind_for_apps_may_follow_another() {
    let mut input = good("renewal-changes-kind");
    input.previous.as_mut().unwrap().certificate.kind = CertificateKind::Voip;
    assert_eq!(
        one(&diagnose(&input), "renewal-changes-kind").severity,
        Severity::Note
    );
    assert_eq!(
        diagnose(&bad("renewal-changes-kind")).verdict,
        Verdict::Fail
    );
}

#[test]
fn s2_29_renew_in_the_last_days_with_the_same_apple_id() {
    let page = page("certificate-expiring");
    for part in [
        "last 30 days",
        "same Apple ID",
        "**Renew**",
        "Do not choose Revoke",
        "(Sandbox & Production)",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let mut input = pem();
    for (days_left, warns) in [(31, false), (30, true), (1, true)] {
        let end = input.now.plus_days(days_left);
        certificate(&mut input).not_after = Some(end);
        assert_eq!(
            diagnose(&input).has("certificate-expiring"),
            warns,
            "{days_left}"
        );
    }
}

#[test]
fn an_authority_that_ends_is_told_a_year_before() {
    let mut input = bad("issuer-expiring");
    certificate(&mut input).not_after = Some(day("2028-02-01T00:00:00Z"));
    let name = "Apple Application Integration 2 Certification Authority (AAI2)";
    for (now, warns) in [
        ("2027-05-24T00:00:00Z", false),
        ("2027-05-25T14:39:45Z", true),
        ("2028-01-31T00:00:00Z", true),
        // Then the certificate itself has ended.
        ("2028-02-02T00:00:00Z", false),
    ] {
        input.now = day(now);
        assert_eq!(diagnose(&input).has("issuer-expiring"), warns, "{now}");
    }
    // Where the authority is over, `issuer-expired` says so.
    certificate(&mut input).not_after = Some(day("2029-02-01T00:00:00Z"));
    input.now = day("2028-05-25T00:00:00Z");
    let report = diagnose(&input);
    assert!(report.has("issuer-expired") && !report.has("issuer-expiring"));
    // Without a path the issuer is known all the same.
    certificate(&mut input).path.clear();
    input.now = day("2027-09-01T00:00:00Z");
    let report = diagnose(&input);
    assert_eq!(
        *fact(one(&report, "issuer-expiring"), "authority"),
        Value::Text(name.into())
    );
}

#[test]
fn a_path_problem_with_another_finding_is_not_told_twice() {
    let mut input = bad("path-invalid");
    certificate(&mut input).not_after = Some(day("2026-11-01T00:00:00Z"));
    let report = diagnose(&input);
    assert!(report.has("certificate-expired") && !report.has("path-invalid"));
}

#[test]
fn a_lost_environment_is_told() {
    let mut input = bad("renewal-changes-environment");
    assert_eq!(
        message(&input, "renewal-changes-environment"),
        "The new certificate does not serve production, and the old one does"
    );
    input.previous.as_mut().unwrap().certificate.environments = vec![Environment::Sandbox];
    assert!(!diagnose(&input).has("renewal-changes-environment"));
}
