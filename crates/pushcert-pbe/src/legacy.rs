//! PEM encryption of OpenSSL: `Proc-Type: 4,ENCRYPTED` with `DEK-Info` (RFC 1421 section 4.6.1).

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::asn1::{Header, tag};
use crate::budget::{Budget, Work};
use crate::cipher::Cipher;
use crate::error::{Error, ErrorKind};
use crate::kdf::bytes_to_key;
use crate::password::{Family, Password};
use crate::protection::Protection;
use crate::scheme::try_forms;

macro_rules! ciphers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $cipher:expr;)*) => {
        /// A cipher that `DEK-Info` names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum LegacyCipher {
            $($(#[$doc])* $variant,)*
        }

        impl LegacyCipher {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in `DEK-Info`, such as `DES-EDE3-CBC`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            const fn cipher(self) -> Cipher {
                match self { $(Self::$variant => $cipher,)* }
            }
        }
    };
}

ciphers! {
    /// DES.
    Des = "DES-CBC", Cipher::DesCbc;
    /// 3DES with two keys.
    TripleDes2Key = "DES-EDE-CBC", Cipher::TripleDes2KeyCbc;
    /// 3DES with three keys.
    TripleDes3Key = "DES-EDE3-CBC", Cipher::TripleDes3KeyCbc;
    /// AES-128.
    Aes128 = "AES-128-CBC", Cipher::Aes128Cbc;
    /// AES-192.
    Aes192 = "AES-192-CBC", Cipher::Aes192Cbc;
    /// AES-256.
    Aes256 = "AES-256-CBC", Cipher::Aes256Cbc;
    /// Camellia-128.
    Camellia128 = "CAMELLIA-128-CBC", Cipher::Camellia128Cbc;
    /// Camellia-192.
    Camellia192 = "CAMELLIA-192-CBC", Cipher::Camellia192Cbc;
    /// Camellia-256.
    Camellia256 = "CAMELLIA-256-CBC", Cipher::Camellia256Cbc;
    /// ARIA-128.
    Aria128 = "ARIA-128-CBC", Cipher::Aria128Cbc;
    /// ARIA-192.
    Aria192 = "ARIA-192-CBC", Cipher::Aria192Cbc;
    /// ARIA-256.
    Aria256 = "ARIA-256-CBC", Cipher::Aria256Cbc;
    /// SM4.
    Sm4 = "SM4-CBC", Cipher::Sm4Cbc;
    /// RC2 with 128 bits.
    Rc2 = "RC2-CBC", Cipher::Rc2Cbc { key_len: 16, effective_bits: 128 };
    /// RC2 with 64 bits.
    Rc2_64 = "RC2-64-CBC", Cipher::Rc2Cbc { key_len: 8, effective_bits: 64 };
    /// RC2 with 40 bits.
    Rc2_40 = "RC2-40-CBC", Cipher::Rc2Cbc { key_len: 5, effective_bits: 40 };
    /// Blowfish with 128 bits.
    Blowfish = "BF-CBC", Cipher::BlowfishCbc { key_len: 16 };
    /// CAST5 with 128 bits.
    Cast5 = "CAST5-CBC", Cipher::Cast5Cbc { key_len: 16 };
}

impl LegacyCipher {
    /// The cipher of this name, in upper or lower case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|cipher| cipher.as_str().eq_ignore_ascii_case(name))
    }
}

/// How the body of a PEM block with `DEK-Info` was encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyEncryption {
    cipher: LegacyCipher,
    iv: Vec<u8>,
}

impl LegacyEncryption {
    /// The cipher and the initialisation vector of `DEK-Info`, the latter as bytes.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidIv`] when the vector is not one block of the cipher.
    pub fn new(cipher: LegacyCipher, iv: &[u8]) -> Result<Self, Error> {
        cipher.cipher().check_iv(iv)?;
        Ok(Self {
            cipher,
            iv: iv.to_vec(),
        })
    }

    /// The cipher.
    #[must_use]
    pub const fn cipher(&self) -> LegacyCipher {
        self.cipher
    }

    /// [`Protection::LegacyPem`].
    #[must_use]
    pub const fn protection(&self) -> Protection {
        Protection::LegacyPem
    }

    /// Decrypts. The key is made of password and the first 8 bytes of the initialisation vector with
    /// one round of MD5, so nothing protects a weak password here.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCiphertextLength`], [`ErrorKind::LimitExceeded`] for the length of the
    /// password, [`ErrorKind::BadPadding`] when the password is wrong: bad padding, or a text that is
    /// no ASN.1 SEQUENCE.
    pub fn decrypt(
        &self,
        password: &Password<'_>,
        ciphertext: &[u8],
        budget: &mut Budget,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let cipher = self.cipher.cipher();
        cipher.check_ciphertext(ciphertext.len())?;
        let salt = self.iv.get(..8).unwrap_or_default();
        let attempt = |octets: &[u8], budget: &mut Budget| {
            budget.charge(Work::iterations(1))?;
            let key = bytes_to_key(octets, salt, cipher.key_len());
            let text = cipher.decrypt(&key, &self.iv, ciphertext)?;
            match Header::decode(&text) {
                Ok(header) if header.tag == tag::SEQUENCE => Ok(text),
                _ => Err(ErrorKind::BadPadding.into()),
            }
        };
        try_forms(password, Family::Pem, budget, attempt).map(|(text, _)| text)
    }
}
