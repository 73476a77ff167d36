//! Every protection of parts and keys.

use pushcert_testkit::digest::Digest;
use pushcert_testkit::interop::File;
use pushcert_testkit::pbe::{Cipher, Prf, Protection, Scrypt};
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

use crate::who::{
    PASSWORD, ROUNDS, both, certificate, file, named, one, sha256_mac, shrouded, triple_des,
};

pub(crate) fn files() -> Vec<File> {
    [classic(), ciphers(), prfs(), partly(), iterations()].concat()
}

/// The schemes of RFC 7292 and PBES1.
fn classic() -> Vec<File> {
    let one = one();
    let mixed = [
        ("keychain", PfxBuilder::keychain_style(PASSWORD, &one)),
        ("openssl-legacy", PfxBuilder::openssl_legacy(PASSWORD, &one)),
    ];
    let schemes = [
        ("3des", triple_des()),
        ("3des-2key", Protection::triple_des_2(ROUNDS)),
        ("rc2-40", Protection::rc2_40(ROUNDS)),
        ("rc2-128", Protection::rc2_128(ROUNDS)),
        ("rc4-40", Protection::rc4_40(ROUNDS)),
        ("rc4-128", Protection::rc4_128(ROUNDS)),
        ("pbes1-md5-des", Protection::md5_des(ROUNDS)),
        ("pbes1-sha1-des", Protection::sha1_des(ROUNDS)),
    ];
    let alike = schemes.map(|(name, scheme)| (name, both(&one, &scheme)));
    let all = mixed.into_iter().chain(alike);
    all.map(|(name, builder)| file(name, &[&one], &builder))
        .collect()
}

/// PBES2, HMAC-SHA-256 everywhere.
fn ciphers() -> Vec<File> {
    let ciphers = [
        ("aes-128", Cipher::Aes128),
        ("aes-192", Cipher::Aes192),
        ("aes-256", Cipher::Aes256),
        ("3des", Cipher::TripleDes3),
        ("des", Cipher::Des),
        ("rc2-40", Cipher::Rc2_40),
        ("rc2-128", Cipher::Rc2_128),
        ("camellia-128", Cipher::Camellia128),
        ("camellia-256", Cipher::Camellia256),
        ("aria-256", Cipher::Aria256),
        ("sm4", Cipher::Sm4),
        ("cast5", Cipher::Cast5),
        ("blowfish", Cipher::Blowfish),
        ("aes-128-gcm", Cipher::Aes128Gcm),
        ("aes-256-gcm", Cipher::Aes256Gcm),
    ];
    let one = one();
    let scheme = |cipher| Protection::pbes2(cipher, Prf::Named(Digest::Sha256), ROUNDS);
    let mut all: Vec<_> = ciphers.map(|(name, cipher)| (name, scheme(cipher))).into();
    all.push((
        "aes-256-scrypt",
        Protection::pbes2_scrypt(Scrypt::honest(16384, 8, 1)),
    ));
    all.into_iter()
        .map(|(name, scheme)| {
            let builder = both(&one, &scheme).mac(sha256_mac());
            file(&format!("pbes2-{name}"), &[&one], &builder)
        })
        .collect()
}

/// AES-256 with each function of PBKDF2, and with an integrity check of SHA-1.
fn prfs() -> Vec<File> {
    let prfs = [
        ("omitted", Prf::Omitted),
        ("sha1", Prf::Named(Digest::Sha1)),
        ("sha224", Prf::Named(Digest::Sha224)),
        ("sha256", Prf::Named(Digest::Sha256)),
        ("sha384", Prf::Named(Digest::Sha384)),
        ("sha512", Prf::Named(Digest::Sha512)),
        ("sha512-256", Prf::Named(Digest::Sha512_256)),
        ("sha3-256", Prf::Named(Digest::Sha3_256)),
    ];
    let one = one();
    prfs.map(|(name, prf)| {
        let builder = both(&one, &Protection::pbes2(Cipher::Aes256, prf, ROUNDS));
        file(&format!("prf-{name}-mac-sha1"), &[&one], &builder)
    })
    .into()
}

/// Something is not encrypted.
fn partly() -> Vec<File> {
    let one = one();
    let plain_key = || named(Bag::key(&one.key.pkcs8_der()), &one);
    let open = |bag| Part::new(Protection::None).bag(bag);
    let new = || PfxBuilder::new(PASSWORD);
    let certificate_open = new()
        .part(open(certificate(&one)))
        .part(open(shrouded(&one, &triple_des())));
    let key_bag_inside = new()
        .part(Part::new(triple_des()).bag(certificate(&one)))
        .part(Part::new(triple_des()).bag(plain_key()));
    let with_mac = new().part(open(certificate(&one))).part(open(plain_key()));
    let plain = PfxBuilder::plain(&one);
    vec![
        file("certificate-unencrypted", &[&one], &certificate_open),
        file("key-bag-in-encrypted-part", &[&one], &key_bag_inside),
        file("unencrypted-with-mac", &[&one], &with_mac),
        File::new("unencrypted-without-mac", "", &[&one], plain.build()),
    ]
}

fn iterations() -> Vec<File> {
    let one = one();
    let aes = |rounds| both(&one, &Protection::pbes2_aes256(rounds)).mac(sha256_mac());
    let mac = |rounds| both(&one, &triple_des()).mac(Mac::new(Digest::Sha1, rounds));
    let claimed = pushcert_testkit::pbe::Iterations::claimed(&[0x4c, 0x4b, 0x41]);
    vec![
        file("iterations-1", &[&one], &aes(1)),
        file("iterations-300001", &[&one], &aes(300_001)),
        file("iterations-600001", &[&one], &aes(600_001)),
        file("mac-iterations-300001", &[&one], &mac(300_001)),
        file(
            "mac-iterations-5000001",
            &[&one],
            &both(&one, &triple_des()).mac(Mac::new(Digest::Sha1, claimed)),
        )
        .only(&["java-17"]),
    ]
}
