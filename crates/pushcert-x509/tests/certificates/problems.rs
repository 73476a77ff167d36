//! Every line of the list of hostile certificates: a typed problem, and the other facts.

use crate::common::{decode, kinds, topics};
use pushcert_testkit::{
    cert::{CertificateBuilder, Extension},
    der,
    name::Name,
    oid::{apple, extension, name},
};
use pushcert_types::{CertificateKind, TopicError};
use pushcert_x509::{
    Certificate, ErrorKind, Field, NamePart, Oid, ProblemKind, StringType, TimeOddity, TopicDefect,
    TopicsFrom, ValidityEnd, apple_oids, attribute_oids, extension_oids,
};

const APP: &str = "com.example.app";

fn apns() -> CertificateBuilder {
    CertificateBuilder::apns(APP)
}

/// The problems are exactly these, and what has nothing to do with them is still known.
#[track_caller]
fn expect(builder: &CertificateBuilder, expected: &[ProblemKind]) -> Certificate {
    let certificate = decode(builder);
    assert_eq!(kinds(&certificate), expected);
    for problem in certificate.problems() {
        assert!(problem.offset() < certificate.der().len());
        assert!(problem.to_string().chars().all(|c| !c.is_control()));
    }
    assert_eq!(certificate.push().kind, CertificateKind::Apns);
    certificate
}

#[test]
fn serial_numbers() {
    expect(&apns().serial(&[0]), &[ProblemKind::SerialZero]);
    expect(&apns().serial(&[0, 0]), &[ProblemKind::SerialZero]);
    expect(&apns().serial(&[0x80]), &[ProblemKind::SerialNegative]);
    expect(&apns().serial(&[0, 0x7f]), &[ProblemKind::SerialNotMinimal]);
    expect(
        &apns().serial(&[]),
        &[ProblemKind::SerialLength { octets: 0 }],
    );
    expect(&apns().serial(&[1; 20]), &[]);
    expect(
        &apns().serial(&[1; 21]),
        &[ProblemKind::SerialLength { octets: 21 }],
    );
    let huge = expect(
        &apns().serial(&vec![1; 1 << 20]),
        &[ProblemKind::SerialLength { octets: 1 << 20 }],
    );
    assert_eq!(huge.serial().len(), 1 << 20);
    assert_eq!(topics(&huge).len(), 4);
}

#[test]
fn versions() {
    let old = |version| ProblemKind::ExtensionsInOldVersion { version };
    assert_eq!(expect(&apns().version_1(), &[old(1)]).version(), 1);
    expect(&apns().version(1), &[old(2)]);
    expect(&apns().version(2), &[]);
    expect(
        &apns().version(3),
        &[ProblemKind::UnknownVersion { found: 4 }],
    );
    expect(
        &apns().version(70_000),
        &[ProblemKind::UnknownVersion { found: 0 }, old(0)],
    );
}

#[test]
fn the_two_signature_algorithms_differ() {
    let sha1 = pushcert_testkit::key::SignatureAlgorithm::Sha1Rsa.identifier();
    let certificate = decode(&apns().outer_algorithm(sha1));
    let [ProblemKind::SignatureAlgorithmMismatch { inner, outer }] = &kinds(&certificate)[..]
    else {
        panic!("{:?}", certificate.problems());
    };
    assert_eq!((inner.as_str(), outer.as_str()), ("sha256-rsa", "sha1-rsa"));
    assert_eq!(certificate.signature_algorithm().as_str(), "sha1-rsa");
    // NULL and absent parameters are the same thing.
    expect(
        &apns().outer_algorithm(der::algorithm("1.2.840.113549.1.1.11", None)),
        &[],
    );
}

#[test]
fn extensions_repeated_unknown_or_empty() {
    expect(
        &apns().duplicate_extension(apple::TOPICS),
        &[ProblemKind::DuplicateExtension {
            oid: apple_oids::TOPICS,
        }],
    );
    let oid = Oid::from_octets(&der::oid_content("1.3.6.1.4.1.99999.1"));
    expect(
        &apns().extension(Extension::critical("1.3.6.1.4.1.99999.1", der::null())),
        &[ProblemKind::UnknownCriticalExtension { oid }],
    );
    expect(
        &apns().extension(Extension::new("1.3.6.1.4.1.99999.1", vec![0xff])),
        &[],
    );
    let certificate = decode(&apns().raw_extensions(der::explicit(3, der::seq::<Vec<u8>>([]))));
    assert_eq!(
        kinds(&certificate),
        [ProblemKind::MalformedExtensionList {
            index: 0,
            cause: ErrorKind::Empty {
                field: Field::Extensions
            }
        }]
    );
    assert_eq!(certificate.push().kind, CertificateKind::Other);
}

#[test]
fn one_unreadable_extension_does_not_hide_the_next() {
    let good = Extension::new(apple::SANDBOX, der::null()).der();
    let bad = der::seq([der::int(1)]);
    let field = der::explicit(3, der::seq([bad, good]));
    let certificate = decode(&apns().raw_extensions(field));
    assert_eq!(certificate.push().environments.len(), 1);
    assert!(matches!(
        kinds(&certificate)[..],
        [ProblemKind::MalformedExtensionList {
            index: 0,
            cause: ErrorKind::UnexpectedTag { .. }
        }]
    ));
}

