//! Source S1: what a provider certificate is for, and for how long.

use crate::common::{NOW, check, finding, has, healthy, names, options, options_at, valid};
use pushcert::report::{File, Verdict};
use pushcert::{Options, PushType, Wanted};
use pushcert_testkit::cert::{CertificateBuilder, topics, voip_topics};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::oid::name as oid;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

const APP: &str = "com.example.app";
const TOPICS: &str = "1.2.840.113635.100.6.3.6";
const VOIP_TOPICS: &str = "1.2.840.113635.100.6.3.4";

fn judged(builder: CertificateBuilder) -> File {
    judged_with(builder, &options())
}

fn judged_with(builder: CertificateBuilder, options: &Options) -> File {
    check(
        "push.p12",
        &PfxBuilder::plain(&healthy(builder)).build(),
        options,
    )
}

fn wanting(push_type: PushType) -> Options {
    let mut wanted = Wanted::default();
    wanted.push_types.push(push_type);
    options().with_wanted(wanted)
}

/// Topics with their push types, as in the report.
fn served(file: &File) -> Vec<(String, Vec<String>)> {
    let topics = &file.identities[0].certificate.topics;
    topics
        .iter()
        .map(|t| (t.topic.clone(), t.push_types.clone()))
        .collect()
}

fn serves(file: &File, push_type: &str) -> Vec<String> {
    let serving = served(file)
        .into_iter()
        .filter(|(_, types)| types.iter().any(|t| t == push_type));
    serving.map(|(topic, _)| topic).collect()
}

#[test]
fn s1_03_app_complication_or_voip() {
    let file = judged(CertificateBuilder::apns(APP));
    assert_eq!(serves(&file, "alert"), [APP]);
    assert_eq!(serves(&file, "background"), [APP]);
    assert_eq!(serves(&file, "voip"), ["com.example.app.voip"]);
    assert_eq!(
        serves(&file, "complication"),
        ["com.example.app.complication"]
    );

    let file = judged(CertificateBuilder::apns_production_legacy(APP));
    assert_eq!(serves(&file, "alert"), [APP]);
    assert!(serves(&file, "voip").is_empty() && serves(&file, "complication").is_empty());
}

#[test]
fn s1_12_a_certificate_without_any_topic() {
    let builder =
        CertificateBuilder::apns_production_legacy(APP).edit_subject(|name| name.remove(oid::UID));
    let file = judged(builder);
    let finding = finding(&file, "no-topic");
    assert_eq!(finding.severity, "error");
    assert!(served(&file).is_empty());
}

#[test]
fn s1_15_the_key_stays_where_the_request_was_made() {
    let certificate = pem::encode("CERTIFICATE", &valid(CertificateBuilder::apns(APP)).build());
    let other = pem::encode("PRIVATE KEY", &TestKey::rsa2048(3).pkcs8_der());
    let file = check("push.pem", (certificate + &other).as_bytes(), &options());
    let mismatch = finding(&file, "key-mismatch");
    let text = format!("{} {}", mismatch.message, mismatch.help);
    assert!(text.contains("request"), "{text}");
    let fingerprints = pushcert::report::to_json(&mismatch.evidence);
    let own = file.certificates[0].key.spki_sha256.clone().unwrap();
    let given = file.keys[0].spki_sha256.clone().unwrap();
    assert!(
        fingerprints.contains(&own) && fingerprints.contains(&given),
        "{fingerprints}"
    );
}

#[test]
fn s1_16_voip_services_serve_voip() {
    let file = judged(CertificateBuilder::voip(APP));
    assert_eq!(file.identities[0].certificate.kind, "voip");
    assert_eq!(serves(&file, "voip"), ["com.example.app.voip"]);
    assert_eq!(
        file.identities[0].certificate.topics_from.as_deref(),
        Some(VOIP_TOPICS)
    );
    assert!(serves(&file, "complication").is_empty());
}

#[test]
fn s1_17_watchkit_services_serve_voip_and_complication() {
    let file = judged(CertificateBuilder::watchkit(APP));
    assert_eq!(file.identities[0].certificate.kind, "watchkit");
    assert_eq!(serves(&file, "voip"), ["com.example.app.voip"]);
    assert_eq!(
        serves(&file, "complication"),
        ["com.example.app.complication"]
    );
}

#[test]
fn s1_18_everything_that_matters_of_x509_is_shown() {
    let certificate = judged(CertificateBuilder::apns(APP)).identities[0]
        .certificate
        .clone();
    assert_eq!(
        certificate.not_before.as_deref(),
        Some("2026-05-02T18:36:27Z")
    );
    assert_eq!(certificate.signature_algorithm, "sha256-rsa");
    assert_eq!(
        (certificate.key.algorithm.as_str(), certificate.key.bits),
        ("rsa", Some(2048))
    );
    assert!(!certificate.serial.is_empty() && certificate.sha256.len() == 64);
    let value = |oid: &str| {
        let found = certificate.extensions.iter().find(|e| e.oid == oid);
        found
            .and_then(|e| e.value.clone())
            .unwrap_or_else(|| panic!("{oid}: {:?}", certificate.extensions))
    };
    assert_eq!(value("2.5.29.15"), "digitalSignature");
    assert_eq!(value("2.5.29.37"), "clientAuth");
    assert!(
        value(TOPICS).contains("com.example.app.voip-ptt (.voip-ptt)"),
        "{}",
        value(TOPICS)
    );
    assert!(value("2.5.29.35").len() == 40 && value("2.5.29.14").len() == 40);
    assert_eq!(value("1.2.840.113635.100.6.3.1"), "present");

    let voip = judged(CertificateBuilder::voip(APP)).identities[0]
        .certificate
        .clone();
    let topics = voip
        .extensions
        .iter()
        .find(|e| e.oid == VOIP_TOPICS)
        .unwrap();
    assert_eq!(
        topics.value.as_deref(),
        Some("com.example.app, com.example.app.voip")
    );
}

