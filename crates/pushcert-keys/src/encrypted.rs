//! Encrypted PKCS#8 keys.

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, tag};
use pushcert_pbe::{Budget, EncryptError, Encryption, Password, Protection, Scheme, Work};
use rand_core::CryptoRng;

use crate::error::{ErrorKind, Found, malformed};
use crate::public::identifier_der;
use crate::write;
use crate::{Error, LabelNote, PrivateKey};

/// `EncryptedPrivateKeyInfo`, [RFC 5958 section
/// 3](https://www.rfc-editor.org/rfc/rfc5958#section-3).
///
/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE {
///     encryptionAlgorithm  AlgorithmIdentifier,
///     encryptedData        OCTET STRING }
/// ```
pub struct EncryptedPrivateKey {
    scheme: Scheme,
    ciphertext: Vec<u8>,
    label_note: Option<LabelNote>,
}

impl EncryptedPrivateKey {
    /// Decodes the structure; computes nothing and needs no password. Bytes after it are ignored.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::UnsupportedAlgorithm`]: how it is encrypted is not supported.
    /// * [`ErrorKind::Encryption`]: the parameters of the encryption are not valid, an iteration
    ///   count of zero for example.
    /// * [`ErrorKind::NotAPrivateKey`]: the bytes do not start with a SEQUENCE.
    /// * [`ErrorKind::Malformed`]: they do, but it is not this structure, or it is damaged.
    pub fn decode(der: &[u8]) -> Result<Self, Error> {
        if der.first() != Some(&tag::SEQUENCE) {
            let found = if der.is_empty() {
                Found::Empty
            } else {
                Found::Unknown
            };
            return Err(Error::new(ErrorKind::NotAPrivateKey { found }));
        }
        let mut reader = Reader::new(der);
        let outer = reader.read().map_err(|error| malformed(&error))?;
        let mut fields = outer.reader();
        AlgorithmIdentifier::read(&mut fields).map_err(|error| malformed(&error))?;
        let identifier = identifier_der(&outer, fields.offset());
        let data = fields
            .expect(tag::OCTET_STRING)
            .map_err(|error| malformed(&error))?;
        let scheme = Scheme::decode(identifier)
            .map_err(|error| Error::from(error).within(outer.content_offset))?;
        Ok(Self {
            scheme,
            ciphertext: data.value.to_vec(),
            label_note: None,
        })
    }

    /// Encrypts a key, as PKCS#8 whatever its encoding was, with a fresh salt. The password is
    /// written in the usual form of the scheme.
    ///
    /// ```
    /// use pushcert_keys::{Encryption, EncryptedPrivateKey, PrivateKey, Protection};
    ///
    /// fn lock(key: &PrivateKey, rng: &mut impl rand_core::CryptoRng) -> Vec<u8> {
    ///     let modern = Encryption::new(Protection::Pbes2Aes256Cbc, 100_000);
    ///     let locked = EncryptedPrivateKey::encrypt(key, &modern, "secret", rng);
    ///     locked.expect("AES is always there").encode()
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Encryption::scheme`] and [`Scheme::encrypt`].
    pub fn encrypt<R: CryptoRng + ?Sized>(
        key: &PrivateKey,
        encryption: &Encryption,
        password: &str,
        rng: &mut R,
    ) -> Result<Self, EncryptError> {
        let scheme = encryption.scheme(rng)?;
        let ciphertext = scheme.encrypt(&Password::new(password), None, key.pkcs8_der())?;
        Ok(Self {
            scheme,
            ciphertext,
            label_note: None,
        })
    }

    /// The structure in DER. Nothing of it is secret.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let data = write::element(tag::OCTET_STRING, &[&self.ciphertext]);
        write::sequence(&[self.scheme.identifier(), &data]).to_vec()
    }

    /// What protects the key.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        self.scheme.protection()
    }

    /// Iterations of the key derivation; `None` for scrypt.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        self.scheme.iterations()
    }

    /// What one decryption costs.
    #[must_use]
    pub fn cost(&self) -> Work {
        self.scheme.cost()
    }

    /// Decrypts and decodes the key. An empty password is tried in all of its encodings. What the
    /// decryption costs is taken from the budget before it is done.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::WrongPassword`]: it does not decrypt to anything that makes sense.
    /// * [`ErrorKind::LimitExceeded`]: it costs more than the budget allows; nothing was done.
    /// * [`ErrorKind::Encryption`]: the encrypted data has a length that cannot be.
    /// * The errors of [`PrivateKey::decode`] for what was decrypted.
    pub fn decrypt(&self, password: &str, budget: &mut Budget) -> Result<PrivateKey, Error> {
        let decrypted = self
            .scheme
            .decrypt(&Password::new(password), &self.ciphertext, budget)?;
        let mut key = PrivateKey::decode(&decrypted)?;
        key.set_label_note(self.label_note.clone());
        Ok(key)
    }

    /// The PEM label that this key had, if it is not the one of its encoding.
    #[must_use]
    pub const fn label_note(&self) -> Option<&LabelNote> {
        self.label_note.as_ref()
    }

    pub(crate) fn set_label_note(&mut self, note: Option<LabelNote>) {
        self.label_note = note;
    }
}

impl fmt::Debug for EncryptedPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncryptedPrivateKey({})", self.protection())
    }
}
