//! Spellings, and the small rules between the values.

use std::collections::BTreeSet;

use proptest::prelude::*;
use pushcert_types::connection::{
    Alert, AnswerFacts, ConnectionFacts, Stage, TlsVersion, TrustSource,
};
use pushcert_types::{CertificateKind, Environment, PushType, Reason, Topic, TopicError};

fn spellings_are_unique_and_read_back<T>(all: &[T], as_str: impl Fn(T) -> &'static str)
where
    T: Copy + std::fmt::Debug + PartialEq + std::str::FromStr + std::fmt::Display,
{
    let unique: BTreeSet<_> = all.iter().map(|value| as_str(*value)).collect();
    assert_eq!(unique.len(), all.len());
    for value in all {
        assert_eq!(as_str(*value).parse().ok(), Some(*value));
        assert_eq!(value.to_string(), as_str(*value));
        assert!(as_str(*value).to_uppercase().parse::<T>().is_err());
    }
}

#[test]
fn every_spelling_reads_back() {
    spellings_are_unique_and_read_back(Environment::ALL, Environment::as_str);
    spellings_are_unique_and_read_back(PushType::ALL, PushType::as_str);
    spellings_are_unique_and_read_back(CertificateKind::ALL, CertificateKind::as_str);
    spellings_are_unique_and_read_back(Reason::ALL, Reason::as_str);
    spellings_are_unique_and_read_back(Stage::ALL, Stage::as_str);
    spellings_are_unique_and_read_back(TrustSource::ALL, TrustSource::as_str);
    for version in TlsVersion::ALL {
        assert_eq!(version.as_str().parse(), Ok(*version));
    }
}

#[test]
fn apples_hosts_are_known_by_name_whatever_its_case() {
    for environment in Environment::ALL {
        let host = environment.host();
        assert_eq!(Environment::of_host(host), Some(*environment));
        assert_eq!(
            Environment::of_host(&host.to_uppercase()),
            Some(*environment)
        );
        assert_eq!(
            Environment::of_host(&format!("{host}.")),
            Some(*environment)
        );
        assert_eq!(Environment::of_host(&format!("{host}.example.com")), None);
        assert!(ConnectionFacts::new(host, 443).is_apple());
    }
    let development = Environment::of_host("api.development.push.apple.com");
    assert_eq!(development, Some(Environment::Sandbox));
    assert!(!ConnectionFacts::new("localhost", 443).is_apple());
}

#[test]
fn every_alert_has_one_name() {
    let names: BTreeSet<_> = Alert::ALL.iter().filter_map(|alert| alert.name()).collect();
    assert_eq!(names.len(), Alert::ALL.len());
    let named = (0..=u8::MAX).filter(|byte| Alert(*byte).name().is_some());
    assert_eq!(named.count(), Alert::ALL.len());
    assert_eq!(Alert(48), Alert::UNKNOWN_CA);
    assert_eq!(Alert(201).to_string(), "alert 201");
}

#[test]
fn the_reason_of_an_answer_is_known_or_kept_as_it_came() {
    let known = AnswerFacts::goaway("Shutdown");
    assert_eq!(known.known_reason(), Some(Reason::Shutdown));
    assert_eq!((known.http_status, known.in_goaway), (None, true));
    let unknown = AnswerFacts::new(418).with_reason("Teapot");
    assert_eq!(unknown.known_reason(), None);
    assert_eq!(unknown.reason.as_deref(), Some("Teapot"));
    assert_eq!(AnswerFacts::new(200).known_reason(), None);
}

#[test]
fn an_unknown_name_says_what_was_looked_for() {
    let error = "sideways".parse::<Environment>().unwrap_err();
    assert_eq!(error.to_string(), "not the name of a known environment");
}

#[test]
fn every_reason_has_a_status_and_one_line() {
    for reason in Reason::ALL {
        assert!((400..600).contains(&reason.status()));
        assert!(!reason.meaning().contains('\n') && !reason.meaning().ends_with('.'));
    }
    let of = |status| Reason::ALL.iter().filter(|r| r.status() == status).count();
    let counts = [400, 403, 404, 405, 410, 413, 429, 500, 503].map(of);
    assert_eq!(counts, [14, 8, 1, 1, 2, 1, 2, 1, 2]);
    assert_eq!(Reason::ALL.len(), 32);
}

/// S1-23: a topic carries Push to Talk only with the suffix `.voip-ptt`.
#[test]
fn s1_23_push_to_talk_only_by_its_suffix() {
    for text in [
        "com.example.app",
        "com.example.app.voip",
        "com.example.app.ptt",
        "com.example.voip-ptt.app",
    ] {
        let topic = Topic::parse(text).unwrap();
        assert!(
            !topic
                .push_types(CertificateKind::Apns)
                .contains(&PushType::PushToTalk),
            "{text}"
        );
    }
    let topic = Topic::parse("com.example.app.voip-ptt").unwrap();
    assert_eq!(
        topic.push_types(CertificateKind::Apns),
        [PushType::PushToTalk]
    );
}

#[test]
fn suffix_and_kind_decide_the_push_types() {
    let app = Topic::parse("com.example.app").unwrap();
    for push_type in PushType::ALL {
        let topic = push_type.topic_for(&app).unwrap();
        assert_eq!(topic.bundle_id(), "com.example.app");
        if !push_type.suffix().is_empty() {
            assert_eq!(topic.push_types(CertificateKind::Apns), [*push_type]);
        }
    }
    assert_eq!(
        app.push_types(CertificateKind::Apns),
        [PushType::Alert, PushType::Background]
    );
    let mdm = Topic::parse("com.apple.mgmt.External.47eaa099").unwrap();
    assert_eq!(mdm.push_types(CertificateKind::MdmPush), [PushType::Mdm]);
    assert!(app.push_types(CertificateKind::MdmVendor).is_empty());
    // A legacy certificate has one topic, the bundle id, even if it looks like a VoIP topic.
    let odd = Topic::parse("com.example.voip").unwrap();
    assert_eq!(
        odd.push_types(CertificateKind::ApnsProductionLegacy),
        Topic::unsuffixed_push_types()
    );
    // A suffix alone is no topic with that suffix.
    assert_eq!(Topic::parse("voip").unwrap().bundle_id(), "voip");
}

#[test]
fn which_push_types_a_certificate_can_send() {
    let possible: Vec<_> = PushType::ALL
        .iter()
        .filter(|push_type| push_type.with_certificate().is_possible())
        .map(|push_type| push_type.as_str())
        .collect();
    assert_eq!(
        possible,
        [
            "alert",
            "background",
            "voip",
            "complication",
            "pushtotalk",
            "mdm"
        ]
    );
}

#[test]
fn texts_that_are_no_topic() {
    let character = |found, position| TopicError::Character { found, position };
    for (text, error) in [
        ("", TopicError::Empty),
        (" ", character(' ', 0)),
        ("com.example.app ", character(' ', 15)),
        ("com.example/app", character('/', 11)),
        ("com\0", character('\0', 3)),
        ("com.\u{202e}ppa", character('\u{202e}', 4)),
        ("com\r\nx: y", character('\r', 3)),
        (".com", TopicError::EmptyLabel { position: 0 }),
        ("com..app", TopicError::EmptyLabel { position: 4 }),
        ("com.", TopicError::EmptyLabel { position: 3 }),
        ("..", TopicError::EmptyLabel { position: 0 }),
        ("*", character('*', 0)),
    ] {
        assert_eq!(Topic::parse(text), Err(error), "{text:?}");
        assert!(error.to_string().chars().all(|c| !c.is_control()));
    }
    assert!(Topic::parse(&"a".repeat(255)).is_ok());
    assert_eq!(
        Topic::parse(&"a".repeat(256)),
        Err(TopicError::TooLong {
            length: 256,
            allowed: 255
        })
    );
    let long = Topic::parse(&"a".repeat(253)).unwrap();
    assert!(PushType::Voip.topic_for(&long).is_err());
}

proptest! {
    /// Whatever passes is one line of printable ASCII that no path and no header can be bent with.
    #[test]
    fn a_topic_is_always_safe(text in "[ -~]{0,40}|\\PC{0,20}|[a-z.]{0,12}") {
        if let Ok(topic) = Topic::parse(&text) {
            prop_assert_eq!(topic.as_str(), &text);
            prop_assert!(!text.contains("..") && !text.contains('/') && !text.starts_with('.'));
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
