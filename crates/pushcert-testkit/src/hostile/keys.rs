//! Private keys: sizes, numbers that do not fit together, curves, and containers that lie.

use super::{APP, Hostile, PASSWORD, Section};
use crate::cert::CertificateBuilder;
use crate::key::{
    EcNumbers, LegacyCipher, RsaNumbers, TestKey, encrypted_pkcs8, explicit_p256_parameters,
    legacy_pem,
};
use crate::pbe::{Iterations, Protection, Scrypt};
use crate::{der, pem};

/// A certificate for the key's public half and the key in the given PEM block.
fn bundle(name: &str, key: &TestKey, label: &str, private: &[u8]) -> Hostile {
    let certificate = CertificateBuilder::apns(APP).key(key).build();
    let text = pem::bundle(&[("CERTIFICATE", &certificate), (label, private)]);
    Hostile::new(Section::Keys, name, "push.pem", text).inner(private.to_vec())
}

fn pkcs8(name: &str, key: &TestKey) -> Hostile {
    bundle(name, key, "PRIVATE KEY", &key.pkcs8_der())
}

pub(super) fn entries() -> Vec<Hostile> {
    [
        sizes(),
        numbers(),
        curves(),
        others(),
        labels(),
        encrypted(),
    ]
    .concat()
}

fn sizes() -> Vec<Hostile> {
    vec![
        pkcs8("rsa-512", &TestKey::rsa(512)).expect("weak-key"),
        pkcs8("rsa-1023", &TestKey::rsa(1023)).expect("weak-key"),
        pkcs8("rsa-1024", &TestKey::rsa(1024)).expect("weak-key"),
        pkcs8("rsa-2048", &TestKey::rsa2048(0)),
        pkcs8("rsa-4096", &TestKey::rsa(4096)),
        pkcs8("rsa-16384", &TestKey::rsa(16384)).expect("ok"),
    ]
}

/// RSA keys whose numbers are wrong. The certificate has the same public numbers.
fn numbers() -> Vec<Hostile> {
    let good = TestKey::rsa2048(0).rsa_numbers();
    let spoiled = |name: &str, numbers: RsaNumbers| {
        pkcs8(name, &TestKey::from_rsa_numbers(name, &numbers)).expect("defective-key")
    };
    let flip = |bytes: &[u8]| {
        let mut out = bytes.to_vec();
        out[40] ^= 1;
        out
    };
    // Both exponents exchanged: a key that works, with a public exponent as long as the modulus.
    let swapped = RsaNumbers {
        e: good.d.clone(),
        d: good.e.clone(),
        dp: good.e.clone(),
        dq: good.e.clone(),
        ..good.clone()
    };
    let sign_bit = der::int_raw(&good.n);
    let negative = RsaNumbers::pkcs8_around(&good.pkcs1_with_modulus(&sign_bit));
    let zero = RsaNumbers::pkcs8_around(&good.pkcs1_with_modulus(&der::int(0)));
    let multi_prime = der::seq([der::int(1), der::uint(&good.n), der::uint(&good.e)]);
    let key = TestKey::rsa2048(0);
    vec![
        spoiled(
            "rsa-e-of-1",
            RsaNumbers {
                e: vec![1],
                d: vec![1],
                ..good.clone()
            },
        ),
        spoiled(
            "rsa-e-of-3",
            RsaNumbers {
                e: vec![3],
                ..good.clone()
            },
        ),
        spoiled(
            "rsa-e-even",
            RsaNumbers {
                e: vec![1, 0, 0],
                ..good.clone()
            },
        ),
        spoiled("rsa-e-of-2048-bits", swapped).expect("ok"),
        spoiled("rsa-p-equals-q", good.with_equal_primes()),
        spoiled(
            "rsa-crt-exponent-wrong",
            RsaNumbers {
                dp: flip(&good.dp),
                ..good.clone()
            },
        ),
        spoiled(
            "rsa-crt-coefficient-wrong",
            RsaNumbers {
                qi: flip(&good.qi),
                ..good.clone()
            },
        ),
        spoiled(
            "rsa-prime-wrong",
            RsaNumbers {
                p: flip(&good.p),
                ..good.clone()
            },
        ),
        spoiled(
            "rsa-modulus-even",
            RsaNumbers {
                n: [&good.n[..255], &[0]].concat(),
                ..good
            },
        ),
        bundle("rsa-modulus-negative", &key, "PRIVATE KEY", &negative).expect("defective-key"),
        bundle("rsa-modulus-of-0", &key, "PRIVATE KEY", &zero).expect("defective-key"),
        bundle("rsa-fields-missing", &key, "RSA PRIVATE KEY", &multi_prime).expect("corrupt-file"),
    ]
}

