//! The statements of the three source documents that the rules prove, each test named after its statement.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    ChainStatus, EmptyEncoding, FileFacts, Format, IdentityFacts, Input, Item, MacFacts,
    PasswordState, Place, Problem, ProblemKind, Severity, Value, Verdict, diagnose, opens_in_one,
};
use pushcert_types::{CertificateKind, Environment, PushType};

#[path = "requirements/support.rs"]
mod support;

use support::{bad, certificate, day, fact, good, one, p12, pem};

#[test]
fn s0_01_expiry_is_told_for_the_given_clock() {
    let mut input = pem();
    certificate(&mut input).not_after = Some(day("2026-12-01T12:00:00Z"));
    let report = diagnose(&input);
    let finding = one(&report, "certificate-expiring");
    assert_eq!(finding.message, "The certificate expires in 10 days");
    assert_eq!(*fact(finding, "days_left"), Value::Number(10));
    input.now = day("2027-01-01T00:00:00Z");
    let report = diagnose(&input);
    assert_eq!(
        one(&report, "certificate-expired").message,
        "The certificate expired 30 days ago"
    );
    assert_eq!(
        *fact(one(&report, "certificate-expired"), "checked_at"),
        Value::Time(input.now)
    );
}

#[test]
fn s0_02_a_long_certificate_is_not_expired_after_a_year() {
    let mut input = pem();
    certificate(&mut input).not_before = Some(day("2025-11-01T00:00:00Z"));
    certificate(&mut input).not_after = Some(day("2026-11-30T00:00:00Z"));
    input.now = day("2026-11-10T00:00:00Z");
    let report = diagnose(&input);
    assert!(!report.has("certificate-expired") && report.has("certificate-expiring"));
}

#[test]
fn s0_03_s0_04_s0_05_the_environment_is_that_of_the_markers() {
    for (markers, wanted, mismatch) in [
        (vec![Environment::Sandbox], Environment::Production, true),
        (vec![Environment::Production], Environment::Sandbox, true),
        (vec![Environment::Sandbox], Environment::Sandbox, false),
        (
            vec![Environment::Sandbox, Environment::Production],
            Environment::Production,
            false,
        ),
        (
            vec![Environment::Sandbox, Environment::Production],
            Environment::Sandbox,
            false,
        ),
    ] {
        let mut input = pem();
        certificate(&mut input).environments.clone_from(&markers);
        assert_eq!(
            diagnose(&input).has("single-environment"),
            markers.len() == 1
        );
        input.wanted.environment = Some(wanted);
        let report = diagnose(&input);
        assert_eq!(
            report.has("environment-mismatch"),
            mismatch,
            "{markers:?} {wanted}"
        );
    }
}

#[test]
fn s0_07_a_file_without_password_needs_none() {
    let report = diagnose(&bad("unprotected-private-key"));
    assert!(!report.has("password-required") && !report.has("wrong-password"));
    assert!(report.has("unprotected-private-key"));
}

#[test]
fn s0_08_no_password_is_not_a_wrong_password() {
    let report = diagnose(&bad("password-required"));
    assert!(report.has("password-required") && !report.has("wrong-password"));
    assert!(!report.has("no-certificate") && !report.has("no-private-key"));
    assert_eq!(report.verdict, Verdict::Fail);
}

#[test]
fn s0_09_a_wrong_password_is_told() {
    let report = diagnose(&bad("wrong-password"));
    assert!(report.has("wrong-password") && !report.has("password-required"));
    assert!(!report.has("no-certificate") && !report.has("no-private-key"));
}

#[test]
fn s0_12_s0_13_a_certificate_alone_is_refused_whatever_its_name() {
    for (name, format) in [
        ("aps.cer", Format::CertificateDer),
        ("aps.p12", Format::CertificateDer),
        ("aps.pem", Format::CertificatePem),
        ("aps.p12", Format::CertificatePem),
    ] {
        let mut input = bad("not-a-push-credential");
        input.file = FileFacts::new(name, format, 1500);
        let report = diagnose(&input);
        let finding = one(&report, "not-a-push-credential");
        assert!(
            finding.help.contains("pushcert pair") && finding.help.contains(".p12"),
            "{}",
            finding.help
        );
        assert_eq!(report.has("misleading-extension"), name == "aps.p12");
        assert_eq!(report.verdict, Verdict::Fail);
    }
}

