//! Encryption: what a writer chooses, and the scheme that it becomes.

use alloc::vec;
use alloc::vec::Vec;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Derivation, Scheme, pbes1};
use crate::asn1::write;
use crate::cipher::Written;
use crate::error::Error;
use crate::hash::HashAlgorithm;
use crate::oid;
use crate::password::{Family, Password, PasswordEncoding};
use crate::protection::Protection;

/// How a new text is to be encrypted: everything but password, salt and initialisation vector.
///
/// ```
/// use pushcert_pbe::{Encryption, HashAlgorithm, Protection};
///
/// // What OpenSSL 3 writes, with more iterations.
/// let modern = Encryption::new(Protection::Pbes2Aes256Cbc, 100_000);
/// assert_eq!(modern.prf(), Some(HashAlgorithm::Sha256));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encryption {
    protection: Protection,
    kdf: Kdf,
}

/// How the key is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kdf {
    /// PBKDF2 for PBES2, else what the scheme says.
    Iterated { iterations: u64, prf: HashAlgorithm },
    Scrypt {
        cost: u64,
        block_size: u64,
        parallelization: u64,
    },
}

/// Why something was not encrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptError {
    /// Nothing, or nothing of RFC 8018 and RFC 7292, has this name: [`Protection::None`],
    /// [`Protection::LegacyPem`], [`Protection::Unsupported`].
    #[error("{0} is no encryption that can be written")]
    NotAScheme(Protection),
    /// The scheme is weak, and the feature `legacy-insecure` of this crate, without which it is
    /// read only, is off.
    #[error("{0} is weak: writing it needs the cargo feature `legacy-insecure`")]
    Insecure(Protection),
    /// The hash is broken (MD2, MD4, MD5), and the feature `legacy-insecure` is off.
    #[error("{0} is broken: writing it needs the cargo feature `legacy-insecure`")]
    InsecureHash(HashAlgorithm),
    /// HMAC with this hash has no object identifier, so it cannot be named in a file.
    #[error("HMAC with {0} has no object identifier")]
    UnnamedHash(HashAlgorithm),
    /// A parameter that cannot be: an iteration count of 0, a cost of scrypt that is no power of 2,
    /// an initialisation vector of another length.
    #[error("{0}")]
    Parameter(Error),
    /// The password has characters that this form of it cannot express.
    #[error("the password cannot be written as {0}")]
    Password(PasswordEncoding),
}

impl From<Error> for EncryptError {
    fn from(error: Error) -> Self {
        Self::Parameter(error)
    }
}

impl Encryption {
    /// A scheme of RFC 7292 appendix C, of PBES1, or a cipher of PBES2 with PBKDF2 and HMAC-SHA-256.
    ///
    /// `iterations` is at least 1. Readers have caps: .NET 300,000 for each derivation and 1,000,000
    /// for a file, Java 5,000,000.
    #[must_use]
    pub const fn new(protection: Protection, iterations: u64) -> Self {
        let prf = HashAlgorithm::Sha256;
        let kdf = Kdf::Iterated { iterations, prf };
        Self { protection, kdf }
    }

    /// A cipher of PBES2 whose key is derived with scrypt (RFC 7914): `cost` is a power of 2 and at
    /// least 2, `128 · cost · block_size` the memory in bytes.
    #[must_use]
    pub const fn scrypt(
        protection: Protection,
        cost: u64,
        block_size: u64,
        parallelization: u64,
    ) -> Self {
        let kdf = Kdf::Scrypt {
            cost,
            block_size,
            parallelization,
        };
        Self { protection, kdf }
    }

    /// The same with HMAC of another hash in PBKDF2. Without effect on what does not use PBKDF2.
    #[must_use]
    pub const fn with_prf(mut self, prf: HashAlgorithm) -> Self {
        if let Kdf::Iterated { iterations, .. } = self.kdf {
            self.kdf = Kdf::Iterated { iterations, prf };
        }
        self
    }

    /// The same with another iteration count. Without effect on scrypt.
    #[must_use]
    pub const fn with_iterations(mut self, iterations: u64) -> Self {
        if let Kdf::Iterated { prf, .. } = self.kdf {
            self.kdf = Kdf::Iterated { iterations, prf };
        }
        self
    }