fn curves() -> Vec<Hostile> {
    let good = TestKey::ec_p256(0).ec_numbers();
    let explicit = EcNumbers {
        parameters: explicit_p256_parameters(),
        ..good.clone()
    };
    let infinity = EcNumbers {
        point: vec![0],
        ..good.clone()
    };
    let zero = EcNumbers {
        scalar: vec![0; 32],
        ..good.clone()
    };
    let long = EcNumbers {
        scalar: vec![1; 10_000],
        ..good.clone()
    };
    let spoiled = |name: &str, numbers: &EcNumbers| {
        pkcs8(name, &TestKey::from_ec_numbers(name, numbers)).expect("defective-key")
    };
    let without_point = good.pkcs8_without_point();
    vec![
        pkcs8("ec-p256", &TestKey::ec_p256(0)),
        pkcs8("ec-p384", &TestKey::ec_p384()),
        pkcs8("ec-p224", &TestKey::ec_p224()).expect("ok"),
        pkcs8("ec-p521", &TestKey::ec_p521()).expect("ok"),
        pkcs8("ec-secp256k1", &TestKey::ec_secp256k1()).expect("ok"),
        bundle(
            "ec-without-public-key",
            &TestKey::ec_p256(0),
            "PRIVATE KEY",
            &without_point,
        )
        .expect("ok"),
        spoiled("ec-explicit-parameters", &explicit),
        spoiled("ec-point-off-the-curve", &good.with_point_off_curve()),
        spoiled("ec-point-at-infinity", &infinity),
        spoiled("ec-scalar-of-0", &zero).expect("defective-key"),
        spoiled("ec-scalar-of-10000-bytes", &long).expect("ok"),
    ]
}

fn others() -> Vec<Hostile> {
    let key = TestKey::rsa2048(0);
    let stranger = TestKey::rsa2048(1);
    vec![
        pkcs8("ed25519", &TestKey::ed25519()).expect("ok"),
        pkcs8("ed448", &TestKey::ed448()).expect("ok"),
        pkcs8("x25519", &TestKey::x25519()).expect("ok"),
        pkcs8("dsa-2048", &TestKey::dsa2048()).expect("ok"),
        bundle("pkcs8-v2", &key, "PRIVATE KEY", &key.pkcs8_v2_der(&key)),
        bundle(
            "pkcs8-v2-public-key-of-another",
            &key,
            "PRIVATE KEY",
            &key.pkcs8_v2_der(&stranger),
        )
        .expect("defective-key"),
        bundle(
            "key-of-another-certificate",
            &key,
            "PRIVATE KEY",
            &stranger.pkcs8_der(),
        )
        .expect("key-mismatch"),
    ]
}

/// Labels that lie: the content decides.
fn labels() -> Vec<Hostile> {
    let rsa = TestKey::rsa2048(0);
    let ec = TestKey::ec_p256(0);
    let cases = [
        (
            "label-rsa-on-pkcs8",
            &rsa,
            "RSA PRIVATE KEY",
            rsa.pkcs8_der(),
        ),
        ("label-pkcs8-on-pkcs1", &rsa, "PRIVATE KEY", rsa.pkcs1_der()),
        ("label-ec-on-pkcs8", &ec, "EC PRIVATE KEY", ec.pkcs8_der()),
        ("label-pkcs8-on-sec1", &ec, "PRIVATE KEY", ec.sec1_der()),
        ("label-ec-on-pkcs1", &rsa, "EC PRIVATE KEY", rsa.pkcs1_der()),
        ("label-true-pkcs1", &rsa, "RSA PRIVATE KEY", rsa.pkcs1_der()),
        ("label-true-sec1", &ec, "EC PRIVATE KEY", ec.sec1_der()),
    ];
    let mut out: Vec<Hostile> = cases
        .into_iter()
        .map(|(name, key, label, private)| bundle(name, key, label, &private))
        .collect();
    let sealed = encrypted_pkcs8(&rsa, &Protection::pbes2_aes256(64), PASSWORD);
    out.push(bundle("label-plain-on-encrypted", &rsa, "PRIVATE KEY", &sealed).password(PASSWORD));
    out.push(
        bundle(
            "label-key-on-public-key",
            &rsa,
            "PRIVATE KEY",
            &rsa.spki_der(),
        )
        .expect("corrupt-file"),
    );
    out
}

