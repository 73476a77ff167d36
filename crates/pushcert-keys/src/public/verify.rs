//! Verifying signatures.

use alloc::vec::Vec;

use crypto_bigint::BoxedUint;
use pushcert_pbe::asn1::write::octets;
use rsa::{Pkcs1v15Sign, RsaPublicKey};

use super::{Numbers, PublicKey};
use crate::error::ErrorKind;
use crate::{Curve, Error, HashAlgorithm, KeyAlgorithm, KeyDefect, SignatureAlgorithm, write};

/// Sizes of an RSA modulus that are computed with. Below, a signature proves nothing; above,
/// verifying one takes longer than anybody should wait (CVE-2023-6237).
const RSA_BITS: core::ops::RangeInclusive<u32> = 512..=8192;

impl PublicKey {
    /// Verifies a signature over a message: RSASSA-PKCS1-v1_5 ([RFC 8017 section
    /// 8.2.2](https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2)) with a modulus of 512 to 8192
    /// bits, and ECDSA ([FIPS 186-5 section 6.4.2](https://doi.org/10.6028/NIST.FIPS.186-5)) on
    /// P-256, P-384 and P-521, both with SHA-1 or SHA-2. Whether SHA-1 or a short key is still good
    /// enough is for the caller to judge.
    ///
    /// `signature` is as in [`Signature::bytes`](crate::Signature::bytes), an `Ecdsa-Sig-Value` in
    /// strict DER.
    ///
    /// The time it takes is bounded: an exponent has at most 64 bits, and what is refused is
    /// refused before anything is computed.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::InvalidSignature`]: it is not the signature of this key over this message.
    /// * [`ErrorKind::SignatureLength`]: an RSA signature has the length of the modulus.
    /// * [`ErrorKind::UnsupportedSignature`]: another algorithm, or a hash that proves nothing.
    /// * [`ErrorKind::KeyMismatch`]: a key of this kind does not make such signatures.
    /// * [`ErrorKind::KeySize`], [`ErrorKind::DefectiveKey`]: nothing can be verified with the key.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Error> {
        let hash = supported_hash(algorithm)?;
        let mismatch = ErrorKind::KeyMismatch {
            algorithm,
            key: self.algorithm,
        };
        match (algorithm, self.algorithm, &self.numbers) {
            (
                SignatureAlgorithm::RsaPkcs1(_),
                KeyAlgorithm::Rsa,
                Numbers::Rsa { modulus, exponent },
            ) => {
                self.refuse_rsa_defects()?;
                verify_rsa(&modulus.1, &exponent.1, hash, message, signature)
            }
            (
                SignatureAlgorithm::Ecdsa(_),
                KeyAlgorithm::Ec(_),
                Numbers::Ec { curve, point, .. },
            ) => {
                let digest = hash.digest(message);
                verify_ecdsa(*curve, point, &digest, signature).ok_or(Error::new(mismatch))?
            }
            (SignatureAlgorithm::RsaPkcs1(_), KeyAlgorithm::Rsa, _)
            | (SignatureAlgorithm::Ecdsa(_), KeyAlgorithm::Ec(_), _) => {
                Err(ErrorKind::DefectiveKey(KeyDefect::PublicKeyMalformed).into())
            }
            _ => Err(mismatch.into()),
        }
    }

    fn refuse_rsa_defects(&self) -> Result<(), Error> {
        check_rsa_bits(self.bits.unwrap_or(0))?;
        let fatal = |defect: &&KeyDefect| {
            !matches!(
                defect,
                KeyDefect::RsaModulusSize { .. } | KeyDefect::TrailingBytes { .. }
            )
        };
        match self.defects.iter().find(fatal) {
            Some(&defect) => Err(ErrorKind::DefectiveKey(defect).into()),
            None => Ok(()),
        }
    }
}

/// Refuses an RSA modulus that is not computed with.
pub(crate) fn check_rsa_bits(bits: u32) -> Result<(), Error> {
    if RSA_BITS.contains(&bits) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::KeySize {
        bits,
        smallest: *RSA_BITS.start(),
        largest: *RSA_BITS.end(),
    }))
}

/// The hash of a signature algorithm that is implemented.
fn supported_hash(algorithm: SignatureAlgorithm) -> Result<HashAlgorithm, Error> {
    algorithm
        .hash()
        .filter(|hash| *hash == HashAlgorithm::Sha1 || is_sha2(*hash))
        .ok_or(ErrorKind::UnsupportedSignature { algorithm }.into())
}

/// Whether it is one of the SHA-2 functions that signature algorithms have identifiers for.
pub(crate) const fn is_sha2(hash: HashAlgorithm) -> bool {
    matches!(
        hash,
        HashAlgorithm::Sha224
            | HashAlgorithm::Sha256
            | HashAlgorithm::Sha384
            | HashAlgorithm::Sha512
    )
}

/// `DigestInfo`, RFC 8017 section 9.2 step 2. It is what [`Pkcs1v15Sign::new_unprefixed`] takes.
pub(crate) fn digest_info(hash: HashAlgorithm, message: &[u8]) -> Vec<u8> {
    let identifier = write::sequence(&[&write::oid(&hash.oid()), write::NULL]);
    write::sequence(&[&identifier, &octets(&hash.digest(message))]).to_vec()
}

/// The numbers are big-endian without leading zeros, the key has been checked.
fn verify_rsa(
    modulus: &[u8],
    exponent: &[u8],
    hash: HashAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Error> {
    let (found, expected) = (signature.len(), modulus.len());
    if found != expected {
        return Err(ErrorKind::SignatureLength { found, expected }.into());
    }
    let key = RsaPublicKey::new_unchecked(
        BoxedUint::from_be_slice_vartime(modulus),
        BoxedUint::from_be_slice_vartime(exponent),
    );
    key.verify(
        Pkcs1v15Sign::new_unprefixed(),
        &digest_info(hash, message),
        signature,
    )
    .map_err(|_| ErrorKind::InvalidSignature.into())
}

/// `None` for a curve that cannot be computed with.
fn verify_ecdsa(
    curve: Curve,
    point: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Option<Result<(), Error>> {
    macro_rules! verify_on {
        ($curve:ident) => {{
            use $curve::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};

            let Ok(key) = VerifyingKey::from_sec1_bytes(point) else {
                return Some(Err(
                    ErrorKind::DefectiveKey(KeyDefect::EcPointInvalid).into()
                ));
            };
            Signature::from_der(signature)
                .and_then(|signature| key.verify_prehash(digest, &signature))
                .map_err(|_| ErrorKind::InvalidSignature.into())
        }};
    }
    Some(match curve {
        Curve::P256 => verify_on!(p256),
        Curve::P384 => verify_on!(p384),
        Curve::P521 => verify_on!(p521),
        _ => return None,
    })
}
