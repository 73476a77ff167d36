//! Signatures, all deterministic.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul, Odd};
use p256::ecdsa::signature::hazmat::PrehashSigner;

use super::TestKey;
use crate::{der, digest::Digest};

/// A signature algorithm of certificates and requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// md5WithRSAEncryption
    Md5Rsa,
    /// sha1WithRSAEncryption
    Sha1Rsa,
    /// sha256WithRSAEncryption
    Sha256Rsa,
    /// sha384WithRSAEncryption
    Sha384Rsa,
    /// sha512WithRSAEncryption
    Sha512Rsa,
    /// ecdsa-with-SHA1
    Sha1Ecdsa,
    /// ecdsa-with-SHA256
    Sha256Ecdsa,
    /// ecdsa-with-SHA384
    Sha384Ecdsa,
}

impl SignatureAlgorithm {
    /// The dotted OID.
    pub fn oid(self) -> &'static str {
        match self {
            Self::Md5Rsa => "1.2.840.113549.1.1.4",
            Self::Sha1Rsa => "1.2.840.113549.1.1.5",
            Self::Sha256Rsa => "1.2.840.113549.1.1.11",
            Self::Sha384Rsa => "1.2.840.113549.1.1.12",
            Self::Sha512Rsa => "1.2.840.113549.1.1.13",
            Self::Sha1Ecdsa => "1.2.840.10045.4.1",
            Self::Sha256Ecdsa => "1.2.840.10045.4.3.2",
            Self::Sha384Ecdsa => "1.2.840.10045.4.3.3",
        }
    }

    /// AlgorithmIdentifier: NULL parameters for RSA, none for ECDSA (RFC 4055, RFC 5758).
    pub fn identifier(self) -> Vec<u8> {
        let null = der::null();
        der::algorithm(self.oid(), self.is_rsa().then_some(&null))
    }

    /// The digest.
    pub fn digest(self) -> Digest {
        match self {
            Self::Md5Rsa => Digest::Md5,
            Self::Sha1Rsa | Self::Sha1Ecdsa => Digest::Sha1,
            Self::Sha256Rsa | Self::Sha256Ecdsa => Digest::Sha256,
            Self::Sha384Rsa | Self::Sha384Ecdsa => Digest::Sha384,
            Self::Sha512Rsa => Digest::Sha512,
        }
    }

    fn is_rsa(self) -> bool {
        !matches!(
            self,
            Self::Sha1Ecdsa | Self::Sha256Ecdsa | Self::Sha384Ecdsa
        )
    }
}

pub(super) fn sign(key: &TestKey, algorithm: SignatureAlgorithm, text: &[u8]) -> Vec<u8> {
    let hash = algorithm.digest().hash(text);
    if algorithm.is_rsa() {
        return sign_rsa(key, algorithm.digest(), &hash);
    }
    let scalar = key.ec_numbers().scalar;
    if scalar.len() == 48 {
        let key = p384::ecdsa::SigningKey::from_slice(&scalar).expect("a P-384 key");
        let signature: p384::ecdsa::Signature = key.sign_prehash(&hash).expect("a signature");
        return signature.to_der().as_bytes().to_vec();
    }
    let key = p256::ecdsa::SigningKey::from_slice(&scalar).expect("a P-256 key");
    let signature: p256::ecdsa::Signature = key.sign_prehash(&hash).expect("a signature");
    signature.to_der().as_bytes().to_vec()
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.1) by plain exponentiation: the keys are public, so
/// that timing does not matter.
fn sign_rsa(key: &TestKey, digest: Digest, hash: &[u8]) -> Vec<u8> {
    let numbers = key.rsa_numbers();
    let digest_algorithm = der::algorithm(digest.oid(), Some(&der::null()));
    let info = der::seq([digest_algorithm, der::octets(hash)]);
    let length = numbers.n.len();
    let padding = length
        .checked_sub(info.len() + 3)
        .expect("a modulus long enough for the digest");
    let mut block = vec![0, 1];
    block.resize(padding + 2, 0xff);
    block.push(0);
    block.extend(info);
    let bits = u32::try_from(length * 8).expect("a size in 32 bits");
    power(&block, &numbers.d, &numbers.n, bits)
}

pub(super) fn power(base: &[u8], exponent: &[u8], modulus: &[u8], bits: u32) -> Vec<u8> {
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, bits).expect("a number that fits");
    let modulus = Odd::new(number(modulus)).expect("an odd modulus");
    let parameters = BoxedMontyParams::new_vartime(modulus);
    let result = BoxedMontyForm::new(number(base), &parameters)
        .pow(&number(exponent))
        .retrieve();
    let bytes = result.to_be_bytes();
    let length = usize::try_from(bits / 8).expect("a length");
    bytes[bytes.len() - length..].to_vec()
}

/// The product of two big-endian numbers.
pub(super) fn multiply(a: &[u8], b: &[u8]) -> Vec<u8> {
    let bits = |bytes: &[u8]| u32::try_from(bytes.len() * 8).expect("a size in 32 bits");
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, bits(bytes)).expect("a number");
    let product = number(a).concatenating_mul(&number(b)).to_be_bytes();
    let zeros = product.iter().take_while(|byte| **byte == 0).count();
    product[zeros..].to_vec()
}
