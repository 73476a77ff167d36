//! X.509 certificates of every kind, each field settable right or wrong.
//!
//! Start from a preset (one for each kind of push certificate, in the form of its time) and
//! change what the test is about.
//!
//! ```
//! use pushcert_testkit::cert::CertificateBuilder;
//! use pushcert_testkit::{authority::Generation, der, oid};
//!
//! let healthy = CertificateBuilder::apns("com.example.app").build();
//! let lookalike = CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4).build();
//! let odd = CertificateBuilder::apns("com.example.app")
//!     .serial(&[0])
//!     .valid("2026-05-02T18:36:27Z", "2026-05-01T00:00:00Z")
//!     .replace_extension(oid::apple::TOPICS, der::seq([der::utf8("com.example.app")]))
//!     .build();
//! assert_ne!(healthy, lookalike);
//! assert_ne!(healthy, odd);
//! ```

mod apple;
mod extension;
mod presets;

pub use self::apple::{TopicLabels, topics, voip_topics};
use self::extension::Slot;
pub use self::extension::{
    Extension, certificate_policies, crl_distribution_points, extended_key_usage,
};
pub use self::presets::{ORGANIZATION, TEAM};

use crate::authority::{Authority, Generation};
use crate::digest::stretch;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, oid};

/// Builds one certificate (RFC 5280 section 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateBuilder {
    seed: String,
    version: Vec<u8>,
    serial: Option<Vec<u8>>,
    serial_len: usize,
    issuer: Authority,
    issuer_name: Option<Name>,
    validity: Vec<u8>,
    subject: Name,
    key: TestKey,
    spki: Option<Vec<u8>>,
    extensions: Vec<Slot>,
    raw_extensions: Option<Vec<u8>>,
    algorithm: Option<SignatureAlgorithm>,
    inner_algorithm: Option<Vec<u8>>,
    outer_algorithm: Option<Vec<u8>>,
    signature: Signature,
}

/// What becomes of the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Signature {
    True,
    Broken,
    Raw(Vec<u8>),
}

impl CertificateBuilder {
    /// A certificate of this subject without any extension: version 3, serial from the seed,
    /// valid 2026-05-02 to 2027-06-01, key 0, issued by the synthetic authority.
    pub fn new(subject: Name) -> Self {
        Self {
            seed: crate::hex_lower(&subject.der()),
            version: der::explicit(0, der::int(2)),
            serial: None,
            serial_len: 16,
            issuer: Authority::synthetic(),
            issuer_name: None,
            validity: der::seq([
                der::time("2026-05-02T18:36:27Z"),
                der::time("2027-06-01T18:36:26Z"),
            ]),
            subject,
            key: TestKey::rsa2048(0),
            spki: None,
            extensions: Vec::new(),
            raw_extensions: None,
            algorithm: None,
            inner_algorithm: None,
            outer_algorithm: None,
            signature: Signature::True,
        }
    }

    /// What the serial number is derived from, when none is given.
    pub fn seed(mut self, seed: &str) -> Self {
        seed.clone_into(&mut self.seed);
        self
    }

    /// The version number as stored: 2 means version 3. Version 1 is written by leaving it out.
    pub fn version(mut self, stored: i64) -> Self {
        self.version = der::explicit(0, der::int(stored));
        self
    }

    /// No version field: version 1, whatever the extensions say.
    pub fn version_1(mut self) -> Self {
        self.version = Vec::new();
        self
    }

    /// The content octets of the serial number.
    pub fn serial(mut self, content: &[u8]) -> Self {
        self.serial = Some(content.to_vec());
        self
    }

    /// A serial number of this many bytes from the seed: 8 with G1 and AAI2, 16 with G4.
    pub fn serial_len(mut self, bytes: usize) -> Self {
        self.serial_len = bytes;
        self
    }

    /// The authority that signs.
    pub fn issuer(mut self, issuer: Authority) -> Self {
        self.issuer = issuer;
        self
    }

    /// Another issuer name than the authority's.
    pub fn issuer_name(mut self, name: Name) -> Self {
        self.issuer_name = Some(name);
        self
    }

    /// Apple's name and key identifier, our signature.
    pub fn apple_like_issuer(self, generation: Generation) -> Self {
        self.issuer(Authority::apple_like(generation))
    }

    /// Signed by the synthetic authority, which is what presets start with.
    pub fn synthetic_ca(self) -> Self {
        self.issuer(Authority::synthetic())
    }

    /// Signed with its own key under its own name.
    pub fn self_signed(mut self) -> Self {
        self.issuer.name = self.subject.clone();
        self.issuer.key_id = self.key.key_id();
        self.issuer.key = self.key.clone();
        self
    }

    /// The validity from two RFC 3339 texts such as `2026-05-02T18:36:27Z`.
    ///
    /// # Panics
    /// When a text does not have 14 digits.
    pub fn valid(self, not_before: &str, not_after: &str) -> Self {
        self.raw_times(&der::time(not_before), &der::time(not_after))
    }

    /// The validity from two TLVs of any kind.
    pub fn raw_times(mut self, not_before: &[u8], not_after: &[u8]) -> Self {
        self.validity = der::seq([not_before, not_after]);
        self
    }

