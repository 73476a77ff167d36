//! Encryption schemes: which they are, what they cost, and decryption.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::asn1::{AlgorithmIdentifier, Header, Reader};
use crate::budget::{Budget, Work};
use crate::cipher::Cipher;
use crate::error::{Error, ErrorKind};
use crate::hash::HashAlgorithm;
use crate::password::{Family, Password, PasswordEncoding};
use crate::protection::Protection;

mod derivation;
pub(crate) mod encrypt;
mod pbes1;
mod pbes2;

pub(crate) use derivation::{Derivation, Group, Pbkdf2Params, request};
pub use encrypt::{EncryptError, Encryption};

/// How a text was encrypted under a password: key derivation, cipher and all parameters.
///
/// Decoded from the `AlgorithmIdentifier` in front of the text. Decoding does no cryptography and
/// needs no password.
#[derive(Clone, Debug)]
pub struct Scheme {
    derivation: Derivation,
    cipher: Cipher,
    /// The initialisation vector, where the file holds it.
    iv: Vec<u8>,
    protection: Protection,
    /// The `AlgorithmIdentifier` that all of this was read from.
    identifier: Vec<u8>,
}

/// A text that was decrypted.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decrypted {
    /// The text: one DER or BER element that starts with a SEQUENCE.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// The form of the password that decrypted it.
    pub encoding: PasswordEncoding,
}

impl Scheme {
    /// Reads an `AlgorithmIdentifier` in DER (RFC 8018 appendix A, RFC 7292 appendix C).
    ///
    /// Iteration counts are read whatever their size; 0 and negative ones are refused here, too large
    /// ones when it comes to deriving.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedAlgorithm`] with the identifier that is not implemented, be it the
    /// scheme, the key derivation, its hash, or the cipher; [`ErrorKind::Malformed`],
    /// [`ErrorKind::IterationsOutOfRange`], [`ErrorKind::InvalidIv`],
    /// [`ErrorKind::InvalidKeyLength`] for what breaks its standard.
    pub fn decode(algorithm_identifier: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(algorithm_identifier);
        let identifier = AlgorithmIdentifier::read(&mut reader)?;
        reader.finish()?;
        Self::from_identifier(&identifier)
    }

    /// As [`Scheme::decode`], from an identifier that was read already.
    #[doc(hidden)]
    pub fn from_identifier(identifier: &AlgorithmIdentifier<'_>) -> Result<Self, Error> {
        if identifier.algorithm == crate::oid::PBES2 {
            return pbes2::decode(identifier);
        }
        pbes1::decode(identifier)
    }

    /// The name of the scheme.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        self.protection
    }

    /// The iteration count of the key derivation; `None` for scrypt, which has none.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        self.derivation.iterations()
    }

    /// The hash whose HMAC is the pseudorandom function of PBKDF2; `None` for every other key
    /// derivation.
    #[must_use]
    pub const fn prf(&self) -> Option<HashAlgorithm> {
        match &self.derivation {
            Derivation::Pbkdf2(params) => Some(params.hash),
            _ => None,
        }
    }

    /// Whether the key is derived with scrypt.
    #[must_use]
    pub const fn is_scrypt(&self) -> bool {
        matches!(self.derivation, Derivation::Scrypt(_))
    }

    /// The `AlgorithmIdentifier`, in DER.
    #[must_use]
    pub fn identifier(&self) -> &[u8] {
        &self.identifier
    }

    /// The salt of the key derivation.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        self.derivation.salt()
    }

    /// What one decryption costs.
    #[must_use]
    pub fn cost(&self) -> Work {
        self.derivation.work()
    }

    /// Decrypts.
    ///
    /// The password is tried in the forms that producers use for this kind of scheme, the usual one
    /// first (see [`PasswordEncoding`]); the one that worked last with this budget comes before all.
    /// A form counts as right when the padding (or the GCM tag) is right and the text is one ASN.1
    /// SEQUENCE, which is what `SafeContents` and `PrivateKeyInfo` both are.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCiphertextLength`] and [`ErrorKind::LimitExceeded`] before any work,
    /// [`ErrorKind::BadPadding`] when no form of the password decrypts the text.
    pub fn decrypt(
        &self,
        password: &Password<'_>,
        ciphertext: &[u8],
        budget: &mut Budget,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.open(password, ciphertext, budget)
            .map(|decrypted| decrypted.plaintext)
    }

    /// As [`Scheme::decrypt`], and tells which form of the password was right.
    ///
    /// # Errors
    /// As [`Scheme::decrypt`].
    pub fn open(
        &self,
        password: &Password<'_>,
        ciphertext: &[u8],
        budget: &mut Budget,
    ) -> Result<Decrypted, Error> {
        self.cipher.check_ciphertext(ciphertext.len())?;
        let family = self.derivation.family();
        let (plaintext, encoding) = try_forms(password, family, budget, |octets, budget| {
            let (key, iv) = self.derivation.derive(self.cipher, octets, budget)?;
            let iv = iv.as_ref().map_or(self.iv.as_slice(), |iv| iv.as_slice());
            let plaintext = self.cipher.decrypt(&key, iv, ciphertext)?;
            if !is_sequence(&plaintext) {
                return Err(ErrorKind::BadPadding.into());
            }
            Ok(plaintext)
        })?;
        Ok(Decrypted {
            plaintext,
            encoding,
        })
    }
}

/// Tries the forms of a password until one is not refused with [`ErrorKind::BadPadding`].
///
/// When the budget does not pay for another form, the first refusal stands: the usual form was
/// wrong, and that is what the reader has to be told.
pub(crate) fn try_forms<T>(
    password: &Password<'_>,
    family: Family,
    budget: &mut Budget,
    mut attempt: impl FnMut(&[u8], &mut Budget) -> Result<T, Error>,
) -> Result<(T, PasswordEncoding), Error> {
    password.check(budget.limits())?;
    let mut refused = None;
    for encoding in budget.order(password.encodings(family), family) {
        let Some(octets) = password.encode(encoding) else {
            continue;
        };
        match attempt(&octets, budget) {
            Ok(done) => {
                budget.prefer(family, encoding);
                return Ok((done, encoding));
            }
            Err(error) => match error.kind() {
                ErrorKind::BadPadding => refused = Some(error),
                ErrorKind::LimitExceeded { .. } if refused.is_some() => break,
                _ => return Err(error),
            },
        }
    }
    Err(refused.unwrap_or_else(|| ErrorKind::BadPadding.into()))
}

/// Whether the text is one SEQUENCE and nothing else, by its header alone.
fn is_sequence(text: &[u8]) -> bool {
    match Header::decode(text) {
        Ok(header) if header.tag == crate::asn1::tag::SEQUENCE => match header.content {
            Some(content) => header.len.checked_add(content) == Some(text.len()),
            None => true,
        },
        _ => false,
    }
}
