//! What each kind of certificate says about push.

use crate::common::{decode, topics};
use pushcert_testkit::{
    cert::CertificateBuilder,
    der,
    name::Name,
    oid::{apple, name},
};
use pushcert_types::{CertificateKind as Kind, Environment, PushType, Topic};
use pushcert_x509::{ProblemKind, TopicsFrom};

const APP: &str = "com.example.app";
const UUID: &str = "47eaa099-2cb6-916d-86dc-283cf0480ff9";

/// The kind, where the topics come from, no problem, and a name that agrees.
#[track_caller]
fn expect(builder: &CertificateBuilder, kind: Kind, from: Option<TopicsFrom>) {
    let certificate = decode(builder);
    let push = certificate.push();
    assert_eq!((push.kind, push.topics_from), (kind, from));
    assert_eq!(certificate.problems(), []);
    if kind.is_push() {
        assert_eq!(push.kind_by_name, Some(kind));
    }
    if let Some(name_topic) = &push.name_topic {
        assert_eq!(push.uid.as_ref(), Some(name_topic));
    }
}

#[test]
fn kinds_with_a_list_of_topics() {
    type B = CertificateBuilder;
    let list = Some(TopicsFrom::TopicsExtension);
    let voip_list = Some(TopicsFrom::VoipTopicsExtension);
    expect(&B::apns(APP), Kind::Apns, list);
    expect(&B::apns_2016(APP), Kind::Apns, list);
    expect(&B::apns_early_2022(APP), Kind::Apns, list);
    expect(&B::apns_sandbox(APP), Kind::ApnsSandbox, list);
    expect(&B::watchkit(APP), Kind::Watchkit, list);
    expect(&B::voip(APP), Kind::Voip, voip_list);
    expect(&B::voip_2017(APP), Kind::Voip, voip_list);
}

#[test]
fn kinds_with_the_topic_in_the_uid() {
    type B = CertificateBuilder;
    let uid = Some(TopicsFrom::Uid);
    let (development, production) = (Kind::ApnsDevelopmentLegacy, Kind::ApnsProductionLegacy);
    expect(&B::apns_development_legacy(APP), development, uid);
    expect(&B::apns_development_mac(APP), development, uid);
    expect(&B::apns_development_2010(APP), development, uid);
    expect(&B::apns_production_legacy(APP), production, uid);
    expect(&B::apns_production_mac(APP), production, uid);
    expect(&B::website_push("web.com.example"), Kind::WebsitePush, uid);
    expect(&B::pass_type_id("pass.com.example"), Kind::PassTypeId, uid);
    expect(&B::mdm_push(UUID), Kind::MdmPush, uid);
}

#[test]
fn kinds_without_topics() {
    type B = CertificateBuilder;
    expect(&B::mdm_vendor("Example Ltd."), Kind::MdmVendor, None);
    expect(
        &B::apns_server("api.push.apple.com"),
        Kind::ApnsServer,
        None,
    );
    expect(
        &B::apns_server("API.Sandbox.Push.Apple.com"),
        Kind::ApnsServer,
        None,
    );
    expect(
        &B::apns_server("push.apple.com.example.net"),
        Kind::Other,
        None,
    );
    expect(&B::apns_server("www.example.com"), Kind::Other, None);
    expect(&B::distribution("Example Ltd."), Kind::Other, None);
}

#[test]
fn an_authority_is_apples_by_marker_or_organization() {
    use pushcert_testkit::{
        authority::{Authority, Generation},
        key::TestKey,
    };
    for generation in Generation::ALL {
        let certificate =
            pushcert_x509::Certificate::decode(&Authority::apple_like(generation).certificate())
                .unwrap();
        assert_eq!(certificate.push().kind, Kind::AppleCa);
        assert!(certificate.push().topics.is_empty() && certificate.push().team_id.is_none());
    }
    let own = Authority::own("Somebody's CA", TestKey::rsa2048(9)).certificate();
    let own = pushcert_x509::Certificate::decode(&own).unwrap();
    assert!(own.is_ca());
    assert_eq!(own.push().kind, Kind::Other);
}

#[test]
fn s0_02_the_validity_is_what_the_certificate_says() {
    for (builder, days) in [
        (CertificateBuilder::apns(APP), 394),
        (CertificateBuilder::apns_2016(APP), 395),
        (CertificateBuilder::apns_development_legacy(APP), 365),
        (CertificateBuilder::apns_development_2010(APP), 90),
    ] {
        let certificate = decode(&builder);
        let not_before = certificate.not_before().unwrap();
        assert_eq!(
            not_before.days_until(certificate.not_after().unwrap()),
            days
        );
    }
}

#[test]
fn s0_03_a_development_certificate_is_for_the_sandbox() {
    for builder in [
        CertificateBuilder::apns_development_legacy(APP),
        CertificateBuilder::apns_development_2010(APP),
        CertificateBuilder::apns_sandbox(APP),
    ] {
        assert_eq!(decode(&builder).push().environments, [Environment::Sandbox]);
    }
}

