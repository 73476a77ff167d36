//! Who signed a certificate.

use pushcert_testkit::{
    authority::{Authority as Issuer, Generation as Look},
    cert::CertificateBuilder,
    der,
    key::{SignatureAlgorithm, TestKey},
    name::Name,
    oid::{extension, name},
};
use pushcert_trust::{ChainStatus, Generation, chain_status, issuer_of, signing_authority};
use pushcert_x509::Certificate;

const APP: &str = "com.example.app";
const FILES: [(&[u8], &str); 5] = [
    (include_bytes!("../data/wwdr-g4.der"), "Apple Root CA"),
    (include_bytes!("../data/wwdr-g8.der"), "Apple Root CA"),
    (include_bytes!("../data/aai2.der"), "Apple Root CA"),
    (include_bytes!("../data/wwdr-g6.der"), "Apple Root CA - G3"),
    (include_bytes!("data/aai-g3.der"), "Apple Root CA - G3"),
];

fn decode(builder: &CertificateBuilder) -> Certificate {
    Certificate::decode(&builder.build()).expect("a certificate")
}

fn status(builder: &CertificateBuilder) -> ChainStatus {
    chain_status(&decode(builder), &[])
}

#[test]
fn real_certificates_are_signed_by_apples_roots() {
    for (file, root) in FILES {
        let certificate = Certificate::decode(file).unwrap();
        assert_eq!(chain_status(&certificate, &[]), ChainStatus::Apple);
        assert_eq!(signing_authority(&certificate).unwrap().common_name(), root);
        assert_eq!(issuer_of(&certificate).unwrap().common_name(), root);
    }
}

#[test]
fn a_real_certificate_with_one_bit_changed_is_apples_by_name_only() {
    for (file, _) in FILES {
        let original = Certificate::decode(file).unwrap();
        let mut changed = file.to_vec();
        // A letter of the subject's country, so that everything else stays as it was.
        let country = original.subject().der().last().copied().unwrap();
        let subject = original.subject().der();
        let place = file
            .windows(subject.len())
            .rposition(|window| window == subject)
            .unwrap()
            + subject.len()
            - 1;
        assert_eq!(changed[place], country);
        changed[place] ^= 1;
        let changed = Certificate::decode(&changed).unwrap();
        assert_eq!(chain_status(&changed, &[]), ChainStatus::AppleByNameOnly);
        assert_eq!(signing_authority(&changed), None);
    }
}

#[test]
fn a_look_alike_of_every_generation_is_apples_by_name_only() {
    for look in Look::ALL {
        let certificate = decode(&CertificateBuilder::apns(APP).apple_like_issuer(look));
        assert_eq!(
            chain_status(&certificate, &[]),
            ChainStatus::AppleByNameOnly
        );
        let generation = issuer_of(&certificate).unwrap().generation().unwrap();
        assert_eq!(generation.as_str(), look.as_str());
        // Bringing the look-alike authority along changes nothing, nor does the real one.
        let fake = Certificate::decode(&Issuer::apple_like(look).certificate()).unwrap();
        let real = Certificate::decode(FILES[0].0).unwrap();
        assert_eq!(
            chain_status(&certificate, &[&fake, &real]),
            ChainStatus::AppleByNameOnly
        );
    }
}

#[test]
fn name_and_key_identifier_both_count() {
    let like = CertificateBuilder::apns(APP).apple_like_issuer(Look::G4);
    let other_name = like
        .clone()
        .issuer_name(Name::new().utf8(name::COMMON_NAME, "Somebody"));
    assert_eq!(status(&other_name), ChainStatus::UnknownIssuer);
    let other_key_id = der::seq([der::implicit(0, [7; 20])]);
    let other_key = like
        .clone()
        .replace_extension(extension::AUTHORITY_KEY_ID, other_key_id);
    assert_eq!(status(&other_key), ChainStatus::UnknownIssuer);
    let no_key_id = like.without_extension(extension::AUTHORITY_KEY_ID);
    assert_eq!(status(&no_key_id), ChainStatus::AppleByNameOnly);
}

#[test]
fn a_name_in_other_string_types_does_not_hide_a_look_alike() {
    let printable = Name::new()
        .printable(
            name::COMMON_NAME,
            "Apple Worldwide Developer Relations Certification Authority",
        )
        .printable(name::ORGANIZATIONAL_UNIT, "G4")
        .printable(name::ORGANIZATION, "Apple Inc.")
        .printable(name::COUNTRY, "US");
    let builder = CertificateBuilder::apns(APP)
        .apple_like_issuer(Look::G4)
        .issuer_name(printable);
    assert_eq!(status(&builder), ChainStatus::AppleByNameOnly);
}

