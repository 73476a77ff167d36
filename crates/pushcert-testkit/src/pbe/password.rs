//! One password, two byte forms: PKCS#12 wants a BMPString, PBES2 wants UTF-8, and real writers
//! mix them up.

use crate::der::utf16_be;

/// The bytes of a password for each family of derivations.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "there are exactly two families")]
pub struct Password {
    /// For the PKCS#12 derivation: usually UTF-16BE with two zero bytes at the end.
    pub pkcs12: Vec<u8>,
    /// For PBES1 of PKCS#5, PBES2 and PBMAC1: usually UTF-8.
    pub pkcs5: Vec<u8>,
}

impl Password {
    /// As the standards say: BMPString with terminator, and UTF-8. The empty text gives `00 00`
    /// and no bytes.
    pub fn text(text: &str) -> Self {
        let mut pkcs12 = utf16_be(text);
        pkcs12.extend([0, 0]);
        Self {
            pkcs12,
            pkcs5: text.as_bytes().to_vec(),
        }
    }

    /// The empty password as no bytes at all, as Apple's Keychain writes it.
    pub fn zero_bytes() -> Self {
        Self {
            pkcs12: Vec::new(),
            pkcs5: Vec::new(),
        }
    }

    /// PBES2 and PBMAC1 with the BMPString, terminator included, as NSS did up to 3.2x.
    pub fn bmp_everywhere(text: &str) -> Self {
        let pkcs12 = Self::text(text).pkcs12;
        Self {
            pkcs5: pkcs12.clone(),
            pkcs12,
        }
    }

    /// PBES2 and PBMAC1 with Latin-1, as old Bouncy Castle did; characters above U+00FF become
    /// their low byte.
    pub fn latin1(text: &str) -> Self {
        let pkcs5 = text
            .chars()
            .map(|c| u32::from(c).to_be_bytes()[3])
            .collect();
        Self {
            pkcs5,
            ..Self::text(text)
        }
    }

    /// Each UTF-8 byte as one 16-bit unit, as OpenSSL before 1.1 did for PKCS#12.
    pub fn utf8_as_units(text: &str) -> Self {
        let mut pkcs12: Vec<u8> = text.bytes().flat_map(|byte| [0, byte]).collect();
        pkcs12.extend([0, 0]);
        Self {
            pkcs12,
            pkcs5: text.as_bytes().to_vec(),
        }
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
