//! Key derivations with their parameters.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::asn1::{AlgorithmIdentifier, Tlv, tag};
use crate::budget::{Budget, Work};
use crate::cipher::Cipher;
use crate::error::{Error, ErrorKind, Malformation};
use crate::hash::HashAlgorithm;
use crate::hash::engine::{Engine, with_engine};
use crate::kdf::{
    KeyAndIv, Pbkdf2, ScryptParams, derive_keys_and_ivs, pbkdf1, pbkdf2, pbkdf2_each, scrypt,
};
use crate::oid;
use crate::password::Family;

/// A secret that was derived.
pub(crate) type Secret = Zeroizing<Vec<u8>>;

/// A key derivation with everything but the password.
#[derive(Clone, Debug)]
pub(crate) enum Derivation {
    /// RFC 7292 appendix B with SHA-1.
    Pkcs12 { salt: Vec<u8>, iterations: u64 },
    /// RFC 8018 section 5.1.
    Pbkdf1 {
        hash: HashAlgorithm,
        salt: Vec<u8>,
        iterations: u64,
    },
    /// RFC 8018 section 5.2.
    Pbkdf2(Pbkdf2Params),
    /// RFC 7914.
    Scrypt(ScryptParams),
}

impl Derivation {
    pub(crate) const fn family(&self) -> Family {
        match self {
            Self::Pkcs12 { .. } => Family::Pkcs12,
            Self::Pbkdf1 { .. } => Family::Pbes1,
            Self::Pbkdf2(_) | Self::Scrypt(_) => Family::Pbes2,
        }
    }

    pub(crate) const fn iterations(&self) -> Option<u64> {
        match self {
            Self::Pkcs12 { iterations, .. } | Self::Pbkdf1 { iterations, .. } => Some(*iterations),
            Self::Pbkdf2(params) => Some(params.iterations),
            Self::Scrypt(_) => None,
        }
    }

    pub(crate) fn salt(&self) -> &[u8] {
        match self {
            Self::Pkcs12 { salt, .. } | Self::Pbkdf1 { salt, .. } => salt,
            Self::Pbkdf2(params) => &params.salt,
            Self::Scrypt(params) => &params.salt,
        }
    }

    pub(crate) fn work(&self) -> Work {
        match self {
            Self::Scrypt(params) => params.work(),
            _ => Work::iterations(self.iterations().unwrap_or(u64::MAX)),
        }
    }

    /// Key, and the initialisation vector where it is derived too.
    pub(crate) fn derive(
        &self,
        cipher: Cipher,
        password: &[u8],
        budget: &mut Budget,
    ) -> Result<(Secret, Option<Secret>), Error> {
        let request = self.request(cipher, password);
        let derived = budget.derive(request, self.work(), || self.run(cipher, password))?;
        Ok(self.split(cipher, derived))
    }

    /// As [`Derivation::derive`], whatever it costs: for writers, who choose that themselves.
    pub(crate) fn derive_unbounded(
        &self,
        cipher: Cipher,
        password: &[u8],
    ) -> Result<(Secret, Option<Secret>), Error> {
        Ok(self.split(cipher, self.run(cipher, password)?))
    }

    /// Key and initialisation vector from one piece.
    fn split(&self, cipher: Cipher, derived: Secret) -> (Secret, Option<Secret>) {
        let iv_at = match self {
            Self::Pkcs12 { .. } => cipher.key_len(),
            Self::Pbkdf1 { .. } => 8,
            _ => return (derived, None),
        };
        let (key, iv) = derived.split_at_checked(iv_at).unwrap_or_default();
        (
            Zeroizing::new(key.to_vec()),
            Some(Zeroizing::new(iv.to_vec())),
        )
    }

    /// What this derivation is known by in the budget's memory.
    pub(crate) fn request(&self, cipher: Cipher, password: &[u8]) -> Secret {
        let key_len = cipher.key_len();
        let (name, hash, derived_len) = match self {
            Self::Pkcs12 { .. } => (
                1,
                HashAlgorithm::Sha1,
                key_len.saturating_add(cipher.iv_len()),
            ),
            Self::Pbkdf1 { hash, .. } => (2, *hash, 16),
            Self::Pbkdf2(params) => (3, params.hash, key_len),
            Self::Scrypt(_) => (4, HashAlgorithm::Sha256, key_len),
        };
        request(name, hash, self.work(), derived_len, self.salt(), password)
    }