#[test]
fn s0_14_a_real_p12_named_cer_is_accepted_with_a_note() {
    let mut input = p12();
    input.file.name = "push.CER".into();
    let report = diagnose(&input);
    assert_eq!(
        one(&report, "misleading-extension").severity,
        Severity::Note
    );
    assert_eq!(report.verdict, Verdict::Pass);
}

#[test]
fn s0_15_one_certificate_with_its_key_passes() {
    let report = diagnose(&p12());
    assert_eq!(report.verdict, Verdict::Pass, "{report:#?}");
    let names: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert_eq!(names, ["topic-required"]);
}

#[test]
fn s0_16_several_identities_are_all_listed() {
    let mut input = bad("multiple-identities");
    let sandbox = bad("single-environment").identities.remove(0);
    input.identities.push(sandbox);
    let report = diagnose(&input);
    let finding = one(&report, "multiple-identities");
    let listed = Value::List(vec![
        "com.example.app (sandbox and production)".into(),
        "com.example.other (sandbox and production)".into(),
        "com.example.app (sandbox)".into(),
    ]);
    assert_eq!(*fact(finding, "identities"), listed);
    assert_eq!(finding.severity, Severity::Error);
    input.wanted.topics.push("com.example.app".into());
    assert_eq!(
        one(&diagnose(&input), "multiple-identities").severity,
        Severity::Note
    );
}

#[test]
fn s0_17_a_chain_is_not_a_second_identity() {
    assert!(!diagnose(&good("multiple-identities")).has("multiple-identities"));
}

#[test]
fn s0_18_the_missing_half_is_named() {
    assert!(diagnose(&bad("no-private-key")).has("no-private-key"));
    assert!(diagnose(&bad("no-certificate")).has("no-certificate"));
    assert!(!diagnose(&bad("no-private-key")).has("no-certificate"));
    assert!(!diagnose(&bad("no-certificate")).has("no-private-key"));
}

#[test]
fn s0_20_the_state_of_the_protection_is_told() {
    for (encoding, name) in [
        (EmptyEncoding::BmpTerminator, "bmp-terminator"),
        (EmptyEncoding::ZeroBytes, "zero-bytes"),
    ] {
        let mut input = p12();
        input.container.as_mut().unwrap().password = PasswordState::Empty(encoding);
        let report = diagnose(&input);
        assert_eq!(
            *fact(one(&report, "empty-password"), "empty_encoding"),
            Value::Text(name.into())
        );
    }
    assert!(diagnose(&bad("mac-absent")).has("mac-absent"));
    assert!(diagnose(&bad("unprotected-private-key")).has("unprotected-private-key"));
    assert!(!diagnose(&p12()).has("empty-password"));
}

#[test]
fn s0_21_keychain_import_is_predicted_with_the_reason() {
    let report = diagnose(&bad("keychain-cannot-import"));
    assert!(
        one(&report, "keychain-cannot-import")
            .message
            .contains("macOS 12 and 13")
    );
    // Keychain's own writer: RC2-40, 3DES, SHA-1 with one iteration.
    let mut input = bad("openssl3-cannot-open");
    let container = input.container.as_mut().unwrap();
    container.mac = Some(MacFacts::new("hmac-sha1", "pkcs12", 1, true));
    assert!(opens_in_one("macos-keychain", container).unwrap().opens);
    assert!(!opens_in_one("openssl-3", container).unwrap().opens);
    assert!(opens_in_one("openssl-3-legacy", container).unwrap().opens);
}

#[test]
fn s0_22_the_password_is_checked_before_the_file_is_exported_again() {
    let help = &diagnose(&bad("wrong-password")).findings[0].help;
    let (check, export) = (
        help.find("check the password").unwrap(),
        help.find("export").unwrap(),
    );
    assert!(check < export, "{help}");
}

#[test]
fn s0_23_an_unsupported_algorithm_is_not_a_wrong_password() {
    let report = diagnose(&bad("unsupported-algorithm"));
    let finding = one(&report, "unsupported-algorithm");
    assert_eq!(
        *fact(finding, "algorithm"),
        Value::Text("1.2.410.200046.1.1.11".into())
    );
    assert!(!report.has("wrong-password"));
}

