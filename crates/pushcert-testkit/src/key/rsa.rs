//! RSA keys as numbers.

use crate::{der, oid};

/// The eight numbers of an RSA private key, big-endian without leading zeros (RFC 8017 appendix
/// A.1.2). Every field may be changed before the key is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the standard has exactly these fields"
)]
pub struct RsaNumbers {
    /// modulus
    pub n: Vec<u8>,
    /// publicExponent
    pub e: Vec<u8>,
    /// privateExponent
    pub d: Vec<u8>,
    /// prime1
    pub p: Vec<u8>,
    /// prime2
    pub q: Vec<u8>,
    /// exponent1, d mod (p - 1)
    pub dp: Vec<u8>,
    /// exponent2, d mod (q - 1)
    pub dq: Vec<u8>,
    /// coefficient, the inverse of q mod p
    pub qi: Vec<u8>,
}

impl RsaNumbers {
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Self {
        let inner = der::read::at(pkcs8, &[2]).content;
        let fields = der::read::first(inner).0.children();
        let number = |index: usize| fields[index].magnitude().to_vec();
        Self {
            n: number(1),
            e: number(2),
            d: number(3),
            p: number(4),
            q: number(5),
            dp: number(6),
            dq: number(7),
            qi: number(8),
        }
    }

    /// RSAPrivateKey, version 0.
    pub fn pkcs1_der(&self) -> Vec<u8> {
        self.pkcs1_with_modulus(&der::uint(&self.n))
    }

    /// RSAPrivateKey with this TLV in the modulus's place: a negative INTEGER, for one.
    pub fn pkcs1_with_modulus(&self, modulus: &[u8]) -> Vec<u8> {
        der::seq([
            der::int(0),
            modulus.to_vec(),
            der::uint(&self.e),
            der::uint(&self.d),
            der::uint(&self.p),
            der::uint(&self.q),
            der::uint(&self.dp),
            der::uint(&self.dq),
            der::uint(&self.qi),
        ])
    }

    /// PrivateKeyInfo around [`Self::pkcs1_der`].
    pub fn pkcs8_der(&self) -> Vec<u8> {
        Self::pkcs8_around(&self.pkcs1_der())
    }

    /// PrivateKeyInfo around an RSAPrivateKey of any content.
    pub fn pkcs8_around(pkcs1: &[u8]) -> Vec<u8> {
        let algorithm = der::algorithm(oid::key::RSA, Some(&der::null()));
        der::seq([der::int(0), algorithm, der::octets(pkcs1)])
    }

    /// SubjectPublicKeyInfo of modulus and public exponent.
    pub fn spki_der(&self) -> Vec<u8> {
        Self::spki_around(&der::seq([der::uint(&self.n), der::uint(&self.e)]))
    }

    /// SubjectPublicKeyInfo around an RSAPublicKey of any content.
    pub fn spki_around(public: &[u8]) -> Vec<u8> {
        der::seq([
            der::algorithm(oid::key::RSA, Some(&der::null())),
            der::bits(0, public),
        ])
    }

    /// A key whose two primes are the same: n = p², everything else as it was.
    pub fn with_equal_primes(&self) -> Self {
        Self {
            n: super::sign::multiply(&self.p, &self.p),
            q: self.p.clone(),
            dq: self.dp.clone(),
            ..self.clone()
        }
    }
}
