//! EncryptedPrivateKeyInfo (RFC 5958 section 3).

use super::TestKey;
use crate::der;
use crate::pbe::{Password, Protection};

/// An encrypted PKCS#8 of a key, salts derived from the key's name.
pub fn encrypted_pkcs8(key: &TestKey, protection: &Protection, password: &str) -> Vec<u8> {
    encrypted_pkcs8_with(
        &key.pkcs8_der(),
        protection,
        &Password::text(password),
        key.name(),
    )
}

/// EncryptedPrivateKeyInfo around any bytes, under any password.
pub fn encrypted_pkcs8_with(
    inner: &[u8],
    protection: &Protection,
    password: &Password,
    seed: &str,
) -> Vec<u8> {
    let sealed = protection.seal(password, seed, inner);
    der::seq([sealed.algorithm, der::octets(sealed.ciphertext)])
}
