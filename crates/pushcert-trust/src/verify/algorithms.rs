//! Our signature checks in the form that `rustls-webpki` asks for.
//!
//! One value for each pair of a signature's and a key's algorithm identifier. webpki compares the
//! identifiers byte by byte, so RSA stands here with and without the NULL parameters, both of
//! which are in use.

use der::{Decode, Reader, SliceReader, asn1::UintRef};
use pushcert_x509::HashAlgorithm;
use rustls_pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

use super::{Hash, ecdsa, rsa};
use crate::authority::Curve;

/// Every algorithm that certificates are accepted with.
pub(crate) const ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    &RSA_SHA256,
    &RSA_SHA1,
    &P384_SHA384,
    &P384_SHA256,
    &P256_SHA256,
    &P256_SHA384,
    &RSA_SHA384,
    &RSA_SHA512,
    &RSA_SHA224,
    &P256_SHA1,
    &P256_SHA224,
    &P256_SHA512,
    &P384_SHA1,
    &P384_SHA224,
    &P384_SHA512,
    &RSA_SHA1_NO_NULL,
    &RSA_SHA224_NO_NULL,
    &RSA_SHA256_NO_NULL,
    &RSA_SHA384_NO_NULL,
    &RSA_SHA512_NO_NULL,
];

#[derive(Debug)]
struct Algorithm {
    key: Key,
    hash: HashAlgorithm,
    /// The content of the signature's `AlgorithmIdentifier`.
    identifier: &'static [u8],
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Rsa,
    Ec(Curve),
}

macro_rules! rsa {
    ($with_null:ident, $without:ident, $hash:ident, $last:literal) => {
        static $with_null: Algorithm = Algorithm {
            key: Key::Rsa,
            hash: HashAlgorithm::$hash,
            identifier: &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, $last, 5, 0],
        };
        static $without: Algorithm = Algorithm {
            key: Key::Rsa,
            hash: HashAlgorithm::$hash,
            identifier: &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, $last],
        };
    };
}

rsa!(RSA_SHA1, RSA_SHA1_NO_NULL, Sha1, 5);
rsa!(RSA_SHA256, RSA_SHA256_NO_NULL, Sha256, 11);
rsa!(RSA_SHA384, RSA_SHA384_NO_NULL, Sha384, 12);
rsa!(RSA_SHA512, RSA_SHA512_NO_NULL, Sha512, 13);
rsa!(RSA_SHA224, RSA_SHA224_NO_NULL, Sha224, 14);

macro_rules! ecdsa {
    ($p256:ident, $p384:ident, $hash:ident, [$($octet:literal),+]) => {
        static $p256: Algorithm = Algorithm {
            key: Key::Ec(Curve::P256),
            hash: HashAlgorithm::$hash,
            identifier: &[$($octet),+],
        };
        static $p384: Algorithm = Algorithm {
            key: Key::Ec(Curve::P384),
            hash: HashAlgorithm::$hash,
            identifier: &[$($octet),+],
        };
    };
}

ecdsa!(
    P256_SHA1,
    P384_SHA1,
    Sha1,
    [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1]
);
ecdsa!(
    P256_SHA224,
    P384_SHA224,
    Sha224,
    [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1]
);
ecdsa!(
    P256_SHA256,
    P384_SHA256,
    Sha256,
    [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]
);
ecdsa!(
    P256_SHA384,
    P384_SHA384,
    Sha384,
    [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3]
);
ecdsa!(
    P256_SHA512,
    P384_SHA512,
    Sha512,
    [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4]
);

impl SignatureVerificationAlgorithm for Algorithm {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let digest = Hash::of(self.hash, message).ok_or(InvalidSignature)?;
        let digest = digest.as_slice();
        let outcome = match self.key {
            Key::Rsa => {
                let (modulus, exponent) = rsa_numbers(public_key).ok_or(InvalidSignature)?;
                rsa::PublicKey::new(modulus, exponent)
                    .and_then(|key| key.verify(self.hash, digest, signature))
            }
            Key::Ec(curve) => ecdsa::verify(curve.oid_octets(), public_key, digest, signature)
                .ok_or(InvalidSignature)?,
        };
        outcome.map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.key {
            Key::Rsa => alg_id::RSA_ENCRYPTION,
            Key::Ec(Curve::P256) => alg_id::ECDSA_P256,
            Key::Ec(Curve::P384) => alg_id::ECDSA_P384,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from_slice(self.identifier)
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`, strict DER.
fn rsa_numbers(public_key: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = SliceReader::new(public_key).ok()?;
    let numbers = reader
        .sequence(|numbers| -> Result<_, der::Error> {
            Ok((UintRef::decode(numbers)?, UintRef::decode(numbers)?))
        })
        .ok()?;
    reader.finish().ok()?;
    Some((numbers.0.as_bytes(), numbers.1.as_bytes()))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use pushcert_x509::{Certificate, SubjectPublicKeyInfo};

    use super::*;
    use crate::{AUTHORITIES, signing_authority};

    /// The one algorithm for a pair of identifiers accepts Apple's own signatures: RSA with SHA-1
    /// and SHA-256, and ECDSA on P-384; and refuses them over anything else.
    #[test]
    fn apples_signatures_verify() {
        let mut count = 0;
        for authority in AUTHORITIES {
            let Some(der) = authority.certificate_der() else {
                continue;
            };
            let certificate = Certificate::decode(der).unwrap();
            let root = signing_authority(&certificate).unwrap().spki_der();
            let root = SubjectPublicKeyInfo::decode(&root).unwrap();
            let named = certificate.signature_algorithm().oid();
            let accepted = ALL.iter().filter(|algorithm| {
                let identifier = algorithm.signature_alg_id();
                let octets = identifier.as_ref();
                let is_named = octets.get(2..) == Some(named.as_octets())
                    || octets.ends_with(&[5, 0])
                        && octets.get(2..octets.len() - 2) == Some(named.as_octets());
                let verify = |message: &[u8]| {
                    algorithm.verify_signature(root.key_octets(), message, certificate.signature())
                };
                assert!(verify(certificate.subject().der()).is_err());
                let is_accepted = verify(certificate.tbs_der()).is_ok();
                assert!(is_named || !is_accepted);
                is_accepted
            });
            // RSA stands in the list twice, with NULL parameters and without.
            count += accepted.count();
        }
        let elliptic = AUTHORITIES
            .iter()
            .filter(|a| {
                a.certificate_der().is_some() && matches!(a.key(), crate::AuthorityKey::Ec { .. })
            })
            .count();
        assert_eq!((count, elliptic), (24, 2));
    }

    #[test]
    fn no_pair_of_identifiers_stands_in_the_list_twice() {
        let mut pairs: Vec<_> = ALL
            .iter()
            .map(|algorithm| {
                let key = algorithm.public_key_alg_id();
                (
                    algorithm.signature_alg_id().as_ref().to_vec(),
                    key.as_ref().to_vec(),
                )
            })
            .collect();
        pairs.sort();
        pairs.dedup();
        assert_eq!(pairs.len(), ALL.len());
        assert_eq!(ALL.len(), 20);
    }
}
