//! Password-based encryption, the writing half: RFC 8018 (PBES1, PBES2, scrypt) and RFC 7292
//! appendix C, for PKCS#12 parts, shrouded keys and encrypted PKCS#8 alike.
//!
//! ```
//! use pushcert_testkit::pbe::{Password, Protection};
//!
//! let sealed = Protection::pbes2_aes256(2048).seal(&Password::text("secret"), "seed", b"text");
//! assert_eq!(sealed.ciphertext.len(), 16);
//! ```

mod cipher;
mod password;
mod scheme;

pub use self::cipher::{Cipher, Padding};
pub use self::password::Password;
pub use self::scheme::{Kdf, Pbes1, Pbes2, Prf, Protection, Scrypt};

/// A ciphertext with the AlgorithmIdentifier that says how it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealed {
    /// AlgorithmIdentifier as DER.
    pub algorithm: Vec<u8>,
    /// The encrypted bytes.
    pub ciphertext: Vec<u8>,
}

/// An iteration count: what the file says, and how often the derivation really runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Iterations {
    /// Content octets of the INTEGER in the file.
    pub content: Vec<u8>,
    /// Rounds that are really done.
    pub rounds: u32,
}

impl Iterations {
    /// A count that is written and done alike.
    pub fn honest(rounds: u32) -> Self {
        let written = crate::der::int(i64::from(rounds));
        Self {
            content: written[2..].to_vec(),
            rounds,
        }
    }

    /// An INTEGER of any content octets; only one round is done, so that building stays quick.
    pub fn claimed(content: &[u8]) -> Self {
        Self {
            content: content.to_vec(),
            rounds: 1,
        }
    }

    /// The count as a DER INTEGER.
    pub fn der(&self) -> Vec<u8> {
        crate::der::int_raw(&self.content)
    }
}

impl From<u32> for Iterations {
    fn from(rounds: u32) -> Self {
        Self::honest(rounds)
    }
}

#[cfg(test)]
mod tests;
