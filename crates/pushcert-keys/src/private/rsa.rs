//! RSA keys.

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

use super::pkcs8::{self, OneAsymmetricKey};
use super::rsa_check::check;
use super::{Parts, read_sequence, version};
use crate::number::Number;
use crate::public::spki;
use crate::{Error, KeyAlgorithm, KeyDefect, PublicKey, oid, write};

/// `RSAPrivateKey`, RFC 8017 appendix A.1.2.
///
/// ```text
/// RSAPrivateKey ::= SEQUENCE {
///     version          INTEGER { two-prime(0), multi(1) },
///     modulus          INTEGER,  -- n
///     publicExponent   INTEGER,  -- e
///     privateExponent  INTEGER,  -- d
///     prime1           INTEGER,  -- p
///     prime2           INTEGER,  -- q
///     exponent1        INTEGER,  -- d mod (p-1)
///     exponent2        INTEGER,  -- d mod (q-1)
///     coefficient      INTEGER,  -- (inverse of q) mod p
///     otherPrimeInfos  OtherPrimeInfos OPTIONAL }
/// ```
pub(super) struct RsaPrivateKey<'a> {
    pub(super) multi_prime: bool,
    pub(super) modulus: Number<'a>,
    pub(super) public_exponent: Number<'a>,
    pub(super) private_exponent: Number<'a>,
    pub(super) prime1: Number<'a>,
    pub(super) prime2: Number<'a>,
    pub(super) exponent1: Number<'a>,
    pub(super) exponent2: Number<'a>,
    pub(super) coefficient: Number<'a>,
    trailing: usize,
}

impl<'a> RsaPrivateKey<'a> {
    pub(super) fn decode(der: &'a [u8]) -> Result<Self, Error> {
        let mut fields = read_sequence(der)?;
        let multi = version(&mut fields, &[0, 1])? == 1;
        let mut number = || Number::read(&mut fields);
        let mut key = Self {
            multi_prime: multi,
            modulus: number()?,
            public_exponent: number()?,
            private_exponent: number()?,
            prime1: number()?,
            prime2: number()?,
            exponent1: number()?,
            exponent2: number()?,
            coefficient: number()?,
            trailing: 0,
        };
        if !multi {
            key.trailing = fields.rest().len();
        }
        Ok(key)
    }

    /// The public key; `parameters` is the DER of those of the algorithm.
    fn public_key(
        &self,
        algorithm: &ObjectIdentifier,
        parameters: &[u8],
    ) -> Result<PublicKey, Error> {
        let key = write::sequence(&[
            &write::integer(self.modulus),
            &write::integer(self.public_exponent),
        ]);
        PublicKey::from_spki_der(&spki(algorithm, parameters, &key))
    }
}

/// Reads a PKCS#1 key.
pub(super) fn read_pkcs1(der: &[u8]) -> Result<Parts, Error> {
    let key = RsaPrivateKey::decode(der)?;
    let public = key.public_key(&oid::RSA, write::NULL)?;
    let mut defects = Vec::new();
    defects.extend_from_slice(public.defects());
    check(&key, &mut defects);
    if key.trailing > 0 {
        defects.push(KeyDefect::TrailingBytes {
            length: key.trailing,
        });
    }
    let identifier = write::sequence(&[&write::oid(&oid::RSA), write::NULL]);
    Ok(Parts {
        algorithm: KeyAlgorithm::Rsa,
        bits: Some(key.modulus.bits()),
        pkcs8: pkcs8::write(&identifier, der),
        public: Some(public),
        defects,
    })
}

/// Reads the key inside of a PKCS#8 structure.
pub(super) fn read_pkcs8(structure: &OneAsymmetricKey<'_>) -> Result<Parts, Error> {
    let mut parts =
        read_pkcs1(structure.key).map_err(|error| error.within(structure.key_offset))?;
    if let Some(claimed) = structure.public_key()
        && parts.public.as_ref() != Some(&claimed)
    {
        parts.defects.push(KeyDefect::PublicKeyMismatch);
    }
    if structure.identifier.algorithm == oid::RSA_PSS {
        parts.algorithm = KeyAlgorithm::RsaPss;
        parts.pkcs8 = pkcs8::write(structure.identifier_der, structure.key);
        let key = RsaPrivateKey::decode(structure.key)?;
        parts.public = Some(key.public_key(&oid::RSA_PSS, structure.parameters())?);
    }
    Ok(parts)
}
