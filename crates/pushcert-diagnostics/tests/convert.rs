//! From the results of the parsers to facts, over files that `pushcert-testkit` builds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    CertificateFacts, ContainerEncoding, ContainerFacts, EmptyEncoding, Item, KeyFacts,
    PasswordState, Problem, ProblemKind, PublicKeyFacts, TextFacts, UnixTime,
};
use pushcert_keys::{PemKey, PrivateKey};
use pushcert_pkcs12::{Limits, Pfx};
use pushcert_testkit::authority::Generation;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;
use pushcert_trust::{ChainStatus, chain_status};
use pushcert_types::{CertificateKind, Environment, PushType};
use pushcert_x509::Certificate;

fn certificate(builder: &CertificateBuilder) -> CertificateFacts {
    let certificate = Certificate::decode(&builder.build()).unwrap();
    CertificateFacts::new_from(&certificate, chain_status(&certificate, &[]))
}

#[test]
fn a_universal_certificate() {
    let facts =
        certificate(&CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4));
    assert_eq!(facts.kind, CertificateKind::Apns);
    assert_eq!(
        facts.environments,
        [Environment::Sandbox, Environment::Production]
    );
    let topics: Vec<_> = facts
        .topics
        .iter()
        .map(|topic| topic.topic.as_str())
        .collect();
    let app = "com.example.app";
    assert_eq!(
        topics,
        [
            app,
            &format!("{app}.voip"),
            &format!("{app}.complication"),
            &format!("{app}.voip-ptt")
        ]
    );
    assert_eq!(facts.topics[3].push_types, [PushType::PushToTalk]);
    assert_eq!(facts.name_topic, facts.uid);
    assert_eq!(facts.chain_status, ChainStatus::AppleByNameOnly);
    assert_eq!(facts.issuer_generation.as_deref(), Some("G4"));
    assert!(facts.issuer_not_after > UnixTime::parse("2030-01-01T00:00:00Z").ok());
    assert!(facts.client_auth && !facts.is_ca);
    assert!(
        facts.defects.is_empty() && facts.topic_defects.is_empty(),
        "{facts:?}"
    );
}

/// "G1" was renewed with the same key: its later end counts.
#[test]
fn the_end_of_a_renewed_authority_is_the_later_one() {
    let facts = certificate(
        &CertificateBuilder::apns_2016("com.example.app").apple_like_issuer(Generation::G1),
    );
    assert_eq!(facts.issuer_generation.as_deref(), Some("G1"));
    assert_eq!(
        facts.issuer_not_after.unwrap().to_string(),
        "2023-02-07T21:48:47Z"
    );
}

#[test]
fn s1_22_a_malformed_list_of_topics_is_told_apart_from_other_extensions() {
    let builder = CertificateBuilder::apns("com.example.app");
    let facts = certificate(
        &builder
            .clone()
            .replace_extension("1.2.840.113635.100.6.3.6", vec![0x30, 0x02, 0x0c, 0x00]),
    );
    assert!(
        !facts.topic_defects.is_empty() && facts.defects.is_empty(),
        "{facts:?}"
    );
    let facts = certificate(&builder.replace_extension("2.5.29.15", vec![0x05, 0x00]));
    assert!(facts.topic_defects.is_empty(), "{facts:?}");
    assert_eq!(facts.defects[0].extension.as_deref(), Some("2.5.29.15"));
}

#[test]
fn a_damaged_certificate_is_a_problem_with_its_place() {
    let der = CertificateBuilder::apns("com.example.app").build();
    let error = Certificate::decode(&der[..200]).unwrap_err();
    let problem = Problem::from_x509(&error);
    assert_eq!(problem.item, Item::Certificate);
    assert!(
        matches!(problem.kind, ProblemKind::Corrupt { .. }) && problem.offset.is_some(),
        "{problem:?}"
    );
}

#[test]
fn keys_and_their_labels() {
    let key = TestKey::rsa2048(0);
    let plain = KeyFacts::from(&PrivateKey::decode(&key.pkcs1_der()).unwrap());
    assert_eq!(
        (
            plain.algorithm.as_str(),
            plain.bits,
            plain.encoding.as_deref()
        ),
        ("rsa", Some(2048), Some("pkcs1"))
    );
    let public = pushcert_keys::PublicKey::from_spki_der(&key.spki_der()).unwrap();
    assert_eq!(
        plain.spki_sha256,
        Some(PublicKeyFacts::from(&public).spki_sha256)
    );
    assert_eq!(plain.fitting_label, None);

    let text = pem::encode("RSA PRIVATE KEY", &key.pkcs8_der());
    let document = pushcert_pem::scan(text.as_bytes(), &pushcert_pem::Limits::default()).unwrap();
    let PemKey::Plain(key) = PemKey::from_block(&document.blocks[0]).unwrap() else {
        panic!("it is plain")
    };
    let facts = KeyFacts::from(&key);
    assert_eq!(facts.label.as_deref(), Some("RSA PRIVATE KEY"));
    assert_eq!(facts.fitting_label.as_deref(), Some("PRIVATE KEY"));

    let short = KeyFacts::from(&PrivateKey::decode(&TestKey::rsa(512).pkcs8_der()).unwrap());
    assert!(short.defects.is_empty(), "its size alone tells: {short:?}");
    let error = PrivateKey::decode(b"no key").unwrap_err();
    assert!(matches!(
        Problem::from_keys(&error).kind,
        ProblemKind::Corrupt { .. }
    ));
}

