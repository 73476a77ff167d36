//! Ciphers, derivations and their parameters.

use super::pfx_mac::{ROUNDS, p12};
use super::{Hostile, PASSWORD, healthy};
use crate::der;
use crate::digest::Digest;
use crate::oid;
use crate::pbe::{Cipher, Iterations, Padding, Prf, Protection, Scrypt, Sealed};
use crate::pfx::{Bag, Mac, Part, PfxBuilder};

/// Certificate and key each under the protection.
fn both(protection: &Protection) -> PfxBuilder {
    let identity = healthy();
    PfxBuilder::new(PASSWORD)
        .seed("protection")
        .part(Part::new(protection.clone()).bag(Bag::cert(&identity.certificate)))
        .part(Part::new(Protection::None).bag(Bag::shrouded_key(
            &identity.key.pkcs8_der(),
            protection.clone(),
        )))
        .mac(Mac::new(Digest::Sha256, ROUNDS))
}

fn aes256() -> Protection {
    Protection::pbes2_aes256(ROUNDS)
}

pub(super) fn entries() -> Vec<Hostile> {
    [older(), pbes2(), parameters(), padding(), scrypt(), bombs()].concat()
}

/// The schemes of RFC 7292 appendix C and of PKCS#5 version 1.5: all must open.
fn older() -> Vec<Hostile> {
    [
        ("rc4-128", Protection::rc4_128(ROUNDS)),
        ("rc4-40", Protection::rc4_40(ROUNDS)),
        ("3des", Protection::triple_des(ROUNDS)),
        ("3des-2-keys", Protection::triple_des_2(ROUNDS)),
        ("rc2-128", Protection::rc2_128(ROUNDS)),
        ("rc2-40", Protection::rc2_40(ROUNDS)),
        ("md5-des", Protection::md5_des(ROUNDS)),
        ("sha1-des", Protection::sha1_des(ROUNDS)),
        (
            "3des-salt-empty",
            Protection::triple_des(ROUNDS).salt_len(0),
        ),
        (
            "3des-salt-of-100-bytes",
            Protection::triple_des(ROUNDS).salt_len(100),
        ),
    ]
    .map(|(name, protection)| p12(&format!("pbes1-{name}"), &both(&protection)))
    .to_vec()
}

fn pbes2() -> Vec<Hostile> {
    use Cipher as C;
    let must = [C::Aes128, C::Aes192, C::Aes256, C::TripleDes3];
    let may = [
        C::Des,
        C::Rc2_40,
        C::Rc2_128,
        C::Aes128Gcm,
        C::Aes256Gcm,
        C::Camellia128,
        C::Camellia192,
        C::Camellia256,
        C::Aria128,
        C::Aria256,
        C::Cast5,
        C::Blowfish,
        C::Sm4,
    ];
    let entry = |cipher: Cipher| {
        let name = format!("pbes2-{cipher:?}").to_lowercase();
        p12(
            &name,
            &both(&Protection::pbes2(
                cipher,
                Prf::Named(Digest::Sha256),
                ROUNDS,
            )),
        )
    };
    let prfs = Digest::ALL.map(|digest| {
        let name = format!("pbkdf2-{digest:?}").to_lowercase();
        p12(
            &name,
            &both(&Protection::pbes2(C::Aes256, Prf::Named(digest), ROUNDS)),
        )
        .expect("ok")
    });
    must.map(entry)
        .into_iter()
        .chain(may.map(|cipher| entry(cipher).expect("ok")))
        .chain(prfs)
        .collect()
}

/// PBES2 parameters that are left out, wrong, or of a wrong size.
fn parameters() -> Vec<Hostile> {
    let with = |name: &str, protection: Protection| p12(name, &both(&protection));
    let iv = |name: &str, cipher: Cipher, length: usize| {
        let protection = Protection::pbes2(cipher, Prf::Named(Digest::Sha256), ROUNDS);
        with(name, protection.iv(&vec![7; length])).expect("corrupt-file")
    };
    let unknown = |name: &str, protection: Protection| {
        with(name, protection.oid("1.2.3.4.5")).expect("unsupported-algorithm")
    };
    let raw = |name: &str, algorithm: Vec<u8>| {
        with(name, Protection::Raw(sealed(algorithm))).expect("corrupt-file")
    };
    vec![
        with(
            "prf-omitted",
            Protection::pbes2(Cipher::Aes256, Prf::Omitted, ROUNDS),
        ),
        with(
            "prf-without-null",
            Protection::pbes2(Cipher::Aes256, Prf::WithoutNull(Digest::Sha256), ROUNDS),
        ),
        with("salt-of-100-bytes", aes256().salt_len(100)),
        with("salt-empty", aes256().salt_len(0)),
        with("key-length-stated", aes256().key_length(&[32])),
        with("key-length-of-another-cipher", aes256().key_length(&[16])).expect("corrupt-file"),
        with("key-length-2-31", aes256().key_length(&[0, 0x80, 0, 0, 0])).expect("corrupt-file"),
        with("key-length-negative", aes256().key_length(&[0xff])).expect("corrupt-file"),
        iv("iv-empty-3des", Cipher::TripleDes3, 0),
        iv("iv-of-4-bytes-3des", Cipher::TripleDes3, 4),
        iv("iv-of-7-bytes-des", Cipher::Des, 7),
        iv("iv-of-8-bytes-aes", Cipher::Aes256, 8),
        iv("iv-of-17-bytes-aes", Cipher::Aes256, 17),
        iv("iv-of-1000-bytes-aes", Cipher::Aes256, 1000),
        iv("nonce-of-8-bytes-gcm", Cipher::Aes256Gcm, 8),
        unknown("cipher-unknown-pbes2", aes256()),
        unknown("scheme-unknown", Protection::triple_des(ROUNDS)),
        raw(
            "pbes2-without-parameters",
            der::algorithm(oid::pbe::PBES2, None),
        ),
        raw(
            "pbes2-with-null-parameters",
            der::algorithm(oid::pbe::PBES2, Some(&der::null())),
        ),
        raw(
            "pbes1-without-parameters",
            der::algorithm("1.2.840.113549.1.12.1.3", None),
        ),
        raw("algorithm-is-an-empty-sequence", der::tlv(0x30, [])),
    ]
}

