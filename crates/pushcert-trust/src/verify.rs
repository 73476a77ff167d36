//! One signature.

pub(crate) mod algorithms;
mod ecdsa;
mod rsa;

use pushcert_x509::{
    Certificate, HashAlgorithm, ProblemKind, PublicKeyRef, SignatureAlgorithm, SubjectPublicKeyInfo,
};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::{
    authority::{Authority, AuthorityKey},
    error::{Error, ErrorKind},
};

/// Checks that a key signed a certificate (RFC 5280, section 6.1.3, step (a)(1), and nothing
/// else: neither names nor dates nor whether the key may issue certificates).
///
/// `issuer_spki_der` is the issuer's `SubjectPublicKeyInfo`. RSA (PKCS #1 v1.5) with SHA-1 to
/// SHA-512 and 512 to 8192 bits, and ECDSA on P-256 and P-384 are known; MD2 and MD5 are refused.
///
/// # Errors
///
/// [`Error`] when the signature does not verify or cannot be checked; [`Error::kind`] tells which.
pub fn verify_signed_by(certificate: &Certificate, issuer_spki_der: &[u8]) -> Result<(), Error> {
    Signed::new(certificate)?.verify_with_spki(issuer_spki_der)
}

/// The same with the figures of an authority.
pub(crate) fn verify_with_authority(signed: &Signed<'_>, authority: &Authority) -> bool {
    let key = match &authority.key {
        AuthorityKey::Rsa { modulus, exponent } => PublicKeyRef::Rsa { modulus, exponent },
        AuthorityKey::Ec { curve, point } => PublicKeyRef::Ec {
            curve: curve.oid_octets(),
            point,
        },
    };
    signed
        .verify(key, || pushcert_x509::Oid::from_octets(&[]))
        .is_ok()
}

/// A certificate's signature and the hash that it must be over.
pub(crate) struct Signed<'a> {
    algorithm: &'a SignatureAlgorithm,
    hash: HashAlgorithm,
    digest: Hash,
    signature: &'a [u8],
}

impl<'a> Signed<'a> {
    pub(crate) fn new(certificate: &'a Certificate) -> Result<Self, Error> {
        for problem in certificate.problems() {
            match problem.kind() {
                ProblemKind::SignatureAlgorithmMismatch { .. } => {
                    return Err(ErrorKind::AmbiguousAlgorithm.into());
                }
                ProblemKind::MalformedSignature => return Err(ErrorKind::InvalidSignature.into()),
                _ => {}
            }
        }
        Self::over(
            certificate.signature_algorithm(),
            certificate.tbs_der(),
            certificate.signature(),
        )
    }

    /// A signature over any bytes.
    pub(crate) fn over(
        algorithm: &'a SignatureAlgorithm,
        message: &[u8],
        signature: &'a [u8],
    ) -> Result<Self, Error> {
        let hash = algorithm.hash();
        let digest = hash.and_then(|hash| Hash::of(hash, message));
        let (Some(hash), Some(digest)) = (hash, digest) else {
            return Err(unsupported(algorithm));
        };
        Ok(Self {
            algorithm,
            hash,
            digest,
            signature,
        })
    }

    /// Checks the signature with a key given as `SubjectPublicKeyInfo`.
    pub(crate) fn verify_with_spki(&self, issuer_spki_der: &[u8]) -> Result<(), Error> {
        let unusable = |_| Error::from(ErrorKind::InvalidKey);
        let spki = SubjectPublicKeyInfo::decode(issuer_spki_der).map_err(unusable)?;
        let key = spki.public_key().map_err(unusable)?;
        self.verify(key, || spki.algorithm())
    }

    fn verify(
        &self,
        key: PublicKeyRef<'_>,
        key_algorithm: impl Fn() -> pushcert_x509::Oid,
    ) -> Result<(), Error> {
        use SignatureAlgorithm as S;
        let digest = self.digest.as_slice();
        match (self.algorithm, key) {
            (
                S::Sha1Rsa | S::Sha224Rsa | S::Sha256Rsa | S::Sha384Rsa | S::Sha512Rsa,
                PublicKeyRef::Rsa { modulus, exponent },
            ) => {
                let key = rsa::PublicKey::new(modulus, exponent)?;
                key.verify(self.hash, digest, self.signature)
            }
            (
                S::Sha1Ecdsa | S::Sha224Ecdsa | S::Sha256Ecdsa | S::Sha384Ecdsa | S::Sha512Ecdsa,
                PublicKeyRef::Ec { curve, point },
            ) => ecdsa::verify(curve, point, digest, self.signature)
                .unwrap_or_else(|| Err(unsupported(self.algorithm))),
            (S::Sha1Dsa | S::Sha256Dsa, _) => Err(unsupported(self.algorithm)),
            (algorithm, _) => Err(Error::from(ErrorKind::KeyAlgorithm {
                algorithm: algorithm.clone(),
                key: key_algorithm(),
            })),
        }
    }
}

fn unsupported(algorithm: &SignatureAlgorithm) -> Error {
    Error::from(ErrorKind::UnsupportedAlgorithm {
        algorithm: algorithm.clone(),
    })
}

/// A hash of up to 64 octets.
struct Hash {
    octets: [u8; 64],
    length: usize,
}

impl Hash {
    /// `None` for hashes that prove nothing.
    fn of(algorithm: HashAlgorithm, bytes: &[u8]) -> Option<Self> {
        match algorithm {
            HashAlgorithm::Sha1 => Self::new(&Sha1::digest(bytes)),
            HashAlgorithm::Sha224 => Self::new(&Sha224::digest(bytes)),
            HashAlgorithm::Sha256 => Self::new(&Sha256::digest(bytes)),
            HashAlgorithm::Sha384 => Self::new(&Sha384::digest(bytes)),
            HashAlgorithm::Sha512 => Self::new(&Sha512::digest(bytes)),
            _ => None,
        }
    }

    fn new(digest: &[u8]) -> Option<Self> {
        let mut octets = [0; 64];
        octets.get_mut(..digest.len())?.copy_from_slice(digest);
        Some(Self {
            octets,
            length: digest.len(),
        })
    }

    fn as_slice(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }
}
