//! MacData (RFC 7292 section 4) and PBMAC1 (RFC 9579).

use crate::digest::{Digest, Purpose, stretch};
use crate::pbe::{Iterations, Kdf, Password, Prf};
use crate::{der, oid};

/// Integrity by password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mac {
    /// The digest of the HMAC.
    pub digest: Digest,
    /// The iteration count of the older derivation.
    pub iterations: Iterations,
    /// Which derivation gives the key.
    pub kdf: MacKdf,
    /// The salt's length in bytes.
    pub salt_len: usize,
    omit_iterations: bool,
    digest_oid: Option<&'static str>,
    flip: bool,
    keep: Option<usize>,
    over: Option<Vec<u8>>,
    raw: Option<Vec<u8>>,
}

/// The derivation of the MAC key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MacKdf {
    /// RFC 7292 appendix B.
    Pkcs12,
    /// PBMAC1 with PBKDF2; the key's length is the one that the file states.
    Pbmac1 {
        /// The derivation as stated.
        kdf: Kdf,
        /// The key length that is really used.
        key_len: usize,
    },
}

impl Mac {
    /// HMAC with a key of the PKCS#12 derivation, salt of 8 bytes.
    pub fn new(digest: Digest, iterations: impl Into<Iterations>) -> Self {
        Self {
            digest,
            iterations: iterations.into(),
            kdf: MacKdf::Pkcs12,
            salt_len: 8,
            omit_iterations: false,
            digest_oid: None,
            flip: false,
            keep: None,
            over: None,
            raw: None,
        }
    }

    /// MacData of any bytes.
    pub fn raw(der: Vec<u8>) -> Self {
        Self {
            raw: Some(der),
            ..Self::new(Digest::Sha1, 1)
        }
    }

    /// PBMAC1 with PBKDF2 and HMAC of one digest for both, keyLength stated truly.
    pub fn pbmac1(digest: Digest, iterations: impl Into<Iterations>) -> Self {
        let key_len = digest.len();
        let octet = u8::try_from(key_len).expect("a digest of at most 64 bytes");
        Self::pbmac1_with_key_length(digest, iterations, Some(&[octet]), key_len)
    }

    /// PBMAC1 whose keyLength has these content octets, or is missing.
    pub fn pbmac1_with_key_length(
        digest: Digest,
        iterations: impl Into<Iterations>,
        stated: Option<&[u8]>,
        key_len: usize,
    ) -> Self {
        let kdf = Kdf::Pbkdf2 {
            prf: Prf::Named(digest),
            iterations: iterations.into(),
            salt_len: 16,
            key_length: stated.map(<[u8]>::to_vec),
        };
        Self {
            kdf: MacKdf::Pbmac1 { kdf, key_len },
            ..Self::new(digest, 1)
        }
    }

    /// A salt of another length.
    pub fn salt_len(mut self, length: usize) -> Self {
        self.salt_len = length;
        self
    }

    /// Leaves the iteration count out, which means 1 (DEFAULT 1): Apple's form. The count should
    /// be 1 then, or the MAC does not verify.
    pub fn omit_iterations(mut self) -> Self {
        self.omit_iterations = true;
        self
    }

    /// Another digest OID than the one that was used.
    pub fn digest_oid(mut self, oid: &'static str) -> Self {
        self.digest_oid = Some(oid);
        self
    }

    /// One bit of the digest is wrong, in its last byte.
    pub fn wrong(mut self) -> Self {
        self.flip = true;
        self
    }

    /// Only the first `length` bytes of the digest.
    pub fn truncated(mut self, length: usize) -> Self {
        self.keep = Some(length);
        self
    }

    /// The MAC of other bytes than the file's.
    pub fn over(mut self, bytes: &[u8]) -> Self {
        self.over = Some(bytes.to_vec());
        self
    }

    /// MacData over the content octets of authSafe.
    pub(super) fn der(&self, password: &Password, seed: &str, content: &[u8]) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let salt = stretch(seed, "salt", self.salt_len);
        let (algorithm, key) = match &self.kdf {
            MacKdf::Pkcs12 => self.pkcs12_key(password, &salt),
            MacKdf::Pbmac1 { kdf, key_len } => self.pbmac1_key(password, seed, kdf, *key_len),
        };
        let mut value = self
            .digest
            .hmac(&key, self.over.as_deref().unwrap_or(content));
        value.truncate(self.keep.unwrap_or(value.len()));
        if let (true, Some(last)) = (self.flip, value.last_mut()) {
            *last ^= 1;
        }
        let digest_info = der::seq([algorithm, der::octets(value)]);
        let iterations = if self.omit_iterations {
            Vec::new()
        } else {
            self.stated_iterations().der()
        };
        der::seq([digest_info, der::octets(salt), iterations])
    }

    /// With PBMAC1 the outer count means nothing; writers state 1.
    fn stated_iterations(&self) -> &Iterations {
        &self.iterations
    }

    fn pkcs12_key(&self, password: &Password, salt: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let digest = self.digest;
        let rounds = self.iterations.rounds;
        let key = digest.pkcs12(&password.pkcs12, salt, Purpose::Mac, rounds, digest.len());
        let oid = self.digest_oid.unwrap_or(digest.oid());
        (der::algorithm(oid, Some(&der::null())), key)
    }

    fn pbmac1_key(
        &self,
        password: &Password,
        seed: &str,
        kdf: &Kdf,
        key_len: usize,
    ) -> (Vec<u8>, Vec<u8>) {
        let (kdf, key) = kdf.derive(&password.pkcs5, seed, key_len);
        let hmac_oid = self.digest_oid.unwrap_or(self.digest.hmac_oid());
        let parameters = der::seq([kdf, der::algorithm(hmac_oid, Some(&der::null()))]);
        (der::algorithm(oid::pbe::PBMAC1, Some(&parameters)), key)
    }
}
