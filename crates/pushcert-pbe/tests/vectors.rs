//! Published vectors, and the same computed by other crates.

use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use proptest::prelude::*;
use pushcert_pbe::{
    HashAlgorithm, Password, PasswordEncoding, Pkcs12KeyId, hmac, pbkdf2, pkcs12_kdf,
};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::hex;

/// RFC 6070, all but the one of 16,777,216 iterations.
#[test]
fn pbkdf2_rfc_6070() {
    let vectors: [(&[u8], &[u8], u64, &str); 5] = [
        (
            b"password",
            b"salt",
            1,
            "0c60c80f961f0e71f3a9b524af6012062fe037a6",
        ),
        (
            b"password",
            b"salt",
            2,
            "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
        ),
        (
            b"password",
            b"salt",
            4096,
            "4b007901b765489abead49d926f721d065a429c1",
        ),
        (
            b"passwordPASSWORDpassword",
            b"saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        ),
        (
            b"pass\0word",
            b"sa\0lt",
            4096,
            "56fa6aa75548099dcc37d7f03425e0c3",
        ),
    ];
    for (password, salt, iterations, expected) in vectors {
        let expected = hex(expected);
        let derived = pbkdf2(
            HashAlgorithm::Sha1,
            password,
            salt,
            iterations,
            expected.len(),
        );
        assert_eq!(*derived, expected);
    }
}

/// RFC 7914 section 11: PBKDF2 with HMAC-SHA-256.
#[test]
fn pbkdf2_rfc_7914() {
    let derived = pbkdf2(HashAlgorithm::Sha256, b"passwd", b"salt", 1, 64);
    let expected = hex(
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
         49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
    );
    assert_eq!(*derived, expected);
}

/// RFC 4231, test cases 2 and 6 (a key longer than a block).
#[test]
fn hmac_rfc_4231() {
    let short = hmac(
        HashAlgorithm::Sha512,
        b"Jefe",
        b"what do ya want for nothing?",
    );
    assert_eq!(short[..8], hex("164b7a7bfcf819e2")[..]);
    let long = hmac(
        HashAlgorithm::Sha256,
        &[0xaa; 131],
        b"Test Using Larger Than Block-Size Key - Hash Key First",
    );
    assert_eq!(long[..8], hex("60e431591ee0b67f")[..]);
}

/// The hashes that the second implementation has too.
fn second(hash: HashAlgorithm) -> Option<Digest> {
    Digest::ALL
        .into_iter()
        .find(|digest| digest.oid() == hash.oid().to_string())
}

#[test]
fn every_hash_has_the_lengths_that_it_says() {
    for hash in HashAlgorithm::ALL.iter().copied() {
        assert_eq!(
            hmac(hash, b"key", b"text").len(),
            hash.output_len(),
            "{hash}"
        );
        assert_eq!(HashAlgorithm::from_oid(&hash.oid()), Some(hash));
        if let Some(oid) = hash.hmac_oid() {
            assert_eq!(HashAlgorithm::from_hmac_oid(&oid), Some(hash));
        }
        // A key of a block is used as it is, one more byte is hashed first: the block length is
        // right when these two agree with the definition.
        let block = vec![7; hash.block_len()];
        let mut longer = block.clone();
        longer.push(7);
        assert_ne!(hmac(hash, &block, b""), hmac(hash, &longer, b""), "{hash}");
    }
    assert_eq!(
        HashAlgorithm::ALL
            .iter()
            .copied()
            .filter_map(second)
            .count(),
        Digest::ALL.len()
    );
}

/// HMAC by its definition, with the hash of the other crates: block length and pads.
#[test]
fn hmac_agrees_with_another_implementation() {
    for hash in HashAlgorithm::ALL.iter().copied() {
        let Some(digest) = second(hash) else { continue };
        for len in [0, 1, 63, 64, 65, 127, 128, 129, 143, 144, 145, 300] {
            let key = vec![0x5a; len];
            let text = vec![0xc3; len];
            assert_eq!(
                *hmac(hash, &key, &text),
                digest.hmac(&key, &text),
                "{hash} {len}"
            );
        }
    }
}

fn id_and_type(index: u8) -> (Pkcs12KeyId, Pkcs12KeyType) {
    match index {
        0 => (Pkcs12KeyId::Encryption, Pkcs12KeyType::EncryptionKey),
        1 => (Pkcs12KeyId::Iv, Pkcs12KeyType::Iv),
        _ => (Pkcs12KeyId::Mac, Pkcs12KeyType::Mac),
    }
}

proptest! {
    /// RFC 7292 appendix B against the `pkcs12` crate: any salt, password, count and length.
    #[test]
    fn pkcs12_kdf_agrees_with_another_implementation(
        password in proptest::collection::vec(any::<u8>(), 0..200),
        salt in proptest::collection::vec(any::<u8>(), 1..200),
        rounds in 1_i32..6,
        len in 1_usize..150,
        id in 0_u8..3,
    ) {
        let (ours, theirs) = id_and_type(id);
        let iterations = u64::try_from(rounds).unwrap();
        let derived = pkcs12_kdf(HashAlgorithm::Sha1, ours, &password, &salt, iterations, len);
        prop_assert_eq!(&*derived, &derive_key::<sha1::Sha1>(&password, &salt, theirs, rounds, len));
        let (ours, theirs) = id_and_type(id);
        let derived = pkcs12_kdf(HashAlgorithm::Sha512, ours, &password, &salt, iterations, len);
        prop_assert_eq!(&*derived, &derive_key::<sha2::Sha512>(&password, &salt, theirs, rounds, len));
        let (ours, theirs) = id_and_type(id);
        let derived = pkcs12_kdf(HashAlgorithm::Sha3_256, ours, &password, &salt, iterations, len);
        prop_assert_eq!(&*derived, &derive_key::<sha3::Sha3_256>(&password, &salt, theirs, rounds, len));
    }

    /// PBKDF2 against the `pbkdf2` crate, with every hash that it has.
    #[test]
    fn pbkdf2_agrees_with_another_implementation(
        index in 0..Digest::ALL.len(),
        password in proptest::collection::vec(any::<u8>(), 0..200),
        salt in proptest::collection::vec(any::<u8>(), 0..200),
        rounds in 1_u32..6,
        len in 1_usize..200,
    ) {
        let digest = Digest::ALL[index];
        let hash = HashAlgorithm::ALL.iter().copied().find(|hash| second(*hash) == Some(digest)).unwrap();
        let derived = pbkdf2(hash, &password, &salt, u64::from(rounds), len);
        prop_assert_eq!(&*derived, &digest.pbkdf2(&password, &salt, rounds, len));
    }
}

#[test]
fn empty_salt_and_empty_password_derive() {
    for len in [1, 20, 21, 64] {
        let key = pkcs12_kdf(HashAlgorithm::Sha1, Pkcs12KeyId::Mac, &[], &[], 3, len);
        assert_eq!(key.len(), len);
        assert!(key.iter().any(|byte| *byte != 0));
    }
}

#[test]
fn password_encodings() {
    let encode = |text: &str, encoding| {
        Password::new(text)
            .encode(encoding)
            .map(|octets| octets.to_vec())
    };
    assert_eq!(encode("", PasswordEncoding::Bmp), Some(vec![0, 0]));
    assert_eq!(encode("", PasswordEncoding::ZeroBytes), Some(vec![]));
    assert_eq!(encode("x", PasswordEncoding::ZeroBytes), None);
    assert_eq!(
        encode("é", PasswordEncoding::Bmp),
        Some(vec![0, 0xe9, 0, 0])
    );
    assert_eq!(encode("é", PasswordEncoding::Latin1), Some(vec![0xe9]));
    assert_eq!(encode("é", PasswordEncoding::Utf8), Some(vec![0xc3, 0xa9]));
    assert_eq!(
        encode("é", PasswordEncoding::Utf8AsBmp),
        Some(vec![0, 0xc3, 0, 0xa9, 0, 0])
    );
    assert_eq!(encode("ł", PasswordEncoding::Latin1), None);
    // Not in the basic plane: a surrogate pair.
    assert_eq!(
        encode("🔑", PasswordEncoding::Bmp),
        Some(vec![0xd8, 0x3d, 0xdd, 0x11, 0, 0])
    );
    // A NUL is a character like others: nothing is cut.
    assert_eq!(
        encode("a\0b", PasswordEncoding::Bmp),
        Some(vec![0, b'a', 0, 0, 0, b'b', 0, 0])
    );
    assert_eq!(format!("{:?}", Password::new("canary")), "Password(..)");
}
