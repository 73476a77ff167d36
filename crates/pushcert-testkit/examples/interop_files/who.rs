//! Passwords of every kind, several identities, certificates above them, EC keys; and what the
//! other tables share.

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::interop::File;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pbe::{Password, Protection};
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

/// The usual password, and the usual count of iterations.
pub(crate) const PASSWORD: &str = "interop";
pub(crate) const ROUNDS: u32 = 2048;

/// One RSA key with its certificate. The name has no colon: `certutil` takes what is before one for
/// a token.
pub(crate) fn one() -> Identity {
    Identity::apns("com.example.app").named("com.example.app")
}

/// Another.
pub(crate) fn other() -> Identity {
    Identity::new(&CertificateBuilder::apns("com.example.other").key(&TestKey::rsa2048(1)))
        .named("com.example.other")
}

pub(crate) fn with_key(key: &TestKey) -> Identity {
    Identity::new(&CertificateBuilder::apns("com.example.ec").key(key)).named("com.example.ec")
}

/// A bag with the attributes that exporters write.
pub(crate) fn named(bag: Bag, identity: &Identity) -> Bag {
    let name = identity.friendly_name.as_deref().unwrap_or("push");
    bag.friendly_name(name)
        .local_key_id(&identity.local_key_id())
}

pub(crate) fn certificate(identity: &Identity) -> Bag {
    named(Bag::cert(&identity.certificate), identity)
}

pub(crate) fn shrouded(identity: &Identity, protection: &Protection) -> Bag {
    named(
        Bag::shrouded_key(&identity.key.pkcs8_der(), protection.clone()),
        identity,
    )
}

/// Certificate and key in two parts, both under one protection.
pub(crate) fn both(identity: &Identity, protection: &Protection) -> PfxBuilder {
    PfxBuilder::new(PASSWORD)
        .part(Part::new(protection.clone()).bag(certificate(identity)))
        .part(Part::new(Protection::None).bag(shrouded(identity, protection)))
}

pub(crate) fn triple_des() -> Protection {
    Protection::triple_des(ROUNDS)
}

/// What OpenSSL 3 writes.
pub(crate) fn aes() -> Protection {
    Protection::pbes2_aes256(ROUNDS)
}

pub(crate) fn sha256_mac() -> Mac {
    Mac::new(Digest::Sha256, ROUNDS)
}

pub(crate) fn file(name: &str, identities: &[&Identity], builder: &PfxBuilder) -> File {
    File::new(name, PASSWORD, identities, builder.build())
}

pub(crate) fn files() -> Vec<File> {
    [passwords(), identities(), chains(), ec_keys()].concat()
}

fn passwords() -> Vec<File> {
    let one = one();
    let texts = [
        ("latin-1", "pässwörd"),
        ("cyrillic", "пароль"),
        ("non-bmp", "🔑 key"),
        ("with-blanks", "two words 'n\" quotes"),
    ];
    let mut out = Vec::new();
    for (name, text) in texts {
        let files = [
            ("3des", both(&one, &triple_des())),
            ("aes-256", both(&one, &aes()).mac(sha256_mac())),
        ];
        out.extend(files.map(|(protection, builder)| {
            let bytes = builder.password(text).build();
            File::new(
                &format!("password-{name}-{protection}"),
                text,
                &[&one],
                bytes,
            )
        }));
    }
    let empty = [
        ("bmp", Password::text("")),
        ("zero-bytes", Password::zero_bytes()),
    ];
    for (name, password) in empty {
        let files = [
            ("3des", both(&one, &triple_des())),
            ("keychain", PfxBuilder::keychain_style("", &one)),
            ("aes-256", both(&one, &aes()).mac(sha256_mac())),
        ];
        out.extend(files.map(|(protection, builder)| {
            let bytes = builder.password(password.clone()).build();
            File::new(
                &format!("password-empty-{name}-{protection}"),
                "",
                &[&one],
                bytes,
            )
        }));
    }
    out
}

fn identities() -> Vec<File> {
    let (one, other) = (one(), other());
    let both = [one.clone(), other.clone()];
    let aes_bags =
        |bag: fn(&Identity, &Protection) -> Bag| both.iter().map(move |i| bag(i, &aes()));
    let modern = PfxBuilder::new(PASSWORD)
        .part(Part::new(aes()).bags(aes_bags(|i, _| certificate(i))))
        .part(Part::new(Protection::None).bags(aes_bags(shrouded)))
        .mac(sha256_mac());
    let keychain = PfxBuilder::keychain_selection(PASSWORD, &both);
    vec![
        file("two-identities-keychain", &[&one, &other], &keychain),
        file("two-identities-aes-256", &[&one, &other], &modern),
    ]
}

fn chains() -> Vec<File> {
    let one = one().with_synthetic_chain();
    let keychain = PfxBuilder::keychain_style(PASSWORD, &one);
    let openssl = PfxBuilder::openssl3_default(PASSWORD, &one);
    let keytool = PfxBuilder::keytool17(PASSWORD, &one);
    vec![
        file("with-issuer-keychain", &[&one], &keychain),
        file("with-issuer-openssl-3", &[&one], &openssl),
        file("with-issuer-keytool-17", &[&one], &keytool),
    ]
}

fn ec_keys() -> Vec<File> {
    let keys = [("p256", TestKey::ec_p256(0)), ("p384", TestKey::ec_p384())];
    let mut out = Vec::new();
    for (name, key) in keys {
        let identity = with_key(&key);
        let classic = both(&identity, &triple_des());
        let modern = both(&identity, &aes()).mac(sha256_mac());
        out.push(file(&format!("ec-{name}-3des"), &[&identity], &classic));
        out.push(file(&format!("ec-{name}-aes-256"), &[&identity], &modern));
    }
    out
}
