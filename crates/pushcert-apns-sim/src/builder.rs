//! What a simulator is like.

use std::fmt;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use pushcert_types::connection::TlsVersion;
use pushcert_types::{Environment, UnixTime};
use pushcert_x509::Certificate;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};

use crate::chain::{self, ServerChain};
use crate::device::Device;
use crate::error::{Error, ErrorKind};
use crate::log::Log;
use crate::running::Running;
use crate::script::Script;
use crate::state::State;
use crate::tls::Tls;

/// A stand-in for APNs.
#[derive(Debug)]
#[non_exhaustive]
pub struct Simulator;

impl Simulator {
    /// A simulator with the cryptography of this provider, such as that of `rustls-graviola` or of `ring`.
    pub fn builder(provider: Arc<CryptoProvider>) -> Builder {
        Builder {
            provider,
            environment: Environment::Production,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            chain: ServerChain::Valid,
            names: Vec::new(),
            addresses: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            version: None,
            alpn: Alpn::H2,
            is_certificate_mandatory: false,
            client_anchors: Vec::new(),
            at: None,
            devices: Vec::new(),
            revoked: Vec::new(),
            script: Script::new(),
            limits: Limits::default(),
            keeps_payloads: false,
            log: None,
        }
    }
}

/// Which application protocol the server agrees to (RFC 7301).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Alpn {
    /// `h2`, as APNs does. A client that offers others only is refused with `no_application_protocol`; one
    /// that offers none is served.
    #[default]
    H2,
    /// None at all: the extension is ignored.
    Nothing,
    /// `http/1.1`: whoever agrees is told that HTTP/2 is not to be had.
    Http11,
}

impl Alpn {
    pub(crate) fn protocols(self) -> Vec<Vec<u8>> {
        match self {
            Self::H2 => vec![b"h2".to_vec()],
            Self::Nothing => Vec::new(),
            Self::Http11 => vec![b"http/1.1".to_vec()],
        }
    }
}

/// What a simulator does at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Connections at the same time; more of them wait. 4096 by default.
    pub max_connections: usize,
    /// Requests at the same time on one connection. 1000 by default, which APNs was seen to allow.
    pub max_streams: u32,
    /// Bytes of a payload that are read, if it is longer. 64 KiB by default.
    pub max_body: usize,
    /// How long a connection may be without a request, and a handshake may take. Five minutes by default.
    pub idle_timeout: Duration,
    /// How many events are kept in memory; older ones are forgotten. 10,000 by default.
    pub max_events: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            max_streams: 1000,
            max_body: 64 * 1024,
            idle_timeout: Duration::from_secs(300),
            max_events: 10_000,
        }
    }
}

