//! What a file holds, between reading and writing.

use alloc::vec::Vec;

use pushcert_pbe::asn1::write;
use pushcert_pbe::{PasswordEncoding, Protection, Scheme};

use crate::bag::SafeBag;
use crate::mac::MacScheme;
use crate::pfx::Part;

/// Everything a file holds, with how it is protected: what [`Pfx::open`](crate::Pfx::open) reads and
/// [`Contents::encode`] writes.
///
/// For DER, writing is the exact inverse of reading: what was opened gives the same bytes again under
/// the same password, and what was written gives the same contents again. BER becomes DER, and bytes
/// behind the end of the file are gone.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Contents {
    /// The parts, in order.
    pub parts: Vec<SafeContents>,
    /// How the MAC is computed; without one nothing protects the file against changes.
    pub mac: Option<MacScheme>,
}

/// One part of a file with its content.
#[derive(Debug)]
#[non_exhaustive]
pub struct SafeContents {
    /// How it is encrypted; `None` for what is in the clear, or not implemented.
    pub scheme: Option<Scheme>,
    /// The form of the password that decrypted it, and that is written; `None` is the usual one.
    pub encoding: Option<PasswordEncoding>,
    /// Its bags in the order of the file; those of a `safeContentsBag` follow it.
    pub bags: Vec<SafeBag>,
    protection: Protection,
}

impl Contents {
    /// Nothing, and no MAC.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            parts: Vec::new(),
            mac: None,
        }
    }
}

impl SafeContents {
    /// A part with these bags, in the clear or encrypted with a scheme.
    #[must_use]
    pub fn new(scheme: Option<Scheme>, bags: Vec<SafeBag>) -> Self {
        let protection = scheme.as_ref().map_or(Protection::None, Scheme::protection);
        Self {
            scheme,
            encoding: None,
            bags,
            protection,
        }
    }

    /// A part of a file that was read.
    pub(crate) fn of_part(
        part: &Part,
        encoding: Option<PasswordEncoding>,
        bags: Vec<SafeBag>,
    ) -> Self {
        Self {
            scheme: part.scheme().cloned(),
            encoding,
            bags,
            protection: part.protection(),
        }
    }

    /// What protects it.
    #[must_use]
    pub fn protection(&self) -> Protection {
        self.scheme
            .as_ref()
            .map_or(self.protection, Scheme::protection)
    }

    /// Iterations of its key derivation; `None` where there is none, or it is scrypt.
    #[must_use]
    pub fn iterations(&self) -> Option<u64> {
        self.scheme.as_ref().and_then(Scheme::iterations)
    }
}

/// `EncryptedPrivateKeyInfo` in DER.
pub(crate) fn encrypted_private_key_info(scheme: &Scheme, ciphertext: &[u8]) -> Vec<u8> {
    write::sequence(&[scheme.identifier(), &write::octets(ciphertext)]).to_vec()
}
