//! Requests that are made to hurt, or that are merely odd: what the checklist says of X.509 names and
//! of PKCS#10.

use crate::csr::CsrBuilder;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::oid::name::{COMMON_NAME, COUNTRY, EMAIL_ADDRESS, ORGANIZATION};
use crate::oid::pkcs::{CHALLENGE_PASSWORD, EXTENSION_REQUEST};
use crate::{der, oid};

/// One hostile request. Unlike the other entries it names no diagnostic: the tests of the crate that
/// reads requests have a table with the one outcome of each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostileRequest {
    /// A stable name, unique among all.
    pub name: String,
    /// The request, in DER or what should be.
    pub bytes: Vec<u8>,
}

/// A text that stands in the challenge passwords of the list and nowhere else.
pub const CHALLENGE: &str = "challenge-that-is-nowhere-else";

/// Every hostile request. The largest has 64 KiB and a byte.
pub fn requests() -> Vec<HostileRequest> {
    [
        bytes(),
        fields(),
        signatures(),
        keys(),
        attributes(),
        names(),
        strings(),
    ]
    .concat()
}

fn entry(name: &str, bytes: impl Into<Vec<u8>>) -> HostileRequest {
    HostileRequest {
        name: name.to_owned(),
        bytes: bytes.into(),
    }
}

fn good() -> CsrBuilder {
    CsrBuilder::keychain_style("admin@example.com", "Example", "US", &TestKey::rsa2048(0))
}

fn bytes() -> Vec<HostileRequest> {
    let good = good().build();
    let reader = &good[4..];
    let with_length = |length: &[u8]| der::tlv_with_length(0x30, length, reader);
    let trailing = |count: usize| [good.clone(), vec![0; count]].concat();
    vec![
        entry("empty", []),
        entry("one-byte", [0x30]),
        entry("indefinite-without-content", [0x30, 0x80]),
        entry("indefinite", with_length(&[0x80])),
        entry("length-of-4-gib", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff]),
        entry("length-of-five-octets", with_length(&[0x85, 0, 0, 0, 2, 0])),
        entry("length-not-minimal", {
            let octets = u32::try_from(reader.len()).unwrap_or(0).to_be_bytes();
            with_length(&der::long_form(&octets))
        }),
        entry("cut-off", &good[..good.len() - 1]),
        entry("trailing-byte", trailing(1)),
        entry("twice", good.repeat(2)),
        entry("of-64-kib", trailing(65_536 - good.len())),
        entry("of-64-kib-and-a-byte", trailing(65_537 - good.len())),
        entry("high-tag", [0x3f, 0x81, 0x01, 0x00]),
        entry("nested-30000", [0x30, 0x80].repeat(30_000)),
        entry("certificate", {
            crate::cert::CertificateBuilder::apns("com.example.app").build()
        }),
        entry("private-key", TestKey::rsa2048(0).pkcs8_der()),
    ]
}

fn fields() -> Vec<HostileRequest> {
    let version = |octets: &[u8]| good().raw_version(der::int_raw(octets)).build();
    vec![
        entry("version-1", version(&[1])),
        entry("version-negative", version(&[0xff])),
        entry("version-of-20-octets", version(&[0x7f; 20])),
        entry("version-empty", version(&[])),
        entry("version-not-minimal", version(&[0, 0])),
        entry("version-is-an-octet-string", {
            good().raw_version(der::octets([0])).build()
        }),
        entry("version-missing", good().raw_version(Vec::new()).build()),
        entry("attributes-missing", good().without_attributes().build()),
        entry("spki-missing", good().raw_spki(Vec::new()).build()),
        entry("attributes-are-a-set", {
            let spki = [TestKey::rsa2048(0).spki_der(), der::set([[0; 0]])].concat();
            good().raw_spki(spki).without_attributes().build()
        }),
    ]
}

