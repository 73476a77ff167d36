//! Digests by name, with what is built on them: HMAC, PBKDF2 and the PKCS#12 derivation.

use ::digest::Digest as _;
use hmac::{KeyInit, Mac, SimpleHmac};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};

/// A digest that a certificate, a MAC or a derivation can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// MD5
    Md5,
    /// SHA-1
    Sha1,
    /// SHA-224
    Sha224,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
    /// SHA-512/224
    Sha512_224,
    /// SHA-512/256
    Sha512_256,
    /// SHA3-224
    Sha3_224,
    /// SHA3-256
    Sha3_256,
    /// SHA3-384
    Sha3_384,
    /// SHA3-512
    Sha3_512,
}

/// What a key of the PKCS#12 derivation is for (RFC 7292 appendix B.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// ID 1, an encryption key.
    Key,
    /// ID 2, an initialization vector.
    Iv,
    /// ID 3, a MAC key.
    Mac,
}

/// Evaluates an expression with `D` bound to the digest's type.
macro_rules! with_digest {
    ($digest:expr, $D:ident => $body:expr) => {
        match $digest {
            Digest::Md5 => {
                type $D = md5::Md5;
                $body
            }
            Digest::Sha1 => {
                type $D = sha1::Sha1;
                $body
            }
            Digest::Sha224 => {
                type $D = sha2::Sha224;
                $body
            }
            Digest::Sha256 => {
                type $D = sha2::Sha256;
                $body
            }
            Digest::Sha384 => {
                type $D = sha2::Sha384;
                $body
            }
            Digest::Sha512 => {
                type $D = sha2::Sha512;
                $body
            }
            Digest::Sha512_224 => {
                type $D = sha2::Sha512_224;
                $body
            }
            Digest::Sha512_256 => {
                type $D = sha2::Sha512_256;
                $body
            }
            Digest::Sha3_224 => {
                type $D = sha3::Sha3_224;
                $body
            }
            Digest::Sha3_256 => {
                type $D = sha3::Sha3_256;
                $body
            }
            Digest::Sha3_384 => {
                type $D = sha3::Sha3_384;
                $body
            }
            Digest::Sha3_512 => {
                type $D = sha3::Sha3_512;
                $body
            }
        }
    };
}

impl Digest {
    /// Every digest.
    pub const ALL: [Self; 12] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha512_224,
        Self::Sha512_256,
        Self::Sha3_224,
        Self::Sha3_256,
        Self::Sha3_384,
        Self::Sha3_512,
    ];

    /// The dotted OID of the digest.
    pub fn oid(self) -> &'static str {
        match self {
            Self::Md5 => "1.2.840.113549.2.5",
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha224 => "2.16.840.1.101.3.4.2.4",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
            Self::Sha512_224 => "2.16.840.1.101.3.4.2.5",
            Self::Sha512_256 => "2.16.840.1.101.3.4.2.6",
            Self::Sha3_224 => "2.16.840.1.101.3.4.2.7",
            Self::Sha3_256 => "2.16.840.1.101.3.4.2.8",
            Self::Sha3_384 => "2.16.840.1.101.3.4.2.9",
            Self::Sha3_512 => "2.16.840.1.101.3.4.2.10",
        }
    }

    /// The dotted OID of HMAC with this digest (RFC 8018 appendix B.1.2, NIST).
    pub fn hmac_oid(self) -> &'static str {
        match self {
            Self::Md5 => "1.2.840.113549.2.6",
            Self::Sha1 => "1.2.840.113549.2.7",
            Self::Sha224 => "1.2.840.113549.2.8",
            Self::Sha256 => "1.2.840.113549.2.9",
            Self::Sha384 => "1.2.840.113549.2.10",
            Self::Sha512 => "1.2.840.113549.2.11",
            Self::Sha512_224 => "1.2.840.113549.2.12",
            Self::Sha512_256 => "1.2.840.113549.2.13",
            Self::Sha3_224 => "2.16.840.1.101.3.4.2.13",
            Self::Sha3_256 => "2.16.840.1.101.3.4.2.14",
            Self::Sha3_384 => "2.16.840.1.101.3.4.2.15",
            Self::Sha3_512 => "2.16.840.1.101.3.4.2.16",
        }
    }

    /// The digest's length in bytes.
    #[expect(clippy::len_without_is_empty, reason = "no digest is empty")]
    pub fn len(self) -> usize {
        self.hash(b"").len()
    }

    /// The digest of `data`.
    pub fn hash(self, data: &[u8]) -> Vec<u8> {
        with_digest!(self, D => D::digest(data).to_vec())
    }

    /// HMAC (RFC 2104).
    pub fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        with_digest!(self, D => {
            let mut mac = SimpleHmac::<D>::new_from_slice(key).expect("HMAC takes any key");
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        })
    }

    /// PBKDF2 with HMAC (RFC 8018 section 5.2).
    pub fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Vec<u8> {
        let mut out = vec![0; length];
        with_digest!(self, D => {
            pbkdf2::pbkdf2::<SimpleHmac<D>>(password, salt, rounds, &mut out).expect("any length");
        });
        out
    }

    /// The derivation of RFC 7292 appendix B.2; `password` is the BMPString's bytes with its
    /// terminator, or no bytes at all.
    ///
    /// # Panics
    /// When `rounds` is above 2³¹−1.
    pub fn pkcs12(
        self,
        password: &[u8],
        salt: &[u8],
        purpose: Purpose,
        rounds: u32,
        length: usize,
    ) -> Vec<u8> {
        let id = match purpose {
            Purpose::Key => Pkcs12KeyType::EncryptionKey,
            Purpose::Iv => Pkcs12KeyType::Iv,
            Purpose::Mac => Pkcs12KeyType::Mac,
        };
        let rounds = i32::try_from(rounds).expect("a count in 31 bits");
        with_digest!(self, D => derive_key::<D>(password, salt, id, rounds, length))
    }
}

/// Bytes that depend on nothing but `seed` and `label`, for salts, IVs and serial numbers.
pub fn stretch(seed: &str, label: &str, length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut counter = 0_u32;
    while out.len() < length {
        out.extend(Digest::Sha256.hash(format!("{seed}\0{label}\0{counter}").as_bytes()));
        counter += 1;
    }
    out.truncate(length);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn pbkdf2_of_rfc_6070() {
        let key = Digest::Sha1.pbkdf2(b"password", b"salt", 2, 20);
        assert_eq!(key, hex("ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"));
    }

    #[test]
    fn hmac_of_rfc_2202() {
        let mac = Digest::Md5.hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(mac, hex("750c783e6ab0b503eaa86e310a5db738"));
    }

    #[test]
    fn stretch_is_a_function_of_its_arguments() {
        assert_eq!(stretch("a", "b", 40), stretch("a", "b", 40));
        assert_ne!(stretch("a", "b", 8), stretch("a", "c", 8));
    }
}