    /// The name of the scheme.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        self.protection
    }

    /// The iteration count; `None` for scrypt.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        match self.kdf {
            Kdf::Iterated { iterations, .. } => Some(iterations),
            Kdf::Scrypt { .. } => None,
        }
    }

    /// The hash whose HMAC is the pseudorandom function of PBKDF2; `None` where PBKDF2 is not used.
    #[must_use]
    pub fn prf(&self) -> Option<HashAlgorithm> {
        match self.kdf {
            Kdf::Iterated { prf, .. } if pbes1::identifier(self.protection).is_none() => Some(prf),
            _ => None,
        }
    }

    /// The scheme with a fresh salt and initialisation vector: 8 bytes of salt for the schemes of
    /// RFC 7292 and PBES1, 16 for PBES2.
    ///
    /// # Errors
    /// As [`Encryption::scheme_with`].
    pub fn scheme<R: CryptoRng + ?Sized>(&self, rng: &mut R) -> Result<Scheme, EncryptError> {
        let salt_len = match pbes1::identifier(self.protection) {
            Some(_) => 8,
            None => 16,
        };
        let mut salt = vec![0; salt_len];
        rng.fill_bytes(&mut salt);
        // Every length of vector that a cipher can have; the one that fits is cut from it.
        let mut iv = [0; 16];
        rng.fill_bytes(&mut iv);
        let iv = iv.get(..self.iv_len()).unwrap_or_default();
        self.scheme_with(&salt, iv)
    }

    /// The scheme with this salt, of any length, and this initialisation vector of
    /// [`Encryption::iv_len`] bytes. Never use a pair of them twice with one password.
    ///
    /// # Errors
    /// [`EncryptError::NotAScheme`], [`EncryptError::Insecure`], [`EncryptError::InsecureHash`],
    /// [`EncryptError::UnnamedHash`], [`EncryptError::Parameter`].
    pub fn scheme_with(&self, salt: &[u8], iv: &[u8]) -> Result<Scheme, EncryptError> {
        let salt = write::octets(salt);
        let identifier = match (pbes1::identifier(self.protection), self.kdf) {
            (Some(oid), Kdf::Iterated { iterations, .. }) => {
                let parameters = write::sequence(&[&salt, &write::unsigned(iterations)]);
                write::sequence(&[&write::oid(&oid), &parameters])
            }
            (Some(_), Kdf::Scrypt { .. }) => {
                return Err(EncryptError::NotAScheme(self.protection));
            }
            (None, kdf) => {
                let cipher = Written::new(self.protection, iv)
                    .ok_or(EncryptError::NotAScheme(self.protection))?;
                let kdf = kdf.identifier(&salt, cipher.key_length)?;
                let parameters = write::sequence(&[&kdf, &cipher.identifier]);
                write::sequence(&[&write::oid(&oid::PBES2), &parameters])
            }
        };
        let scheme = Scheme::decode(&identifier)?;
        scheme.check_writable()?;
        Ok(scheme)
    }

    /// Bytes of the initialisation vector that stands in the file: 0 where it is derived from the
    /// password, else 8, 12 or 16.
    #[must_use]
    pub fn iv_len(&self) -> usize {
        match pbes1::identifier(self.protection) {
            Some(_) => 0,
            None => Written::iv_len(self.protection),
        }
    }
}

impl Kdf {
    /// The `keyDerivationFunc`, in DER. `salt` is an element already.
    fn identifier(
        self,
        salt: &[u8],
        key_length: Option<u64>,
    ) -> Result<Zeroizing<Vec<u8>>, EncryptError> {
        let key_length = key_length.map(write::unsigned).unwrap_or_default();
        match self {
            Self::Iterated { iterations, prf } => {
                pbkdf2_identifier(salt, iterations, &key_length, prf)
            }
            Self::Scrypt {
                cost,
                block_size,
                parallelization,
            } => {
                let [cost, block_size, parallelization] =
                    [cost, block_size, parallelization].map(write::unsigned);
                let parameters =
                    write::sequence(&[salt, &cost, &block_size, &parallelization, &key_length]);
                Ok(write::sequence(&[&write::oid(&oid::SCRYPT), &parameters]))
            }
        }
    }
}

/// `AlgorithmIdentifier` of PBKDF2. Salt and key length are elements; the latter may be empty.
pub(crate) fn pbkdf2_identifier(
    salt: &[u8],
    iterations: u64,
    key_length: &[u8],
    prf: HashAlgorithm,
) -> Result<Zeroizing<Vec<u8>>, EncryptError> {
    // HMAC-SHA-1 is the default, which DER leaves out.
    let prf = match prf {
        HashAlgorithm::Sha1 => Zeroizing::default(),
        prf => hmac_identifier(prf)?,
    };
    let parameters = write::sequence(&[salt, &write::unsigned(iterations), key_length, &prf]);
    Ok(write::sequence(&[&write::oid(&oid::PBKDF2), &parameters]))
}

