//! Certificates: serial numbers, versions, algorithms, times, OIDs; and requests.

use super::{APP, Hostile, Section, with_key};
use crate::cert::{CertificateBuilder, Extension};
use crate::csr::CsrBuilder;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, oid, pem};

fn apns() -> CertificateBuilder {
    CertificateBuilder::apns(APP)
}

pub(super) fn entries() -> Vec<Hostile> {
    [
        serials(),
        versions(),
        algorithms(),
        times(),
        odd_times(),
        oids(),
        shapes(),
        requests(),
    ]
    .concat()
}

fn serials() -> Vec<Hostile> {
    let serial = |name: &str, content: &[u8]| with_key(name, &apns().serial(content));
    vec![
        serial("serial-0", &[0]),
        serial("serial-negative", &[0x80, 1]),
        serial("serial-of-20-octets", &[0x7f; 20]),
        serial("serial-of-21-octets", &[0x7f; 21]),
        serial("serial-without-octets", &[]).expect("ok"),
        serial("serial-not-minimal", &[0, 0, 1]).expect("ok"),
        serial("serial-of-1-mb", &[0x55; 1_000_000]).expect("ok"),
    ]
}

fn versions() -> Vec<Hostile> {
    let version = |name: &str, stored: i64| with_key(name, &apns().version(stored)).expect("ok");
    vec![
        with_key("version-1-with-extensions", &apns().version_1()).expect("ok"),
        version("version-1-written-out", 0),
        version("version-2-with-extensions", 1),
        version("version-4", 3),
        version("version-minus-1", -1),
    ]
}

/// Algorithm identifiers that differ, are unknown, or are weak.
fn algorithms() -> Vec<Hostile> {
    let sha1 = SignatureAlgorithm::Sha1Rsa.identifier();
    let unknown = der::algorithm("1.2.3.4.5", None);
    let weak = |name: &str, algorithm| {
        with_key(name, &apns().algorithm(algorithm)).expect("weak-signature")
    };
    vec![
        with_key(
            "algorithm-differs-outside",
            &apns().outer_algorithm(sha1.clone()),
        )
        .expect("untrusted-issuer"),
        with_key("algorithm-differs-inside", &apns().inner_algorithm(sha1))
            .expect("untrusted-issuer"),
        with_key(
            "algorithm-unknown",
            &apns()
                .inner_algorithm(unknown.clone())
                .outer_algorithm(unknown),
        )
        .expect("untrusted-issuer"),
        weak("algorithm-sha1", SignatureAlgorithm::Sha1Rsa),
        weak("algorithm-md5", SignatureAlgorithm::Md5Rsa),
        with_key(
            "algorithm-sha512",
            &apns().algorithm(SignatureAlgorithm::Sha512Rsa),
        ),
        with_key("signature-broken", &apns().broken_signature()).expect("untrusted-issuer"),
        with_key("signature-empty", &apns().raw_signature(Vec::new())).expect("untrusted-issuer"),
        with_key("signature-of-zeros", &apns().raw_signature(vec![0; 256]))
            .expect("untrusted-issuer"),
        with_key(
            "signature-of-100-kb",
            &apns().raw_signature(vec![1; 100_000]),
        )
        .expect("untrusted-issuer"),
        with_key("self-signed", &apns().self_signed()).expect("untrusted-issuer"),
    ]
}

/// Times that mean something, though an uncommon thing.
fn times() -> Vec<Hostile> {
    let start = der::utc_time("260502183627Z");
    let end = |name: &str, value: Vec<u8>| with_key(name, &apns().raw_times(&start, &value));
    vec![
        end("not-after-utc-49", der::utc_time("491231235959Z")),
        end("not-after-utc-50", der::utc_time("500101000000Z")).expect("certificate-expired"),
        end(
            "not-after-year-9999",
            der::generalized_time("99991231235959Z"),
        ),
        end(
            "not-after-generalized-before-2050",
            der::generalized_time("20270601183626Z"),
        ),
        end("not-after-exactly-now", der::time("2026-11-21T00:00:00Z"))
            .expect("certificate-expiring"),
        end("not-after-a-second-ago", der::time("2026-11-20T23:59:59Z"))
            .expect("certificate-expired"),
        with_key(
            "not-before-utc-50",
            &apns().valid("1950-01-01T00:00:00Z", "2027-06-01T00:00:00Z"),
        ),
        with_key(
            "not-before-in-a-second",
            &apns().valid("2026-11-21T00:00:01Z", "2027-06-01T00:00:00Z"),
        )
        .expect("certificate-not-yet-valid"),
        with_key(
            "not-before-after-not-after",
            &apns().valid("2027-06-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        )
        .expect("certificate-expired"),
    ]
}

/// Times that DER does not allow. A reader may guess them or report them, and must not fall over.
fn odd_times() -> Vec<Hostile> {
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "time-with-fraction",
            der::generalized_time("20270601183626.5Z"),
        ),
        ("time-with-offset", der::utc_time("270601183626+0100")),
        ("time-without-seconds", der::utc_time("2706011836Z")),
        ("time-without-zone", der::generalized_time("20270601183626")),
        ("time-february-30", der::utc_time("270230120000Z")),
        (
            "time-february-29-no-leap-year",
            der::utc_time("270229120000Z"),
        ),
        ("time-month-13", der::utc_time("271301120000Z")),
        ("time-hour-24", der::utc_time("270601240000Z")),
        ("time-second-60", der::utc_time("270630235960Z")),
        ("time-with-letters", der::utc_time("27O6O1183626Z")),
        ("time-with-sign", der::utc_time("-70601183626Z")),
        ("time-empty", der::utc_time("")),
        (
            "time-of-100-kb",
            der::generalized_time(&"2".repeat(100_000)),
        ),
        ("time-is-an-integer", der::int(1)),
        ("time-year-0", der::generalized_time("00000101000000Z")),
    ];
    let start = der::utc_time("260502183627Z");
    cases
        .into_iter()
        .map(|(name, value)| {
            let expect = match name {
                "time-year-0" => "certificate-expired",
                _ => "ok",
            };
            with_key(name, &apns().raw_times(&start, &value)).expect(expect)
        })
        .collect()
}

