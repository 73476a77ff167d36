//! A client configuration for rustls.

mod resolver;
mod verifier;

use std::sync::Arc;

use pushcert_types::connection::TlsVersion;
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, SupportedProtocolVersion, WantsVerifier};

use crate::{ClientIdentity, Roots};

pub(crate) use resolver::{Asked, Resolver};
pub(crate) use verifier::Judge;

/// Which versions of TLS are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TlsVersions {
    /// 1.3 and 1.2: what APNs takes.
    #[default]
    Both,
    /// Only this one.
    Only(TlsVersion),
}

impl TlsVersions {
    fn supported(self) -> Vec<&'static SupportedProtocolVersion> {
        match self {
            Self::Only(TlsVersion::Tls12) => vec![&rustls::version::TLS12],
            Self::Only(TlsVersion::Tls13) => vec![&rustls::version::TLS13],
            _ => vec![&rustls::version::TLS13, &rustls::version::TLS12],
        }
    }
}

impl From<TlsVersion> for TlsVersions {
    fn from(version: TlsVersion) -> Self {
        Self::Only(version)
    }
}

/// Why there is no configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ConfigError {
    kind: ConfigErrorKind,
}

impl ConfigError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ConfigErrorKind {
        &self.kind
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// The provider has no cipher suite or no key exchange for the versions asked for.
    #[error("the cryptography does not do this version of TLS")]
    Version,
    /// No root at all: every server would be refused.
    #[error("there is no trusted root")]
    NoRoots,
}

/// A configuration for connections to APNs: this identity, these roots, HTTP/2 by ALPN.
///
/// The server is verified by rustls' own `WebPkiServerVerifier`. Sessions are not resumed: a connection to
/// APNs lasts for days, and one that was resumed would not show the certificate again. For reqwest, hyper and
/// others that take a [`ClientConfig`].
///
/// ```no_run
/// use pushcert_connect::{ClientIdentity, Roots, TlsVersions, client_config, provider};
///
/// # fn identity() -> ClientIdentity { unimplemented!() }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let provider = provider::default()?;
/// let config = client_config(&identity(), &Roots::system(), provider, TlsVersions::Both)?;
/// assert_eq!(config.alpn_protocols, [b"h2"]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ConfigErrorKind`].
pub fn client_config(
    identity: &ClientIdentity,
    roots: &Roots,
    provider: Arc<CryptoProvider>,
    versions: TlsVersions,
) -> Result<ClientConfig, ConfigError> {
    let store = Arc::new(roots.to_store());
    let verifier = WebPkiServerVerifier::builder_with_provider(store, Arc::clone(&provider))
        .build()
        .map_err(|_| ConfigErrorKind::NoRoots)?;
    let (resolver, _) = Resolver::new(identity);
    let config = builder(provider, versions)?
        .with_webpki_verifier(verifier)
        .with_client_cert_resolver(Arc::new(resolver));
    Ok(finish(config))
}

/// The same for our own connections, with a verifier and a resolver that remember what they saw.
pub(crate) fn watched_config(
    resolver: Resolver,
    judge: Arc<Judge>,
    provider: Arc<CryptoProvider>,
    versions: TlsVersions,
) -> Result<ClientConfig, ConfigError> {
    let config = builder(provider, versions)?
        .dangerous()
        .with_custom_certificate_verifier(judge)
        .with_client_cert_resolver(Arc::new(resolver));
    Ok(finish(config))
}

fn builder(
    provider: Arc<CryptoProvider>,
    versions: TlsVersions,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ConfigError> {
    ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions.supported())
        .map_err(|_| ConfigErrorKind::Version.into())
}

fn finish(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.resumption = Resumption::disabled();
    config
}

impl From<ConfigErrorKind> for ConfigError {
    fn from(kind: ConfigErrorKind) -> Self {
        Self { kind }
    }
}