/// `AlgorithmIdentifier` of HMAC.
pub(crate) fn hmac_identifier(hash: HashAlgorithm) -> Result<Zeroizing<Vec<u8>>, EncryptError> {
    let oid = hash.hmac_oid().ok_or(EncryptError::UnnamedHash(hash))?;
    Ok(write::sequence(&[&write::oid(&oid), write::NULL]))
}

/// Whether what is weak may be written.
const WEAK_ALLOWED: bool = cfg!(feature = "legacy-insecure");

/// Whether a hash may be written.
pub(crate) fn check_hash(hash: HashAlgorithm) -> Result<(), EncryptError> {
    refuse_hash(hash, WEAK_ALLOWED)
}

fn refuse_hash(hash: HashAlgorithm, weak_allowed: bool) -> Result<(), EncryptError> {
    use HashAlgorithm::{Md2, Md4, Md5};
    if !weak_allowed && matches!(hash, Md2 | Md4 | Md5) {
        return Err(EncryptError::InsecureHash(hash));
    }
    Ok(())
}

fn refuse_protection(protection: Protection, weak_allowed: bool) -> Result<(), EncryptError> {
    if !weak_allowed && protection.is_weak() {
        return Err(EncryptError::Insecure(protection));
    }
    Ok(())
}

impl Scheme {
    /// Encrypts. `encoding` is the form of the password; `None` is the usual one of this scheme:
    /// [`PasswordEncoding::Bmp`] for RFC 7292, [`PasswordEncoding::Utf8`] for the rest.
    ///
    /// The derivation is done whatever it costs. The ciphertext is what [`Scheme::decrypt`] takes;
    /// that only takes a text back that is one ASN.1 SEQUENCE.
    ///
    /// # Errors
    /// [`EncryptError::Insecure`] and [`EncryptError::InsecureHash`] without the feature
    /// `legacy-insecure`, [`EncryptError::Password`], [`EncryptError::Parameter`] for scrypt with
    /// parameters that cannot be.
    pub fn encrypt(
        &self,
        password: &Password<'_>,
        encoding: Option<PasswordEncoding>,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, EncryptError> {
        self.check_writable()?;
        let octets = password_octets(password, encoding, self.derivation.family())?;
        let (key, iv) = self.derivation.derive_unbounded(self.cipher, &octets)?;
        let iv = iv.as_ref().map_or(self.iv.as_slice(), |iv| iv.as_slice());
        self.cipher
            .encrypt(&key, iv, plaintext)
            .ok_or(EncryptError::NotAScheme(self.protection))
    }

    /// Whether it may be written with the features that are on.
    fn check_writable(&self) -> Result<(), EncryptError> {
        if let Derivation::Pbkdf2(params) = &self.derivation {
            check_hash(params.hash)?;
        }
        refuse_protection(self.protection, WEAK_ALLOWED)
    }
}

/// The octets of a password in this form, or in the usual one of the family.
pub(crate) fn password_octets(
    password: &Password<'_>,
    encoding: Option<PasswordEncoding>,
    family: Family,
) -> Result<Zeroizing<Vec<u8>>, EncryptError> {
    let usual = match family {
        Family::Pkcs12 => PasswordEncoding::Bmp,
        _ => PasswordEncoding::Utf8,
    };
    let encoding = encoding.unwrap_or(usual);
    password
        .encode(encoding)
        .ok_or(EncryptError::Password(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests of this crate have the feature on, so the refusals are tested here.
    #[test]
    fn without_the_feature_what_is_weak_is_refused() {
        let weak = Protection::PbeSha1Rc240Cbc;
        assert_eq!(
            refuse_protection(weak, false),
            Err(EncryptError::Insecure(weak))
        );
        assert_eq!(refuse_protection(weak, true), Ok(()));
        assert_eq!(refuse_protection(Protection::Pbes2Aes256Cbc, false), Ok(()));
        let broken = HashAlgorithm::Md5;
        assert_eq!(
            refuse_hash(broken, false),
            Err(EncryptError::InsecureHash(broken))
        );
        assert_eq!(refuse_hash(broken, true), Ok(()));
        assert_eq!(refuse_hash(HashAlgorithm::Sha1, false), Ok(()));
    }
}
