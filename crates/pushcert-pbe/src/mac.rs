//! MACs under a password: RFC 7292 appendix B.4 and PBMAC1 (RFC 8018 section 7.1, RFC 9579).

use alloc::vec::Vec;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::asn1::{AlgorithmIdentifier, Reader, write};
use crate::budget::{Budget, Work, within};
use crate::error::{Error, ErrorKind, Malformation};
use crate::hash::HashAlgorithm;
use crate::hash::engine::{Engine, with_engine};
use crate::kdf::{Pkcs12KeyId, pkcs12_kdf};
use crate::limits::LimitName;
use crate::oid;
use crate::password::{Family, Password, PasswordEncoding};
use crate::scheme::encrypt::{check_hash, hmac_identifier, password_octets, pbkdf2_identifier};
use crate::scheme::{EncryptError, Pbkdf2Params, request, try_forms};

/// HMAC (RFC 2104) of `message` under `key`, both of any length.
///
/// ```
/// use pushcert_pbe::{HashAlgorithm, hmac};
///
/// let mac = hmac(HashAlgorithm::Sha256, b"Jefe", b"what do ya want for nothing?");
/// assert_eq!(mac[..4], [0x5b, 0xdc, 0xc1, 0x46]); // RFC 4231, second vector
/// ```
#[must_use]
pub fn hmac(hash: HashAlgorithm, key: &[u8], message: &[u8]) -> Zeroizing<Vec<u8>> {
    with_engine!(hash, E => {
        let digest = E::mac(&E::keyed(key), &[message]);
        Zeroizing::new(digest.get(..E::OUTPUT).unwrap_or_default().to_vec())
    })
}

/// Compares a MAC at full length in constant time.
fn verify(hash: HashAlgorithm, key: &[u8], message: &[u8], expected: &[u8]) -> Result<(), Error> {
    if bool::from(hmac(hash, key, message).ct_eq(expected)) {
        Ok(())
    } else {
        Err(ErrorKind::BadPadding.into())
    }
}

fn check_length(hash: HashAlgorithm, expected: &[u8]) -> Result<(), Error> {
    if expected.len() == hash.output_len() {
        return Ok(());
    }
    Err(ErrorKind::InvalidMacLength {
        found: expected.len(),
        expected: hash.output_len(),
    }
    .into())
}

/// HMAC whose key is derived as RFC 7292 appendix B says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pkcs12Mac {
    /// The hash of the derivation and of the HMAC.
    pub hash: HashAlgorithm,
    /// The salt, of any length.
    pub salt: Vec<u8>,
    /// The iteration count, at least 1.
    pub iterations: u64,
}

impl Pkcs12Mac {
    /// The parameters of such a MAC.
    #[must_use]
    pub const fn new(hash: HashAlgorithm, salt: Vec<u8>, iterations: u64) -> Self {
        Self {
            hash,
            salt,
            iterations,
        }
    }

    /// What one verification costs.
    #[must_use]
    pub const fn cost(&self) -> Work {
        Work::iterations(self.iterations)
    }

    /// The MAC of `message`, whatever its derivation costs. `encoding` is the form of the password;
    /// `None` is [`PasswordEncoding::Bmp`].
    ///
    /// # Errors
    /// [`EncryptError::InsecureHash`] without the feature `legacy-insecure`,
    /// [`EncryptError::Password`].
    pub fn compute(
        &self,
        password: &Password<'_>,
        encoding: Option<PasswordEncoding>,
        message: &[u8],
    ) -> Result<Vec<u8>, EncryptError> {
        check_hash(self.hash)?;
        let octets = password_octets(password, encoding, Family::Pkcs12)?;
        let key = self.derive(&octets);
        Ok(hmac(self.hash, &key, message).to_vec())
    }

    fn derive(&self, password: &[u8]) -> Zeroizing<Vec<u8>> {
        let len = self.hash.output_len();
        let id = Pkcs12KeyId::Mac;
        pkcs12_kdf(self.hash, id, password, &self.salt, self.iterations, len)
    }

