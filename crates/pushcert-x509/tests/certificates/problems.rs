//! Hostile certificates: fields and extensions. A typed problem, and the other facts.

use pushcert_testkit::{
    cert::Extension,
    der,
    oid::{apple, extension},
};
use pushcert_types::CertificateKind;
use pushcert_x509::{
    Certificate, ErrorKind, Field, Oid, ProblemKind, TimeOddity, ValidityEnd, apple_oids,
    extension_oids,
};

use crate::common::{apns, decode, expect, kinds, topics};

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
fn a_flood_of_extensions() {
    let one = |n: usize| Extension::new(&format!("1.2.{n}"), der::null()).der();
    let flood = (0..1001).map(one).collect::<Vec<_>>();
    let certificate = decode(&apns().raw_extensions(der::explicit(3, der::seq(&flood))));
    assert_eq!(certificate.extensions().len(), 1000);
    assert_eq!(
        kinds(&certificate),
        [ProblemKind::TooManyExtensions { kept: 1000 }]
    );
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