fn encrypted() -> Vec<Hostile> {
    const LABEL: &str = "ENCRYPTED PRIVATE KEY";
    let key = TestKey::rsa2048(0);
    let sealed = |name: &str, protection: Protection| {
        bundle(
            name,
            &key,
            LABEL,
            &encrypted_pkcs8(&key, &protection, PASSWORD),
        )
        .password(PASSWORD)
    };
    let good = |name: &str| sealed(name, Protection::pbes2_aes256(64));
    let missing = Hostile {
        password: None,
        ..good("encrypted-pkcs8-password-missing")
    };
    let mut out = vec![
        good("encrypted-pkcs8"),
        sealed("encrypted-pkcs8-3des", Protection::triple_des(64)),
        sealed("encrypted-pkcs8-md5-des", Protection::md5_des(64)),
        sealed(
            "encrypted-pkcs8-scrypt",
            Protection::pbes2_scrypt(Scrypt::honest(1024, 8, 1)),
        ),
        good("encrypted-pkcs8-password-wrong")
            .password("battery staple")
            .expect("wrong-password"),
        missing.expect("password-required"),
        sealed(
            "encrypted-pkcs8-iterations-2-31",
            Protection::pbes2_aes256(Iterations::claimed(&[0, 0x80, 0, 0, 0])),
        )
        .expect("limit-exceeded"),
        sealed(
            "encrypted-pkcs8-iterations-0",
            Protection::pbes2_aes256(Iterations::claimed(&[0])),
        )
        .expect("corrupt-file"),
        sealed(
            "encrypted-pkcs8-scrypt-memory-of-1-tib",
            Protection::pbes2_scrypt(Scrypt::claimed(1 << 30, 1024, 1)),
        )
        .expect("limit-exceeded"),
    ];
    out.extend(legacy());
    out
}

fn legacy() -> Vec<Hostile> {
    let key = TestKey::rsa2048(0);
    let certificate = CertificateBuilder::apns(APP).key(&key).build();
    let text = |cipher| legacy_pem("RSA PRIVATE KEY", &key.pkcs1_der(), cipher, PASSWORD);
    let file = |name: &str, private: &str| {
        let text = pem::encode("CERTIFICATE", &certificate) + private;
        Hostile::new(Section::Keys, name, "push.pem", text).password(PASSWORD)
    };
    let changed = |name: &str, from: &str, to: &str| {
        file(name, &text(LegacyCipher::Aes128).replace(from, to)).expect("corrupt-file")
    };
    vec![
        file("legacy-pem-3des", &text(LegacyCipher::TripleDes)),
        file("legacy-pem-aes-256", &text(LegacyCipher::Aes256)),
        file("legacy-pem-des", &text(LegacyCipher::Des)).expect("ok"),
        file("legacy-pem-password-wrong", &text(LegacyCipher::Aes128))
            .password("battery staple")
            .expect("wrong-password"),
        Hostile {
            password: None,
            ..file("legacy-pem-password-missing", &text(LegacyCipher::Aes128))
        }
        .expect("password-required"),
        changed("legacy-pem-cipher-unknown", "AES-128-CBC", "ROT-13-CBC")
            .expect("unsupported-algorithm"),
        changed("legacy-pem-without-iv", "AES-128-CBC,", "AES-128-CBC;")
            .expect("unsupported-algorithm"),
        changed("legacy-pem-without-dek-info", "DEK-Info: ", "X-Info: ")
            .expect("unsupported-algorithm"),
        changed(
            "legacy-pem-iv-not-hexadecimal",
            "AES-128-CBC,",
            "AES-128-CBC,zz",
        )
        .expect("unsupported-algorithm"),
    ]
}
