//! The TLS server of one connection.

use std::sync::Arc;

use pushcert_types::connection::TlsVersion;
use pushcert_x509::Certificate;
use rustls::crypto::CryptoProvider;
use rustls::server::NoServerSessionStorage;
use rustls::sign::SingleCertAndKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};

use crate::builder::Alpn;
use crate::state::State;
use crate::verifier::Verifier;

static ONLY_12: &[&SupportedProtocolVersion] = &[&TLS12];
static ONLY_13: &[&SupportedProtocolVersion] = &[&TLS13];

/// What all connections have in common.
#[derive(Debug)]
pub(crate) struct Tls {
    pub(crate) provider: Arc<CryptoProvider>,
    pub(crate) certificate: Arc<SingleCertAndKey>,
    pub(crate) anchors: Arc<Vec<Certificate>>,
    pub(crate) version: Option<TlsVersion>,
    pub(crate) alpn: Alpn,
    pub(crate) is_certificate_mandatory: bool,
}

impl Tls {
    /// The configuration of the server.
    ///
    /// No session is resumed: a certificate that was revoked meanwhile has to be seen again. And no ticket
    /// is sent, so that nothing is written between the client's flight and HTTP/2.
    pub(crate) fn config(&self, state: &Arc<State>) -> Result<Arc<ServerConfig>, rustls::Error> {
        let verifier = Verifier::new(
            Arc::clone(state),
            Arc::clone(&self.anchors),
            &self.provider,
            self.is_certificate_mandatory,
        );
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(self.versions())?
            .with_client_cert_verifier(Arc::new(verifier))
            .with_cert_resolver(Arc::<SingleCertAndKey>::clone(&self.certificate));
        config.alpn_protocols = self.alpn.protocols();
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        // For alerts that the script asks for.
        config.enable_secret_extraction = true;
        Ok(Arc::new(config))
    }

    fn versions(&self) -> &'static [&'static SupportedProtocolVersion] {
        match self.version {
            Some(TlsVersion::Tls12) => ONLY_12,
            Some(TlsVersion::Tls13) => ONLY_13,
            _ => rustls::ALL_VERSIONS,
        }
    }
}
