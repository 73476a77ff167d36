//! The certificate and the key that a connection is made with.

use std::fmt;
use std::sync::Arc;

use pushcert_trust::{Certificate, SubjectPublicKeyInfo};
use rustls::crypto::CryptoProvider;
use rustls::sign::CertifiedKey;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate chain, leaf first, and the key of its leaf, ready to sign.
///
/// Unlike rustls' own way in, a certificate with a critical extension that nobody here knows is taken: the
/// server decides about it, not we. A clone shares the key.
///
/// ```no_run
/// use pushcert_connect::{ClientIdentity, provider};
/// # use pushcert_connect::pki_types::{CertificateDer, PrivateKeyDer};
///
/// # fn credential() -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) { unimplemented!() }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let provider = provider::default()?;
/// let (chain, key) = credential();
/// let identity = ClientIdentity::new(chain, key, &provider)?;
/// assert!(!identity.chain().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientIdentity {
    key: Arc<CertifiedKey>,
}

/// Why a chain and a key make no identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct IdentityError {
    kind: IdentityErrorKind,
}

impl IdentityError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &IdentityErrorKind {
        &self.kind
    }
}

impl From<IdentityErrorKind> for IdentityError {
    fn from(kind: IdentityErrorKind) -> Self {
        Self { kind }
    }
}

/// What is wrong. Nothing of the key is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityErrorKind {
    /// The chain is empty.
    #[error("there is no certificate")]
    NoCertificate,
    /// The first certificate of the chain cannot be read.
    #[error("the certificate cannot be read")]
    Certificate,
    /// The provider cannot use the key: damaged, or of a kind that it does not know.
    #[error("the key cannot be used for TLS")]
    Key,
    /// The key is not the one of the first certificate.
    #[error("the key does not belong to the certificate")]
    Mismatch,
}

impl ClientIdentity {
    /// Loads the key and compares it with the certificate. A provider that does not tell the public key of a
    /// private one (rustls-rustcrypto) leaves them uncompared.
    ///
    /// # Errors
    /// [`IdentityErrorKind`].
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        provider: &CryptoProvider,
    ) -> Result<Self, IdentityError> {
        let leaf = chain.first().ok_or(IdentityErrorKind::NoCertificate)?;
        let leaf = Certificate::decode(leaf).map_err(|_| IdentityErrorKind::Certificate)?;
        let key = provider
            .key_provider
            .load_private_key(key)
            .map_err(|_| IdentityErrorKind::Key)?;
        if let Some(of_key) = key.public_key() {
            let of_leaf = leaf
                .public_key()
                .map_err(|_| IdentityErrorKind::Certificate)?;
            // The algorithm's parameters may be written in two ways: the key itself is compared.
            let of_key =
                SubjectPublicKeyInfo::decode(&of_key).map_err(|_| IdentityErrorKind::Key)?;
            if of_key.key_octets() != of_leaf.key_octets() {
                return Err(IdentityErrorKind::Mismatch.into());
            }
        }
        let key = Arc::new(CertifiedKey::new(chain, key));
        Ok(Self { key })
    }

    /// The certificates, leaf first.
    #[must_use]
    pub fn chain(&self) -> &[CertificateDer<'static>] {
        &self.key.cert
    }

    /// The same for rustls.
    #[must_use]
    pub fn certified_key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.key)
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity")
            .field("certificates", &self.key.cert.len())
            .field("key", &self.key.key.algorithm())
            .finish_non_exhaustive()
    }
}
