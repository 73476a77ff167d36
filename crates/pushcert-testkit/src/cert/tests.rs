//! What the builder writes, read back.

use super::*;
use crate::der::read;
use crate::hex;

fn extension_value(certificate: &[u8], oid: &str) -> Option<Vec<u8>> {
    extensions(certificate)
        .into_iter()
        .find(|(found, _)| *found == der::oid(oid))
        .map(|(_, v)| v)
}

/// OID TLV and value of each extension, in order.
fn extensions(certificate: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let tbs = read::at(certificate, &[0]).children();
    let Some(field) = tbs.iter().find(|value| value.tag == 0xa3) else {
        return Vec::new();
    };
    let list = field.children()[0].children();
    let pair = |value: &read::Value<'_>| {
        let parts = value.children();
        (
            parts[0].whole.to_vec(),
            parts[parts.len() - 1].content.to_vec(),
        )
    };
    list.iter().map(pair).collect()
}

#[test]
fn topic_values_are_byte_for_byte_those_of_real_certificates() {
    let of_2016 = "30640c0f636f6d2e6578616d706c652e61707030050c036170700c14636f6d2e6578616d706c652e6170702e766f697030060c04766f69700c1c636f6d2e6578616d706c652e6170702e636f6d706c69636174696f6e300e0c0c636f6d706c69636174696f6e";
    let since_2022 = "30818d0c0f636f6d2e6578616d706c652e61707030070c05746f7069630c14636f6d2e6578616d706c652e6170702e766f697030060c04766f69700c1c636f6d2e6578616d706c652e6170702e636f6d706c69636174696f6e300e0c0c636f6d706c69636174696f6e0c18636f6d2e6578616d706c652e6170702e766f69702d707474300b0c092e766f69702d707474";
    assert_eq!(
        TopicLabels::Since2016.value("com.example.app"),
        hex(of_2016)
    );
    assert_eq!(
        TopicLabels::SinceMid2022.value("com.example.app"),
        hex(since_2022)
    );
    let voip = CertificateBuilder::voip("com.example.app").build();
    let value = |oid| extension_value(&voip, oid).expect("the extension");
    assert_eq!(
        value(oid::apple::VOIP_TOPICS),
        hex("0c25636f6d2e6578616d706c652e6170702c20636f6d2e6578616d706c652e6170702e766f6970")
    );
    assert_eq!(
        value(oid::apple::VOIP_BUNDLE_ID),
        hex("0c0f636f6d2e6578616d706c652e617070")
    );
    assert_eq!(value(oid::apple::VOIP), hex("0500"));
}

#[test]
fn ids_of_passes_and_websites_are_bare_strings() {
    let pass = CertificateBuilder::pass_type_id("pass.com.example.app").build();
    let web = CertificateBuilder::website_push("web.com.example.app").build();
    assert_eq!(
        extension_value(&pass, oid::apple::PASS_TYPE_ID),
        Some(hex("0c14706173732e636f6d2e6578616d706c652e617070"))
    );
    assert_eq!(
        extension_value(&web, oid::apple::WEBSITE_PUSH_ID),
        Some(hex("0c137765622e636f6d2e6578616d706c652e617070"))
    );
}

#[test]
fn markers_are_those_of_the_kind() {
    use oid::apple::{PRODUCTION, SANDBOX};
    let cases = [
        (CertificateBuilder::apns("a.b"), true, true),
        (CertificateBuilder::apns_sandbox("a.b"), true, false),
        (
            CertificateBuilder::apns_development_2010("a.b"),
            true,
            false,
        ),
        (
            CertificateBuilder::apns_production_legacy("a.b"),
            false,
            true,
        ),
        (CertificateBuilder::voip_2017("a.b"), true, true),
        (CertificateBuilder::mdm_push("uuid"), false, true),
        (CertificateBuilder::mdm_vendor("Example"), false, false),
        (CertificateBuilder::distribution("Example"), false, false),
    ];
    for (builder, sandbox, production) in cases {
        let certificate = builder.build();
        assert_eq!(extension_value(&certificate, SANDBOX).is_some(), sandbox);
        assert_eq!(
            extension_value(&certificate, PRODUCTION).is_some(),
            production
        );
    }
}

#[test]
fn serial_numbers_have_the_lengths_of_their_issuers() {
    let length = |builder: CertificateBuilder| read::at(&builder.build(), &[0, 1]).content.len();
    assert_eq!(length(CertificateBuilder::apns("a.b")), 16);
    assert_eq!(length(CertificateBuilder::apns_2016("a.b")), 8);
    assert_eq!(length(CertificateBuilder::apns("a.b").serial(&[0])), 1);
}

#[test]
fn look_alikes_have_apples_name_and_key_identifier() {
    for generation in Generation::ALL {
        let certificate = CertificateBuilder::apns("a.b")
            .apple_like_issuer(generation)
            .build();
        assert_eq!(
            read::at(&certificate, &[0, 3]).whole,
            generation.name().der()
        );
        let value = extension_value(&certificate, oid::extension::AUTHORITY_KEY_ID).expect("one");
        assert!(value.ends_with(&generation.key_id()));
    }
}

#[test]
fn a_look_alike_and_a_synthetic_one_differ_in_issuer_and_signature_only() {
    let like = CertificateBuilder::apns("a.b")
        .apple_like_issuer(Generation::G4)
        .build();
    let ours = CertificateBuilder::apns("a.b").build();
    let names = |certificate: &[u8]| -> Vec<Vec<u8>> {
        extensions(certificate)
            .into_iter()
            .map(|(oid, _)| oid)
            .collect()
    };
    assert_eq!(names(&like), names(&ours));
    assert_eq!(
        read::at(&like, &[0, 5]).whole,
        read::at(&ours, &[0, 5]).whole
    );
    assert_ne!(read::at(&like, &[2]).whole, read::at(&ours, &[2]).whole);
}

#[test]
fn editing_changes_what_it_says() {
    let builder = CertificateBuilder::apns("a.b");
    let twice = builder
        .clone()
        .duplicate_extension(oid::apple::TOPICS)
        .build();
    let without = builder
        .clone()
        .without_extension(oid::apple::TOPICS)
        .build();
    let count = |certificate: &[u8]| {
        let topics = der::oid(oid::apple::TOPICS);
        extensions(certificate)
            .iter()
            .filter(|(oid, _)| *oid == topics)
            .count()
    };
    assert_eq!((count(&twice), count(&without)), (2, 0));
    let replaced = builder
        .replace_extension(oid::apple::TOPICS, der::null())
        .build();
    assert_eq!(
        extension_value(&replaced, oid::apple::TOPICS),
        Some(der::null())
    );
}

#[test]
fn versions_and_times_are_written_as_asked() {
    let certificate = CertificateBuilder::apns("a.b").version_1().build();
    assert_eq!(read::at(&certificate, &[0, 0]).tag, 0x02);
    let certificate = CertificateBuilder::apns("a.b").version(3).build();
    assert_eq!(read::at(&certificate, &[0, 0, 0]).content, [3]);
    let certificate = CertificateBuilder::apns("a.b")
        .valid("2026-01-02T03:04:05Z", "2050-01-01T00:00:00Z")
        .build();
    assert_eq!(
        read::at(&certificate, &[0, 4, 0]).whole,
        der::utc_time("260102030405Z")
    );
    assert_eq!(
        read::at(&certificate, &[0, 4, 1]).whole,
        der::generalized_time("20500101000000Z")
    );
}
