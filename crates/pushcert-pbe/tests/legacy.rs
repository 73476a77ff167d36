//! PEM encryption with `DEK-Info`: encrypted by another implementation, decrypted here.

use pushcert_pbe::{Budget, ErrorKind, LegacyCipher, LegacyEncryption, Limits, Password};
use pushcert_testkit::der;

fn text(len: usize) -> Vec<u8> {
    der::seq([der::octets(vec![0xa5; len])])
}

fn budget() -> Budget {
    Budget::new(&Limits::default())
}

#[test]
fn legacy_pem_ciphers() {
    use pushcert_testkit::key::{LegacyCipher as Written, legacy_pem};
    let pairs = [
        (Written::Des, LegacyCipher::Des),
        (Written::TripleDes, LegacyCipher::TripleDes3Key),
        (Written::Aes128, LegacyCipher::Aes128),
        (Written::Aes192, LegacyCipher::Aes192),
        (Written::Aes256, LegacyCipher::Aes256),
        (Written::Camellia256, LegacyCipher::Camellia256),
    ];
    for (written, cipher) in pairs {
        let pem = legacy_pem("RSA PRIVATE KEY", &text(100), written, "secret");
        let (name, iv) = pem
            .lines()
            .find_map(|line| line.strip_prefix("DEK-Info: "))
            .and_then(|value| value.split_once(','))
            .unwrap();
        assert_eq!(LegacyCipher::parse(&name.to_lowercase()), Some(cipher));
        let encryption = LegacyEncryption::new(cipher, &pushcert_testkit::hex(iv)).unwrap();
        let body = body(&pem);
        let decrypted = encryption.decrypt(&Password::new("secret"), &body, &mut budget());
        assert_eq!(*decrypted.unwrap(), text(100), "{name}");
        let refused = encryption.decrypt(&Password::new("wrong"), &body, &mut budget());
        assert_eq!(refused.unwrap_err().kind(), &ErrorKind::BadPadding);
        assert_eq!(
            LegacyEncryption::new(cipher, &[0; 3]).unwrap_err().kind(),
            &ErrorKind::InvalidIv {
                found: 3,
                expected: encryption_iv(cipher)
            }
        );
    }
    assert_eq!(LegacyCipher::parse("ROT13-CBC"), None);
}

fn encryption_iv(cipher: LegacyCipher) -> usize {
    match cipher {
        LegacyCipher::Des | LegacyCipher::TripleDes3Key => 8,
        _ => 16,
    }
}

/// Body of a PEM block with headers.
fn body(pem: &str) -> Vec<u8> {
    let (_, rest) = pem.split_once("\n\n").expect("headers");
    let text: String = rest
        .lines()
        .take_while(|line| !line.starts_with('-'))
        .collect();
    <base64ct::Base64 as base64ct::Encoding>::decode_vec(&text).expect("base64")
}