    /// With which others this derivation can run side by side.
    pub(crate) const fn group(&self) -> Option<Group> {
        match self {
            Self::Pkcs12 { .. } => Some(Group::Pkcs12),
            Self::Pbkdf2(params) => Some(Group::Pbkdf2(params.hash)),
            Self::Pbkdf1 { .. } | Self::Scrypt(_) => None,
        }
    }

    /// Key and initialisation vector in one piece.
    fn run(&self, cipher: Cipher, password: &[u8]) -> Result<Secret, Error> {
        match self {
            Self::Pkcs12 { .. } => Ok(Group::Pkcs12
                .run(&[(self, cipher)], password)
                .pop()
                .unwrap_or_default()),
            Self::Pbkdf1 {
                hash,
                salt,
                iterations,
            } => {
                let digest = pbkdf1(*hash, password, salt, *iterations);
                Ok(Zeroizing::new(
                    digest.get(..16).unwrap_or_default().to_vec(),
                ))
            }
            Self::Pbkdf2(params) => Ok(params.run(password, cipher.key_len())),
            Self::Scrypt(params) => scrypt(params, password, cipher.key_len()),
        }
    }
}

impl super::Scheme {
    /// What is derived, and for which cipher.
    pub(crate) const fn derived(&self) -> (&Derivation, Cipher) {
        (&self.derivation, self.cipher)
    }
}

/// Derivations that can run side by side: one hash, and one form of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// RFC 7292 appendix B with SHA-1.
    Pkcs12,
    /// PBKDF2 with this hash.
    Pbkdf2(HashAlgorithm),
}

impl Group {
    /// Whether that takes less time than one after the other.
    pub(crate) fn gains(self) -> bool {
        match self {
            Self::Pkcs12 => true,
            Self::Pbkdf2(hash) => with_engine!(hash, E => E::SIDE_BY_SIDE),
        }
    }

    /// Derives for all of them, which are of this group; the key and behind it the initialisation
    /// vector, where there is one to derive.
    pub(crate) fn run(self, wanted: &[(&Derivation, Cipher)], password: &[u8]) -> Vec<Secret> {
        let iterations = |derivation: &Derivation| derivation.iterations().unwrap_or(1);
        match self {
            Self::Pkcs12 => {
                let wanted: Vec<_> = wanted
                    .iter()
                    .map(|(derivation, cipher)| KeyAndIv {
                        salt: derivation.salt(),
                        iterations: iterations(derivation),
                        key_len: cipher.key_len(),
                        iv_len: cipher.iv_len(),
                    })
                    .collect();
                with_engine!(HashAlgorithm::Sha1, E => derive_keys_and_ivs::<E>(password, &wanted))
            }
            Self::Pbkdf2(hash) => {
                let wanted: Vec<_> = wanted
                    .iter()
                    .map(|(derivation, cipher)| Pbkdf2 {
                        salt: derivation.salt(),
                        iterations: iterations(derivation),
                        len: cipher.key_len(),
                    })
                    .collect();
                pbkdf2_each(hash, password, &wanted)
            }
        }
    }
}

/// What makes two derivations equal, as octets.
pub(crate) fn request(
    name: u8,
    hash: HashAlgorithm,
    work: Work,
    len: usize,
    salt: &[u8],
    password: &[u8],
) -> Secret {
    let hash_oid = hash.oid();
    let lengths = [len, salt.len(), hash_oid.as_bytes().len()].map(usize::to_be_bytes);
    let parts: [&[u8]; 8] = [
        &[name],
        lengths.as_flattened(),
        hash_oid.as_bytes(),
        &work.iterations.to_be_bytes(),
        &work.memory.to_be_bytes(),
        &work.parallelization.to_be_bytes(),
        salt,
        password,
    ];
    let size = parts.iter().map(|part| part.len()).sum();
    let mut request = Zeroizing::new(Vec::with_capacity(size));
    for part in parts {
        request.extend_from_slice(part);
    }
    request
}

