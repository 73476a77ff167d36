//! Files whose layers have different passwords, and what the report tells of the inside.

use pushcert::report::to_json;
use pushcert::{Options, UnixTime, open};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Attribute, Bag, Mac, Part, PfxBuilder};
use serde_json::Value;

fn options() -> Options {
    Options::at(UnixTime::from_secs(1_795_219_200))
}

/// A MAC, a part and a key, each with a password of its own.
fn three(identity: &Identity) -> Vec<u8> {
    let key = Bag::shrouded_key(&identity.key.pkcs8_der(), Protection::triple_des(3));
    let cert = Bag::cert(&identity.certificate).attribute(Attribute::microsoft_local_machine());
    PfxBuilder::new("unused")
        .part(
            Part::new(Protection::pbes2_aes256(3))
                .bag(cert)
                .password("privacy"),
        )
        .part(Part::new(Protection::None).bag(key.password("key")))
        .mac(Mac::new(Digest::Sha256, 3))
        .mac_password("integrity")
        .build()
}

fn names(file: &pushcert::report::File) -> Vec<&str> {
    file.findings
        .iter()
        .map(|finding| finding.name.as_str())
        .collect()
}

#[test]
fn each_layer_takes_the_password_that_fits() {
    let bytes = three(&Identity::apns("com.example.app"));
    let one = open("a.p12", &bytes, &options().with_password("integrity")).check();
    assert!(names(&one).contains(&"wrong-password"), "{:?}", names(&one));
    let all = options()
        .with_password("integrity")
        .with_other_password("key")
        .with_other_password("privacy");
    let file = open("a.p12", &bytes, &all).check();
    assert!(!names(&file).contains(&"wrong-password"));
    assert_eq!(file.identities.len(), 1);
    assert!(!format!("{all:?}").contains("privacy"));
}

#[test]
fn the_report_tells_what_is_not_interpreted() {
    let bytes = three(&Identity::apns("com.example.app"));
    let all = options()
        .with_password("integrity")
        .with_other_password("key")
        .with_other_password("privacy");
    let file = open("a.p12", &bytes, &all).show();
    let report = pushcert::report::Report::new(UnixTime::from_secs(0), vec![file]);
    let json: Value = serde_json::from_str(&to_json(&report)).expect("JSON");
    let part = &json["files"][0]["pkcs12"]["parts"][0];
    assert_eq!(part["prf"], "hmac-sha256");
    assert_eq!(part["other_attributes"][0], "1.3.6.1.4.1.311.17.2");
    let second = &json["files"][0]["pkcs12"]["parts"][1];
    assert_eq!(second.get("prf"), None);
    assert_eq!(second.get("other_attributes"), None);
}

#[test]
fn encrypted_keys_in_pem_take_the_password_that_fits() {
    use pushcert::keys::{EncryptedPrivateKey, PrivateKey};
    use pushcert::pkcs12::{Encryption, Protection};
    let identity = Identity::apns("com.example.app");
    let key = PrivateKey::decode(&identity.key.pkcs8_der()).expect("a key");
    let encryption = Encryption::new(Protection::Pbes2Aes256Cbc, 3);
    let scheme = encryption.scheme_with(b"salt", &[1; 16]).expect("a scheme");
    let password = pushcert::pbe::Password::new("right");
    let ciphertext = scheme
        .encrypt(&password, None, key.pkcs8_der())
        .expect("encrypts");
    let der = pushcert_testkit::der::seq([
        scheme.identifier().to_vec(),
        pushcert_testkit::der::octets(ciphertext),
    ]);
    assert!(EncryptedPrivateKey::decode(&der).is_ok());
    let open = |options: &Options| open("a.key", &der, options).check();
    let wrong = open(&options().with_password("wrong"));
    assert!(names(&wrong).contains(&"wrong-password"));
    let right = open(
        &options()
            .with_password("wrong")
            .with_other_password("right"),
    );
    assert!(!names(&right).contains(&"wrong-password"));
    assert_eq!(right.keys.len(), 1);
}
