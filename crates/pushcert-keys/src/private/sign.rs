//! Signing.

use alloc::vec::Vec;

use crypto_bigint::BoxedUint;
use pushcert_pbe::asn1::{Reader, tag};
use rand_core::CryptoRng;
use rsa::Pkcs1v15Sign;
use zeroize::Zeroizing;

use super::pkcs8::OneAsymmetricKey;
use super::rsa::RsaPrivateKey;
use super::{PrivateKey, ec};
use crate::error::{ErrorKind, malformed};
use crate::number::Number;
use crate::public::{check_rsa_bits, digest_info, is_sha2};
use crate::{
    Curve, Error, HashAlgorithm, KeyAlgorithm, KeyDefect, PublicKey, Signature, SignatureAlgorithm,
};

impl PrivateKey {
    /// Signs a message: RSASSA-PKCS1-v1_5 ([RFC 8017 section
    /// 8.2.1](https://www.rfc-editor.org/rfc/rfc8017#section-8.2.1)) with a modulus of 512 to 8192
    /// bits, or ECDSA ([FIPS 186-5 section 6.4.1](https://doi.org/10.6028/NIST.FIPS.186-5)) on
    /// P-256, P-384 and P-521. `hash` is SHA-224, SHA-256, SHA-384 or SHA-512.
    ///
    /// RSA is computed on a blinded number, with random numbers of `rng`, and ECDSA draws its secret
    /// number as RFC 6979 does, with `rng` as additional data (section 3.6). A signature is verified
    /// with the public key before it is given out: one that was computed wrongly would give the
    /// private key away.
    ///
    /// This is for a person who signs a request. Do not sign for others over a network with it: the
    /// time of a signature can be measured there (RUSTSEC-2023-0071).
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::UnsupportedSignature`]: another hash.
    /// * [`ErrorKind::UnsupportedKey`]: a key of another kind, RSA keys restricted to PSS included; an
    ///   RSA key with a public exponent above 2³³ or primes of different sizes.
    /// * [`ErrorKind::DefectiveKey`]: a key whose numbers do not fit each other, or that has other
    ///   than two primes. Only the size of an RSA key and bytes after a key are no reason.
    /// * [`ErrorKind::KeySize`]: an RSA modulus of another size, or one too short for this hash.
    /// * [`ErrorKind::Computation`]: what came out did not verify.
    pub fn sign<R: CryptoRng + ?Sized>(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
        rng: &mut R,
    ) -> Result<Signature, Error> {
        let algorithm = match self.algorithm {
            KeyAlgorithm::Rsa => SignatureAlgorithm::RsaPkcs1(hash),
            KeyAlgorithm::Ec(_) => SignatureAlgorithm::Ecdsa(hash),
            key => return Err(ErrorKind::UnsupportedKey { key }.into()),
        };
        if !is_sha2(hash) {
            return Err(ErrorKind::UnsupportedSignature { algorithm }.into());
        }
        let Some(public) = &self.public else {
            return Err(ErrorKind::UnsupportedKey {
                key: self.algorithm,
            }
            .into());
        };
        self.refuse_defects()?;
        let mut reader = Reader::new(&self.pkcs8);
        let outer = reader
            .expect(tag::SEQUENCE)
            .map_err(|error| malformed(&error))?;
        let structure = OneAsymmetricKey::read(&outer)?;
        let bytes = match self.algorithm {
            KeyAlgorithm::Ec(curve) => {
                let scalar = ec::scalar_of(&structure, curve)?;
                sign_ecdsa(curve, &scalar, &hash.digest(message), rng).ok_or(
                    ErrorKind::UnsupportedKey {
                        key: self.algorithm,
                    },
                )?
            }
            _ => sign_rsa(structure.key, public, hash, message, rng)?,
        };
        public
            .verify(algorithm, message, &bytes)
            .map_err(|_| ErrorKind::Computation)?;
        Ok(Signature { algorithm, bytes })
    }

    /// Anything that is not plainly harmless stops a signature.
    fn refuse_defects(&self) -> Result<(), Error> {
        let harmful = |defect: &&KeyDefect| {
            !matches!(
                defect,
                KeyDefect::RsaModulusSize { .. }
                    | KeyDefect::TrailingBytes { .. }
                    | KeyDefect::EcScalarLength { .. }
            )
        };
        match self.defects.iter().find(harmful) {
            Some(&defect) => Err(ErrorKind::DefectiveKey(defect).into()),
            None => Ok(()),
        }
    }
}

fn sign_rsa<R: CryptoRng + ?Sized>(
    der: &[u8],
    public: &PublicKey,
    hash: HashAlgorithm,
    message: &[u8],
    rng: &mut R,
) -> Result<Vec<u8>, Error> {
    let bits = public.bits().unwrap_or(0);
    check_rsa_bits(bits)?;
    let info = digest_info(hash, message);
    // RFC 8017 section 9.2: eleven octets around the DigestInfo.
    let octets = u32::try_from(info.len())
        .unwrap_or(u32::MAX)
        .saturating_add(11);
    if bits.div_ceil(8) < octets {
        return Err(Error::new(ErrorKind::KeySize {
            bits,
            smallest: octets.saturating_mul(8).saturating_sub(7),
            largest: 8192,
        }));
    }
    library_key(&RsaPrivateKey::decode(der)?)?
        .sign_with_rng(rng, Pkcs1v15Sign::new_unprefixed(), &info)
        .map_err(|_| ErrorKind::Computation.into())
}

/// The key as the library takes it, which checks all numbers against each other. It wipes its own
/// copies; the CRT fields it computes anew.
fn library_key(key: &RsaPrivateKey<'_>) -> Result<rsa::RsaPrivateKey, Error> {
    let number = |number: Number<'_>, bits: u32| {
        BoxedUint::from_be_slice_truncated(number.octets, bits.next_multiple_of(64))
    };
    let bits = key.modulus.bits();
    // What is longer than that is cut off, and then does not fit the other numbers.
    let half = bits.div_ceil(2);
    rsa::RsaPrivateKey::from_components(
        number(key.modulus, bits),
        number(key.public_exponent, 64),
        number(key.private_exponent, bits),
        [number(key.prime1, half), number(key.prime2, half)].into(),
    )
    .map_err(|_| {
        let key = KeyAlgorithm::Rsa;
        ErrorKind::UnsupportedKey { key }.into()
    })
}

/// `None` for a curve that cannot be computed with, or a number that is out of its range.
fn sign_ecdsa<R: CryptoRng + ?Sized>(
    curve: Curve,
    scalar: &Zeroizing<Vec<u8>>,
    digest: &[u8],
    rng: &mut R,
) -> Option<Vec<u8>> {
    macro_rules! sign_on {
        ($curve:ident) => {{
            use $curve::ecdsa::{
                Signature, SigningKey, signature::hazmat::RandomizedPrehashSigner,
            };

            let key = SigningKey::from_slice(scalar).ok()?;
            let signature: Signature = key.sign_prehash_with_rng(rng, digest).ok()?;
            signature.to_der().as_bytes().to_vec()
        }};
    }
    Some(match curve {
        Curve::P256 => sign_on!(p256),
        Curve::P384 => sign_on!(p384),
        Curve::P521 => sign_on!(p521),
        _ => return None,
    })
}