#[test]
fn s0_04_a_production_certificate_is_for_production() {
    for builder in [
        CertificateBuilder::apns_production_legacy(APP),
        CertificateBuilder::mdm_push(UUID),
        CertificateBuilder::website_push("web.com.example"),
        CertificateBuilder::pass_type_id("pass.com.example"),
    ] {
        assert_eq!(
            decode(&builder).push().environments,
            [Environment::Production]
        );
    }
}

#[test]
fn s0_05_both_markers_are_both_environments() {
    let both = [Environment::Sandbox, Environment::Production];
    for builder in [CertificateBuilder::apns(APP), CertificateBuilder::voip(APP)] {
        assert_eq!(decode(&builder).push().environments, both);
    }
    // Whatever the name says.
    let mixed = CertificateBuilder::apns_production_legacy(APP)
        .replace_extension(apple::SANDBOX, der::null());
    assert_eq!(decode(&mixed).push().environments, both);
}

#[test]
fn s1_03_which_of_app_complication_and_voip_a_certificate_serves() {
    let push_types = |builder: CertificateBuilder| decode(&builder).push().push_types();
    use PushType::{Alert, Background, Complication, PushToTalk, Voip};
    assert_eq!(
        push_types(CertificateBuilder::apns(APP)),
        [Alert, Background, Voip, Complication, PushToTalk]
    );
    assert_eq!(
        push_types(CertificateBuilder::apns_2016(APP)),
        [Alert, Background, Voip, Complication]
    );
    assert_eq!(
        push_types(CertificateBuilder::apns_production_legacy(APP)),
        [Alert, Background]
    );
    assert_eq!(
        push_types(CertificateBuilder::mdm_push(UUID)),
        [PushType::Mdm]
    );
    assert_eq!(push_types(CertificateBuilder::mdm_vendor("X")), []);
}

#[test]
fn s1_12_a_certificate_without_any_topic_has_none() {
    let no_uid = CertificateBuilder::apns_production_legacy(APP)
        .edit_subject(|subject| subject.remove(name::UID));
    let certificate = decode(&no_uid);
    assert_eq!(certificate.push().kind, Kind::ApnsProductionLegacy);
    assert_eq!(certificate.push().topics, []);
    assert_eq!(certificate.push().topics_from, None);
    // The name still tells what the topic may have been.
    assert_eq!(certificate.push().name_topic.as_deref(), Some(APP));
}

#[test]
fn s1_16_a_voip_certificate_serves_voip_and_what_its_topics_say() {
    let certificate = decode(&CertificateBuilder::voip(APP));
    let push = certificate.push();
    assert_eq!(
        topics(&certificate),
        ["com.example.app", "com.example.app.voip"]
    );
    assert_eq!(
        push.topics[0].push_types,
        [PushType::Alert, PushType::Background]
    );
    assert_eq!(push.topics[1].push_types, [PushType::Voip]);
    assert_eq!(push.uid.as_deref(), Some("com.example.app.voip"));
    assert_eq!(push.voip_bundle_id.as_deref(), Some(APP));
}

#[test]
fn s1_17_a_watchkit_certificate_relies_on_its_topics() {
    let certificate = decode(&CertificateBuilder::watchkit(APP));
    let push_types = certificate.push().push_types();
    assert_eq!(certificate.push().kind, Kind::Watchkit);
    assert!(push_types.contains(&PushType::Voip) && push_types.contains(&PushType::Complication));
    // The name alone makes no WatchKit certificate.
    let subject = Name::apple(APP, "WatchKit Services: com.example.app", None, None, "US");
    let nameless = decode(&CertificateBuilder::new(subject));
    assert_eq!(nameless.push().kind, Kind::Other);
    assert_eq!(nameless.push().kind_by_name, Some(Kind::Watchkit));
}

#[test]
fn s1_19_the_uid_counts_and_the_name_is_kept_for_comparison() {
    let certificate = decode(
        &CertificateBuilder::apns_production_legacy(APP).edit_subject(|subject| {
            let other = "Apple Production IOS Push Services: com.example.other";
            subject.set(name::COMMON_NAME, der::utf8(other))
        }),
    );
    assert_eq!(topics(&certificate), [APP]);
    assert_eq!(certificate.push().uid.as_deref(), Some(APP));
    assert_eq!(
        certificate.push().name_topic.as_deref(),
        Some("com.example.other")
    );

    let lies = decode(
        &CertificateBuilder::apns_sandbox(APP).edit_subject(|subject| {
            subject.set(
                name::COMMON_NAME,
                der::utf8("Apple Push Services: com.example.app"),
            )
        }),
    );
    assert_eq!(lies.push().kind, Kind::ApnsSandbox);
    assert_eq!(lies.push().kind_by_name, Some(Kind::Apns));
}

