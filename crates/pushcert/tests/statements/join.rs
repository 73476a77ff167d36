//! A certificate and its key from two files: what is taken of each, and what is refused.

use pushcert::Options;
use pushcert::join::{Joined, Source, join};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pem;

use crate::common::{compatible, finding, has, names, options, valid};

const APP: &str = "com.example.app";

fn certificate() -> Vec<u8> {
    valid(CertificateBuilder::apns(APP))
        .key(&TestKey::rsa2048(0))
        .build()
}

fn key() -> Vec<u8> {
    TestKey::rsa2048(0).pkcs8_der()
}

fn joined(certificate: &[u8], key: &[u8], chain: &[&[u8]], options: &Options) -> Joined {
    let source = |name, bytes| Source { name, bytes };
    let chain: Vec<_> = chain.iter().map(|bytes| source("chain", *bytes)).collect();
    join(
        source("aps.cer", certificate),
        source("push.key", key),
        &chain,
        None,
        options,
    )
}

fn refused(joined: &Joined) -> Vec<(String, String)> {
    let all = joined.refusals().flat_map(|one| {
        let names = names(&one.file).into_iter();
        names.map(|name| (one.file.path.clone(), name.to_owned()))
    });
    all.collect()
}

fn pem_of(label: &str, der: &[u8]) -> String {
    pem::encode(label, der)
}

#[test]
fn s1_14_of_the_keys_file_only_the_key_is_taken() {
    // A certificate of another app lies beside the key.
    let other = valid(CertificateBuilder::apns("com.example.other"))
        .key(&TestKey::rsa2048(0))
        .build();
    let file = pem_of("CERTIFICATE", &other) + &pem_of("PRIVATE KEY", &key());
    let joined = joined(&certificate(), file.as_bytes(), &[], &options());
    assert_eq!(refused(&joined), []);
    let identities: Vec<_> = joined.opened().identities().collect();
    assert_eq!(identities.len(), 1);
    assert_eq!(identities[0].certificate.der(), certificate());
}

#[test]
fn s1_14_of_the_certificates_file_only_certificates_are_taken() {
    // A key that lies beside the certificate is not the one that was given.
    let file = pem_of("CERTIFICATE", &certificate()) + &pem_of("PRIVATE KEY", &key());
    let other = TestKey::rsa2048(1).pkcs8_der();
    let mismatch = joined(file.as_bytes(), &other, &[], &options());
    assert_eq!(mismatch.opened().identities().count(), 0);
    finding(&mismatch.opened().check(), "key-mismatch");
    let right = joined(file.as_bytes(), &key(), &[], &options());
    assert_eq!(right.opened().identities().count(), 1);
}

#[test]
fn s1_14_containers_give_the_half_that_is_asked_for() {
    let identity = Identity::from_parts(&TestKey::rsa2048(0), certificate());
    let container = compatible("secret", &identity);
    let options = options().with_password("secret");
    let joined = joined(&container, &container, &[], &options);
    assert_eq!(refused(&joined), []);
    assert_eq!(joined.opened().identities().count(), 1);
    assert_eq!(
        joined
            .opened()
            .identities()
            .next()
            .unwrap()
            .certificate
            .der(),
        certificate()
    );
}

#[test]
fn encrypted_keys_ask_for_their_password() {
    let locked = encrypted_pkcs8(
        &TestKey::rsa2048(0),
        &Protection::triple_des(2048),
        "secret",
    );
    let without = joined(&certificate(), &locked, &[], &options());
    assert!(without.needs_password());
    assert_eq!(
        refused(&without),
        [("push.key".into(), "password-required".into())]
    );
    let wrong = joined(
        &certificate(),
        &locked,
        &[],
        &options().with_password("wrong"),
    );
    assert!(wrong.needs_password());
    assert_eq!(
        refused(&wrong),
        [("push.key".into(), "wrong-password".into())]
    );
    let right = joined(
        &certificate(),
        &locked,
        &[],
        &options().with_password("secret"),
    );
    assert!(!right.needs_password());
    assert_eq!(refused(&right), []);
    assert_eq!(right.opened().identities().count(), 1);
}

#[test]
fn of_the_chain_only_authorities_are_taken() {
    let issuing = Authority::synthetic_intermediate();
    let leaf = CertificateBuilder::apns(APP)
        .key(&TestKey::rsa2048(0))
        .issuer(issuing.clone())
        .valid("2026-05-02T18:36:27Z", "2027-06-01T18:36:26Z")
        .build();
    let stray = valid(CertificateBuilder::apns("com.example.other"))
        .key(&TestKey::rsa2048(0))
        .build();
    let chain = pem_of("CERTIFICATE", &stray)
        + &pem_of(
            "CERTIFICATE",
            &issuing.certificate_by(&Authority::synthetic()),
        )
        + &pem_of("PRIVATE KEY", &TestKey::rsa2048(2).pkcs8_der());
    let joined = joined(&leaf, &key(), &[chain.as_bytes(), b"nothing"], &options());
    assert_eq!(refused(&joined), []);
    let identities: Vec<_> = joined.opened().identities().collect();
    assert_eq!(identities.len(), 1);
    assert_eq!(identities[0].chain.len(), 1);
    assert_eq!(joined.opened().private_keys().count(), 1);
    assert!(!has(&joined.opened().check(), "untrusted-issuer"));
}

#[test]
fn s1_15_files_that_are_exchanged_are_both_refused() {
    let joined = joined(&key(), &certificate(), &[], &options());
    let refused = refused(&joined);
    let files: Vec<&str> = refused.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files, ["aps.cer", "push.key"]);
    assert!(refused.iter().all(|(_, name)| name == "wrong-file-here"));
    assert_eq!(joined.opened().identities().count(), 0);
}

#[test]
fn the_right_key_of_several_is_found() {
    let keys: String = [3, 0, 2]
        .map(|n| pem_of("PRIVATE KEY", &TestKey::rsa2048(n).pkcs8_der()))
        .concat();
    let joined = joined(&certificate(), keys.as_bytes(), &[], &options());
    assert_eq!(refused(&joined), []);
    assert_eq!(joined.opened().identities().count(), 1);
}

#[test]
fn nothing_of_a_key_is_shown_by_debug() {
    let key = key();
    let source = Source {
        name: "push.key",
        bytes: &key,
    };
    assert_eq!(
        format!("{source:?}"),
        format!("Source {{ name: \"push.key\", bytes: {} }}", key.len())
    );
    let joined = joined(&certificate(), &key, &[], &options());
    assert!(format!("{joined:?}").len() < 10_000);
}