#[test]
fn s1_03_s1_16_s1_17_push_types_follow_the_topics() {
    let mut input = pem();
    input.wanted.push_types = vec![
        PushType::Alert,
        PushType::Voip,
        PushType::Complication,
        PushType::PushToTalk,
    ];
    assert!(!diagnose(&input).has("push-type-not-covered"));
    let mut input = bad("voip-suffix-in-uid");
    input.wanted.push_types = vec![PushType::Voip, PushType::Complication];
    let report = diagnose(&input);
    let missing = fact(one(&report, "push-type-not-covered"), "missing").clone();
    assert_eq!(missing, Value::Text("com.example.app.complication".into()));
}

#[test]
fn s1_04_topics_that_are_not_covered_are_named() {
    let mut input = pem();
    input.wanted.topics = vec![
        "com.example.app".into(),
        "com.example.two".into(),
        "com.example.three".into(),
    ];
    let report = diagnose(&input);
    let missing = Value::List(vec!["com.example.two".into(), "com.example.three".into()]);
    assert_eq!(*fact(one(&report, "topic-not-covered"), "missing"), missing);
    for decorated in [
        " com.example.app ",
        "TEAM123456.com.example.app",
        "COM.example.app",
    ] {
        input.wanted.topics = vec![decorated.into()];
        let report = diagnose(&input);
        assert_eq!(
            *fact(one(&report, "topic-not-covered"), "meant"),
            Value::Text("com.example.app".into())
        );
    }
}

#[test]
fn s1_11_a_key_of_another_certificate_is_told_with_both_fingerprints() {
    let report = diagnose(&bad("key-mismatch"));
    let finding = one(&report, "key-mismatch");
    assert_ne!(
        fact(finding, "certificate_spki_sha256"),
        fact(finding, "key_spki_sha256")
    );
}

#[test]
fn s1_12_a_certificate_without_topic() {
    let report = diagnose(&bad("no-topic"));
    assert!(
        one(&report, "no-topic")
            .message
            .contains("must be tied to a specific app")
    );
}

#[test]
fn s1_15_the_message_says_where_the_key_is() {
    for rule in ["no-private-key", "not-a-push-credential"] {
        let report = diagnose(&bad(rule));
        let message = &one(&report, rule).message;
        assert!(
            message.contains("on the machine that made the signing request"),
            "{message}"
        );
    }
    let report = diagnose(&bad("key-mismatch"));
    assert!(
        one(&report, "key-mismatch")
            .help
            .contains("on the machine that made it")
    );
}

#[test]
fn s1_19_name_and_uid_disagree() {
    let report = diagnose(&bad("name-disagrees-with-extensions"));
    let finding = one(&report, "name-disagrees-with-extensions");
    assert!(
        finding.message.contains("com.example.other")
            && finding.message.contains("com.example.app")
    );
    let mut input = pem();
    certificate(&mut input).kind_by_name = Some(CertificateKind::ApnsProductionLegacy);
    assert!(diagnose(&input).has("name-disagrees-with-extensions"));
}

#[test]
fn s1_22_malformed_topics_leave_the_other_facts() {
    let mut input = bad("malformed-topics");
    certificate(&mut input).not_after = Some(day("2026-11-01T00:00:00Z"));
    let report = diagnose(&input);
    assert!(report.has("malformed-topics") && report.has("certificate-expired"));
}

#[test]
fn s1_23_s1_24_push_to_talk_needs_its_topic_which_is_named() {
    let report = diagnose(&bad("push-type-not-covered"));
    let finding = one(&report, "push-type-not-covered");
    assert_eq!(
        finding.message,
        "The certificate cannot send pushtotalk: the topic com.example.app.voip-ptt is missing"
    );
    for push_type in [
        PushType::LiveActivity,
        PushType::Location,
        PushType::Widgets,
    ] {
        let mut input = pem();
        input.wanted.push_types = vec![push_type];
        assert!(
            one(&diagnose(&input), "push-type-not-covered")
                .help
                .contains("token")
        );
    }
}

