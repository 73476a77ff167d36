//! Servers that do what a test wants, and the other end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use pushcert_apns_sim::{Action, Builder, Running, Script, Simulator, Step};
use pushcert_connect::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use pushcert_connect::rustls::ServerConfig;
use pushcert_connect::rustls::server::WebPkiClientVerifier;
use pushcert_connect::{
    Checker, ClientIdentity, ConnectionFacts, FailureKind, Question, Roots, Stage, Target,
    TlsVersion, provider,
};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_types::{PushRequest, PushType, Topic};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What the checks of most tests may take.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) const VERSIONS: [TlsVersion; 2] = [TlsVersion::Tls12, TlsVersion::Tls13];

pub(crate) fn key(key: &TestKey) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(key.pkcs8_der()).into()
}

pub(crate) fn anchor() -> CertificateDer<'static> {
    Authority::synthetic().certificate().into()
}

/// Trusts the synthetic authority.
pub(crate) fn checker(version: TlsVersion) -> Checker {
    let roots = Roots::only([anchor()]).unwrap();
    Checker::new(provider::default().unwrap(), roots)
        .with_tls_version(version)
        .with_timeout(TIMEOUT)
}

/// A healthy one, of the synthetic authority.
pub(crate) fn identity() -> ClientIdentity {
    identity_of(&CertificateBuilder::apns("com.example.app"))
}

pub(crate) fn identity_of(builder: &CertificateBuilder) -> ClientIdentity {
    let chain = vec![builder.build().into()];
    let provider = provider::default().unwrap();
    ClientIdentity::new(chain, key(builder.subject_key()), &provider).unwrap()
}

pub(crate) fn question() -> Question {
    Question::new(Topic::parse("com.example.app").unwrap(), PushType::Alert)
}

/// An alert to some device.
pub(crate) fn push_request() -> PushRequest {
    let topic = Topic::parse("com.example.app").unwrap();
    PushRequest::new(&"ab".repeat(32), topic, PushType::Alert).unwrap()
}

/// A certificate for `localhost` that is valid for long.
pub(crate) fn server_certificate() -> CertificateBuilder {
    CertificateBuilder::apns_server("localhost")
        .valid("2020-01-01T00:00:00Z", "2090-01-01T00:00:00Z")
}

/// A server that asks for a certificate of the synthetic authority.
pub(crate) fn tls() -> ServerConfig {
    tls_with(&server_certificate())
}

pub(crate) fn tls_with(certificate: &CertificateBuilder) -> ServerConfig {
    let provider = provider::default().unwrap();
    let roots = Arc::new(Roots::only([anchor()]).unwrap().to_store());
    let verifier = WebPkiClientVerifier::builder_with_provider(roots, Arc::clone(&provider));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![certificate.build().into()],
            key(certificate.subject_key()),
        )
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// Gives each connection to a function; ends with the runtime.
pub(crate) async fn serve<F, R>(handle: F) -> Target
where
    F: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(handle(stream));
        }
    });
    Target::at("localhost", port)
}

/// The same after the handshake of TLS. What fails there, fails.
pub(crate) async fn serve_tls<F, R>(config: ServerConfig, handle: F) -> Target
where
    F: Fn(TlsStream<TcpStream>) -> R + Send + Sync + Clone + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let acceptor = TlsAcceptor::from(Arc::new(config));
    serve(move |stream| {
        let (acceptor, handle) = (acceptor.clone(), handle.clone());
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                handle(stream).await;
            }
        }
    })
    .await
}

/// The same for each request, over HTTP/2.
pub(crate) async fn serve_http<F>(config: ServerConfig, answer: F) -> Target
where
    F: Fn(&Request<()>, &[u8]) -> Response<Bytes> + Send + Sync + Clone + 'static,
{
    serve_tls(config, move |stream| {
        let answer = answer.clone();
        async move {
            let Ok(mut connection) = h2::server::handshake(stream).await else {
                return;
            };
            while let Some(Ok((request, mut respond))) = connection.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let (head, mut body) = request.into_parts();
                    let mut content = Vec::new();
                    while let Some(Ok(piece)) = body.data().await {
                        content.extend_from_slice(&piece);
                        let _ = body.flow_control().release_capacity(piece.len());
                    }
                    let request = Request::from_parts(head, ());
                    let (head, body) = answer(&request, &content).into_parts();
                    let response = Response::from_parts(head, ());
                    if let Ok(mut stream) = respond.send_response(response, body.is_empty()) {
                        let _ = stream.send_data(body, true);
                    }
                });
            }
        }
    })
    .await
}

/// A status with a body.
pub(crate) fn status(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap();
    response
}

/// What APNs says to a healthy certificate and a token that no device has.
pub(crate) fn bad_device_token() -> Response<Bytes> {
    status(400, r#"{"reason":"BadDeviceToken"}"#)
}

pub(crate) fn stages(facts: &ConnectionFacts) -> Vec<Stage> {
    facts.stages.iter().map(|stage| stage.stage).collect()
}

/// Stage and kind of the failure.
pub(crate) fn failure(facts: &ConnectionFacts) -> (Stage, FailureKind) {
    let failure = facts.failure.clone();
    let failure = failure.unwrap_or_else(|| panic!("no failure: {facts:?}"));
    assert_eq!(
        facts.stages.last().map(|stage| stage.stage),
        Some(failure.stage),
        "{facts:?}"
    );
    (failure.stage, failure.kind)
}

/// The stand-in, and a checker that trusts it.
pub(crate) struct Sim {
    pub(crate) running: Running,
    timeout: Duration,
}

impl Sim {
    pub(crate) fn start(build: impl FnOnce(Builder) -> Builder) -> Self {
        let builder = Simulator::builder(provider::default().unwrap());
        Self {
            running: build(builder).start().unwrap(),
            timeout: TIMEOUT,
        }
    }

    /// One that always does this.
    pub(crate) fn that(action: Action) -> Self {
        let sim = Self::start(|builder| builder);
        sim.does(action);
        sim
    }

    /// From now on it does this.
    pub(crate) fn does(&self, action: Action) {
        let script = Script::new().with(Step::new(action));
        self.running.set_script(script).unwrap();
    }

    pub(crate) fn within(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub(crate) fn target(&self) -> Target {
        Target::at("localhost", self.running.port())
    }

    pub(crate) fn checker(&self, version: TlsVersion) -> Checker {
        let roots = Roots::only([self.running.trust_anchor().clone()]).unwrap();
        Checker::new(provider::default().unwrap(), roots)
            .with_tls_version(version)
            .with_timeout(self.timeout)
    }

    /// A check, which ends in time.
    pub(crate) async fn check(&self, version: TlsVersion) -> ConnectionFacts {
        check(&self.checker(version), &self.target(), self.timeout).await
    }
}

/// A check that ends in time.
pub(crate) async fn check(
    checker: &Checker,
    target: &Target,
    timeout: Duration,
) -> ConnectionFacts {
    let checker = checker.clone().with_timeout(timeout);
    let (identity, question) = (identity(), question());
    let check = checker.check(target, &identity, &question);
    let facts = tokio::time::timeout(10 * timeout, check).await;
    facts.expect("a check ends in bounded time")
}
