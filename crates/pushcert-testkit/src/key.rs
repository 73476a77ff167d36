//! Fixed keys, their encodings, and what can be wrong with a key.
//!
//! The keys were generated once (`keys/RECIPE.md` has the commands) and are public: they protect
//! nothing.
//!
//! ```
//! use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
//!
//! let key = TestKey::rsa2048(0);
//! assert_eq!(key.rsa_numbers().n.len(), 256);
//! assert_eq!(key.sign(SignatureAlgorithm::Sha256Rsa, b"text").len(), 256);
//! ```

mod ec;
mod encrypted;
mod legacy;
mod rsa;
mod sign;

pub use self::ec::{EcNumbers, explicit_p256_parameters};
pub use self::encrypted::{encrypted_pkcs8, encrypted_pkcs8_with};
pub use self::legacy::{LegacyCipher, legacy_pem};
pub use self::rsa::RsaNumbers;
pub use self::sign::SignatureAlgorithm;

use crate::{der, digest::Digest, oid};

/// One of the fixed keys, or one made wrong from their numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct TestKey {
    name: String,
    pkcs8: Vec<u8>,
    spki: Vec<u8>,
}

impl std::fmt::Debug for TestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TestKey({})", self.name)
    }
}

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../keys/", $name)).as_slice()
    };
}

impl TestKey {
    /// One of ten RSA keys of 2048 bits, `n` 0 to 9. By convention 0 to 4 belong to credentials,
    /// 7 signs as Apple's look-alike, 8 and 9 as the synthetic root and intermediate.
    ///
    /// # Panics
    /// When `n` is above 9.
    pub fn rsa2048(n: usize) -> Self {
        let files = [
            file!("rsa-2048-0.der"),
            file!("rsa-2048-1.der"),
            file!("rsa-2048-2.der"),
            file!("rsa-2048-3.der"),
            file!("rsa-2048-4.der"),
            file!("rsa-2048-5.der"),
            file!("rsa-2048-6.der"),
            file!("rsa-2048-7.der"),
            file!("rsa-2048-8.der"),
            file!("rsa-2048-9.der"),
        ];
        Self::from_pkcs8(&format!("rsa-2048-{n}"), files[n])
    }

    /// The RSA key of this many bits: 512, 1023, 1024, 2048 (the first of ten), 3072, 4096 or
    /// 16384.
    ///
    /// # Panics
    /// When there is no key of that size.
    pub fn rsa(bits: u32) -> Self {
        let file = match bits {
            512 => file!("rsa-512.der"),
            1023 => file!("rsa-1023.der"),
            1024 => file!("rsa-1024.der"),
            2048 => return Self::rsa2048(0),
            3072 => file!("rsa-3072.der"),
            4096 => file!("rsa-4096.der"),
            16384 => file!("rsa-16384.der"),
            _ => panic!("no RSA key of {bits} bits"),
        };
        Self::from_pkcs8(&format!("rsa-{bits}"), file)
    }

    /// One of three P-256 keys, `n` 0 to 2.
    ///
    /// # Panics
    /// When `n` is above 2.
    pub fn ec_p256(n: usize) -> Self {
        let files = [
            file!("ec-p256-0.der"),
            file!("ec-p256-1.der"),
            file!("ec-p256-2.der"),
        ];
        Self::from_pkcs8(&format!("ec-p256-{n}"), files[n])
    }

    /// The P-224 key. It cannot sign.
    pub fn ec_p224() -> Self {
        Self::from_pkcs8("ec-p224", file!("ec-p224.der"))
    }

    /// The P-384 key.
    pub fn ec_p384() -> Self {
        Self::from_pkcs8("ec-p384", file!("ec-p384.der"))
    }

    /// The P-521 key. It cannot sign.
    pub fn ec_p521() -> Self {
        Self::from_pkcs8("ec-p521", file!("ec-p521.der"))
    }

    /// The secp256k1 key. It cannot sign.
    pub fn ec_secp256k1() -> Self {
        Self::from_pkcs8("ec-secp256k1", file!("ec-secp256k1.der"))
    }

    /// The Ed25519 key. It cannot sign.
    pub fn ed25519() -> Self {
        Self::with_spki("ed25519", file!("ed25519.der"), file!("ed25519.spki"))
    }

    /// The Ed448 key. It cannot sign.
    pub fn ed448() -> Self {
        Self::with_spki("ed448", file!("ed448.der"), file!("ed448.spki"))
    }

    /// The X25519 key, which is for key agreement and cannot sign.
    pub fn x25519() -> Self {
        Self::with_spki("x25519", file!("x25519.der"), file!("x25519.spki"))
    }

    /// The DSA key of 2048 bits. It cannot sign.
    pub fn dsa2048() -> Self {
        Self::with_spki("dsa-2048", file!("dsa-2048.der"), file!("dsa-2048.spki"))
    }