#[test]
fn s1_25_expired_not_yet_valid_and_expiring_have_three_codes() {
    let codes: Vec<_> = [
        "certificate-expired",
        "certificate-not-yet-valid",
        "certificate-expiring",
    ]
    .iter()
    .map(|name| {
        let report = diagnose(&bad(name));
        (one(&report, name).rule.code.number(), report.verdict)
    })
    .collect();
    assert_eq!(
        codes,
        [
            (201, Verdict::Fail),
            (202, Verdict::Fail),
            (203, Verdict::Warn)
        ]
    );
}

#[test]
fn the_boundaries_of_validity_belong_to_it() {
    let mut input = pem();
    input.now = certificate(&mut input).not_after.unwrap();
    assert!(!diagnose(&input).has("certificate-expired"));
    input.now = certificate(&mut input).not_before.unwrap();
    assert!(!diagnose(&input).has("certificate-not-yet-valid"));
}

#[test]
fn the_right_identity_is_chosen_by_topic_and_environment() {
    let mut input = bad("multiple-identities");
    let mut old = input.identities[0].clone();
    old.certificate.not_after = Some(day("2024-01-01T00:00:00Z"));
    old.certificate
        .topics
        .retain(|topic| topic.topic == "com.example.app");
    old.certificate.topics[0].topic = "com.example.old".into();
    input.identities.insert(0, old);
    assert!(diagnose(&input).has("certificate-expired"));
    input.wanted.topics.push("com.example.other".into());
    let report = diagnose(&input);
    assert!(!report.has("certificate-expired"), "{report:#?}");
    assert_eq!(report.verdict, Verdict::Pass);
}

#[test]
fn an_authority_of_the_caller_is_trusted() {
    let mut input = bad("untrusted-issuer");
    certificate(&mut input).chain_status = ChainStatus::UnknownIssuer;
    assert!(diagnose(&input).has("untrusted-issuer"));
    certificate(&mut input).issued_by_given_authority = true;
    assert!(!diagnose(&input).has("untrusted-issuer"));
}

#[test]
fn one_broken_item_beside_a_whole_credential_is_a_warning() {
    let mut input = p12();
    let kind = ProblemKind::Corrupt {
        what: "it ends too early".into(),
    };
    input
        .problems
        .push(Problem::new(Item::Certificate, kind).at("certificates/0"));
    let report = diagnose(&input);
    assert_eq!(one(&report, "corrupt-file").severity, Severity::Warning);
    assert_eq!(report.verdict, Verdict::Warn);
}

#[test]
fn nothing_to_judge_is_unreadable() {
    for rule in ["unknown-format", "corrupt-file"] {
        assert_eq!(diagnose(&bad(rule)).verdict, Verdict::Unreadable, "{rule}");
    }
    let mut empty = bad("unknown-format");
    empty.file.format = Format::Empty;
    assert_eq!(diagnose(&empty).verdict, Verdict::Unreadable);
    assert!(diagnose(&empty).findings[0].message.ends_with("is empty"));
}

#[test]
fn a_half_is_enough_where_no_credential_is_wanted() {
    let mut input = bad("not-a-push-credential");
    input.wanted.place = Place::IssuedCertificate;
    assert_eq!(diagnose(&input).verdict, Verdict::Pass);
}

#[test]
fn every_foreign_kind_of_file_has_its_own_answer() {
    let formats = [
        Format::PrivateKey,
        Format::CsrDer,
        Format::CsrPem,
        Format::MdmPushRequest,
        Format::AuthKeyP8,
        Format::JavaKeystore,
        Format::ProvisioningProfile,
        Format::Html,
        Format::Zip,
    ];
    let mut seen = Vec::new();
    for format in formats {
        let input = Input::new(
            day("2026-11-21T00:00:00Z"),
            FileFacts::new("upload", format, 900),
        );
        let report = diagnose(&input);
        let finding = one(&report, "not-a-push-credential");
        assert!(!seen.contains(&finding.message), "{}", finding.message);
        seen.push(finding.message.clone());
        assert_eq!(report.verdict, Verdict::Fail);
    }
}

#[test]
fn two_identities_of_one_file_are_judged_apart() {
    let mut input = pem();
    let mut second: IdentityFacts = input.identities[0].clone();
    second.certificate.not_after = Some(day("2026-11-01T00:00:00Z"));
    input.identities.push(second);
    let report = diagnose(&input);
    assert_eq!(
        one(&report, "certificate-expired").subject.as_deref(),
        Some("identities/1")
    );
}
