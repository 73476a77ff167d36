//! The keys and their encodings, read back.

use super::*;
use crate::der::read;
use crate::key::sign::{multiply, power};

#[test]
fn rsa_keys_are_well_formed() {
    let sizes = [512, 1023, 1024, 3072, 4096, 16384];
    let keys = (0..10)
        .map(|n| (TestKey::rsa2048(n), 2048))
        .chain(sizes.map(|bits| (TestKey::rsa(bits), bits)));
    for (key, bits) in keys {
        let numbers = key.rsa_numbers();
        let unused = numbers.n[0].leading_zeros();
        let length = u32::try_from(numbers.n.len()).expect("a short modulus");
        assert_eq!(length * 8 - unused, bits, "{key:?}");
        assert_eq!(multiply(&numbers.p, &numbers.q), numbers.n, "{key:?}");
        assert_eq!(numbers.e, [1, 0, 1], "{key:?}");
        assert_eq!(numbers.pkcs8_der(), key.pkcs8_der(), "{key:?}");
    }
}

#[test]
fn ec_points_belong_to_their_scalars() {
    for n in 0..3 {
        let numbers = TestKey::ec_p256(n).ec_numbers();
        let key = p256::ecdsa::SigningKey::from_slice(&numbers.scalar).expect("a scalar");
        assert_eq!(
            key.verifying_key().to_sec1_point(false).as_bytes(),
            numbers.point
        );
    }
    let numbers = TestKey::ec_p384().ec_numbers();
    let key = p384::ecdsa::SigningKey::from_slice(&numbers.scalar).expect("a scalar");
    assert_eq!(
        key.verifying_key().to_sec1_point(false).as_bytes(),
        numbers.point
    );
}

#[test]
fn no_two_keys_are_the_same() {
    let mut public: Vec<Vec<u8>> = TestKey::all().iter().map(TestKey::spki_der).collect();
    let count = public.len();
    public.sort();
    public.dedup();
    assert_eq!(public.len(), count);
}

#[test]
fn rsa_signatures_open_to_the_digest() {
    for (key, algorithm) in [
        (TestKey::rsa2048(0), SignatureAlgorithm::Sha256Rsa),
        (TestKey::rsa(1023), SignatureAlgorithm::Sha1Rsa),
        (TestKey::rsa(512), SignatureAlgorithm::Md5Rsa),
        (TestKey::rsa(3072), SignatureAlgorithm::Sha512Rsa),
    ] {
        let numbers = key.rsa_numbers();
        let signature = key.sign(algorithm, b"text");
        let bits = u32::try_from(numbers.n.len() * 8).expect("a short modulus");
        let block = power(&signature, &numbers.e, &numbers.n, bits);
        assert_eq!(block[..3], [0, 1, 0xff], "{key:?}");
        assert!(
            block.ends_with(&algorithm.digest().hash(b"text")),
            "{key:?}"
        );
    }
}

#[test]
fn ecdsa_signatures_verify_and_repeat() {
    use p256::ecdsa::signature::Verifier;
    let key = TestKey::ec_p256(0);
    let signature = key.sign(SignatureAlgorithm::Sha256Ecdsa, b"text");
    assert_eq!(
        signature,
        key.sign(SignatureAlgorithm::Sha256Ecdsa, b"text")
    );
    let public =
        p256::ecdsa::VerifyingKey::from_sec1_bytes(&key.ec_numbers().point).expect("a point");
    let decoded = p256::ecdsa::Signature::from_der(&signature).expect("a signature");
    assert!(public.verify(b"text", &decoded).is_ok());
    assert!(public.verify(b"other", &decoded).is_err());
}

#[test]
fn wrong_numbers_stay_wrong() {
    let good = TestKey::rsa2048(0).rsa_numbers();
    let same = good.with_equal_primes();
    assert_eq!(same.p, same.q);
    assert_eq!(same.n, multiply(&good.p, &good.p));
    let negative = good.pkcs1_with_modulus(&der::int_raw(&good.n));
    assert!(read::at(&negative, &[1]).content[0] >= 0x80);
    let key = TestKey::from_rsa_numbers("other e", &RsaNumbers { e: vec![3], ..good });
    assert_eq!(key.rsa_numbers().e, [3]);
}

#[test]
fn pkcs8_version_2_carries_a_public_key() {
    let (key, other) = (TestKey::rsa2048(0), TestKey::rsa2048(1));
    let der = key.pkcs8_v2_der(&other);
    assert_eq!(read::at(&der, &[0]).content, [1]);
    assert_eq!(read::at(&der, &[3]).content[1..], other.public_key_bits());
}
