//! A key with its certificate: what containers and bundles are made of.

use crate::authority::Authority;
use crate::cert::CertificateBuilder;
use crate::key::TestKey;

/// A private key, the certificate of its public half, and certificates above it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The private key.
    pub key: TestKey,
    /// The certificate.
    pub certificate: Vec<u8>,
    /// Other certificates, nearest first.
    pub chain: Vec<Vec<u8>>,
    /// The friendlyName of key and certificate; Keychain takes it from the common name.
    pub friendly_name: Option<String>,
}

impl Identity {
    /// A certificate with the key that the builder was given.
    pub fn new(builder: &CertificateBuilder) -> Self {
        Self::from_parts(builder.subject_key(), builder.build())
    }

    /// Any key with any certificate, matching or not.
    pub fn from_parts(key: &TestKey, certificate: Vec<u8>) -> Self {
        Self {
            key: key.clone(),
            certificate,
            chain: Vec::new(),
            friendly_name: None,
        }
    }

    /// `apns` for this bundle id, key 0, issued by the synthetic authority.
    pub fn apns(bundle_id: &str) -> Self {
        Self::new(&CertificateBuilder::apns(bundle_id))
            .named(&format!("Apple Push Services: {bundle_id}"))
    }

    /// Gives it a friendlyName.
    pub fn named(mut self, friendly_name: &str) -> Self {
        self.friendly_name = Some(friendly_name.to_owned());
        self
    }

    /// Adds certificates above it.
    pub fn chain(mut self, chain: Vec<Vec<u8>>) -> Self {
        self.chain = chain;
        self
    }

    /// Adds the certificate of the synthetic authority.
    pub fn with_synthetic_chain(self) -> Self {
        self.chain(vec![Authority::synthetic().certificate()])
    }

    /// The localKeyID that most writers use: SHA-1 of the certificate.
    pub fn local_key_id(&self) -> Vec<u8> {
        crate::digest::Digest::Sha1.hash(&self.certificate)
    }

    /// PEM of certificate and private key, in this order.
    pub fn pem(&self) -> String {
        let key = self.key.pkcs8_der();
        crate::pem::bundle(&[("CERTIFICATE", &self.certificate), ("PRIVATE KEY", &key)])
    }
}
