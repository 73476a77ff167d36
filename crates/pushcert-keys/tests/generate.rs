//! Generated keys. They are slow to come by, so there are few.

use pushcert_keys::{
    ErrorKind, GenerationStep, HashAlgorithm, KeyAlgorithm, KeyEncoding, PrivateKey,
};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::random::Predictable;

#[test]
fn a_generated_key_is_sound_and_signs() {
    for bits in [2048, 2056, 3072] {
        let mut steps = Vec::new();
        let rng = &mut Predictable::new(&format!("a key of {bits} bits"));
        let key = PrivateKey::generate_rsa_with(bits, rng, &mut |step| steps.push(step)).unwrap();
        assert_eq!(key.bits(), Some(bits));
        assert_eq!(key.algorithm(), KeyAlgorithm::Rsa);
        assert_eq!(key.encoding(), KeyEncoding::Pkcs8);
        assert_eq!(key.defects(), &[]);
        let count = |step| steps.iter().filter(|found| **found == step).count();
        assert_eq!(count(GenerationStep::Prime), 2);
        assert!(count(GenerationStep::Candidate) >= 2);

        let signature = key.sign(HashAlgorithm::Sha256, b"text", rng).unwrap();
        let public = key.public_key().unwrap();
        assert_eq!(
            public.verify(signature.algorithm, b"text", &signature.bytes),
            Ok(())
        );
        // The same octets as a second implementation gets from the numbers of the key.
        let again = TestKey::from_pkcs8("generated", key.pkcs8_der());
        let numbers = again.rsa_numbers();
        assert_eq!(numbers.e, [1, 0, 1]);
        assert!(numbers.p > numbers.q);
        for prime in [&numbers.p, &numbers.q] {
            let size = u32::try_from(prime.len()).unwrap() * 8 - prime[0].leading_zeros();
            assert_eq!(size, bits / 2);
        }
        assert_eq!(
            again.sign(SignatureAlgorithm::Sha256Rsa, b"text"),
            signature.bytes
        );
    }
}

#[test]
fn generated_keys_differ() {
    let rng = &mut Predictable::new("two keys");
    let mut key = || PrivateKey::generate_rsa(2048, rng).unwrap();
    let (first, second) = (key(), key());
    assert_ne!(first.public_key(), second.public_key());
}

#[test]
fn sizes_that_are_refused() {
    let refused = |bits| {
        let rng = &mut Predictable::new("never used");
        let error = PrivateKey::generate_rsa(bits, rng).expect_err("an error");
        error.kind().clone()
    };
    for bits in [0, 512, 1024, 2040, 8200, u32::MAX] {
        let (smallest, largest) = (2048, 8192);
        let kind = ErrorKind::KeySize {
            bits,
            smallest,
            largest,
        };
        assert_eq!(refused(bits), kind);
    }
    for bits in [2049, 4095] {
        assert_eq!(refused(bits), ErrorKind::KeySizeStep { bits, step: 8 });
    }
}
