//! Traditional encrypted PEM: RFC 1421 headers, key derived with one round of MD5
//! (OpenSSL's `EVP_BytesToKey`).

use crate::digest::{Digest, stretch};
use crate::pbe::{Cipher, Padding};
use crate::pem;

/// A cipher that `DEK-Info` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LegacyCipher {
    /// `DES-CBC`
    Des,
    /// `DES-EDE3-CBC`
    TripleDes,
    /// `AES-128-CBC`
    Aes128,
    /// `AES-192-CBC`
    Aes192,
    /// `AES-256-CBC`
    Aes256,
    /// `CAMELLIA-256-CBC`
    Camellia256,
}

impl LegacyCipher {
    /// The name in `DEK-Info`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Des => "DES-CBC",
            Self::TripleDes => "DES-EDE3-CBC",
            Self::Aes128 => "AES-128-CBC",
            Self::Aes192 => "AES-192-CBC",
            Self::Aes256 => "AES-256-CBC",
            Self::Camellia256 => "CAMELLIA-256-CBC",
        }
    }

    fn cipher(self) -> Cipher {
        match self {
            Self::Des => Cipher::Des,
            Self::TripleDes => Cipher::TripleDes3,
            Self::Aes128 => Cipher::Aes128,
            Self::Aes192 => Cipher::Aes192,
            Self::Aes256 => Cipher::Aes256,
            Self::Camellia256 => Cipher::Camellia256,
        }
    }
}

/// PEM with `Proc-Type: 4,ENCRYPTED` and `DEK-Info` around `der` (PKCS#1 under
/// `RSA PRIVATE KEY`, SEC1 under `EC PRIVATE KEY`).
pub fn legacy_pem(label: &str, der: &[u8], cipher: LegacyCipher, password: &str) -> String {
    let primitive = cipher.cipher();
    let iv = stretch(label, "dek-info", primitive.iv_len());
    let key = bytes_to_key(password.as_bytes(), &iv[..8], primitive.key_len());
    let body = primitive.encrypt(&key, &iv, der, Padding::Pkcs7);
    let dek_info = format!("{},{}", cipher.name(), crate::hex_upper(&iv));
    pem::with_headers(
        label,
        &[("Proc-Type", "4,ENCRYPTED"), ("DEK-Info", &dek_info)],
        &body,
    )
}

fn bytes_to_key(password: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut last = Vec::new();
    while out.len() < length {
        last = Digest::Md5.hash(&[&last, password, salt].concat());
        out.extend_from_slice(&last);
    }
    out.truncate(length);
    out
}
