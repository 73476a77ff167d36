//! Signatures, against the independent ones of the testkit.

use proptest::prelude::*;
use pushcert_keys::{
    ErrorKind, HashAlgorithm, KeyAlgorithm, KeyDefect, PrivateKey, PublicKey, SignatureAlgorithm,
};
use pushcert_pbe::asn1::write;
use pushcert_testkit::key::{EcNumbers, RsaNumbers, SignatureAlgorithm as TestAlgorithm, TestKey};
use pushcert_testkit::random::Predictable;

const SHA2: [HashAlgorithm; 4] = [
    HashAlgorithm::Sha224,
    HashAlgorithm::Sha256,
    HashAlgorithm::Sha384,
    HashAlgorithm::Sha512,
];

fn private(key: &TestKey) -> PrivateKey {
    PrivateKey::decode(&key.pkcs8_der()).expect("a key")
}

fn public(key: &TestKey) -> PublicKey {
    PublicKey::from_spki_der(&key.spki_der()).expect("a key")
}

fn kind(result: Result<(), pushcert_keys::Error>) -> ErrorKind {
    result.expect_err("an error").kind().clone()
}

fn sign_error(key: &PrivateKey, hash: HashAlgorithm) -> ErrorKind {
    let result = key.sign(hash, b"text", &mut Predictable::new("error"));
    kind(result.map(|_| ()))
}

/// PKCS#1 v1.5 is deterministic: two implementations that agree write the same octets.
#[test]
fn rsa_signatures_are_those_of_the_testkit() {
    for bits in [1024, 2048, 3072] {
        let key = TestKey::rsa(bits);
        for (hash, other) in [
            (HashAlgorithm::Sha256, TestAlgorithm::Sha256Rsa),
            (HashAlgorithm::Sha384, TestAlgorithm::Sha384Rsa),
            (HashAlgorithm::Sha512, TestAlgorithm::Sha512Rsa),
        ] {
            let signature = private(&key)
                .sign(hash, b"text", &mut Predictable::new("blinding"))
                .expect("a signature");
            assert_eq!(signature.bytes, key.sign(other, b"text"), "{bits} {hash}");
            assert_eq!(signature.algorithm, SignatureAlgorithm::RsaPkcs1(hash));
            assert_eq!(signature.algorithm.identifier_der(), other.identifier());
        }
    }
}

#[test]
fn signatures_of_the_testkit_verify() {
    let rsa = TestKey::rsa2048(0);
    let (p256, p384) = (TestKey::ec_p256(0), TestKey::ec_p384());
    for (key, other) in [
        (&rsa, TestAlgorithm::Sha1Rsa),
        (&rsa, TestAlgorithm::Sha256Rsa),
        (&rsa, TestAlgorithm::Sha384Rsa),
        (&rsa, TestAlgorithm::Sha512Rsa),
        (&p256, TestAlgorithm::Sha1Ecdsa),
        (&p256, TestAlgorithm::Sha256Ecdsa),
        (&p256, TestAlgorithm::Sha384Ecdsa),
        (&p384, TestAlgorithm::Sha1Ecdsa),
        (&p384, TestAlgorithm::Sha256Ecdsa),
        (&p384, TestAlgorithm::Sha384Ecdsa),
    ] {
        let algorithm = SignatureAlgorithm::from_identifier_der(&other.identifier()).unwrap();
        let signature = key.sign(other, b"text");
        assert_eq!(public(key).verify(algorithm, b"text", &signature), Ok(()));
        let found = kind(public(key).verify(algorithm, b"test", &signature));
        assert_eq!(found, ErrorKind::InvalidSignature, "{algorithm}");
    }
}

#[test]
fn ec_keys_sign_with_every_hash_of_sha_2() {
    for key in [TestKey::ec_p256(0), TestKey::ec_p384(), TestKey::ec_p521()] {
        for hash in SHA2 {
            let signature = private(&key)
                .sign(hash, b"text", &mut Predictable::new("nonce"))
                .expect("a signature");
            assert_eq!(signature.algorithm, SignatureAlgorithm::Ecdsa(hash));
            let verify =
                |text: &[u8]| public(&key).verify(signature.algorithm, text, &signature.bytes);
            assert_eq!(verify(b"text"), Ok(()), "{} {hash}", key.name());
            assert_eq!(kind(verify(b"test")), ErrorKind::InvalidSignature);
        }
    }
}

/// A P-256 key whose number has leading zeros that were left out signs all the same.
#[test]
fn a_short_ec_number_signs() {
    let numbers = EcNumbers {
        scalar: vec![1, 2, 3],
        ..TestKey::ec_p256(0).ec_numbers()
    };
    let key = PrivateKey::decode(&numbers.pkcs8_without_point()).unwrap();
    assert!(matches!(
        key.defects(),
        [KeyDefect::EcScalarLength { found: 3, .. }]
    ));
    key.sign(HashAlgorithm::Sha256, b"text", &mut Predictable::new("k"))
        .expect("a signature");
}

