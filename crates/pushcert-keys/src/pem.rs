//! Private keys in PEM blocks.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::Reader;
use pushcert_pbe::{Budget, LegacyCipher, LegacyEncryption, Password, Protection};
use pushcert_pem::{Block, BlockKind};

use crate::error::ErrorKind;
use crate::{EncryptedPrivateKey, Error, KeyEncoding, PrivateKey};

/// The key of a PEM block.
#[derive(Debug)]
#[non_exhaustive]
pub enum PemKey {
    /// It is not encrypted.
    Plain(PrivateKey),
    /// It is an encrypted PKCS#8 key.
    Encrypted(EncryptedPrivateKey),
    /// It is encrypted the old way, by the headers `Proc-Type` and `DEK-Info`.
    LegacyEncrypted(LegacyEncryptedKey),
}

/// Reads the key of a PEM block; the same as [`PemKey::from_block`].
///
/// # Errors
///
/// Those of [`PemKey::from_block`].
pub fn from_pem_block(block: &Block) -> Result<PemKey, Error> {
    PemKey::from_block(block)
}

impl PemKey {
    /// Reads the key of a block whose label announces a private key. The content decides what it is;
    /// a label that says something else gives a [`LabelNote`].
    ///
    /// ```
    /// use pushcert_keys::{ErrorKind, PemKey};
    ///
    /// let text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
    ///     DEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n\
    ///     AAAAAAAAAAAAAAAAAAAAAA==\n-----END RSA PRIVATE KEY-----\n";
    /// let document = pushcert_pem::scan(text.as_bytes(), &pushcert_pem::Limits::default())?;
    /// let PemKey::LegacyEncrypted(key) = PemKey::from_block(&document.blocks[0])? else {
    ///     panic!("it is encrypted");
    /// };
    /// let mut budget = pushcert_keys::Budget::new(&pushcert_keys::Limits::default());
    /// let error = key.decrypt("guess", &mut budget).unwrap_err();
    /// assert_eq!(*error.kind(), ErrorKind::WrongPassword);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::NotAKeyBlock`], [`ErrorKind::OpensshFormat`]: by the label.
    /// * [`ErrorKind::Text`]: the block has no bytes.
    /// * [`ErrorKind::DekInfo`], [`ErrorKind::UnsupportedDekCipher`]: it says that it is encrypted,
    ///   but not validly or not in a way that is supported.
    /// * The errors of [`PrivateKey::decode`] and [`EncryptedPrivateKey::decode`].
    pub fn from_block(block: &Block) -> Result<Self, Error> {
        let kind = block.kind();
        if kind == BlockKind::OpensshPrivateKey {
            return Err(Error::new(ErrorKind::OpensshFormat));
        }
        if !kind.is_private_key() {
            return Err(Error::new(ErrorKind::NotAKeyBlock));
        }
        let body = match &block.body {
            Ok(body) => body,
            Err(error) => {
                let kind = ErrorKind::Text(*error.kind());
                return Err(match error.offset() {
                    Some(offset) => Error::at(kind, offset),
                    None => Error::new(kind),
                });
            }
        };
        if block.is_encrypted() || block.header("DEK-Info").is_some() {
            return LegacyEncryptedKey::new(block, body).map(Self::LegacyEncrypted);
        }
        match PrivateKey::decode(body) {
            Ok(mut key) => {
                key.set_label_note(LabelNote::new(block, Some(key.encoding())));
                Ok(Self::Plain(key))
            }
            Err(error) if *error.kind() == ErrorKind::Encrypted => {
                let mut key = EncryptedPrivateKey::decode(body)?;
                key.set_label_note(LabelNote::new(block, None));
                Ok(Self::Encrypted(key))
            }
            Err(error) => Err(error),
        }
    }

    /// The label of the block, if it is not the one of its content. Of a key that is encrypted the
    /// old way this is known when it is decrypted.
    #[must_use]
    pub const fn label_note(&self) -> Option<&LabelNote> {
        match self {
            Self::Plain(key) => key.label_note(),
            Self::Encrypted(key) => key.label_note(),
            Self::LegacyEncrypted(_) => None,
        }
    }

    /// Whether a password is needed.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }

