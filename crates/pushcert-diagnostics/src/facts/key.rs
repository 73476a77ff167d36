//! Facts about keys.

use alloc::string::String;
use alloc::vec::Vec;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublicKeyFacts {
    /// `rsa`, `ec-p256`, …
    pub algorithm: String,
    /// Size in bits, where it is defined.
    pub bits: Option<u32>,
    /// SHA-256 of the SubjectPublicKeyInfo, lower-case hex.
    pub spki_sha256: String,
}

impl PublicKeyFacts {
    /// A public key by its algorithm, size and fingerprint.
    #[must_use]
    pub fn new(
        algorithm: impl Into<String>,
        bits: Option<u32>,
        spki_sha256: impl Into<String>,
    ) -> Self {
        Self {
            algorithm: algorithm.into(),
            bits,
            spki_sha256: spki_sha256.into(),
        }
    }
}

/// A private key: what may be told of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyFacts {
    /// `rsa`, `ec-p256`, …
    pub algorithm: String,
    /// Size in bits, where it is defined.
    pub bits: Option<u32>,
    /// SHA-256 of the SubjectPublicKeyInfo of its public half, lower-case hex; none where it cannot be derived.
    pub spki_sha256: Option<String>,
    /// `pkcs8`, `pkcs1` or `sec1`: what the content is.
    pub encoding: Option<String>,
    /// The label of the PEM block that held it.
    pub label: Option<String>,
    /// The labels that fit its content, where `label` does not.
    pub fitting_label: Option<String>,
    /// How the key itself is encrypted in the file, if it is: `pbes2-aes-256-cbc`, `legacy-pem`, …
    pub protection: Option<String>,
    /// The friendly name of its bag.
    pub friendly_name: Option<String>,
    /// What is wrong with its numbers.
    pub defects: Vec<KeyDefect>,
}

impl KeyFacts {
    /// A sound key in PKCS#8 with nothing else known.
    #[must_use]
    pub fn new(
        algorithm: impl Into<String>,
        bits: Option<u32>,
        spki_sha256: Option<String>,
    ) -> Self {
        Self {
            algorithm: algorithm.into(),
            bits,
            spki_sha256,
            encoding: None,
            label: None,
            fitting_label: None,
            protection: None,
            friendly_name: None,
            defects: Vec::new(),
        }
    }
}

/// One thing that is wrong with a private key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyDefect {
    /// What it is, as a clause for people: `the two primes are equal`.
    pub what: String,
    /// Whether the key cannot work with it.
    pub fatal: bool,
}

impl KeyDefect {
    /// A defect.
    #[must_use]
    pub fn new(what: impl Into<String>, fatal: bool) -> Self {
        Self {
            what: what.into(),
            fatal,
        }
    }
}

/// What the `localKeyID` attributes say about a pair that was found by its public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum LocalKeyId {
    /// Key and certificate have the same one; or the file is not a container.
    #[default]
    Agrees,
    /// Neither has one.
    Absent,
    /// One of the two has none.
    Missing,
    /// The two differ.
    Differs,
    /// They agree, but another key or certificate of the file has the same one.
    Shared,
}
