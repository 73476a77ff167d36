//! Properties that hold for every input.

use proptest::collection::vec;
use proptest::prelude::*;
use pushcert_keys::{EncryptedPrivateKey, PrivateKey, PublicKey};
use pushcert_testkit::key::{EcNumbers, RsaNumbers, TestKey};

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(input in vec(any::<u8>(), 0..300)) {
        let _ = PrivateKey::decode(&input);
        let _ = EncryptedPrivateKey::decode(&input);
        let _ = PublicKey::from_spki_der(&input);
        let _ = PublicKey::from_pkcs1_der(&input);
    }

    #[test]
    fn a_changed_octet_never_does_harm(index: prop::sample::Index, value: u8, which in 0..4usize) {
        let key = TestKey::ec_p256(0);
        let mut der = match which {
            0 => key.pkcs8_der(),
            1 => key.sec1_der(),
            2 => key.spki_der(),
            _ => TestKey::rsa(512).pkcs8_der(),
        };
        let length = der.len();
        der[index.index(length)] = value;
        if let Ok(found) = PrivateKey::decode(&der) {
            // Written anew, it is read with the same numbers.
            let again = PrivateKey::decode(found.pkcs8_der()).unwrap();
            prop_assert_eq!(again.algorithm(), found.algorithm());
            prop_assert_eq!(again.bits(), found.bits());
        }
        let _ = PublicKey::from_spki_der(&der);
    }

    /// Facts of a built RSA key: whatever its numbers are, they come out as they went in.
    #[test]
    fn rsa_numbers_come_out_as_they_went_in(
        n in vec(any::<u8>(), 0..64),
        e in vec(any::<u8>(), 0..8),
        p in vec(any::<u8>(), 0..32),
        q in vec(any::<u8>(), 0..32),
    ) {
        let numbers = RsaNumbers { n, e, p, q, ..TestKey::rsa(512).rsa_numbers() };
        let key = PrivateKey::decode(&numbers.pkcs1_der()).unwrap();
        let zeros = numbers.n.iter().take_while(|&&octet| octet == 0).count();
        let digits = &numbers.n[zeros..];
        let bits = digits.first().map_or(0, |first| digits.len() * 8 - first.leading_zeros() as usize);
        prop_assert_eq!(key.bits().map(|bits| bits as usize), Some(bits));
        let public = PublicKey::from_spki_der(&numbers.spki_der()).unwrap();
        prop_assert_eq!(key.public_key(), Some(&public));
        let again = PrivateKey::decode(key.pkcs8_der()).unwrap();
        prop_assert_eq!(again.public_key(), key.public_key());
    }

    /// The public key that is computed from a private number is a point of the curve, and the same
    /// after the key was written and read again.
    #[test]
    fn any_p256_number_gives_a_sound_key(scalar in vec(any::<u8>(), 1..=31)) {
        prop_assume!(scalar.iter().any(|&octet| octet != 0));
        let numbers = EcNumbers { scalar, ..TestKey::ec_p256(0).ec_numbers() };
        let key = PrivateKey::decode(&numbers.pkcs8_without_point()).unwrap();
        prop_assert!(key.public_key().unwrap().defects().is_empty());
        let again = PrivateKey::decode(key.pkcs8_der()).unwrap();
        prop_assert_eq!(again.defects(), &[]);
        prop_assert_eq!(again.public_key(), key.public_key());
    }
}
