//! Files with more than one password.

use pushcert_pkcs12::{
    BagValue, ErrorKind, Layer, Limits, Opened, PasswordEncoding, PasswordUse, Pfx, SafeBag,
};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

fn open(bytes: &[u8], passwords: &[&str]) -> Result<Opened, pushcert_pkcs12::Error> {
    let limits = Limits::default();
    Pfx::decode(bytes, &limits)?.open_any(passwords, &limits)
}

/// A MAC, a part and a key, each with a password of its own.
fn three() -> Vec<u8> {
    let identity = Identity::apns("com.example.app");
    let key = Bag::shrouded_key(&identity.key.pkcs8_der(), Protection::triple_des(3));
    PfxBuilder::new("unused")
        .part(
            Part::new(Protection::pbes2_aes256(3))
                .bag(Bag::cert(&identity.certificate))
                .password("privacy"),
        )
        .part(Part::new(Protection::None).bag(key.password("key")))
        .mac(Mac::new(Digest::Sha256, 3))
        .mac_password("integrity")
        .build()
}

#[test]
fn each_layer_takes_its_own_in_any_order() {
    for passwords in [
        ["integrity", "privacy", "key"],
        ["key", "privacy", "integrity"],
        ["privacy", "key", "integrity"],
    ] {
        let opened = open(&three(), &passwords).expect("opens");
        let used = PasswordUse::Given(PasswordEncoding::Bmp);
        assert_eq!(opened.password(), used, "that of the MAC");
        let kinds: Vec<_> = opened.bags().map(SafeBag::kind_name).collect();
        assert_eq!(kinds, ["cert", "shrouded-key"]);
        assert!(opened.bags().any(|bag| bag.value().private_key().is_some()));
    }
}

#[test]
fn what_is_missing_is_told_by_layer() {
    let refused = |passwords: &[&str]| open(&three(), passwords).unwrap_err().kind().clone();
    let wrong = |layer| ErrorKind::WrongPassword { layer };
    assert_eq!(refused(&[]), ErrorKind::PasswordRequired);
    assert_eq!(refused(&["privacy", "key"]), wrong(Layer::Integrity));
    assert_eq!(refused(&["integrity"]), wrong(Layer::Privacy));
    assert_eq!(refused(&["key", "integrity"]), wrong(Layer::Privacy));
    let opened = open(&three(), &["integrity", "privacy"]).expect("opens but for the key");
    let key = opened.bags().find_map(|bag| match bag.value() {
        BagValue::ShroudedKey(key) => key.key.as_ref().err(),
        _ => None,
    });
    assert_eq!(
        key.map(pushcert_pkcs12::Error::kind),
        Some(&wrong(Layer::Key))
    );
}

#[test]
fn two_passwords_are_written_and_read() {
    let identity = Identity::apns("com.example.app");
    let one = PfxBuilder::openssl3_default("secret", &identity).build();
    let opened = open(&one, &["secret"]).expect("opens");
    let two = opened
        .contents()
        .encode_with("integrity", "privacy")
        .expect("writes");
    assert!(open(&two, &["integrity"]).is_err());
    let again = open(&two, &["privacy", "integrity"]).expect("opens");
    let back = again.contents().encode_with("secret", "secret");
    assert_eq!(*back.expect("writes"), one);
}

/// Trying passwords is not a way around the budget.
#[test]
fn every_attempt_is_paid_for() {
    let bytes = PfxBuilder::new("right")
        .mac(Mac::new(Digest::Sha1, 1_000))
        .build();
    let mut limits = Limits::default();
    limits.pbe.max_total_iterations = 2_500;
    let pfx = Pfx::decode(&bytes, &limits).expect("decodes");
    let opened = pfx
        .open_any(&["a", "right"], &limits)
        .expect("the second one");
    assert_eq!(opened.iterations_spent(), 2_000);
    let refused = pfx.open_any(&["a", "b", "right"], &limits).unwrap_err();
    let wrong = ErrorKind::WrongPassword {
        layer: Layer::Integrity,
    };
    assert_eq!(refused.kind(), &wrong, "the third is not tried");
}

#[test]
fn an_empty_one_among_others() {
    let identity = Identity::apns("com.example.app");
    let bytes = PfxBuilder::keychain_style("", &identity).build();
    let opened = open(&bytes, &["a", ""]).expect("opens");
    assert!(matches!(opened.password(), PasswordUse::Empty(_)));
    let bytes = PfxBuilder::keychain_style("a", &identity).build();
    let opened = open(&bytes, &["", "a"]).expect("opens");
    assert!(matches!(opened.password(), PasswordUse::Given(_)));
}
