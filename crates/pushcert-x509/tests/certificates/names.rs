//! Hostile names: a typed problem, and the other facts.

use pushcert_testkit::{cert::CertificateBuilder, der, name::Name, oid::name};
use pushcert_types::TopicError;
use pushcert_x509::{
    ErrorKind, NamePart, ProblemKind, StringType, TopicsFrom, apple_oids, attribute_oids,
};

use crate::common::{APP, apns, decode, expect, kinds, topics};

#[test]
fn names_without_order() {
    let empty = expect(
        &apns().subject(Name::new()),
        &[
            ProblemKind::EmptyName {
                part: NamePart::Subject,
            },
            ProblemKind::IdentifierIsNotUid {
                oid: apple_oids::TOPICS,
            },
        ],
    );
    assert!(empty.subject().is_empty());
    let part = NamePart::Subject;
    let attribute = attribute_oids::UID;
    let twice = apns().edit_subject(|subject| subject.utf8(name::UID, "com.example.other"));
    let twice = expect(
        &twice,
        &[ProblemKind::DuplicateAttribute { part, attribute }],
    );
    assert_eq!(twice.push().uid.as_deref(), Some(APP));
    let multi = Name::new().multi_valued(vec![
        (name::UID, der::utf8(APP)),
        (
            name::COMMON_NAME,
            der::utf8("Apple Push Services: com.example.app"),
        ),
    ]);
    let multi = expect(
        &apns().subject(multi),
        &[ProblemKind::MultiValuedRdn { part, count: 2 }],
    );
    assert_eq!(multi.push().uid.as_deref(), Some(APP));
    let truncated = Name::raw(der::tlv(0x30, [0x31, 0x20, 0x30]));
    let truncated = decode(&apns().subject(truncated));
    assert!(matches!(
        kinds(&truncated)[0],
        ProblemKind::MalformedName {
            cause: ErrorKind::Truncated { declared: 32, .. },
            ..
        }
    ));
    assert_eq!(topics(&truncated).len(), 4);
}

#[test]
fn strings_of_every_type() {
    let part = NamePart::Subject;
    let attribute = attribute_oids::UID;
    let with_uid = |value: Vec<u8>| apns().edit_subject(|s| s.set(name::UID, value));
    let wrong_type = |found| ProblemKind::AttributeType {
        part,
        attribute: attribute.clone(),
        found,
    };
    for (value, found) in [
        (der::printable(APP), StringType::Printable),
        (der::bmp(APP), StringType::Bmp),
        (der::universal(APP), StringType::Universal),
        (der::tlv(0x1a, APP), StringType::Visible),
        (der::tlv(0x14, APP), StringType::Teletex),
    ] {
        let certificate = expect(&with_uid(value), &[wrong_type(found)]);
        assert_eq!(certificate.push().uid.as_deref(), Some(APP));
    }
    let number = decode(&with_uid(der::int(7)));
    assert_eq!(kinds(&number)[0], wrong_type(StringType::Other(2)));
    assert_eq!(number.push().uid, None);
    let invalid = decode(&with_uid(der::tlv(0x0c, [0xff, 0xfe])));
    let string_type = StringType::Utf8;
    assert_eq!(
        kinds(&invalid)[0],
        ProblemKind::MalformedText {
            part,
            attribute,
            string_type
        }
    );
    let uid = invalid.subject().attributes().next().unwrap();
    assert_eq!((uid.text(), uid.octets()), (None, &[0xff, 0xfe][..]));
    assert_eq!(uid.text_lossy(), "\u{fffd}\u{fffd}");
}

#[test]
fn a_uid_that_is_no_topic_is_no_topic() {
    for (uid, cause) in [
        ("../../x", TopicError::EmptyLabel { position: 0 }),
        (
            "com.example.app ",
            TopicError::Character {
                found: ' ',
                position: 15,
            },
        ),
        (
            "com.example.\u{202e}ppa",
            TopicError::Character {
                found: '\u{202e}',
                position: 12,
            },
        ),
        (
            "com.example\r\nx",
            TopicError::Character {
                found: '\r',
                position: 11,
            },
        ),
        ("", TopicError::Empty),
    ] {
        let builder = CertificateBuilder::apns_production_legacy(APP)
            .edit_subject(|subject| subject.set(name::UID, der::utf8(uid)));
        let certificate = decode(&builder);
        let (from, index) = (TopicsFrom::Uid, 0);
        assert_eq!(
            kinds(&certificate),
            [ProblemKind::InvalidTopic { from, index, cause }]
        );
        // The UID itself stays as it is, the topic does not exist.
        assert_eq!(certificate.push().uid.as_deref(), Some(uid));
        assert_eq!(certificate.push().topics, []);
    }
    let case = apns().edit_subject(|s| s.set(name::UID, der::utf8("COM.example.app")));
    expect(
        &case,
        &[ProblemKind::IdentifierIsNotUid {
            oid: apple_oids::TOPICS,
        }],
    );
}

#[test]
fn texts_stay_as_they_are_however_wild() {
    for text in [
        "a\0b",
        "\u{1b}]0;title\u{7}",
        "a\rb",
        "\u{202e}gnp.exe",
        "zero\u{200b}width",
        &"x".repeat(1 << 20),
    ] {
        let builder = apns().edit_subject(|s| s.set(name::COMMON_NAME, der::utf8(text)));
        let certificate = expect(&builder, &[]);
        assert_eq!(certificate.subject().common_name(), Some(text));
    }
    let many = (0..10_000).fold(Name::new(), |n, _| n.utf8("2.5.4.11", "x"));
    let certificate = decode(&apns().subject(many.clone()));
    assert_eq!(certificate.subject().attributes().count(), 10_000);
    let certificate = decode(&apns().subject(many.utf8("2.5.4.11", "x")));
    let (part, kept) = (NamePart::Subject, 10_000);
    assert_eq!(
        kinds(&certificate)[0],
        ProblemKind::TooManyAttributes { part, kept }
    );
    assert_eq!(topics(&certificate).len(), 4);
}

#[test]
fn the_number_of_problems_is_bounded() {
    let many = (0..10_000).fold(Name::new(), |n, _| n.utf8(name::UID, "x"));
    assert_eq!(decode(&apns().subject(many)).problems().len(), 200);
}
