//! Malformed extensions of Apple's: a typed problem, and the other facts.

use pushcert_testkit::{cert::CertificateBuilder, der, oid::apple};
use pushcert_types::{CertificateKind, TopicError};
use pushcert_x509::{
    Certificate, ErrorKind, Field, ProblemKind, TopicDefect, TopicsFrom, apple_oids,
};

use crate::common::{APP, apns, decode, expect, kinds, topics};

#[test]
fn s1_22_malformed_topics_leave_the_other_facts() {
    let other = || der::utf8("com.example.other");
    let label = || der::seq([der::utf8("topic")]);
    let app = || der::utf8(APP);
    let unreadable = TopicDefect::Unreadable {
        cause: ErrorKind::Truncated {
            declared: 9,
            available: 0,
        },
    };
    malformed(&[app(), label(), other()], 2, TopicDefect::NoLabels);
    malformed(&[app()], 1, TopicDefect::NoLabels);
    malformed(&[app(), other(), label()], 1, TopicDefect::NoLabels);
    malformed(&[der::seq([app(), label()])], 0, TopicDefect::NoTopic);
    malformed(&[app(), label(), label()], 1, TopicDefect::NoTopic);
    malformed(
        &[app(), label(), der::int(1)],
        1,
        TopicDefect::Tag { found: 2 },
    );
    malformed(&[app(), der::seq([der::int(1)])], 1, TopicDefect::Labels);
    malformed(&[app(), der::seq::<Vec<u8>>([])], 1, TopicDefect::Labels);
    malformed(&[app(), der::seq([app(), app()])], 1, TopicDefect::Labels);
    malformed(&[app(), label(), vec![0x0c, 9]], 1, unreadable);
    malformed(&[app(), vec![0x30, 9]], 1, unreadable);
}

/// `count` topics are read, then the list has this defect.
#[track_caller]
fn malformed(elements: &[Vec<u8>], count: usize, defect: TopicDefect) {
    let problem = ProblemKind::MalformedTopics {
        index: count,
        defect,
    };
    let builder = apns().replace_extension(apple::TOPICS, der::seq(elements));
    still_known(&expect(&builder, &[problem]), count);
}

#[track_caller]
fn still_known(certificate: &Certificate, count: usize) {
    assert_eq!(certificate.push().topics.len(), count);
    assert_eq!(certificate.push().environments.len(), 2);
    assert_eq!(certificate.push().team_id.as_deref(), Some("TEAM123456"));
}

#[test]
fn s1_22_what_is_no_list_of_topics_leaves_the_other_facts() {
    let field = Field::AppleTopics;
    for (value, cause) in [
        (vec![], ErrorKind::Missing { field }),
        (
            der::utf8(APP),
            ErrorKind::UnexpectedTag {
                field,
                expected: 0x30,
                found: 0x0c,
            },
        ),
        (vec![0x30, 0x80], ErrorKind::IndefiniteLength),
    ] {
        let problem = ProblemKind::MalformedExtension {
            oid: apple_oids::TOPICS,
            cause,
        };
        let builder = apns().replace_extension(apple::TOPICS, value);
        still_known(&expect(&builder, &[problem]), 0);
    }
}

#[test]
fn s1_22_a_malformed_voip_list_leaves_the_other_facts() {
    for value in [
        vec![],
        der::seq([der::utf8(APP)]),
        der::tlv(0x0c, [0xff]),
        der::utf8(""),
        [der::utf8(APP), der::null()].concat(),
    ] {
        let builder = CertificateBuilder::voip(APP).replace_extension(apple::VOIP_TOPICS, value);
        let certificate = decode(&builder);
        let [ProblemKind::MalformedExtension { oid, .. }] = &kinds(&certificate)[..] else {
            panic!("{:?}", certificate.problems());
        };
        assert_eq!(*oid, apple_oids::VOIP_TOPICS);
        assert_eq!(certificate.push().kind, CertificateKind::Voip);
        assert_eq!(certificate.push().voip_bundle_id.as_deref(), Some(APP));
        assert_eq!(certificate.push().topics, []);
    }
}

#[test]
fn topics_invalid_repeated_or_without_number() {
    let entries = [(APP, "topic"), ("com example", "voip"), (APP, "topic")];
    let value = pushcert_testkit::cert::topics(&entries);
    let from = TopicsFrom::TopicsExtension;
    let certificate = expect(
        &apns().replace_extension(apple::TOPICS, value),
        &[
            ProblemKind::InvalidTopic {
                from,
                index: 1,
                cause: TopicError::Character {
                    found: ' ',
                    position: 3,
                },
            },
            ProblemKind::DuplicateTopic { from, index: 2 },
        ],
    );
    assert_eq!(topics(&certificate), [APP]);
    let names: Vec<String> = (0..10_000).map(|n| format!("com.example.n{n}")).collect();
    let entries: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "topic")).collect();
    let value = pushcert_testkit::cert::topics(&entries);
    let certificate = decode(&apns().replace_extension(apple::TOPICS, value));
    assert_eq!(certificate.push().topics.len(), 1000);
    assert_eq!(
        kinds(&certificate)[0],
        ProblemKind::TooManyTopics { kept: 1000 }
    );
}

#[test]
fn markers_that_are_no_null_still_mark() {
    for value in [vec![], vec![5, 1, 0], der::boolean(true)] {
        let builder = apns().replace_extension(apple::SANDBOX, value);
        let certificate = decode(&builder);
        assert!(matches!(
            &kinds(&certificate)[..],
            [ProblemKind::MalformedExtension { oid, .. }] if *oid == apple_oids::SANDBOX
        ));
        assert_eq!(certificate.push().environments.len(), 2);
    }
}

#[test]
fn the_identifier_of_a_pass_is_its_uid() {
    let builder = CertificateBuilder::pass_type_id("pass.com.example")
        .replace_extension(apple::PASS_TYPE_ID, der::utf8("pass.com.other"));
    let certificate = decode(&builder);
    let oid = apple_oids::PASS_TYPE_ID;
    assert_eq!(
        kinds(&certificate),
        [ProblemKind::IdentifierIsNotUid { oid }]
    );
    assert_eq!(
        certificate.push().pass_type_id.as_deref(),
        Some("pass.com.other")
    );
}