    /// Checks the MAC of `message` and tells which form of the password is right.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidMacLength`] and [`ErrorKind::LimitExceeded`] before any work;
    /// [`ErrorKind::BadPadding`] when no form of the password gives this MAC.
    pub fn verify(
        &self,
        password: &Password<'_>,
        message: &[u8],
        expected: &[u8],
        budget: &mut Budget,
    ) -> Result<PasswordEncoding, Error> {
        check_length(self.hash, expected)?;
        let attempt = |octets: &[u8], budget: &mut Budget| {
            let len = self.hash.output_len();
            let request = request(5, self.hash, self.cost(), len, &self.salt, octets);
            let key = budget.derive(request, self.cost(), || Ok(self.derive(octets)))?;
            verify(self.hash, &key, message, expected)
        };
        try_forms(password, Family::Pkcs12, budget, attempt).map(|((), encoding)| encoding)
    }
}

/// HMAC whose key is derived with PBKDF2 (RFC 9579).
///
/// ```text
/// PBMAC1-params ::= SEQUENCE {
///     keyDerivationFunc  AlgorithmIdentifier {{PBMAC1-KDFs}},
///     messageAuthScheme  AlgorithmIdentifier {{PBMAC1-MACs}} }
/// ```
#[derive(Clone, Debug)]
pub struct Pbmac1 {
    derivation: Pbkdf2Params,
    key_length: u64,
    hash: HashAlgorithm,
}

/// RFC 9579 section 9: a shorter key lets anybody who can guess it forge the MAC.
const MIN_KEY_LENGTH: u64 = 20;

impl Pbmac1 {
    /// Reads an `AlgorithmIdentifier` in DER whose algorithm is `id-PBMAC1`.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedAlgorithm`] for another algorithm, another key derivation than
    /// PBKDF2, or a hash that is not known; [`ErrorKind::InvalidKeyLength`] for a `keyLength` below
    /// 20; [`ErrorKind::Malformed`] when it is absent, when the salt is not an OCTET STRING, and
    /// for everything else; [`ErrorKind::IterationsOutOfRange`].
    pub fn decode(algorithm_identifier: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(algorithm_identifier);
        let identifier = AlgorithmIdentifier::read(&mut reader)?;
        reader.finish()?;
        Self::from_identifier(&identifier)
    }

    /// As [`Pbmac1::decode`], from an identifier that was read already.
    #[doc(hidden)]
    pub fn from_identifier(identifier: &AlgorithmIdentifier<'_>) -> Result<Self, Error> {
        if identifier.algorithm != oid::PBMAC1 {
            return Err(identifier.unsupported());
        }
        let mut fields = identifier.parameter_sequence()?;
        let key_derivation = AlgorithmIdentifier::read(&mut fields)?;
        let scheme = AlgorithmIdentifier::read(&mut fields)?;
        fields.finish()?;
        if key_derivation.algorithm != oid::PBKDF2 {
            return Err(key_derivation.unsupported());
        }
        let (derivation, key_length) = Pbkdf2Params::decode(&key_derivation)?;
        let key_length = key_length.ok_or_else(|| {
            let kind = ErrorKind::Malformed(Malformation::MissingParameter);
            Error::at(kind, key_derivation.offset)
        })?;
        if key_length < MIN_KEY_LENGTH {
            let kind = ErrorKind::InvalidKeyLength {
                found: key_length,
                min: MIN_KEY_LENGTH,
                max: u64::MAX,
            };
            return Err(Error::at(kind, key_derivation.offset));
        }
        let hash =
            HashAlgorithm::from_hmac_oid(&scheme.algorithm).ok_or_else(|| scheme.unsupported())?;
        Ok(Self {
            derivation,
            key_length,
            hash,
        })
    }

    /// PBMAC1 with a key as long as the output of `hash`, as RFC 9579 section 4 wants it. Its
    /// `AlgorithmIdentifier` is [`Pbmac1::encode`]'s.
    ///
    /// # Errors
    /// [`EncryptError::UnnamedHash`] for a hash whose HMAC has no object identifier,
    /// [`EncryptError::InsecureHash`] without the feature `legacy-insecure`,
    /// [`EncryptError::Parameter`] for an iteration count of 0 and for a hash with less than 20
    /// bytes of output.
    pub fn new(
        hash: HashAlgorithm,
        prf: HashAlgorithm,
        salt: &[u8],
        iterations: u64,
    ) -> Result<Self, EncryptError> {
        check_hash(hash)?;
        check_hash(prf)?;
        let key_length = u64::try_from(hash.output_len()).unwrap_or(u64::MAX);
        let derivation = Pbkdf2Params {
            salt: salt.to_vec(),
            iterations,
            hash: prf,
        };
        let mac = Self {
            derivation,
            key_length,
            hash,
        };
        Ok(Self::decode(&mac.encode()?)?)
    }