/// Extensions whose OIDs are hard to read (CVE-2023-2650).
fn oids() -> Vec<Hostile> {
    let raw = |name: &str, content: Vec<u8>| {
        let extension = der::seq([der::tlv(0x06, content), der::octets(der::null())]);
        let field = append_extension(&apns().build(), &extension);
        with_key(name, &apns().raw_extensions(field))
    };
    vec![
        raw("oid-first-arc-2-999", der::oid_content("2.999.1")),
        raw("oid-with-leading-80", vec![0x2a, 0x80, 0x03]).expect("ok"),
        raw(
            "oid-arc-of-128-bits",
            der::oid_content("1.2.340282366920938463463374607431768211455"),
        ),
        raw(
            "oid-arc-of-64-kb",
            [vec![0x2a], vec![0xff; 65_536], vec![1]].concat(),
        )
        .expect("ok"),
        raw("oid-of-50000-arcs", vec![1; 50_000]).expect("ok"),
        raw("oid-unfinished", vec![0x2a, 0x86]).expect("ok"),
        raw("oid-empty", Vec::new()).expect("ok"),
    ]
}

/// The `[3]` field of a certificate with one more extension of any bytes.
fn append_extension(certificate: &[u8], extension: &[u8]) -> Vec<u8> {
    let tbs = der::read::at(certificate, &[0]).children();
    let field = tbs.last().expect("extensions");
    let list = [field.children()[0].content, extension].concat();
    der::explicit(3, der::tlv(0x30, list))
}

/// Extensions of the wrong shape.
fn shapes() -> Vec<Hostile> {
    let duplicate =
        |name: &str, oid: &str| with_key(name, &apns().duplicate_extension(oid)).expect("ok");
    let two_topics = apns().extension(Extension::new(
        oid::apple::TOPICS,
        crate::cert::topics(&[("com.example.other", "topic")]),
    ));
    let critical = |oid: &str| Extension::critical(oid, der::null());
    let raw = |name: &str, field: Vec<u8>| {
        with_key(name, &apns().raw_extensions(field)).expect("not-a-push-certificate")
    };
    let many = (0..5_000).fold(apns(), |builder, _| {
        builder.extension(Extension::new("1.2.3.4", der::null()))
    });
    vec![
        duplicate("extension-key-usage-twice", oid::extension::KEY_USAGE),
        duplicate("extension-topics-twice-the-same", oid::apple::TOPICS),
        with_key("extension-topics-twice-different", &two_topics).expect("ok"),
        with_key(
            "extension-unknown-critical",
            &apns().extension(critical("1.2.3.4.5")),
        ),
        with_key(
            "extension-marker-critical",
            &apns().extension(critical("1.2.840.113635.100.6.3.99")),
        ),
        with_key("extensions-5000", &many).expect("ok"),
        raw("extensions-empty", der::explicit(3, der::tlv(0x30, []))),
        raw("extensions-absent", Vec::new()),
        raw("extensions-are-an-integer", der::explicit(3, der::int(1))),
        raw("extensions-field-empty", der::explicit(3, [])),
        with_key("spki-empty", &apns().raw_spki(der::tlv(0x30, []))).expect("key-mismatch"),
        with_key(
            "key-usage-empty",
            &apns().replace_extension(oid::extension::KEY_USAGE, Vec::new()),
        )
        .expect("ok"),
        with_key(
            "basic-constraints-is-a-ca",
            &apns().replace_extension(
                oid::extension::BASIC_CONSTRAINTS,
                der::seq([der::boolean(true)]),
            ),
        )
        .expect("not-a-push-certificate"),
    ]
}

/// Requests. None is a credential; some say so in another way as well.
fn requests() -> Vec<Hostile> {
    let key = TestKey::rsa2048(0);
    let request = || CsrBuilder::keychain_style("admin@example.com", "Example", "US", &key);
    let file = |name: &str, builder: &CsrBuilder| {
        let der = builder.build();
        Hostile::new(
            Section::X509,
            name,
            "push.csr",
            pem::encode("CERTIFICATE REQUEST", &der),
        )
        .inner(der)
        .expect("not-a-push-credential")
    };
    let escape = Name::new().utf8(oid::name::COMMON_NAME, "\u{1b}[2Jgone");
    vec![
        file("csr", &request()),
        file("csr-signature-broken", &request().broken_signature()),
        file("csr-without-attributes", &request().without_attributes()),
        file(
            "csr-attribute-without-values",
            &request().attribute(oid::pkcs::EXTENSION_REQUEST, &[]),
        ),
        file(
            "csr-challenge-password",
            &request().challenge_password("do not show me"),
        ),
        file("csr-version-1", &request().version(1)),
        file("csr-key-empty", &request().raw_spki(der::tlv(0x30, []))),
        file(
            "csr-rsa-1024",
            &CsrBuilder::new(escape.clone(), &TestKey::rsa(1024)),
        ),
        file("csr-ec", &CsrBuilder::new(escape, &TestKey::ec_p256(0))),
    ]
}
