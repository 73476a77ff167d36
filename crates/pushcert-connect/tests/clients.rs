//! HTTP clients of others, with our configuration: hyper.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use pushcert_apns_sim::{Device, EventKind, Simulator};
use pushcert_connect::hyper_util::client::legacy::Client;
use pushcert_connect::hyper_util::rt::TokioExecutor;
use pushcert_connect::pki_types::PrivatePkcs8KeyDer;
use pushcert_connect::{
    ClientIdentity, Roots, TlsVersion, client_config, https_connector, provider,
};
use pushcert_testkit::identity::Identity;

const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

#[tokio::test]
async fn hyper_sends_pushes_over_one_connection() {
    let provider = provider::default().unwrap();
    let simulator = Simulator::builder(provider.clone())
        .at("2026-11-22T00:00:00Z".parse().unwrap())
        .device(TOKEN, Device::registered())
        .start()
        .unwrap();
    let identity = Identity::apns("com.example.app");
    let key = PrivatePkcs8KeyDer::from(identity.key.pkcs8_der());
    let chain = vec![identity.certificate.into()];
    let identity = ClientIdentity::new(chain, key.into(), &provider).unwrap();
    let roots = Roots::only([simulator.trust_anchor().clone()]).unwrap();
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let config = client_config(&identity, &roots, provider.clone(), version.into()).unwrap();
        let client = Client::builder(TokioExecutor::new())
            .http2_only(true)
            .build::<_, Full<Bytes>>(https_connector(config));
        for _ in 0..2 {
            let uri = format!("https://localhost:{}/3/device/{TOKEN}", simulator.port());
            let request = http::Request::post(uri)
                .header("apns-topic", "com.example.app")
                .header("apns-push-type", "alert")
                .body(Full::from(r#"{"aps":{"alert":"Hello"}}"#))
                .unwrap();
            let response = client.request(request).await.unwrap();
            assert_eq!(response.status(), 200);
            assert!(response.headers().contains_key("apns-id"));
            let body = response.into_body().collect().await.unwrap();
            assert!(body.to_bytes().is_empty());
        }
        let plain = format!("http://localhost:{}/", simulator.port());
        let refused = client.get(plain.parse().unwrap()).await.unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
    }
    let log = simulator.log();
    let secured: Vec<_> = log
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Secured { tls, alpn, .. } => Some((tls.as_str(), alpn.as_deref())),
            _ => None,
        })
        .collect();
    let h2 = Some("h2");
    assert_eq!(secured, [("TLSv1.2", h2), ("TLSv1.3", h2)]);
}
