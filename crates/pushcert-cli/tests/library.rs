//! From a file that a person has to a client of somebody else that sends pushes: reqwest, and rustls with h2.
//! It stands here because only the program sees both the facade and `pushcert-connect`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use bytes::Bytes;
use pushcert::{Credential, Options, UnixTime};
use pushcert_apns_sim::{Device, EventKind, Running, Simulator};
use pushcert_connect::rustls::ClientConfig;
use pushcert_connect::rustls::crypto::CryptoProvider;
use pushcert_connect::{ClientIdentity, Roots, TlsVersions, client_config, provider};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::hex_lower;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
const PAYLOAD: &str = r#"{"aps":{"alert":"Hello"}}"#;

fn provider() -> Arc<CryptoProvider> {
    provider::default().unwrap()
}

fn simulator() -> Running {
    Simulator::builder(provider())
        .at("2026-11-22T00:00:00Z".parse().unwrap())
        .device(TOKEN, Device::registered())
        .start()
        .unwrap()
}

fn identity() -> Identity {
    Identity::apns("com.example.app")
}

/// As Keychain Access exports it.
fn credential() -> Credential {
    let file = PfxBuilder::keychain_style("secret", &identity()).build();
    let now = UnixTime::parse("2026-11-22T00:00:00Z").unwrap();
    let options = Options::at(now).with_password("secret");
    Credential::open(&file, &options).unwrap()
}

/// `Credential::rustls` through `ClientIdentity` and `client_config`.
fn config(simulator: &Running) -> ClientConfig {
    let (chain, key) = credential().rustls();
    let identity = ClientIdentity::new(chain, key, &provider()).unwrap();
    let roots = Roots::only([simulator.trust_anchor().clone()]).unwrap();
    client_config(&identity, &roots, provider(), TlsVersions::Both).unwrap()
}

fn url(simulator: &Running) -> String {
    format!("https://localhost:{}/3/device/{TOKEN}", simulator.port())
}

async fn send(client: reqwest::Client, simulator: &Running) {
    let request = client
        .post(url(simulator))
        .header("apns-topic", "com.example.app")
        .header("apns-push-type", "alert")
        .body(PAYLOAD);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.version(), reqwest::Version::HTTP_2);
}

/// The server was shown the certificate of the file on its only connection, and got one push.
fn assert_pushed(simulator: &Running) {
    let sha256 = hex_lower(&Digest::Sha256.hash(&identity().certificate));
    let log = simulator.log();
    let mut shown = Vec::new();
    let mut answered = Vec::new();
    for event in &log {
        match &event.kind {
            EventKind::Secured { certificate, .. } => {
                shown.push(certificate.as_ref().unwrap().sha256.clone());
            }
            EventKind::Request(request) => answered.push(request.status),
            _ => {}
        }
    }
    assert_eq!(shown, [sha256], "{log:?}");
    assert_eq!(answered, [Some(200)], "{log:?}");
}

#[tokio::test]
async fn reqwest_takes_the_pem_of_a_credential() {
    // reqwest asks for the one of the process.
    let _ = provider().as_ref().clone().install_default();
    let simulator = simulator();
    let identity = reqwest::Identity::from_pem(credential().pem().as_bytes()).unwrap();
    let anchor = simulator.trust_anchor_pem().as_bytes();
    let anchor = reqwest::Certificate::from_pem(anchor).unwrap();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([anchor])
        .identity(identity)
        .build()
        .unwrap();
    send(client, &simulator).await;
    assert_pushed(&simulator);
}

/// For a certificate with an extension that rustls does not know, and without a provider of the process.
#[tokio::test]
async fn reqwest_takes_a_client_configuration() {
    let simulator = simulator();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(config(&simulator))
        .build()
        .unwrap();
    send(client, &simulator).await;
    assert_pushed(&simulator);
}

#[tokio::test]
async fn tokio_rustls_takes_a_client_configuration() {
    let simulator = simulator();
    let stream = TcpStream::connect(simulator.addr()).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config(&simulator)));
    let name = "localhost".try_into().unwrap();
    let stream = connector.connect(name, stream).await.unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::post(url(&simulator))
        .header("apns-topic", "com.example.app")
        .body(())
        .unwrap();
    let mut sender = sender.ready().await.unwrap();
    let (response, mut body) = sender.send_request(request, false).unwrap();
    body.send_data(Bytes::from_static(PAYLOAD.as_bytes()), true)
        .unwrap();
    assert_eq!(response.await.unwrap().status(), 200);
    assert_pushed(&simulator);
}