#[test]
fn malformed_standard_extensions_are_named_and_the_rest_is_read() {
    for (oid, known) in [
        (extension::KEY_USAGE, extension_oids::KEY_USAGE),
        (
            extension::EXTENDED_KEY_USAGE,
            extension_oids::EXTENDED_KEY_USAGE,
        ),
        (
            extension::BASIC_CONSTRAINTS,
            extension_oids::BASIC_CONSTRAINTS,
        ),
        (
            extension::SUBJECT_KEY_ID,
            extension_oids::SUBJECT_KEY_IDENTIFIER,
        ),
        (
            extension::AUTHORITY_KEY_ID,
            extension_oids::AUTHORITY_KEY_IDENTIFIER,
        ),
        (
            extension::AUTHORITY_INFO_ACCESS,
            extension_oids::AUTHORITY_INFO_ACCESS,
        ),
        (
            extension::CRL_DISTRIBUTION_POINTS,
            extension_oids::CRL_DISTRIBUTION_POINTS,
        ),
        (
            extension::CERTIFICATE_POLICIES,
            extension_oids::CERTIFICATE_POLICIES,
        ),
    ] {
        for value in [vec![], vec![0x30, 0x80], vec![0x0a, 1, 1], vec![0x30, 5, 1]] {
            let certificate = decode(&apns().replace_extension(oid, value));
            let [ProblemKind::MalformedExtension { oid, .. }] = &kinds(&certificate)[..] else {
                panic!("{known}: {:?}", certificate.problems());
            };
            assert_eq!(*oid, known);
            assert_eq!(topics(&certificate).len(), 4);
        }
    }
}

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
    let many = decode(&apns().subject(many));
    assert_eq!(many.subject().attributes().count(), 10_000);
}

#[test]
fn times() {
    let good = der::time("2027-06-01T18:36:26Z");
    let start = der::time("2026-05-02T18:36:27Z");
    let (not_before, not_after) = (ValidityEnd::NotBefore, ValidityEnd::NotAfter);
    for value in [
        der::utc_time("260230000000Z"),
        der::utc_time("2605"),
        der::utf8("2026"),
    ] {
        let problem = ProblemKind::MalformedTime { end: not_before };
        let certificate = expect(&apns().raw_times(&value, &good), &[problem]);
        assert_eq!(certificate.not_before(), None);
        assert!(certificate.not_after().is_some());
    }
    for (text, oddity) in [
        ("20560501000000.25Z", TimeOddity::Fraction),
        ("20560501000000+0100", TimeOddity::Offset),
        ("20270501000000Z", TimeOddity::GeneralizedBefore2050),
    ] {
        let value = der::generalized_time(text);
        let problem = ProblemKind::OddTime {
            end: not_after,
            oddity,
        };
        assert!(
            expect(&apns().raw_times(&start, &value), &[problem])
                .not_after()
                .is_some()
        );
    }
    let year_9999 = der::generalized_time("99991231235959Z");
    let forever = expect(&apns().raw_times(&start, &year_9999), &[]);
    assert_eq!(
        forever.not_after().unwrap().to_string(),
        "9999-12-31T23:59:59Z"
    );
    let reversed = decode(&apns().raw_times(&good, &start));
    assert!(matches!(
        kinds(&reversed)[..],
        [ProblemKind::ValidityReversed { .. }]
    ));
}

#[test]
fn object_identifiers() {
    // 2.999 is odd but right, an overlong arc is not.
    expect(
        &apns().extension(Extension::new("2.999.1", der::null())),
        &[],
    );
    let overlong = der::seq([der::tlv(0x06, [0x2a, 0x80, 0x01]), der::octets(der::null())]);
    let field = der::explicit(3, der::seq([overlong]));
    let certificate = decode(&apns().raw_extensions(field));
    let oid = Oid::from_octets(&[0x2a, 0x80, 0x01]);
    assert_eq!(kinds(&certificate), [ProblemKind::MalformedOid { oid }]);
}