#[test]
fn s1_20_the_voip_list_adds_its_topics() {
    for list in [
        "com.example.app, com.example.app.voip",
        "com.example.app,com.example.app.voip",
        " com.example.app ,, com.example.app.voip, ",
        "com.example.app com.example.app.voip",
    ] {
        let builder =
            CertificateBuilder::voip(APP).replace_extension(apple::VOIP_TOPICS, der::utf8(list));
        let certificate = decode(&builder);
        assert_eq!(
            topics(&certificate),
            [APP, "com.example.app.voip"],
            "{list:?}"
        );
        assert_eq!(certificate.problems(), []);
    }
}

#[test]
fn s1_21_the_topic_list_adds_its_topics_with_push_types_by_suffix() {
    let certificate = decode(&CertificateBuilder::apns(APP));
    let rows: Vec<_> = certificate
        .push()
        .topics
        .iter()
        .map(|entry| {
            (
                entry.topic.as_str(),
                entry.label.as_deref().unwrap(),
                entry.push_types,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (APP, "topic", &[PushType::Alert, PushType::Background][..]),
            ("com.example.app.voip", "voip", &[PushType::Voip]),
            (
                "com.example.app.complication",
                "complication",
                &[PushType::Complication]
            ),
            (
                "com.example.app.voip-ptt",
                ".voip-ptt",
                &[PushType::PushToTalk]
            ),
        ]
    );
    assert!(certificate.push().covers(&Topic::parse(APP).unwrap()));
}

/// The octets of `apple-push-pki.md`, as they stand in real certificates.
#[test]
fn s1_21_the_octets_of_real_lists() {
    let of_2016 = "30640c0f636f6d2e6578616d706c652e61707030050c036170700c14636f6d2e6578616d706c652e6170702e766f697030060c04766f69700c1c636f6d2e6578616d706c652e6170702e636f6d706c69636174696f6e300e0c0c636f6d706c69636174696f6e";
    let since_2022 = "30818d0c0f636f6d2e6578616d706c652e61707030070c05746f7069630c14636f6d2e6578616d706c652e6170702e766f697030060c04766f69700c1c636f6d2e6578616d706c652e6170702e636f6d706c69636174696f6e300e0c0c636f6d706c69636174696f6e0c18636f6d2e6578616d706c652e6170702e766f69702d707474300b0c092e766f69702d707474";
    for (octets, count) in [(of_2016, 3), (since_2022, 4)] {
        let value = pushcert_testkit::hex(octets);
        let builder = CertificateBuilder::apns(APP).replace_extension(apple::TOPICS, value);
        let certificate = decode(&builder);
        assert_eq!(certificate.push().topics.len(), count);
        assert_eq!(certificate.problems(), []);
    }
    let voip = "0c25636f6d2e6578616d706c652e6170702c20636f6d2e6578616d706c652e6170702e766f6970";
    let builder = CertificateBuilder::voip(APP)
        .replace_extension(apple::VOIP_TOPICS, pushcert_testkit::hex(voip));
    assert_eq!(topics(&decode(&builder)), [APP, "com.example.app.voip"]);
}

#[test]
fn s1_23_push_to_talk_only_with_its_topic() {
    for builder in [
        CertificateBuilder::apns_early_2022(APP),
        CertificateBuilder::apns_2016(APP),
        CertificateBuilder::voip(APP),
    ] {
        assert!(
            !decode(&builder)
                .push()
                .push_types()
                .contains(&PushType::PushToTalk)
        );
    }
    assert!(
        decode(&CertificateBuilder::apns(APP))
            .push()
            .push_types()
            .contains(&PushType::PushToTalk)
    );
    // A label is not a topic.
    let label_only = pushcert_testkit::cert::topics(&[(APP, ".voip-ptt")]);
    let certificate =
        decode(&CertificateBuilder::apns(APP).replace_extension(apple::TOPICS, label_only));
    assert_eq!(
        certificate.push().push_types(),
        [PushType::Alert, PushType::Background]
    );
    assert_eq!(
        *certificate.problems()[0].kind(),
        ProblemKind::LabelDisagrees { index: 0 }
    );
}

#[test]
fn a_bundle_id_that_ends_in_voip_is_still_an_app() {
    let certificate = decode(&CertificateBuilder::apns("com.example.voip"));
    let first = &certificate.push().topics[0];
    assert_eq!(first.push_types, [PushType::Alert, PushType::Background]);
    assert_eq!(certificate.push().topics[1].push_types, [PushType::Voip]);
    assert_eq!(certificate.problems(), []);
    let certificate = decode(&CertificateBuilder::voip("com.example.voip"));
    assert_eq!(
        certificate.push().topics[0].push_types,
        [PushType::Alert, PushType::Background]
    );
}

#[test]
fn the_team_is_the_organizational_unit_of_push_certificates_only() {
    let team = |builder: CertificateBuilder| decode(&builder).push().team_id.clone();
    assert_eq!(
        team(CertificateBuilder::apns(APP)).as_deref(),
        Some("TEAM123456")
    );
    assert_eq!(
        team(CertificateBuilder::mdm_vendor("X")).as_deref(),
        Some("TEAM123456")
    );
    assert_eq!(team(CertificateBuilder::mdm_push(UUID)), None);
    assert_eq!(team(CertificateBuilder::distribution("X")), None);
}