    /// The `AlgorithmIdentifier` in DER.
    ///
    /// # Errors
    /// [`EncryptError::UnnamedHash`].
    pub fn encode(&self) -> Result<Vec<u8>, EncryptError> {
        let Pbkdf2Params {
            salt,
            iterations,
            hash,
        } = &self.derivation;
        let key_length = write::unsigned(self.key_length);
        let kdf = pbkdf2_identifier(&write::octets(salt), *iterations, &key_length, *hash)?;
        let parameters = write::sequence(&[&kdf, &hmac_identifier(self.hash)?]);
        Ok(write::sequence(&[&write::oid(&oid::PBMAC1), &parameters]).to_vec())
    }

    /// The MAC of `message`, whatever its derivation costs. `encoding` is the form of the password;
    /// `None` is [`PasswordEncoding::Utf8`].
    ///
    /// # Errors
    /// [`EncryptError::InsecureHash`] without the feature `legacy-insecure`,
    /// [`EncryptError::Password`].
    pub fn compute(
        &self,
        password: &Password<'_>,
        encoding: Option<PasswordEncoding>,
        message: &[u8],
    ) -> Result<Vec<u8>, EncryptError> {
        check_hash(self.hash)?;
        let octets = password_octets(password, encoding, Family::Pbmac1)?;
        let len = usize::try_from(self.key_length).unwrap_or(usize::MAX);
        let key = self.derivation.run(&octets, len);
        Ok(hmac(self.hash, &key, message).to_vec())
    }

    /// Whether this is the identifier of PBMAC1.
    #[must_use]
    pub fn is_pbmac1(oid: &const_oid::ObjectIdentifier) -> bool {
        *oid == oid::PBMAC1
    }

    /// The hash of the HMAC.
    #[must_use]
    pub const fn hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// The hash of PBKDF2.
    #[must_use]
    pub const fn kdf_hash(&self) -> HashAlgorithm {
        self.derivation.hash
    }

    /// The iteration count.
    #[must_use]
    pub const fn iterations(&self) -> u64 {
        self.derivation.iterations
    }

    /// The salt.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        &self.derivation.salt
    }

    /// Bytes of the derived key, at least 20; `u64::MAX` for that or more.
    #[must_use]
    pub const fn key_length(&self) -> u64 {
        self.key_length
    }

    /// What one verification costs.
    #[must_use]
    pub const fn cost(&self) -> Work {
        Work::iterations(self.derivation.iterations)
    }

    /// Checks the MAC of `message` and tells which form of the password is right.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidMacLength`] and [`ErrorKind::LimitExceeded`] (key length, iterations)
    /// before any work; [`ErrorKind::BadPadding`] when no form of the password gives this MAC.
    pub fn verify(
        &self,
        password: &Password<'_>,
        message: &[u8],
        expected: &[u8],
        budget: &mut Budget,
    ) -> Result<PasswordEncoding, Error> {
        check_length(self.hash, expected)?;
        self.check(budget)?;
        let len = usize::try_from(self.key_length).unwrap_or(usize::MAX);
        let salt = &self.derivation.salt;
        let attempt = |octets: &[u8], budget: &mut Budget| {
            let request = request(3, self.derivation.hash, self.cost(), len, salt, octets);
            let key = budget.derive(request, self.cost(), || {
                Ok(self.derivation.run(octets, len))
            })?;
            verify(self.hash, &key, message, expected)
        };
        try_forms(password, Family::Pbmac1, budget, attempt).map(|((), encoding)| encoding)
    }

    /// Whether the limits allow the key length.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`].
    pub fn check(&self, budget: &Budget) -> Result<(), Error> {
        let allowed = budget.limits().max_mac_key_length;
        within(LimitName::MacKeyLength, self.key_length, allowed)
    }
}
