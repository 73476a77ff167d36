//! From bytes and a password to a chain and a key that a TLS library takes.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use pushcert_x509::Certificate;
use zeroize::Zeroizing;

use crate::export::pem_bundle;
use crate::open::{IdentityRef, Opened};
use crate::{Options, open, report};

/// One push identity: a private key, its certificate, and the path that came with it.
///
/// ```
/// use pushcert::{Credential, Options, UnixTime};
/// # use pushcert_testkit as testkit;
/// # let identity = testkit::identity::Identity::apns("com.example.app");
/// # let file = testkit::pfx::PfxBuilder::keychain_style("secret", &identity).build();
/// let options = Options::at(UnixTime::from_secs(1_795_219_200)).with_password("secret");
/// let credential = Credential::open(&file, &options)?;
/// let (chain, key) = credential.rustls();
/// // rustls: `ClientConfig::builder()….with_client_auth_cert(chain, key)`
/// # assert_eq!(chain.len(), 1);
/// # let _ = key;
/// # Ok::<(), pushcert::CredentialError>(())
/// ```
///
/// Not `Clone`: it holds a private key, wiped when it is dropped.
pub struct Credential {
    key: Zeroizing<Vec<u8>>,
    /// DER, leaf first.
    chain: Vec<Vec<u8>>,
    topics: Vec<String>,
}

impl Credential {
    /// Opens a file and takes the one identity in it.
    ///
    /// Only what keeps a credential from being one is an error here: nothing readable, no key, no
    /// certificate, several identities. Expiry, environment, trust and the rest are for
    /// [`Opened::check`] to judge, at the caller's own time.
    ///
    /// # Errors
    /// [`CredentialError`] with the first finding that stands in the way, remedy included.
    pub fn open(bytes: &[u8], options: &Options) -> Result<Self, CredentialError> {
        Self::select(&open("-", bytes, options), options)
    }

    /// Takes the identity of an opened file: the only one, or the only one with the wanted topic
    /// and environment of the options.
    ///
    /// # Errors
    /// As [`Credential::open`].
    pub fn select(opened: &Opened, options: &Options) -> Result<Self, CredentialError> {
        let identity = opened.wanted_identity(&options.wanted);
        let identity = identity.ok_or_else(|| CredentialError::of(opened))?;
        Ok(Self::of(&identity))
    }

    pub(crate) fn of(identity: &IdentityRef<'_>) -> Self {
        let der = |c: &Certificate| c.der().to_vec();
        let mut chain: Vec<Vec<u8>> = Vec::from([der(identity.certificate)]);
        chain.extend(identity.chain.iter().copied().map(der));
        let topics = identity
            .certificate
            .push()
            .topics
            .iter()
            .map(|t| t.topic.to_string())
            .collect();
        Self {
            key: Zeroizing::new(identity.key.pkcs8_der().to_vec()),
            chain,
            topics,
        }
    }

    /// The topics that it may send to, the app's own first.
    #[must_use]
    pub fn topics(&self) -> &[String] {
        &self.topics
    }

    /// The certificates in DER: leaf first, then its path as far as the file has it.
    #[must_use]
    pub fn chain_der(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The private key in DER (PKCS#8, RFC 5958).
    #[must_use]
    pub fn key_der(&self) -> &[u8] {
        &self.key
    }

    /// Chain and key in one PEM text: the certificates, leaf first, then the key in PKCS#8, not encrypted.
    ///
    /// `reqwest::Identity::from_pem` takes it with `rustls`, as do most servers' settings for a client certificate
    /// and key in one file. The text is wiped when it is dropped; copies are the caller's to wipe.
    ///
    /// ```
    /// # use pushcert::{Credential, Options, UnixTime};
    /// # use pushcert_testkit as testkit;
    /// # let identity = testkit::identity::Identity::apns("com.example.app");
    /// # let file = testkit::pfx::PfxBuilder::keychain_style("secret", &identity).build();
    /// # let options = Options::at(UnixTime::from_secs(1_795_219_200)).with_password("secret");
    /// let credential = Credential::open(&file, &options)?;
    /// let pem = credential.pem();
    /// // reqwest: `Client::builder().identity(reqwest::Identity::from_pem(pem.as_bytes())?)`
    /// assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    /// assert!(pem.ends_with("-----END PRIVATE KEY-----\n"));
    /// # Ok::<(), pushcert::CredentialError>(())
    /// ```
    #[must_use]
    pub fn pem(&self) -> Zeroizing<String> {
        pem_bundle(&self.chain, &pushcert_pem::encode("PRIVATE KEY", &self.key))
    }

    /// Chain and key as rustls and every library on top of it take them.
    #[cfg(feature = "rustls")]
    #[must_use]
    pub fn rustls(
        &self,
    ) -> (
        Vec<rustls_pki_types::CertificateDer<'static>>,
        rustls_pki_types::PrivateKeyDer<'static>,
    ) {
        let chain = self.chain.iter().cloned().map(Into::into).collect();
        let key = rustls_pki_types::PrivatePkcs8KeyDer::from(self.key.to_vec());
        (chain, key.into())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("topics", &self.topics)
            .finish_non_exhaustive()
    }
}

/// Why a file is no credential: the finding that stands in the way.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{} ({}): {}", .0.message, .0.code, .0.help)]
pub struct CredentialError(Box<report::Finding>);

impl CredentialError {
    pub(crate) fn of(opened: &Opened) -> Self {
        let file = opened.check();
        let decisive = |f: &&report::Finding| BLOCKING.contains(&f.name.as_str());
        let found = file
            .findings
            .iter()
            .find(decisive)
            .or(file.findings.first());
        Self(Box::new(
            found.cloned().unwrap_or_else(report::Finding::no_identity),
        ))
    }

    /// The finding, with its code, evidence and remedy.
    #[must_use]
    pub fn finding(&self) -> &report::Finding {
        &self.0
    }
}

/// The findings that leave no identity to take, the most telling first.
const BLOCKING: [&str; 11] = [
    "password-required",
    "wrong-password",
    "unsupported-algorithm",
    "limit-exceeded",
    "corrupt-file",
    "unknown-format",
    "not-a-push-credential",
    "key-mismatch",
    "no-private-key",
    "no-certificate",
    "multiple-identities",
];