#[test]
fn what_is_not_supported_is_refused() {
    let (rsa, ec) = (TestKey::rsa2048(0), TestKey::ec_p256(0));
    let md5 = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Md5);
    let signature = rsa.sign(TestAlgorithm::Md5Rsa, b"text");
    assert_eq!(
        kind(public(&rsa).verify(md5, b"text", &signature)),
        ErrorKind::UnsupportedSignature { algorithm: md5 }
    );
    let pss = SignatureAlgorithm::from_oid("1.2.840.113549.1.1.10".parse().unwrap());
    assert_eq!(
        kind(public(&rsa).verify(pss, b"text", &signature)),
        ErrorKind::UnsupportedSignature { algorithm: pss }
    );
    let algorithm = SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256);
    assert_eq!(
        kind(public(&rsa).verify(algorithm, b"text", &signature)),
        ErrorKind::KeyMismatch {
            algorithm,
            key: KeyAlgorithm::Rsa
        }
    );
    let algorithm = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    let key = ec_algorithm(&ec);
    assert_eq!(
        kind(public(&ec).verify(algorithm, b"text", &signature)),
        ErrorKind::KeyMismatch { algorithm, key }
    );
    for hash in [
        HashAlgorithm::Md5,
        HashAlgorithm::Sha1,
        HashAlgorithm::Sha3_256,
    ] {
        let algorithm = SignatureAlgorithm::RsaPkcs1(hash);
        assert_eq!(
            sign_error(&private(&rsa), hash),
            ErrorKind::UnsupportedSignature { algorithm }
        );
    }
    for key in [TestKey::ed25519(), TestKey::dsa2048(), TestKey::ec_p224()] {
        let key = private(&key);
        let found = sign_error(&key, HashAlgorithm::Sha256);
        let key = key.algorithm();
        assert_eq!(found, ErrorKind::UnsupportedKey { key });
    }
}

fn ec_algorithm(key: &TestKey) -> KeyAlgorithm {
    private(key).algorithm()
}

#[test]
fn a_signature_of_another_length_is_refused() {
    let key = TestKey::rsa2048(0);
    let algorithm = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    for found in [0, 255, 257, 100_000] {
        let kind = kind(public(&key).verify(algorithm, b"text", &vec![1; found]));
        let expected = 256;
        assert_eq!(kind, ErrorKind::SignatureLength { found, expected });
    }
    // As long as the modulus, and not below it.
    let kind = kind(public(&key).verify(algorithm, b"text", &[0xff; 256]));
    assert_eq!(kind, ErrorKind::InvalidSignature);
}

fn rsa_public(n: Vec<u8>, e: Vec<u8>) -> PublicKey {
    let numbers = RsaNumbers {
        n,
        e,
        ..TestKey::rsa(512).rsa_numbers()
    };
    PublicKey::from_spki_der(&numbers.spki_der()).expect("a key")
}

/// Hostile public keys cost nothing: they are refused before anything is computed.
#[test]
fn hostile_rsa_keys_are_refused() {
    let n = TestKey::rsa2048(0).rsa_numbers().n;
    let algorithm = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    let refused = |key: PublicKey| kind(key.verify(algorithm, b"text", &[1; 256]));
    let defective = |defect| ErrorKind::DefectiveKey(defect);
    for (e, defect) in [
        (vec![], KeyDefect::RsaExponentEven),
        (vec![1], KeyDefect::RsaExponentOne),
        (vec![1, 0, 0], KeyDefect::RsaExponentEven),
        (vec![1; 9], KeyDefect::RsaExponentLarge { bits: 65 }),
    ] {
        assert_eq!(refused(rsa_public(n.clone(), e)), defective(defect));
    }
    let mut even = n;
    *even.last_mut().unwrap() &= 0xfe;
    assert_eq!(
        refused(rsa_public(even, vec![1, 0, 1])),
        defective(KeyDefect::RsaModulusEven)
    );
    for bits in [8, 504, 8200, 1 << 17] {
        let key = rsa_public(vec![0xff; bits as usize / 8], vec![1, 0, 1]);
        let (smallest, largest) = (512, 8192);
        assert_eq!(
            refused(key),
            ErrorKind::KeySize {
                bits,
                smallest,
                largest
            }
        );
    }
}

#[test]
fn a_key_that_is_not_sound_does_not_sign() {
    let numbers = TestKey::rsa2048(0).rsa_numbers();
    let mut wrong = numbers.clone();
    *wrong.dp.last_mut().unwrap() ^= 2;
    let key = PrivateKey::decode(&wrong.pkcs1_der()).unwrap();
    let found = sign_error(&key, HashAlgorithm::Sha256);
    assert!(matches!(
        found,
        ErrorKind::DefectiveKey(KeyDefect::RsaInconsistent(_))
    ));
    let other = TestKey::rsa2048(1).rsa_numbers();
    let key = PrivateKey::decode(
        &RsaNumbers {
            n: other.n,
            ..numbers
        }
        .pkcs1_der(),
    )
    .unwrap();
    let found = sign_error(&key, HashAlgorithm::Sha256);
    assert!(matches!(
        found,
        ErrorKind::DefectiveKey(KeyDefect::RsaInconsistent(_))
    ));
}