    /// What protects the key.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        match self {
            Self::Plain(_) => Protection::None,
            Self::Encrypted(key) => key.protection(),
            Self::LegacyEncrypted(key) => key.protection(),
        }
    }

    /// The key, decrypted if need be. The password of a key that is not encrypted is ignored.
    ///
    /// # Errors
    ///
    /// Those of [`EncryptedPrivateKey::decrypt`] and [`LegacyEncryptedKey::decrypt`].
    pub fn into_private_key(
        self,
        password: &str,
        budget: &mut Budget,
    ) -> Result<PrivateKey, Error> {
        match self {
            Self::Plain(key) => Ok(key),
            Self::Encrypted(key) => key.decrypt(password, budget),
            Self::LegacyEncrypted(key) => key.decrypt(password, budget),
        }
    }
}

/// A key in a PEM block with the headers `Proc-Type: 4,ENCRYPTED` and `DEK-Info`
/// ([RFC 1421 section 4.6.1](https://www.rfc-editor.org/rfc/rfc1421#section-4.6.1)), as OpenSSL
/// writes it: the key is made of password and initialisation vector with one round of MD5.
pub struct LegacyEncryptedKey {
    encryption: LegacyEncryption,
    ciphertext: Vec<u8>,
    label: String,
}

impl LegacyEncryptedKey {
    fn new(block: &Block, body: &[u8]) -> Result<Self, Error> {
        let encryption = block
            .header("DEK-Info")
            .ok_or(Error::new(ErrorKind::DekInfo))
            .and_then(dek_info)?;
        Ok(Self {
            encryption,
            ciphertext: body.to_vec(),
            label: block.label.clone(),
        })
    }

    /// What protects the key.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        self.encryption.protection()
    }

    /// The cipher.
    #[must_use]
    pub const fn cipher(&self) -> LegacyCipher {
        self.encryption.cipher()
    }

    /// Decrypts and decodes the key.
    ///
    /// # Errors
    ///
    /// As [`EncryptedPrivateKey::decrypt`].
    pub fn decrypt(&self, password: &str, budget: &mut Budget) -> Result<PrivateKey, Error> {
        let text = self
            .encryption
            .decrypt(&Password::new(password), &self.ciphertext, budget)?;
        // A wrong password gives valid padding and the first octet of a key once in 65,536 times.
        let mut reader = Reader::new(&text);
        if reader.read().is_err() || !reader.is_empty() {
            return Err(Error::new(ErrorKind::WrongPassword));
        }
        let mut key = PrivateKey::decode(&text)?;
        let kind = BlockKind::from_label(&self.label);
        key.set_label_note(LabelNote::of(kind, &self.label, Some(key.encoding())));
        Ok(key)
    }
}

impl fmt::Debug for LegacyEncryptedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LegacyEncryptedKey({})", self.cipher().as_str())
    }
}

/// Reads `CIPHER,HEX`.
fn dek_info(value: &str) -> Result<LegacyEncryption, Error> {
    let damaged = || Error::new(ErrorKind::DekInfo);
    let (name, hex) = value.split_once(',').ok_or_else(damaged)?;
    let cipher = LegacyCipher::parse(name.trim())
        .ok_or_else(|| Error::new(ErrorKind::UnsupportedDekCipher))?;
    let iv = decode_hex(hex.trim()).ok_or_else(damaged)?;
    LegacyEncryption::new(cipher, &iv).map_err(|_| damaged())
}

fn decode_hex(hex: &str) -> Option<Vec<u8>> {
    let (pairs, odd) = hex.as_bytes().as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|&[high, low]| {
            let high = char::from(high).to_digit(16)?;
            let low = char::from(low).to_digit(16)?;
            u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()
        })
        .collect()
}

/// That the label of a block is not the one of its content.
///
/// Programs that go by the label refuse such a file with a message about damaged data; this crate
/// goes by the content. `Display` says both.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelNote {
    /// The label that the block has.
    pub label: String,
    /// The label that belongs there.
    pub expected: &'static str,
}

impl LabelNote {
    fn new(block: &Block, content: Option<KeyEncoding>) -> Option<Self> {
        Self::of(block.kind(), &block.label, content)
    }

    /// `None` for `content` is an encrypted PKCS#8 key.
    fn of(kind: BlockKind, label: &str, content: Option<KeyEncoding>) -> Option<Self> {
        let expected = content.map_or("ENCRYPTED PRIVATE KEY", KeyEncoding::label);
        // Labels such as ANY PRIVATE KEY promise nothing.
        (kind != BlockKind::OtherPrivateKey && label != expected).then(|| Self {
            label: label.into(),
            expected,
        })
    }
}

impl fmt::Display for LabelNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the label is {:?}, but the content belongs under {:?}",
            self.label, self.expected
        )
    }
}