#[test]
fn of_twins_the_one_valid_at_the_time_is_named() {
    let leaf = |from: &str, to: &str| {
        decode(
            &CertificateBuilder::apns_2016(APP)
                .apple_like_issuer(Look::G1)
                .valid(from, to),
        )
    };
    let early = leaf("2012-10-17T15:05:10Z", "2013-10-17T15:05:10Z");
    let late = leaf("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    let end = |certificate| issuer_of(certificate).unwrap().not_after().date().0;
    assert_eq!((end(&early), end(&late)), (2016, 2023));
    assert_eq!(
        issuer_of(&early).unwrap().generation(),
        Some(Generation::G1)
    );
}

#[test]
fn strangers_and_the_self_signed() {
    assert_eq!(
        status(&CertificateBuilder::apns(APP)),
        ChainStatus::UnknownIssuer
    );
    assert_eq!(issuer_of(&decode(&CertificateBuilder::apns(APP))), None);
    assert_eq!(
        status(&CertificateBuilder::apns(APP).self_signed()),
        ChainStatus::SelfSigned
    );
    let sizes = [512, 1023, 1024, 3072, 4096].map(TestKey::rsa);
    for key in sizes.iter().chain(&[TestKey::rsa2048(1)]) {
        let algorithm = SignatureAlgorithm::Sha1Rsa;
        let builder = CertificateBuilder::apns(APP)
            .key(key)
            .algorithm(algorithm)
            .self_signed();
        assert_eq!(status(&builder), ChainStatus::SelfSigned, "{}", key.name());
    }
    for (key, algorithm) in [
        (TestKey::ec_p256(0), SignatureAlgorithm::Sha256Ecdsa),
        (TestKey::ec_p256(1), SignatureAlgorithm::Sha384Ecdsa),
        (TestKey::ec_p384(), SignatureAlgorithm::Sha384Ecdsa),
        (TestKey::ec_p384(), SignatureAlgorithm::Sha1Ecdsa),
    ] {
        let builder = CertificateBuilder::apns(APP)
            .key(&key)
            .algorithm(algorithm)
            .self_signed();
        assert_eq!(status(&builder), ChainStatus::SelfSigned, "{}", key.name());
        assert_eq!(
            status(&builder.broken_signature()),
            ChainStatus::UnknownIssuer
        );
    }
    let broken = CertificateBuilder::apns(APP)
        .self_signed()
        .broken_signature();
    assert_eq!(status(&broken), ChainStatus::UnknownIssuer);
}

#[test]
fn an_authority_that_calls_itself_apples_root_is_no_root() {
    let subject = Name::new()
        .utf8(name::COMMON_NAME, "Apple Root CA - G3")
        .utf8(name::ORGANIZATIONAL_UNIT, "Apple Certification Authority")
        .utf8(name::ORGANIZATION, "Apple Inc.")
        .printable(name::COUNTRY, "US");
    let builder = CertificateBuilder::new(subject).self_signed().extension(
        pushcert_testkit::cert::Extension::critical(
            extension::BASIC_CONSTRAINTS,
            der::seq([der::boolean(true)]),
        ),
    );
    assert_eq!(status(&builder), ChainStatus::AppleByNameOnly);
}

#[test]
fn a_chain_to_somebody_else_stays_unknown() {
    let middle = Issuer::synthetic_intermediate();
    let leaf = decode(&CertificateBuilder::apns(APP).issuer(middle.clone()));
    let intermediate = Certificate::decode(&middle.certificate_by(&Issuer::synthetic())).unwrap();
    let root = Certificate::decode(&Issuer::synthetic().certificate()).unwrap();
    assert_eq!(
        chain_status(&leaf, &[&intermediate, &root]),
        ChainStatus::UnknownIssuer
    );
    assert_eq!(chain_status(&root, &[]), ChainStatus::SelfSigned);
}

#[test]
fn the_names_of_reports() {
    let all = [
        ChainStatus::Apple,
        ChainStatus::AppleByNameOnly,
        ChainStatus::UnknownIssuer,
        ChainStatus::SelfSigned,
    ];
    assert_eq!(
        all.map(|status| status.to_string()),
        [
            "apple",
            "apple-by-name-only",
            "unknown-issuer",
            "self-signed"
        ]
    );
}