fn signatures() -> Vec<HostileRequest> {
    use SignatureAlgorithm::{Md5Rsa, Sha1Rsa, Sha256Ecdsa, Sha256Rsa};
    let rsa = |parameters: Option<&[u8]>| {
        let identifier = der::algorithm(Sha256Rsa.oid(), parameters);
        good().raw_identifier(identifier).build()
    };
    let ec = |parameters: Option<&[u8]>| {
        let subject = Name::new().utf8(COMMON_NAME, "Example");
        let identifier = der::algorithm(Sha256Ecdsa.oid(), parameters);
        let builder = CsrBuilder::new(subject, &TestKey::ec_p256(0));
        builder.raw_identifier(identifier).build()
    };
    vec![
        entry("signature-broken", good().broken_signature().build()),
        entry("signature-unused-bits", good().unused_bits(3).build()),
        entry("signature-empty", {
            let good = good().build();
            let info = der::read::at(&good, &[0]).whole;
            let identifier = der::read::at(&good, &[1]).whole;
            der::seq([info.to_vec(), identifier.to_vec(), der::tlv(3, [])])
        }),
        entry("signature-sha1", good().algorithm(Sha1Rsa).build()),
        entry("signature-md5", good().algorithm(Md5Rsa).build()),
        entry("rsa-without-null", rsa(None)),
        entry("rsa-with-a-long-null", rsa(Some(&[5, 1, 0]))),
        entry("rsa-with-a-sequence", rsa(Some(&der::seq([[0; 0]])))),
        entry("ecdsa", ec(None)),
        entry("ecdsa-with-null", ec(Some(&der::null()))),
        entry("ecdsa-with-a-sequence", ec(Some(&der::seq([[0; 0]])))),
        entry("algorithm-unknown", {
            let identifier = der::algorithm("2.999.1", None);
            good().raw_identifier(identifier).build()
        }),
        entry("algorithm-overlong", {
            let identifier = der::seq([der::tlv(6, [0x80, 0x01])]);
            good().raw_identifier(identifier).build()
        }),
    ]
}

fn keys() -> Vec<HostileRequest> {
    let subject = || Name::new().utf8(COMMON_NAME, "Example");
    let with = |spki: Vec<u8>| good().raw_spki(spki).build();
    let rsa = |bits| CsrBuilder::new(subject(), &TestKey::rsa(bits)).build();
    vec![
        entry("key-of-another", with(TestKey::rsa2048(1).spki_der())),
        entry("key-is-no-key", with(der::seq([der::null()]))),
        entry("key-numbers-missing", {
            let rsa = der::algorithm(oid::key::RSA, Some(&der::null()));
            with(der::seq([rsa, der::bits(0, [])]))
        }),
        entry("key-ed25519", with(TestKey::ed25519().spki_der())),
        entry("rsa-1024", rsa(1024)),
        entry("rsa-4096", rsa(4096)),
        entry("rsa-16384", with(TestKey::rsa(16384).spki_der())),
        entry(
            "ec-p384",
            CsrBuilder::new(subject(), &TestKey::ec_p384())
                .algorithm(SignatureAlgorithm::Sha384Ecdsa)
                .build(),
        ),
    ]
}

fn attributes() -> Vec<HostileRequest> {
    let extension = |id: &str| der::seq([der::oid(id), der::octets(der::null())]);
    let request = |extensions: Vec<u8>| good().attribute(EXTENSION_REQUEST, &[extensions]);
    let with = |name: &str, builder: CsrBuilder| entry(name, builder.build());
    let challenge = || good().challenge_password(CHALLENGE);
    let many = (0..1_001).fold(good(), |builder, number| {
        builder.attribute(&format!("1.2.{number}"), &[der::null()])
    });
    vec![
        with("challenge-password", challenge()),
        with(
            "challenge-password-twice",
            challenge().challenge_password(CHALLENGE),
        ),
        with("challenge-password-of-two-values", {
            let value = der::utf8(CHALLENGE);
            good().attribute(CHALLENGE_PASSWORD, &[value.clone(), value])
        }),
        with(
            "attribute-without-value",
            good().attribute(CHALLENGE_PASSWORD, &[]),
        ),
        with(
            "attribute-unknown",
            good().attribute("1.3.6.1.4.1.99999", &[der::null()]),
        ),
        with("attribute-2-999", good().attribute("2.999", &[der::null()])),
        with("attributes-out-of-order", {
            let later = good().attribute("2.5.4.9", &[der::null()]);
            later.attribute("2.5.4.8", &[der::null()])
        }),
        with("attributes-1001", many),
        with(
            "extension-request",
            request(der::seq(["2.5.29.17", "2.5.29.15"].map(extension))),
        ),
        with("extension-request-empty", request(der::seq([[0; 0]]))),
        with("extension-request-no-sequence", request(der::null())),
        with(
            "extension-request-of-nulls",
            request(der::seq([der::null()])),
        ),
        with("extension-request-overlong", {
            request(der::seq([der::seq([der::tlv(6, [0x80, 1])])]))
        }),
    ]
}