/// The parts of a simulator; [`start`](Self::start) makes one of them.
#[must_use]
pub struct Builder {
    provider: Arc<CryptoProvider>,
    environment: Environment,
    listen: SocketAddr,
    chain: ServerChain,
    names: Vec<String>,
    addresses: Vec<IpAddr>,
    version: Option<TlsVersion>,
    alpn: Alpn,
    is_certificate_mandatory: bool,
    client_anchors: Vec<CertificateDer<'static>>,
    at: Option<UnixTime>,
    devices: Vec<(String, Device)>,
    revoked: Vec<String>,
    script: Script,
    limits: Limits,
    keeps_payloads: bool,
    log: Option<Box<dyn Write + Send>>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("environment", &self.environment)
            .field("listen", &self.listen)
            .field("script", &self.script)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// Which of the two services it stands in for; production without it.
    pub const fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// The port to listen on; 0, the default, takes any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.listen.set_port(port);
        self
    }

    /// The address to listen on; 127.0.0.1 without it. The certificate of the server is for it, too.
    pub fn listen(mut self, address: IpAddr) -> Self {
        self.listen.set_ip(address);
        if !address.is_unspecified() && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
        self
    }

    /// The certificates that the server presents.
    pub fn server_chain(mut self, chain: ServerChain) -> Self {
        self.chain = chain;
        self
    }

    /// One more DNS name or IP address in the certificate of the server, beside `localhost`, `127.0.0.1`,
    /// `::1` and the names of APNs.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        match name.parse() {
            Ok(address) => self.addresses.push(address),
            Err(_) => self.names.push(name),
        }
        self
    }

    /// Only this version of TLS; both without it.
    pub const fn tls(mut self, version: TlsVersion) -> Self {
        self.version = Some(version);
        self
    }

    /// The application protocol; `h2` without it.
    pub const fn alpn(mut self, alpn: Alpn) -> Self {
        self.alpn = alpn;
        self
    }

    /// Refuses a client without a certificate in the handshake (`certificate_required`). Without this the
    /// handshake succeeds, and each request is answered 403 `MissingProviderToken`, as APNs does.
    pub const fn require_certificate(mut self) -> Self {
        self.is_certificate_mandatory = true;
        self
    }

    /// Accepts client certificates under this anchor (DER) only, and others that are given like it; any issuer
    /// without one. Others are refused with `unknown_ca`.
    pub fn client_anchor(mut self, anchor: impl Into<CertificateDer<'static>>) -> Self {
        self.client_anchors.push(anchor.into());
        self
    }

    /// The moment at which client certificates are judged; now without it.
    pub const fn at(mut self, moment: UnixTime) -> Self {
        self.at = Some(moment);
        self
    }

    /// A device token that is known, in hexadecimal digits.
    pub fn device(mut self, token: impl Into<String>, device: Device) -> Self {
        self.devices.push((token.into(), device));
        self
    }

    /// A client certificate that is revoked: its serial number or its SHA-256, in hexadecimal digits.
    pub fn revoked(mut self, id: impl Into<String>) -> Self {
        self.revoked.push(id.into());
        self
    }

    /// The exceptions.
    pub fn script(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Other bounds.
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps payloads in the log, as text. Without it the log has their size only.
    pub const fn keep_payloads(mut self) -> Self {
        self.keeps_payloads = true;
        self
    }

    /// Writes every event as a line of JSON, at once.
    pub fn log_to(mut self, writer: impl Write + Send + 'static) -> Self {
        self.log = Some(Box::new(writer));
        self
    }

    /// Makes the certificates, listens, and serves in a thread of its own.
    ///
    /// # Errors
    /// [`Error`] where the address is taken, the script cannot be done, or the certificates that were given
    /// do not fit.
    pub fn start(self) -> Result<Running, Error> {
        self.script.check().map_err(ErrorKind::Script)?;
        let served = chain::serve(self.chain, &self.names, &self.addresses)?;
        let state = State::new(
            Log::new(self.limits.max_events, self.log),
            self.limits,
            self.environment,
            self.at,
            self.keeps_payloads,
        );
        for (token, device) in self.devices {
            state.set_device(&token, Some(device));
        }
        for id in &self.revoked {
            state.set_revoked(id, true);
        }
        state.set_script(self.script);
        let state = Arc::new(state);
        let tls = Tls {
            certificate: certified(served.chain, served.key, &self.provider)?,
            provider: self.provider,
            anchors: Arc::new(decode(&self.client_anchors)?),
            version: self.version,
            alpn: self.alpn,
            is_certificate_mandatory: self.is_certificate_mandatory,
        };
        // What is wrong with the provider is better said now than at each connection.
        tls.config(&state)?;
        Running::start(
            self.listen,
            state,
            tls,
            (served.anchor_pem, served.anchor_der),
        )
    }
}

fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: rustls::pki_types::PrivateKeyDer<'static>,
    provider: &CryptoProvider,
) -> Result<Arc<SingleCertAndKey>, Error> {
    let certified = CertifiedKey::from_der(chain, key, provider)?;
    Ok(Arc::new(SingleCertAndKey::from(certified)))
}

fn decode(anchors: &[CertificateDer<'_>]) -> Result<Vec<Certificate>, Error> {
    let decode = |(index, der): (usize, &CertificateDer<'_>)| {
        Certificate::decode(der).map_err(|_| ErrorKind::ClientAnchor { index }.into())
    };
    anchors.iter().enumerate().map(decode).collect()
}