    /// Every fixed key.
    pub fn all() -> Vec<Self> {
        let mut out: Vec<Self> = (0..10).map(Self::rsa2048).collect();
        out.extend([512, 1023, 1024, 3072, 4096, 16384].map(Self::rsa));
        out.extend((0..3).map(Self::ec_p256));
        out.extend([
            Self::ec_p224(),
            Self::ec_p384(),
            Self::ec_p521(),
            Self::ec_secp256k1(),
        ]);
        out.extend([
            Self::ed25519(),
            Self::ed448(),
            Self::x25519(),
            Self::dsa2048(),
        ]);
        out
    }

    /// A key of any numbers, right or wrong. The name is for messages only.
    pub fn from_rsa_numbers(name: &str, numbers: &RsaNumbers) -> Self {
        Self::with_spki(name, &numbers.pkcs8_der(), &numbers.spki_der())
    }

    /// A key of any scalar and point, right or wrong. The name is for messages only.
    pub fn from_ec_numbers(name: &str, numbers: &EcNumbers) -> Self {
        Self::with_spki(name, &numbers.pkcs8_der(), &numbers.spki_der())
    }

    fn with_spki(name: &str, pkcs8: &[u8], spki: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            pkcs8: pkcs8.to_vec(),
            spki: spki.to_vec(),
        }
    }

    /// A key of RSA or of an elliptic curve that was made elsewhere. The name is for messages only.
    ///
    /// # Panics
    /// When it is no such PrivateKeyInfo.
    pub fn from_pkcs8(name: &str, pkcs8: &[u8]) -> Self {
        let algorithm = der::read::at(pkcs8, &[1, 0]).whole;
        let spki = if algorithm == der::oid(oid::key::RSA) {
            RsaNumbers::from_pkcs8(pkcs8).spki_der()
        } else {
            EcNumbers::from_pkcs8(pkcs8).spki_der()
        };
        Self::with_spki(name, pkcs8, &spki)
    }

    /// The name, such as `rsa-2048-0`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// PrivateKeyInfo (RFC 5208 section 5), version 0.
    pub fn pkcs8_der(&self) -> Vec<u8> {
        self.pkcs8.clone()
    }

    /// OneAsymmetricKey (RFC 5958 section 2), version 1, with this public key in it. Give another
    /// key's to make a file that contradicts itself.
    pub fn pkcs8_v2_der(&self, public: &Self) -> Vec<u8> {
        let parts = der::read::first(&self.pkcs8).0.children();
        let public_bits = der::read::at(&public.spki, &[1]);
        der::seq([
            der::int(1),
            parts[1].whole.to_vec(),
            parts[2].whole.to_vec(),
            der::implicit(1, public_bits.content),
        ])
    }

    /// RSAPrivateKey (RFC 8017 appendix A.1.2).
    ///
    /// # Panics
    /// When the key is not RSA.
    pub fn pkcs1_der(&self) -> Vec<u8> {
        self.rsa_numbers().pkcs1_der()
    }

    /// ECPrivateKey (RFC 5915 section 3) with the curve's name and the public point.
    ///
    /// # Panics
    /// When the key is not EC.
    pub fn sec1_der(&self) -> Vec<u8> {
        self.ec_numbers().sec1_der()
    }

    /// SubjectPublicKeyInfo (RFC 5280 section 4.1).
    pub fn spki_der(&self) -> Vec<u8> {
        self.spki.clone()
    }

    /// The bits of the subjectPublicKey without the SubjectPublicKeyInfo around them.
    pub fn public_key_bits(&self) -> Vec<u8> {
        der::read::at(&self.spki, &[1]).content[1..].to_vec()
    }

    /// The key identifier of RFC 5280 section 4.2.1.2 method 1: SHA-1 of the public key bits.
    pub fn key_id(&self) -> Vec<u8> {
        Digest::Sha1.hash(&self.public_key_bits())
    }

    /// The numbers of an RSA key.
    ///
    /// # Panics
    /// When the key is not RSA.
    pub fn rsa_numbers(&self) -> RsaNumbers {
        RsaNumbers::from_pkcs8(&self.pkcs8)
    }

    /// The numbers of an EC key.
    ///
    /// # Panics
    /// When the key is not EC.
    pub fn ec_numbers(&self) -> EcNumbers {
        EcNumbers::from_pkcs8(&self.pkcs8)
    }

    /// Signs: RSA with PKCS#1 v1.5, EC with the deterministic ECDSA of RFC 6979. The same text
    /// always gives the same bytes.
    ///
    /// # Panics
    /// When the key cannot make a signature of that kind: only RSA, P-256 and P-384 keys sign.
    pub fn sign(&self, algorithm: SignatureAlgorithm, text: &[u8]) -> Vec<u8> {
        sign::sign(self, algorithm, text)
    }
}

#[cfg(test)]
mod tests;