#[test]
fn pem_text() {
    let der = CertificateBuilder::apns("com.example.app").build();
    let good = pem::encode("CERTIFICATE", &der);
    let scan = |bytes: &[u8]| {
        TextFacts::from(&pushcert_pem::scan(bytes, &pushcert_pem::Limits::default()).unwrap())
    };
    let facts = scan(good.as_bytes());
    assert_eq!(
        (facts.encoding.as_str(), facts.labels.as_slice()),
        ("ascii", ["CERTIFICATE".to_owned()].as_slice())
    );
    assert!(facts.remarks.iter().all(|remark| !remark.breaks_readers));
    assert_eq!(scan(&pem::utf16_le(&good)).encoding, "utf-16-le");
    let cut = good.replace("-----END CERTIFICATE-----", "");
    let facts = scan(cut.as_bytes());
    assert!(
        facts.remarks.iter().any(|remark| remark.breaks_readers),
        "{facts:?}"
    );

    let broken = good.replace("MII", "M!I");
    let document = pushcert_pem::scan(broken.as_bytes(), &pushcert_pem::Limits::default()).unwrap();
    let block = &document.blocks[0];
    let problem = Problem::from_pem_block(block, block.body.as_ref().unwrap_err());
    assert_eq!(problem.item, Item::Certificate);
}

fn open(
    bytes: &[u8],
    password: Option<&str>,
) -> Result<ContainerFacts, Box<(ContainerFacts, Problem)>> {
    let pfx = Pfx::decode(bytes, &Limits::default()).unwrap();
    match pfx.open(password, &Limits::default()) {
        Ok(opened) => Ok(ContainerFacts::opened(
            &pfx,
            &opened,
            password.is_none_or(str::is_ascii),
        )),
        Err(error) => {
            let state = if password.is_some() {
                PasswordState::Wrong
            } else {
                PasswordState::Required
            };
            Err(Box::new((
                ContainerFacts::closed(&pfx, state),
                Problem::from_pkcs12(&error),
            )))
        }
    }
}

#[test]
fn s0_08_s0_09_s0_20_containers() {
    let identity = Identity::apns("com.example.app");
    let bytes = PfxBuilder::keychain_style("secret", &identity).build();
    let facts = open(&bytes, Some("secret")).unwrap();
    assert_eq!(facts.password, PasswordState::Given);
    assert_eq!(facts.encoding, ContainerEncoding::Der);
    assert!(facts.opened && facts.mac.as_ref().unwrap().verified);
    let protections: Vec<_> = facts
        .protections()
        .filter(|p| p.encrypts())
        .map(|p| p.name.as_str())
        .collect();
    assert_eq!(
        protections,
        ["pbe-sha1-rc2-40-cbc", "pbe-sha1-3des-3key-cbc"]
    );
    assert_eq!(
        (facts.password_is_ascii, facts.password_encoding.as_deref()),
        (true, None)
    );

    let (facts, problem) = *open(&bytes, None).unwrap_err();
    assert_eq!(
        (facts.opened, problem.kind),
        (false, ProblemKind::PasswordRequired)
    );
    let (facts, problem) = *open(&bytes, Some("wrong")).unwrap_err();
    assert_eq!(
        (facts.is_open(), problem.kind),
        (false, ProblemKind::WrongPassword)
    );
    assert_eq!(problem.item, Item::Container);

    let bytes = PfxBuilder::openssl3_default("", &identity).build();
    let facts = open(&bytes, None).unwrap();
    assert_eq!(
        facts.password,
        PasswordState::Empty(EmptyEncoding::BmpTerminator)
    );
    let facts = open(&PfxBuilder::plain(&identity).build(), None).unwrap();
    assert_eq!(facts.password, PasswordState::NoneNeeded);

    let bytes = PfxBuilder::openssl3_default("pässwörd", &identity)
        .trailing(&[0; 8])
        .build();
    let facts = open(&bytes, Some("pässwörd")).unwrap();
    assert_eq!((facts.password_is_ascii, facts.trailing_bytes), (false, 8));
    let pbes2 = facts.protections().find(|p| p.encrypts()).unwrap();
    assert_eq!(
        (pbes2.name.as_str(), pbes2.kdf.as_deref()),
        ("pbes2-aes-256-cbc", Some("pbkdf2"))
    );
}