fn named(name: &str, subject: Name) -> HostileRequest {
    let builder = CsrBuilder::new(subject, &TestKey::rsa2048(0));
    entry(name, builder.build())
}

fn names() -> Vec<HostileRequest> {
    let cn = |text: &str| Name::new().utf8(COMMON_NAME, text);
    let rdns = |count| (0..count).fold(Name::new(), |name, _| name.utf8(ORGANIZATION, "x"));
    let pair = |first: &str, second: &str| {
        let attribute = |id: &str| der::seq([der::oid(id), der::utf8("a")]);
        let set = der::set([attribute(first), attribute(second)]);
        Name::raw(der::seq([set]))
    };
    vec![
        named("subject-empty", Name::new()),
        named("subject-is-an-integer", Name::raw(der::int(1))),
        named("subject-of-nulls", Name::raw(der::seq([der::null()]))),
        named(
            "subject-rdn-empty",
            Name::raw(der::seq([der::tlv(0x31, [])])),
        ),
        named("subject-multi-valued", pair(COMMON_NAME, ORGANIZATION)),
        named("subject-out-of-order", pair(ORGANIZATION, COMMON_NAME)),
        named("subject-twice", cn("a").utf8(COMMON_NAME, "b")),
        named("subject-of-1001-rdns", rdns(1_001)),
        named("common-name-of-50-kb", cn(&"n".repeat(50_000))),
        named("common-name-nul", cn("Exam\0ple")),
        named("common-name-escape", cn("\u{1b}[2J\u{1b}]0;owned\u{7}")),
        named("common-name-carriage-return", cn("expired\rvalid")),
        named("common-name-newline", cn("first line\nOK: fine")),
        named("common-name-c1-control", cn("\u{9b}31mred")),
        named("common-name-bidi-override", cn("\u{202e}ppa.elpmaxe.moc")),
        named("common-name-zero-width", cn("com.\u{200b}example")),
        named(
            "common-name-script-element",
            cn("<script>alert(1)</script>"),
        ),
        named("email-header-injection", {
            let text = "a@example.com\r\nBcc: b@example.com";
            Name::new().attribute(EMAIL_ADDRESS, der::ia5(text))
        }),
        named("subject-oid-overlong", {
            let attribute = der::seq([der::tlv(6, [0x55, 0x80, 3]), der::utf8("a")]);
            Name::raw(der::seq([der::set([attribute])]))
        }),
        named("subject-oid-of-100-octets", {
            let attribute = der::seq([der::tlv(6, [0x55; 100]), der::utf8("a")]);
            Name::raw(der::seq([der::set([attribute])]))
        }),
    ]
}

/// The string types of X.520, and bytes that are none.
fn strings() -> Vec<HostileRequest> {
    let latin1 = b"caf\xe9";
    let value = |name: &str, id: &str, value: Vec<u8>| {
        named(&format!("string-{name}"), Name::new().attribute(id, value))
    };
    vec![
        value("t61", COMMON_NAME, der::tlv(0x14, latin1)),
        value("universal", COMMON_NAME, der::universal("café")),
        value("bmp", COMMON_NAME, der::bmp("café")),
        value("visible", COMMON_NAME, der::tlv(0x1a, "cafe")),
        value("invalid-utf8", COMMON_NAME, der::tlv(0x0c, latin1)),
        value("bmp-of-odd-length", COMMON_NAME, der::tlv(0x1e, b"\0a\0")),
        value(
            "universal-above-unicode",
            COMMON_NAME,
            der::tlv(0x1c, [0x7f; 4]),
        ),
        value("printable-latin1", COMMON_NAME, der::tlv(0x13, latin1)),
        value("integer", COMMON_NAME, der::int(42)),
        value("sequence", COMMON_NAME, der::seq([der::utf8("a")])),
        value("email-as-utf8", EMAIL_ADDRESS, der::utf8("a@example.com")),
        value("country-as-utf8", COUNTRY, der::utf8("US")),
    ]
}