    /// The subject.
    pub fn subject(mut self, subject: Name) -> Self {
        self.subject = subject;
        self
    }

    /// The subject changed by a function.
    pub fn edit_subject(mut self, edit: impl FnOnce(Name) -> Name) -> Self {
        self.subject = edit(self.subject);
        self
    }

    /// The public key; the subject key identifier follows it.
    pub fn key(mut self, key: &TestKey) -> Self {
        self.key = key.clone();
        self
    }

    /// A SubjectPublicKeyInfo of any bytes.
    pub fn raw_spki(mut self, spki: Vec<u8>) -> Self {
        self.spki = Some(spki);
        self
    }

    /// The signature algorithm, both inside and outside of the signed part.
    pub fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// AlgorithmIdentifier of the signed part only; the signature is still the real one.
    pub fn inner_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.inner_algorithm = Some(identifier);
        self
    }

    /// AlgorithmIdentifier outside of the signed part only.
    pub fn outer_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.outer_algorithm = Some(identifier);
        self
    }

    /// One bit of the signature is wrong.
    pub fn broken_signature(mut self) -> Self {
        self.signature = Signature::Broken;
        self
    }

    /// A signature of any bytes.
    pub fn raw_signature(mut self, bytes: Vec<u8>) -> Self {
        self.signature = Signature::Raw(bytes);
        self
    }

    /// One more extension at the end.
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(Slot::Fixed(extension));
        self
    }

    /// One more extension at the end: the authority key identifier, from the issuer.
    pub fn authority_key_id(mut self) -> Self {
        self.extensions.push(Slot::AuthorityKeyId);
        self
    }

    /// Gives the extension another value, at the same place; appends it when it is not there.
    pub fn replace_extension(mut self, oid: &'static str, value: Vec<u8>) -> Self {
        let position = self.extensions.iter().position(|slot| slot.oid() == oid);
        let new = Slot::Fixed(Extension::new(oid, value));
        match position {
            Some(index) => self.extensions[index] = new,
            None => self.extensions.push(new),
        }
        self
    }

    /// Drops the extension.
    pub fn without_extension(mut self, oid: &str) -> Self {
        self.extensions.retain(|slot| slot.oid() != oid);
        self
    }

    /// Writes the extension twice.
    pub fn duplicate_extension(mut self, oid: &str) -> Self {
        let copies: Vec<Slot> = self
            .extensions
            .iter()
            .filter(|slot| slot.oid() == oid)
            .cloned()
            .collect();
        self.extensions.extend(copies);
        self
    }

    /// The whole `[3]` field of any bytes, in place of all extensions.
    pub fn raw_extensions(mut self, field: Vec<u8>) -> Self {
        self.raw_extensions = Some(field);
        self
    }

    /// The subject key that [`Self::key`] gave.
    pub fn subject_key(&self) -> &TestKey {
        &self.key
    }

    /// The certificate as DER.
    pub fn build(&self) -> Vec<u8> {
        let algorithm = self.algorithm.unwrap_or(self.issuer.algorithm);
        let tbs = self.tbs(algorithm);
        let signature = match &self.signature {
            Signature::True => self.issuer.key.sign(algorithm, &tbs),
            Signature::Broken => {
                let mut bytes = self.issuer.key.sign(algorithm, &tbs);
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                bytes
            }
            Signature::Raw(bytes) => bytes.clone(),
        };
        let outer = self
            .outer_algorithm
            .clone()
            .unwrap_or_else(|| algorithm.identifier());
        der::seq([tbs, outer, der::bits(0, signature)])
    }

    fn tbs(&self, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let issuer = self.issuer_name.as_ref().unwrap_or(&self.issuer.name);
        der::seq([
            self.version.clone(),
            der::int_raw(&self.serial_content()),
            self.inner_algorithm
                .clone()
                .unwrap_or_else(|| algorithm.identifier()),
            issuer.der(),
            self.validity.clone(),
            self.subject.der(),
            self.public_key(),
            self.extensions_field(),
        ])
    }

    fn serial_content(&self) -> Vec<u8> {
        if let Some(content) = &self.serial {
            return content.clone();
        }
        let mut content = stretch(&self.seed, "serial", self.serial_len);
        content[0] = content[0] & 0x7f | 0x10;
        content
    }

    fn public_key(&self) -> Vec<u8> {
        self.spki.clone().unwrap_or_else(|| self.key.spki_der())
    }

    fn extensions_field(&self) -> Vec<u8> {
        if let Some(raw) = &self.raw_extensions {
            return raw.clone();
        }
        let written: Vec<Vec<u8>> = self
            .extensions
            .iter()
            .filter_map(|slot| slot.resolve(&self.issuer, &self.key))
            .map(|extension| extension.der())
            .collect();
        match written.is_empty() {
            true => Vec::new(),
            false => der::explicit(3, der::seq(written)),
        }
    }
}

/// The dotted OIDs of the four environment and topic extensions, for tests that drop or double
/// each in turn.
pub const PUSH_EXTENSIONS: [&str; 4] = [
    oid::apple::SANDBOX,
    oid::apple::PRODUCTION,
    oid::apple::VOIP_TOPICS,
    oid::apple::TOPICS,
];

#[cfg(test)]
mod tests;
