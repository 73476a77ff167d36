//! Encryption: what is written is what the reader, which has vectors of its own, takes back.

use pushcert_pbe::{
    Budget, EncryptError, Encryption, HashAlgorithm, Limits, Password, PasswordEncoding, Pbmac1,
    Pkcs12Mac, Protection, Scheme,
};

/// A text that readers take: one SEQUENCE.
fn text(len: u8) -> Vec<u8> {
    let mut text = vec![0x30, len];
    text.extend((0..len).map(|byte| byte.wrapping_mul(7)));
    text
}

fn writable() -> impl Iterator<Item = Protection> {
    let is_scheme = |protection: &Protection| {
        !matches!(
            protection,
            Protection::None | Protection::LegacyPem | Protection::Unsupported
        )
    };
    Protection::ALL.iter().copied().filter(is_scheme)
}

#[test]
fn every_scheme_takes_back_what_it_wrote() {
    for protection in writable() {
        let encryption = Encryption::new(protection, 3);
        let iv = vec![9; encryption.iv_len()];
        let scheme = encryption.scheme_with(b"saltsalt", &iv).expect("a scheme");
        assert_eq!(scheme.protection(), protection);
        assert_eq!(scheme.salt(), b"saltsalt");
        assert_eq!(scheme.iterations(), Some(3));
        assert_eq!(scheme.prf(), encryption.prf());
        let decoded = Scheme::decode(scheme.identifier()).expect("decodes");
        assert_eq!(decoded.identifier(), scheme.identifier());
        for len in [0, 5, 6, 13, 14, 100] {
            let password = Password::new("pässword");
            let ciphertext = scheme
                .encrypt(&password, None, &text(len))
                .expect("encrypts");
            assert!(
                !ciphertext
                    .windows(8)
                    .any(|window| text(len).windows(8).any(|w| w == window))
            );
            let mut budget = Budget::new(&Limits::default());
            let opened = decoded
                .open(&password, &ciphertext, &mut budget)
                .expect("opens");
            assert_eq!(*opened.plaintext, text(len), "{protection} {len}");
            let usual = match protection.as_str().starts_with("pbe-") {
                true => PasswordEncoding::Bmp,
                false => PasswordEncoding::Utf8,
            };
            assert_eq!(opened.encoding, usual);
        }
    }
}

#[test]
fn every_named_prf_is_written() {
    for prf in HashAlgorithm::ALL.iter().copied() {
        let encryption = Encryption::new(Protection::Pbes2Aes128Cbc, 2).with_prf(prf);
        match encryption.scheme_with(b"salt", &[0; 16]) {
            Ok(scheme) => assert_eq!(scheme.prf(), Some(prf)),
            Err(error) => {
                assert_eq!(prf.hmac_oid(), None);
                assert_eq!(error, EncryptError::UnnamedHash(prf));
            }
        }
    }
}

/// Strong is what a service may write without the feature; the list is a decision, not a derivation.
#[test]
fn weak_and_strong() {
    let strong = ["aes-", "camellia-", "aria-", "sm4-"];
    for protection in writable() {
        let name = protection.as_str();
        let is_strong = strong
            .iter()
            .any(|cipher| name.starts_with(&format!("pbes2-{cipher}")));
        assert_eq!(protection.is_weak(), !is_strong, "{name}");
    }
}

#[test]
fn macs_verify_what_they_computed() {
    let budget = || Budget::new(&Limits::default());
    let password = Password::new("secret");
    for hash in HashAlgorithm::ALL.iter().copied() {
        let mac = Pkcs12Mac::new(hash, b"salt".to_vec(), 3);
        let value = mac.compute(&password, None, b"message").expect("computes");
        let verified = mac.verify(&password, b"message", &value, &mut budget());
        assert_eq!(verified, Ok(PasswordEncoding::Bmp), "{hash}");
        assert!(
            mac.verify(&password, b"massage", &value, &mut budget())
                .is_err()
        );
        let Ok(mac) = Pbmac1::new(hash, HashAlgorithm::Sha256, b"salt", 3) else {
            assert!(
                hash.hmac_oid().is_none() || hash.output_len() < 20,
                "{hash}"
            );
            continue;
        };
        let again = Pbmac1::decode(&mac.encode().expect("encodes")).expect("decodes");
        let value = mac.compute(&password, None, b"message").expect("computes");
        assert_eq!(again.hash(), hash);
        let length = u64::try_from(hash.output_len()).expect("short");
        assert_eq!(again.key_length(), length);
        let verified = again.verify(&password, b"message", &value, &mut budget());
        assert_eq!(verified, Ok(PasswordEncoding::Utf8), "{hash}");
    }
}

#[test]
fn a_form_that_cannot_express_the_password_is_refused() {
    let scheme = Encryption::new(Protection::Pbes2Aes256Cbc, 1)
        .scheme_with(b"salt", &[0; 16])
        .expect("a scheme");
    let password = Password::new("пароль");
    let refused = scheme.encrypt(&password, Some(PasswordEncoding::Latin1), &text(1));
    assert_eq!(
        refused,
        Err(EncryptError::Password(PasswordEncoding::Latin1))
    );
}

#[test]
fn vectors_of_another_length_are_refused() {
    for (protection, len) in [
        (Protection::Pbes2Aes256Cbc, 8),
        (Protection::Pbes2Aes256Gcm, 16),
        (Protection::Pbes2TripleDesCbc, 16),
    ] {
        let refused = Encryption::new(protection, 1).scheme_with(b"salt", &vec![0; len]);
        assert!(
            matches!(refused, Err(EncryptError::Parameter(_))),
            "{protection}"
        );
    }
}