/// RFC 8017 section 9.2: the modulus must hold the DigestInfo and eleven octets.
#[test]
fn a_modulus_can_be_too_short_for_a_hash() {
    let key = private(&TestKey::rsa(512));
    key.sign(HashAlgorithm::Sha256, b"text", &mut Predictable::new("b"))
        .expect("62 octets are enough for SHA-256");
    assert!(matches!(
        sign_error(&key, HashAlgorithm::Sha512),
        ErrorKind::KeySize {
            bits: 512,
            smallest: 745,
            ..
        }
    ));
}

#[test]
fn identifiers_of_algorithms() {
    for (oid, name, null) in [
        ("1.2.840.113549.1.1.2", "md2-rsa", true),
        ("1.2.840.113549.1.1.4", "md5-rsa", true),
        ("1.2.840.113549.1.1.5", "sha1-rsa", true),
        ("1.2.840.113549.1.1.14", "sha224-rsa", true),
        ("1.2.840.113549.1.1.11", "sha256-rsa", true),
        ("1.2.840.113549.1.1.12", "sha384-rsa", true),
        ("1.2.840.113549.1.1.13", "sha512-rsa", true),
        ("1.2.840.10045.4.1", "sha1-ecdsa", false),
        ("1.2.840.10045.4.3.2", "sha256-ecdsa", false),
        ("1.2.840.113549.1.1.10", "rsa-pss", false),
        ("1.3.101.112", "ed25519", false),
        ("1.2.3.4", "1.2.3.4", false),
    ] {
        let algorithm = SignatureAlgorithm::from_oid(oid.parse().unwrap());
        assert_eq!(algorithm.name(), name);
        assert_eq!(algorithm.oid().unwrap().to_string(), oid);
        let der = algorithm.identifier_der();
        assert_eq!(der.ends_with(&[5, 0]), null, "{name}");
        assert_eq!(SignatureAlgorithm::from_identifier_der(&der), Ok(algorithm));
    }
}

#[test]
fn parameters_of_identifiers() {
    let oid = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
    let read = |parameters: &[u8]| {
        let inner = [&oid[..], parameters].concat();
        SignatureAlgorithm::from_identifier_der(&write::element(0x30, &[&inner]))
    };
    let sha256 = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    assert_eq!(read(&[5, 0]), Ok(sha256));
    assert_eq!(read(&[]), Ok(sha256));
    for parameters in [&[5, 1, 0][..], &[4, 0], &[2, 1, 0]] {
        let kind = kind(read(parameters).map(|_| ()));
        let malformation = pushcert_pbe::Malformation::Parameter;
        assert_eq!(kind, ErrorKind::Malformed(malformation));
    }
    let trailing = SignatureAlgorithm::from_identifier_der(&[0x30, 3, 6, 1, 0x2a, 0]);
    let malformation = pushcert_pbe::Malformation::Trailing;
    assert_eq!(
        kind(trailing.map(|_| ())),
        ErrorKind::Malformed(malformation)
    );
}

fn signers() -> [TestKey; 5] {
    [
        TestKey::rsa(1024),
        TestKey::rsa2048(0),
        TestKey::ec_p256(0),
        TestKey::ec_p384(),
        TestKey::ec_p521(),
    ]
}

proptest! {
    #[test]
    fn what_is_signed_verifies_and_nothing_else(
        message in prop::collection::vec(any::<u8>(), 0..200),
        which in 0..5usize,
        hash in 0..4usize,
        seed: u64,
        flip: prop::sample::Index,
    ) {
        let key = private(&signers()[which]);
        let public = key.public_key().unwrap();
        let rng = &mut Predictable::new(&seed.to_string());
        let signature = key.sign(SHA2[hash], &message, rng).unwrap();
        prop_assert_eq!(public.verify(signature.algorithm, &message, &signature.bytes), Ok(()));

        let mut bytes = signature.bytes.clone();
        let bit = flip.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let found = kind(public.verify(signature.algorithm, &message, &bytes));
        prop_assert_eq!(found, ErrorKind::InvalidSignature);

        let mut other = message.clone();
        if other.is_empty() {
            other.push(0);
        } else {
            let bit = flip.index(other.len() * 8);
            other[bit / 8] ^= 1 << (bit % 8);
        }
        let found = kind(public.verify(signature.algorithm, &other, &signature.bytes));
        prop_assert_eq!(found, ErrorKind::InvalidSignature);
    }

    #[test]
    fn any_signature_and_identifier_is_refused_without_harm(
        signature in prop::collection::vec(any::<u8>(), 0..300),
        which in 0..5usize,
    ) {
        let key = public(&signers()[which]);
        for algorithm in [
            SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256),
            SignatureAlgorithm::Ecdsa(HashAlgorithm::Sha256),
        ] {
            prop_assert!(key.verify(algorithm, b"text", &signature).is_err());
        }
        let _ = SignatureAlgorithm::from_identifier_der(&signature);
    }
}
