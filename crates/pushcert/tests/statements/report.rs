//! The document: redaction, determinism, safe text, and the way to rustls.

use crate::common::{check, compatible, healthy, options, valid};
use pushcert::report::{self, Report};
use pushcert::{Credential, Environment, Wanted, open, pkcs12};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::oid::name as oid;
use pushcert_testkit::pfx::PfxBuilder;

const APP: &str = "com.example.app";

fn document(files: Vec<report::File>) -> Report {
    Report::new(options().time(), files)
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let bytes = compatible("secret", &healthy(CertificateBuilder::apns(APP)));
    let text = || {
        report::to_json(&document(vec![check(
            "a.p12",
            &bytes,
            &options().with_password("secret"),
        )]))
    };
    assert_eq!(text(), text());
}

#[test]
fn show_judges_nothing_and_says_what_stopped_it() {
    let bytes = compatible("secret", &healthy(CertificateBuilder::apns_sandbox(APP)));
    let shown = open("a.cer", &bytes, &options().with_password("secret")).show();
    assert!(
        shown.verdict.is_none() && shown.findings.is_empty(),
        "{:?}",
        shown.findings
    );
    assert_eq!(shown.identities.len(), 1);
    let locked = open("a.cer", &bytes, &options()).show();
    let names: Vec<_> = locked.findings.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["password-required"]);
}

#[test]
fn a_redacted_report_names_nobody() {
    let builder =
        |key: usize, app: &str| valid(CertificateBuilder::apns(app)).key(&TestKey::rsa2048(key));
    let identities = [
        Identity::new(&builder(0, "com.secretive.first")).named("Jane's push key"),
        Identity::new(&builder(1, "com.secretive.second")),
    ];
    let bytes = PfxBuilder::keychain_selection("secret", &identities).build();
    let mut wanted = Wanted::default();
    wanted.topics.push("com.secretive.third".into());
    let options = options().with_password("secret").with_wanted(wanted);
    let file = check("Customers/Secretive Ltd/push.p12", &bytes, &options);
    let certificate = file.identities[0].certificate.clone();
    let mut report = document(vec![file]);
    report::redact(&mut report, &["com.secretive.third".to_string()]);
    let text = report::to_json(&report);
    let print = certificate.key.spki_sha256.unwrap();
    for word in [
        "ecretive",
        "Jane",
        "Customers",
        &certificate.serial,
        &certificate.sha256,
        &print,
    ] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let team = certificate.team_id.unwrap();
    assert!(!text.contains(&team), "{team} in {text}");

    // What remains still tells what belongs to what.
    let topics: Vec<_> = report.files[0].identities[0]
        .certificate
        .topics
        .iter()
        .map(|t| &t.topic)
        .collect();
    let (first, second) = (topics[0], topics[1]);
    assert_eq!(*second, format!("{first}.voip"));
    assert_eq!(report.files[0].path, "file-1.p12");
    let identity = &report.files[0].identities[0];
    assert_eq!(
        identity.key.spki_sha256,
        identity.certificate.key.spki_sha256
    );
}

#[test]
fn no_hidden_character_gets_into_the_text() {
    let name = "Apple Push Services: a\u{202e}b\u{1b}[31m\u{9b}c\u{200b}\u{e0041}";
    let builder = valid(CertificateBuilder::apns(APP)).edit_subject(|subject| {
        subject
            .remove(oid::COMMON_NAME)
            .utf8(oid::COMMON_NAME, name)
    });
    let bytes = PfxBuilder::plain(&Identity::new(&builder)).build();
    let file = check("a\u{202e}.p12", &bytes, &options());
    let text = report::to_json(&document(vec![file]));
    assert!(
        text.chars()
            .all(|c| c == '\n' || !pushcert::diagnostics::is_unsafe(c)),
        "{text}"
    );
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        read["files"][0]["identities"][0]["certificate"]["common_name"],
        name
    );
}

#[test]
fn a_credential_is_ready_for_rustls() {
    let identity = healthy(CertificateBuilder::apns(APP)).with_synthetic_chain();
    let bytes = compatible("secret", &identity);
    let credential = Credential::open(&bytes, &options().with_password("secret")).unwrap();
    assert_eq!(credential.topics()[0], APP);
    let (chain, key) = credential.rustls();
    assert_eq!(chain[0].as_ref(), identity.certificate);
    assert_eq!(chain[1].as_ref(), identity.chain[0]);
    assert_eq!(key.secret_der(), identity.key.pkcs8_der());
    let topics = format!("{:?}", credential.topics());
    assert_eq!(
        format!("{credential:?}"),
        format!("Credential {{ topics: {topics}, .. }}")
    );
}

#[test]
fn a_file_that_is_no_credential_says_why() {
    let bytes = compatible("secret", &healthy(CertificateBuilder::apns(APP)));
    let error = |bytes: &[u8], options: pushcert::Options| {
        Credential::open(bytes, &options)
            .unwrap_err()
            .finding()
            .name
            .clone()
    };
    assert_eq!(error(&bytes, options()), "password-required");
    assert_eq!(
        error(&bytes, options().with_password("x")),
        "wrong-password"
    );
    assert_eq!(error(b"what?", options()), "unknown-format");
    let certificate = healthy(CertificateBuilder::apns(APP)).certificate;
    assert_eq!(error(&certificate, options()), "not-a-push-credential");
}

#[test]
fn one_of_several_is_taken_by_environment() {
    let sandbox =
        Identity::new(&valid(CertificateBuilder::apns_sandbox(APP)).key(&TestKey::rsa2048(1)));
    let production = healthy(CertificateBuilder::apns_production_legacy(APP));
    let bytes = PfxBuilder::keychain_selection("secret", &[sandbox, production.clone()]).build();
    let options = options().with_password("secret");
    let error = Credential::open(&bytes, &options).unwrap_err();
    assert_eq!(error.finding().name, "multiple-identities");

    let mut wanted = Wanted::default();
    wanted.environment = Some(Environment::Production);
    let credential = Credential::open(&bytes, &options.with_wanted(wanted)).unwrap();
    assert_eq!(credential.chain_der()[0], production.certificate);
}

#[test]
fn limits_reach_the_parsers() {
    let bytes = compatible("secret", &healthy(CertificateBuilder::apns(APP)));
    let mut limits = pushcert::Limits::default();
    limits.set("max-iterations", 2047).unwrap();
    let file = check(
        "a.p12",
        &bytes,
        &options().with_password("secret").with_limits(limits),
    );
    let refused = crate::common::finding(&file, "limit-exceeded");
    assert_eq!(refused.evidence["limit"], "max-iterations");
    assert_eq!(
        (&refused.evidence["asked"], &refused.evidence["allowed"]),
        (&2048.into(), &2047.into())
    );
    assert_eq!(limits.pkcs12.max_input, pkcs12::Limits::default().max_input);
}
