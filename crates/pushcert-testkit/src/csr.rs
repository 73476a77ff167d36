//! Certificate signing requests (PKCS#10, RFC 2986).
//!
//! ```
//! use pushcert_testkit::csr::CsrBuilder;
//! use pushcert_testkit::key::TestKey;
//!
//! let request = CsrBuilder::keychain_style("admin@example.com", "Example", "US", &TestKey::rsa2048(0));
//! assert_eq!(request.build()[0], 0x30);
//! ```

use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, oid};

/// A request as Keychain Access makes it, for one key; short for [`CsrBuilder::keychain_style`].
pub fn csr(key: &TestKey) -> Vec<u8> {
    CsrBuilder::keychain_style("admin@example.com", "Example Admin", "US", key).build()
}

/// Builds one CertificationRequest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrBuilder {
    version: Vec<u8>,
    subject: Name,
    key: TestKey,
    spki: Option<Vec<u8>>,
    attributes: Option<Vec<Vec<u8>>>,
    algorithm: SignatureAlgorithm,
    identifier: Option<Vec<u8>>,
    unused_bits: u8,
    break_signature: bool,
}

impl CsrBuilder {
    /// A request with version 0, empty attributes and SHA-256.
    pub fn new(subject: Name, key: &TestKey) -> Self {
        let algorithm = match key.name().starts_with("ec-") {
            true => SignatureAlgorithm::Sha256Ecdsa,
            false => SignatureAlgorithm::Sha256Rsa,
        };
        Self {
            version: der::int(0),
            subject,
            key: key.clone(),
            spki: None,
            attributes: Some(Vec::new()),
            algorithm,
            identifier: None,
            unused_bits: 0,
            break_signature: false,
        }
    }

    /// Keychain Access: e-mail (IA5String), common name (UTF8String), country (PrintableString).
    pub fn keychain_style(email: &str, common_name: &str, country: &str, key: &TestKey) -> Self {
        let subject = Name::new()
            .attribute(oid::name::EMAIL_ADDRESS, der::ia5(email))
            .utf8(oid::name::COMMON_NAME, common_name)
            .printable(oid::name::COUNTRY, country);
        Self::new(subject, key)
    }

    /// The version as stored; 0 is the only good one.
    pub fn version(self, version: i64) -> Self {
        self.raw_version(der::int(version))
    }

    /// The version field of any bytes.
    pub fn raw_version(mut self, version: Vec<u8>) -> Self {
        self.version = version;
        self
    }

    /// SubjectPublicKeyInfo of any bytes; the signature stays the key's.
    pub fn raw_spki(mut self, spki: Vec<u8>) -> Self {
        self.spki = Some(spki);
        self
    }

    /// The signature algorithm.
    pub fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// One more attribute: an OID and the values of its SET.
    pub fn attribute(mut self, oid: &str, values: &[Vec<u8>]) -> Self {
        let attribute = der::seq([der::oid(oid), der::set(values)]);
        self.attributes.get_or_insert_default().push(attribute);
        self
    }

    /// A challengePassword (PKCS#9), which must never be shown.
    pub fn challenge_password(self, password: &str) -> Self {
        self.attribute(oid::pkcs::CHALLENGE_PASSWORD, &[der::utf8(password)])
    }

    /// Leaves out the attributes field, which RFC 2986 does not allow.
    pub fn without_attributes(mut self) -> Self {
        self.attributes = None;
        self
    }

    /// The signature's AlgorithmIdentifier of any bytes; the signature stays what it is.
    pub fn raw_identifier(mut self, identifier: Vec<u8>) -> Self {
        self.identifier = Some(identifier);
        self
    }

    /// So many bits of the signature are declared as unused.
    pub fn unused_bits(mut self, unused: u8) -> Self {
        self.unused_bits = unused;
        self
    }

    /// One bit of the signature is wrong.
    pub fn broken_signature(mut self) -> Self {
        self.break_signature = true;
        self
    }

    /// The request as DER.
    pub fn build(&self) -> Vec<u8> {
        let info = der::seq([
            self.version.clone(),
            self.subject.der(),
            self.spki.clone().unwrap_or_else(|| self.key.spki_der()),
            self.attributes
                .as_ref()
                .map(|list| der::explicit(0, list.concat()))
                .unwrap_or_default(),
        ]);
        let mut signature = self.key.sign(self.algorithm, &info);
        if self.break_signature {
            let middle = signature.len() / 2;
            signature[middle] ^= 1;
        }
        let identifier = self.identifier.clone();
        der::seq([
            info,
            identifier.unwrap_or_else(|| self.algorithm.identifier()),
            der::bits(self.unused_bits, signature),
        ])
    }
}