fn sealed(algorithm: Vec<u8>) -> Sealed {
    Sealed {
        algorithm,
        ciphertext: vec![9; 32],
    }
}

/// Padding that is wrong under the right password, which the MAC proves.
fn padding() -> Vec<Hostile> {
    let bad =
        |name: &str, protection: Protection| p12(name, &both(&protection)).expect("corrupt-file");
    let cut = Sealed {
        ciphertext: vec![9; 31],
        ..aes256().seal(&PASSWORD.into(), "cut", b"text")
    };
    let none = Sealed {
        ciphertext: Vec::new(),
        ..cut.clone()
    };
    vec![
        bad("padding-wrong-aes", aes256().padding(Padding::Wrong)).expect("wrong-password"),
        bad(
            "padding-wrong-3des",
            Protection::triple_des(ROUNDS).padding(Padding::Wrong),
        )
        .expect("wrong-password"),
        bad(
            "padding-wrong-rc2",
            Protection::rc2_40(ROUNDS).padding(Padding::Wrong),
        )
        .expect("wrong-password"),
        bad("padding-of-zeros", aes256().padding(Padding::Zeros)).expect("wrong-password"),
        bad("ciphertext-not-whole-blocks", Protection::Raw(cut)),
        bad("ciphertext-empty", Protection::Raw(none)),
        p12(
            "padding-wrong-without-mac",
            &both(&aes256().padding(Padding::Wrong)).without_mac(),
        )
        .expect("wrong-password"),
    ]
}

fn scrypt() -> Vec<Hostile> {
    let claimed = |name: &str, n: u64, r: u64, p: u64| {
        p12(
            name,
            &both(&Protection::pbes2_scrypt(Scrypt::claimed(n, r, p))),
        )
    };
    let limited =
        |name: &str, n: u64, r: u64, p: u64| claimed(name, n, r, p).expect("limit-exceeded");
    let refused =
        |name: &str, n: u64, r: u64, p: u64| claimed(name, n, r, p).expect("corrupt-file");
    vec![
        p12(
            "scrypt",
            &both(&Protection::pbes2_scrypt(Scrypt::honest(1024, 8, 1))),
        ),
        limited("scrypt-memory-of-1-tib", 1 << 30, 1024, 1),
        limited("scrypt-n-of-2-63", 1 << 63, 8, 1),
        limited("scrypt-p-of-2-20", 1024, 8, 1 << 20),
        limited("scrypt-r-of-2-32", 1024, 1 << 32, 1),
        limited("scrypt-r-of-2-63-minus-1", 2, u64::MAX >> 1, 1),
        refused("scrypt-n-not-a-power-of-two", 1000, 8, 1),
        refused("scrypt-n-of-0", 0, 8, 1),
        refused("scrypt-n-of-1", 1, 8, 1),
        refused("scrypt-r-of-0", 1024, 0, 1),
        refused("scrypt-p-of-0", 1024, 8, 0),
    ]
}

/// Work that must be refused before it is done.
fn bombs() -> Vec<Hostile> {
    const COUNTS: [(&str, &[u8], bool); 6] = [
        ("0", &[0], false),
        ("minus-1", &[0xff], false),
        ("2-31-minus-1", &[0x7f, 255, 255, 255], true),
        ("2-32", &[1, 0, 0, 0, 0], true),
        (
            "2-63-minus-1",
            &[0x7f, 255, 255, 255, 255, 255, 255, 255],
            true,
        ),
        ("of-2048-bits", &[0x7f; 256], true),
    ];
    let mut out = Vec::new();
    for (name, content, too_many) in COUNTS {
        let expect = match too_many {
            true => "limit-exceeded",
            false => "corrupt-file",
        };
        let iterations = Iterations::claimed(content);
        let schemes = [
            ("pbkdf2", Protection::pbes2_aes256(iterations.clone())),
            ("pbes1", Protection::triple_des(iterations.clone())),
            ("md5-des", Protection::md5_des(iterations)),
        ];
        out.extend(schemes.map(|(scheme, protection)| {
            p12(&format!("{scheme}-iterations-{name}"), &both(&protection)).expect(expect)
        }));
    }
    out.push(keys_of_a_million_rounds());
    out.push(parts_of_a_million_rounds());
    out
}

fn a_million() -> Iterations {
    Iterations::claimed(&[0x0f, 0x42, 0x40])
}

/// Each is below the cap of one derivation; together they are not below the budget.
fn keys_of_a_million_rounds() -> Hostile {
    let key = der::seq([der::int(0)]);
    let bags = (0..150).map(|_| Bag::shrouded_key(&key, Protection::pbes2_aes256(a_million())));
    let file = both(&aes256()).part(Part::new(Protection::None).bags(bags));
    p12("keys-150-of-a-million-rounds", &file).expect("limit-exceeded")
}

fn parts_of_a_million_rounds() -> Hostile {
    let part = || Part::new(Protection::triple_des(a_million())).bag(Bag::cert(&[1]));
    let file = (0..50).fold(both(&aes256()), |file, _| file.part(part()));
    p12("parts-50-of-a-million-rounds", &file).expect("limit-exceeded")
}
