//! A client, and identities for it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::client::SendRequest;
use http::{Request, Response};
use pushcert_apns_sim::{Builder, Running, Simulator};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_types::Environment;
use pushcert_types::connection::TlsVersion;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A token that the tests register.
pub(crate) const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// The app of the tests.
pub(crate) const APP: &str = "com.example.app";

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls_graviola::default_provider())
}

/// A simulator for the sandbox, at a moment when the certificates of the testkit are valid.
pub(crate) fn builder() -> Builder {
    Simulator::builder(provider())
        .environment(Environment::Sandbox)
        .at("2026-11-22T00:00:00Z".parse().unwrap())
}

/// The identity of an app: both environments, four topics.
pub(crate) fn app() -> Identity {
    Identity::apns(APP)
}

pub(crate) fn identity(builder: &CertificateBuilder) -> Identity {
    Identity::new(builder)
}

pub(crate) fn sha256(identity: &Identity) -> String {
    let digest = pushcert_testkit::digest::Digest::Sha256.hash(&identity.certificate);
    pushcert_testkit::hex_lower(&digest)
}

/// How a client connects.
#[derive(Clone)]
pub(crate) struct Connect {
    pub(crate) identity: Option<Identity>,
    pub(crate) version: TlsVersion,
    pub(crate) alpn: &'static [&'static str],
    pub(crate) name: &'static str,
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            identity: Some(app()),
            version: TlsVersion::Tls13,
            alpn: &["h2"],
            name: "localhost",
        }
    }
}

impl Connect {
    pub(crate) fn with(identity: &Identity) -> Self {
        Self {
            identity: Some(identity.clone()),
            ..Self::default()
        }
    }

    pub(crate) fn version(mut self, version: TlsVersion) -> Self {
        self.version = version;
        self
    }

    fn config(&self, simulator: &Running) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(simulator.trust_anchor().clone()).unwrap();
        let versions = match self.version {
            TlsVersion::Tls12 => &rustls::version::TLS12,
            _ => &rustls::version::TLS13,
        };
        let builder = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[versions])
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match &self.identity {
            None => builder.with_no_client_auth(),
            Some(identity) => {
                let all = std::iter::once(&identity.certificate).chain(&identity.chain);
                let chain = all.map(|der| CertificateDer::from(der.clone())).collect();
                let key = PrivatePkcs8KeyDer::from(identity.key.pkcs8_der());
                builder.with_client_auth_cert(chain, key.into()).unwrap()
            }
        };
        config.alpn_protocols = self.alpn.iter().map(|p| p.as_bytes().to_vec()).collect();
        config
    }

    /// TLS and nothing above it.
    pub(crate) async fn tls(&self, simulator: &Running) -> io::Result<TlsStream<TcpStream>> {
        let tcp = TcpStream::connect(simulator.addr()).await?;
        tcp.set_nodelay(true)?;
        let connector = TlsConnector::from(Arc::new(self.config(simulator)));
        let name = ServerName::try_from(self.name).unwrap();
        within(connector.connect(name, tcp)).await
    }

    /// HTTP/2.
    pub(crate) async fn http2(&self, simulator: &Running) -> Client {
        let tls = self.tls(simulator).await.unwrap();
        let mut builder = h2::client::Builder::new();
        builder.max_header_list_size(64 * 1024 * 1024);
        let (send, connection) = within(builder.handshake(tls)).await.unwrap();
        Client {
            send,
            connection: tokio::spawn(connection),
        }
    }

    /// Everything that the server writes after a preface, and how it ends.
    pub(crate) async fn raw(&self, simulator: &Running) -> (Vec<u8>, io::Result<()>) {
        let mut tls = match self.tls(simulator).await {
            Ok(tls) => tls,
            Err(error) => return (Vec::new(), Err(error)),
        };
        // A preface and empty SETTINGS (RFC 9113, section 3.4).
        let wrote = tls
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
            .await;
        let mut bytes = Vec::new();
        let end = within(tls.read_to_end(&mut bytes)).await;
        // Of a reset the system tells once only: whoever writes may be the one.
        let is_eof = |e: &io::Error| e.kind() == io::ErrorKind::UnexpectedEof;
        match (end, wrote) {
            (Err(eof), Err(error)) if is_eof(&eof) => (bytes, Err(error)),
            (end, _) => (bytes, end.map(|_| ())),
        }
    }
}

/// An HTTP/2 connection.
pub(crate) struct Client {
    pub(crate) send: SendRequest<Bytes>,
    pub(crate) connection: JoinHandle<Result<(), h2::Error>>,
}

/// A request of the tests.
#[derive(Clone)]
pub(crate) struct Push {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) payload: Vec<u8>,
}

/// A push that is fine.
pub(crate) fn push() -> Push {
    Push {
        method: "POST",
        path: format!("/3/device/{TOKEN}"),
        headers: vec![("apns-topic", APP.to_owned())],
        payload: br#"{"aps":{}}"#.to_vec(),
    }
}

impl Push {
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(own, _)| *own != name);
        self
    }

    pub(crate) fn topic(self, topic: &str) -> Self {
        self.without("apns-topic").header("apns-topic", topic)
    }

    pub(crate) fn token(mut self, token: &str) -> Self {
        self.path = format!("/3/device/{token}");
        self
    }

    pub(crate) fn path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    pub(crate) fn payload(mut self, length: usize) -> Self {
        self.payload = vec![b' '; length];
        self
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: Response<()>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers().get(name).map(|v| v.to_str().unwrap())
    }
}

impl Client {
    pub(crate) async fn try_push(&mut self, push: &Push) -> Result<Answer, h2::Error> {
        let uri = format!("https://localhost{}", push.path);
        let mut request = Request::builder().method(push.method).uri(uri);
        for (name, value) in &push.headers {
            request = request.header(*name, value);
        }
        let is_empty = push.payload.is_empty();
        within(async {
            let mut ready = self.send.clone().ready().await?;
            let (response, mut stream) = ready.send_request(request.body(()).unwrap(), is_empty)?;
            if !is_empty {
                stream.send_data(Bytes::from(push.payload.clone()), true)?;
            }
            let (parts, mut body) = response.await?.into_parts();
            let mut bytes = Vec::new();
            while let Some(part) = body.data().await {
                let part = part?;
                body.flow_control().release_capacity(part.len())?;
                bytes.extend_from_slice(&part);
            }
            Ok(Answer {
                status: parts.status.as_u16(),
                head: Response::from_parts(parts, ()),
                body: bytes,
            })
        })
        .await
    }

    pub(crate) async fn push(&mut self, push: &Push) -> Answer {
        self.try_push(push).await.unwrap()
    }
}

/// Nothing in these tests hangs.
pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LONG, future).await.expect("in time")
}

/// The frames in what a server wrote: type, stream and payload.
pub(crate) fn frames(mut bytes: &[u8]) -> Vec<(u8, u32, Vec<u8>)> {
    let mut frames = Vec::new();
    while let [a, b, c, kind, _, s0, s1, s2, s3, rest @ ..] = bytes {
        let length = usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).unwrap();
        let stream = u32::from_be_bytes([*s0, *s1, *s2, *s3]);
        frames.push((*kind, stream, rest[..length].to_vec()));
        bytes = &rest[length..];
    }
    assert!(bytes.is_empty(), "half a frame: {bytes:02x?}");
    frames
}
