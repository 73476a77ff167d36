//! Key derivation: RFC 7292 appendix B, RFC 8018 (PBKDF1, PBKDF2), scrypt.
//!
//! The functions here do the work that they are asked for; [`Budget`](crate::Budget) is consulted
//! by their callers in this crate. They are public for programs that write files, and for tests.

use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::hash::HashAlgorithm;
use crate::hash::engine::{Digest, Engine, empty, with_engine};

mod pbkdf2;
mod pkcs12;
mod scrypt;

pub(crate) use pbkdf2::Pbkdf2;
use pbkdf2::pbkdf2_all;
pub(crate) use pkcs12::{KeyAndIv, derive_keys_and_ivs, derive_one};
pub(crate) use scrypt::{ScryptParams, scrypt};

/// What a derived key is for (RFC 7292 appendix B.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkcs12KeyId {
    /// An encryption key, 1.
    Encryption,
    /// An initialisation vector, 2.
    Iv,
    /// A MAC key, 3.
    Mac,
}

impl Pkcs12KeyId {
    /// The octet that the diversifier repeats.
    #[must_use]
    pub const fn octet(self) -> u8 {
        match self {
            Self::Encryption => 1,
            Self::Iv => 2,
            Self::Mac => 3,
        }
    }
}

/// Derives `len` bytes as RFC 7292 appendix B.2 says.
///
/// `password` is what [`PasswordEncoding::Bmp`](crate::PasswordEncoding::Bmp) makes of a password;
/// salt and password may be empty and of any length. An iteration count of 0 counts as 1; callers
/// that read files refuse it before.
///
/// ```
/// use pushcert_pbe::{HashAlgorithm, Password, PasswordEncoding, Pkcs12KeyId, pkcs12_kdf};
///
/// let password = Password::new("smeg").encode(PasswordEncoding::Bmp).unwrap();
/// let salt = [0x0a, 0x58, 0xcf, 0x64, 0x53, 0x0d, 0x82, 0x3f];
/// let key = pkcs12_kdf(HashAlgorithm::Sha1, Pkcs12KeyId::Encryption, &password, &salt, 1, 24);
/// assert_eq!(key[..4], [0x8a, 0xaa, 0xe6, 0x29]);
/// ```
#[must_use]
pub fn pkcs12_kdf(
    hash: HashAlgorithm,
    id: Pkcs12KeyId,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    with_engine!(hash, E => derive_one::<E>(id, password, salt, iterations, len))
}

/// Derives `len` bytes with PBKDF2 (RFC 8018 section 5.2) and HMAC of `hash`.
///
/// Salt and password may be empty and of any length. An iteration count of 0 counts as 1; callers
/// that read files refuse it before.
///
/// ```
/// use pushcert_pbe::{HashAlgorithm, pbkdf2};
///
/// // RFC 6070, second vector.
/// let key = pbkdf2(HashAlgorithm::Sha1, b"password", b"salt", 2, 20);
/// assert_eq!(key[..4], [0xea, 0x6c, 0x01, 0x4d]);
/// ```
#[must_use]
pub fn pbkdf2(
    hash: HashAlgorithm,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    let one = Pbkdf2 {
        salt,
        iterations,
        len,
    };
    pbkdf2_each(hash, password, &[one])
        .pop()
        .unwrap_or_default()
}

/// [`pbkdf2`] for each, side by side.
pub(crate) fn pbkdf2_each(
    hash: HashAlgorithm,
    password: &[u8],
    wanted: &[Pbkdf2<'_>],
) -> Vec<Zeroizing<Vec<u8>>> {
    with_engine!(hash, E => pbkdf2_all::<E>(password, wanted))
}

/// PBKDF1 (RFC 8018 section 5.1): the whole digest.
pub(crate) fn pbkdf1(hash: HashAlgorithm, password: &[u8], salt: &[u8], iterations: u64) -> Digest {
    with_engine!(hash, E => {
        let mut digest = E::hash(&[password, salt]);
        E::rehash([&mut digest], iterations.saturating_sub(1));
        digest
    })
}

/// `EVP_BytesToKey` of OpenSSL with MD5 and one iteration, as its PEM encryption uses it: digests of
/// `previous || password || salt` one after the other until there are `len` bytes.
pub(crate) fn bytes_to_key(password: &[u8], salt: &[u8], len: usize) -> Zeroizing<Vec<u8>> {
    with_engine!(HashAlgorithm::Md5, E => {
        let mut output = Zeroizing::new(vec![0; len]);
        let mut previous = empty();
        let mut used = 0;
        for chunk in output.chunks_mut(E::OUTPUT) {
            let before = previous.get(..used).unwrap_or_default();
            let digest = E::hash(&[before, password, salt]);
            for (to, from) in chunk.iter_mut().zip(digest.iter()) {
                *to = *from;
            }
            previous = digest;
            used = E::OUTPUT;
        }
        output
    })
}