#[test]
fn s1_22_malformed_topics_leave_the_other_facts() {
    let topic = |n: usize| der::utf8(&format!("com.example.app{n}"));
    let label = || der::seq([der::utf8("topic")]);
    let pairs = der::seq([der::seq([der::utf8(APP), label()])]);
    let malformed = |index, defect| ProblemKind::MalformedTopics { index, defect };
    let whole = |cause| ProblemKind::MalformedExtension {
        oid: apple_oids::TOPICS,
        cause,
    };
    for (value, count, problem) in [
        (
            der::seq([der::utf8(APP), label(), topic(1)]),
            2,
            malformed(2, TopicDefect::NoLabels),
        ),
        (
            der::seq([der::utf8(APP)]),
            1,
            malformed(1, TopicDefect::NoLabels),
        ),
        (
            der::seq([der::utf8(APP), topic(1), label()]),
            1,
            malformed(1, TopicDefect::NoLabels),
        ),
        (pairs, 0, malformed(0, TopicDefect::NoTopic)),
        (
            der::seq([der::utf8(APP), label(), label()]),
            1,
            malformed(1, TopicDefect::NoTopic),
        ),
        (
            der::seq([der::utf8(APP), label(), der::int(1)]),
            1,
            malformed(1, TopicDefect::Tag { found: 2 }),
        ),
        (
            der::seq([der::utf8(APP), der::seq([der::int(1)])]),
            1,
            malformed(1, TopicDefect::Labels),
        ),
        (
            der::seq([der::utf8(APP), der::seq::<Vec<u8>>([])]),
            1,
            malformed(1, TopicDefect::Labels),
        ),
        (
            der::seq([der::utf8(APP), label(), vec![0x0c, 9]]),
            1,
            malformed(
                1,
                TopicDefect::Unreadable {
                    cause: ErrorKind::Truncated {
                        declared: 9,
                        available: 0,
                    },
                },
            ),
        ),
        (
            der::utf8(APP),
            0,
            whole(ErrorKind::UnexpectedTag {
                field: Field::AppleTopics,
                expected: 0x30,
                found: 0x0c,
            }),
        ),
        (
            vec![],
            0,
            whole(ErrorKind::Missing {
                field: Field::AppleTopics,
            }),
        ),
    ] {
        let builder = apns().replace_extension(apple::TOPICS, value);
        let certificate = expect(&builder, &[problem]);
        assert_eq!(certificate.push().topics.len(), count);
        assert_eq!(certificate.push().environments.len(), 2);
        assert_eq!(certificate.push().team_id.as_deref(), Some("TEAM123456"));
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

#[test]
fn bits_that_are_not_der_do_not_stop_the_reading() {
    // BOOLEAN TRUE as 01 and an explicit FALSE.
    let critical = |octet| {
        der::seq([
            der::oid(extension::KEY_USAGE),
            der::tlv(0x01, [octet]),
            der::octets(der::bits(7, [0x80])),
        ])
    };
    for octet in [0, 1, 0xff] {
        let field = der::explicit(3, der::seq([critical(octet)]));
        let certificate = decode(&apns().raw_extensions(field));
        assert_eq!(certificate.problems(), []);
        assert_eq!(
            certificate.extensions().next().unwrap().critical(),
            octet != 0
        );
        assert!(certificate.key_usage().unwrap().digital_signature());
    }
    // A length with more octets than it needs, and bytes behind the certificate.
    let mut tbs_and_rest = apns().build();
    tbs_and_rest.extend_from_slice(b"\r\n");
    let certificate = Certificate::decode(&tbs_and_rest).unwrap();
    assert_eq!(
        kinds(&certificate),
        [ProblemKind::TrailingBytes { count: 2 }]
    );
    assert_eq!(certificate.der(), apns().build());
    let plain = apns().build();
    let long = der::tlv_with_length(
        0x30,
        &der::long_form(&[0, 0, plain[2], plain[3]]),
        &plain[4..],
    );
    let certificate = Certificate::decode(&long).unwrap();
    assert_eq!(kinds(&certificate), [ProblemKind::LongLength]);
    assert_eq!(topics(&certificate).len(), 4);
}

#[test]
fn public_keys_that_cannot_be_read() {
    for spki in [
        der::seq([
            der::seq([der::oid("1.2.840.113549.1.1.1"), der::null()]),
            der::bits(0, [1]),
        ]),
        der::seq([
            der::seq([der::oid("1.2.840.113549.1.1.1"), der::null()]),
            der::bits(3, [8]),
        ]),
        der::seq::<Vec<u8>>([]),
    ] {
        let certificate = decode(&apns().raw_spki(spki.clone()));
        assert!(matches!(
            kinds(&certificate)[..],
            [ProblemKind::MalformedPublicKey { .. }]
        ));
        assert_eq!(certificate.spki_der(), spki);
    }
}

#[test]
fn what_is_no_certificate_is_an_error_with_a_place() {
    let key = pushcert_testkit::key::TestKey::rsa2048(0);
    for (bytes, offset) in [
        (vec![], 0),
        (b"\n".to_vec(), 0),
        (b"-----BEGIN CERTIFICATE-----".to_vec(), 0),
        (vec![0x30, 0x80], 0),
        (vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff], 0),
        (vec![0x30, 0], 2),
        (key.pkcs8_der(), 4),
        (key.spki_der(), 6),
    ] {
        let error = Certificate::decode(&bytes).unwrap_err();
        assert_eq!(error.offset(), offset, "{error}");
    }
    let csr = der::seq([der::seq([der::int(0)])]);
    assert!(Certificate::decode(&csr).is_err());
}

#[test]
fn the_number_of_problems_is_bounded() {
    let many = (0..10_000).fold(Name::new(), |n, _| n.utf8(name::UID, "x"));
    assert_eq!(decode(&apns().subject(many)).problems().len(), 200);
}