/// RFC 8018 appendix A.2.
///
/// ```text
/// PBKDF2-params ::= SEQUENCE {
///     salt            CHOICE {
///         specified       OCTET STRING,
///         otherSource     AlgorithmIdentifier {{PBKDF2-SaltSources}} },
///     iterationCount  INTEGER (1..MAX),
///     keyLength       INTEGER (1..MAX) OPTIONAL,
///     prf             AlgorithmIdentifier {{PBKDF2-PRFs}} DEFAULT algid-hmacWithSHA1 }
/// ```
#[derive(Clone, Debug)]
pub(crate) struct Pbkdf2Params {
    pub(crate) salt: Vec<u8>,
    pub(crate) iterations: u64,
    pub(crate) hash: HashAlgorithm,
}

impl Pbkdf2Params {
    /// The parameters, and `keyLength` where it is there; a negative one is 0, a huge one `u64::MAX`.
    pub(crate) fn decode(
        identifier: &AlgorithmIdentifier<'_>,
    ) -> Result<(Self, Option<u64>), Error> {
        let mut fields = identifier.parameter_sequence()?;
        let salt = salt(fields.read()?)?;
        let iterations = fields.expect(tag::INTEGER)?.iterations()?;
        let key_length = match fields.optional(tag::INTEGER)? {
            Some(length) => Some(length.integer()?.saturating().unwrap_or(0)),
            None => None,
        };
        let hash = if fields.is_empty() {
            HashAlgorithm::Sha1
        } else {
            let prf = AlgorithmIdentifier::read(&mut fields)?;
            HashAlgorithm::from_hmac_oid(&prf.algorithm).ok_or_else(|| prf.unsupported())?
        };
        fields.finish()?;
        let params = Self {
            salt,
            iterations,
            hash,
        };
        Ok((params, key_length))
    }

    pub(crate) fn run(&self, password: &[u8], len: usize) -> Secret {
        pbkdf2(self.hash, password, &self.salt, self.iterations, len)
    }
}

/// A salt, which must be an OCTET STRING.
pub(crate) fn salt(salt: Tlv<'_>) -> Result<Vec<u8>, Error> {
    if salt.tag != tag::OCTET_STRING {
        return Err(salt.error(Malformation::Salt));
    }
    Ok(salt.value.to_vec())
}

/// The key derivation of PBES2, and the key length that it names.
pub(crate) fn decode(
    identifier: &AlgorithmIdentifier<'_>,
) -> Result<(Derivation, Option<u64>), Error> {
    match identifier.algorithm {
        oid::PBKDF2 => {
            let (params, key_length) = Pbkdf2Params::decode(identifier)?;
            Ok((Derivation::Pbkdf2(params), key_length))
        }
        oid::SCRYPT => decode_scrypt(identifier),
        _ => Err(identifier.unsupported()),
    }
}

fn decode_scrypt(identifier: &AlgorithmIdentifier<'_>) -> Result<(Derivation, Option<u64>), Error> {
    let mut fields = identifier.parameter_sequence()?;
    let salt = salt(fields.read()?)?;
    let mut positive = || -> Result<u64, Error> {
        let number = fields.expect(tag::INTEGER)?;
        match number.integer()?.saturating() {
            Some(0) | None => Err(number.error(Malformation::Parameter)),
            Some(value) => Ok(value),
        }
    };
    let (cost, block_size, parallelization) = (positive()?, positive()?, positive()?);
    let key_length = match fields.optional(tag::INTEGER)? {
        Some(length) => Some(length.integer()?.saturating().unwrap_or(0)),
        None => None,
    };
    fields.finish()?;
    // A cost beyond 64 bits has become u64::MAX: let the memory limit name it.
    if cost != u64::MAX && (cost < 2 || !cost.is_power_of_two()) {
        let kind = ErrorKind::Malformed(Malformation::Parameter);
        return Err(Error::at(kind, identifier.offset));
    }
    let params = ScryptParams {
        salt,
        cost,
        block_size,
        parallelization,
    };
    Ok((Derivation::Scrypt(params), key_length))
}