#[test]
fn s1_19_uid_is_stronger_than_the_common_name() {
    let file = judged(CertificateBuilder::apns(APP));
    let certificate = &file.identities[0].certificate;
    assert_eq!(certificate.uid.as_deref(), Some(APP));
    assert_eq!(
        certificate.common_name.as_deref(),
        Some("Apple Push Services: com.example.app")
    );
    assert!(!has(&file, "name-disagrees-with-extensions"));

    let builder = CertificateBuilder::apns_production_legacy("com.example.claimed")
        .edit_subject(|name| name.remove(oid::UID).utf8(oid::UID, "com.example.real"));
    let file = judged(builder);
    finding(&file, "name-disagrees-with-extensions");
    assert_eq!(served(&file)[0].0, "com.example.real");
}

#[test]
fn s1_20_voip_topics_are_added() {
    let builder = CertificateBuilder::voip(APP);
    let builder =
        builder.replace_extension(VOIP_TOPICS, voip_topics(&[APP, "com.example.app.voip"]));
    let topics: Vec<_> = served(&judged(builder))
        .into_iter()
        .map(|(topic, _)| topic)
        .collect();
    assert_eq!(topics, [APP, "com.example.app.voip"]);
}

#[test]
fn s1_21_topics_get_their_push_type_from_the_suffix() {
    let entries = [
        (APP, "voip"),
        ("com.example.app.voip", "app"),
        ("com.example.app.complication", "topic"),
        ("com.example.app.voip-ptt", "x"),
    ];
    let file = judged(CertificateBuilder::apns(APP).replace_extension(TOPICS, topics(&entries)));
    let types: Vec<_> = served(&file)
        .into_iter()
        .map(|(_, types)| types.join("+"))
        .collect();
    assert_eq!(
        types,
        ["alert+background", "voip", "complication", "pushtotalk"]
    );
}

#[test]
fn s1_22_malformed_topics_are_a_finding_and_the_rest_still_comes() {
    for (extension, builder) in [
        (TOPICS, CertificateBuilder::apns(APP)),
        (VOIP_TOPICS, CertificateBuilder::voip(APP)),
    ] {
        let file = judged(builder.replace_extension(extension, vec![0x30, 0x05, 0x0c, 0x07, b'a']));
        finding(&file, "malformed-topics");
        let certificate = &file.identities[0].certificate;
        assert_eq!(certificate.environments, ["sandbox", "production"]);
        assert_eq!(
            certificate.not_after.as_deref(),
            Some("2027-06-01T18:36:26Z")
        );
    }
}

#[test]
fn s1_23_push_to_talk_only_with_its_topic() {
    assert_eq!(
        serves(&judged(CertificateBuilder::apns(APP)), "pushtotalk"),
        ["com.example.app.voip-ptt"]
    );
    assert!(
        serves(
            &judged(CertificateBuilder::apns_early_2022(APP)),
            "pushtotalk"
        )
        .is_empty()
    );
    let file = judged_with(
        CertificateBuilder::apns_early_2022(APP),
        &wanting(PushType::PushToTalk),
    );
    finding(&file, "push-type-not-covered");
}

#[test]
fn s1_24_what_cannot_be_sent_is_named_with_the_missing_topic() {
    for (push_type, topic) in [
        (PushType::Voip, "com.example.app.voip"),
        (PushType::Complication, "com.example.app.complication"),
        (PushType::PushToTalk, "com.example.app.voip-ptt"),
    ] {
        let file = judged_with(
            CertificateBuilder::apns_production_legacy(APP),
            &wanting(push_type),
        );
        let finding = finding(&file, "push-type-not-covered");
        assert_eq!(finding.severity, "error");
        let text = pushcert::report::to_json(finding);
        assert!(text.contains(topic), "{text}");
    }
    let file = judged_with(CertificateBuilder::apns(APP), &wanting(PushType::Voip));
    assert!(!has(&file, "push-type-not-covered"), "{:?}", names(&file));
}

#[test]
fn s1_25_three_codes_for_three_times() {
    let file = |time: &str| {
        let identity = Identity::new(&valid(CertificateBuilder::apns(APP)));
        check(
            "push.p12",
            &PfxBuilder::plain(&identity).build(),
            &options_at(time),
        )
    };
    let codes = [
        "certificate-not-yet-valid",
        "certificate-expiring",
        "certificate-expired",
    ];
    for (time, name, verdict) in [
        ("2026-05-02T18:36:26Z", Some(codes[0]), Verdict::Fail),
        (NOW, None, Verdict::Warn),
        ("2027-05-10T00:00:00Z", Some(codes[1]), Verdict::Warn),
        ("2027-06-01T18:36:27Z", Some(codes[2]), Verdict::Fail),
    ] {
        let file = file(time);
        let found: Vec<_> = names(&file)
            .into_iter()
            .filter(|n| codes.contains(n))
            .collect();
        assert_eq!(found, name.into_iter().collect::<Vec<_>>(), "{time}");
        // The file has no MAC, which is a warning of its own.
        assert_eq!(file.verdict, Some(verdict), "{time}: {:?}", names(&file));
    }
    let codes: std::collections::BTreeSet<_> = codes
        .iter()
        .map(|name| {
            pushcert::diagnostics::explain(name)
                .unwrap()
                .code
                .to_string()
        })
        .collect();
    assert_eq!(codes.len(), 3);
}
