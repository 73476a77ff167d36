//! Servers that answer.

use pushcert_connect::rustls::ServerConfig;
use pushcert_connect::{
    Alert, Checker, FailureKind, Roots, Stage, Target, TlsVersion, TrustSource, provider,
};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;

use crate::common::*;

/// S1-27, S1-30: each stage in its order, in both versions of TLS.
#[tokio::test(flavor = "multi_thread")]
async fn s1_27_every_stage_has_its_own_result() {
    let target = serve_http(tls(), |request, body| {
        assert_eq!(request.method(), "POST");
        assert!(request.uri().path().starts_with("/3/device/"));
        assert_eq!(request.headers()["apns-topic"], "com.example.app");
        assert_eq!(request.headers()["apns-expiration"], "0");
        assert_eq!(body, b"{\"aps\":{}}");
        bad_device_token()
    })
    .await;
    for version in VERSIONS {
        let facts = checker(version)
            .check(&target, &identity(), &question())
            .await;
        assert_eq!(facts.failure, None);
        assert_eq!(
            stages(&facts),
            [
                Stage::Resolve,
                Stage::Tcp,
                Stage::Tls,
                Stage::ServerChain,
                Stage::ClientCertificate,
                Stage::Topic
            ]
        );
        let tls = facts.tls.clone().unwrap();
        assert_eq!(tls.version, version);
        assert_eq!(tls.alpn.as_deref(), Some("h2"));
        let cipher = tls.cipher.unwrap();
        match version {
            TlsVersion::Tls13 => assert!(cipher.starts_with("TLS_AES_"), "{cipher}"),
            _ => assert!(cipher.starts_with("TLS_ECDHE_RSA_WITH_"), "{cipher}"),
        }
        let chain = facts.server_chain.clone().unwrap();
        assert_eq!(chain.root.as_deref(), Some("Pushcert Synthetic CA"));
        assert_eq!(chain.trusted_by, [TrustSource::Given]);
        assert_eq!(
            (chain.names, chain.length),
            (vec!["localhost".to_owned()], 1)
        );
        let sent = facts.client_certificate.unwrap();
        assert!(sent.requested && sent.sent);
        let answer = facts.answer.clone().unwrap();
        assert_eq!(answer.http_status, Some(400));
        assert_eq!(answer.reason.as_deref(), Some("BadDeviceToken"));
        assert!(facts.request_sent);
        assert!(facts.address.unwrap().ip().is_loopback());
    }
}

/// S1-28: the store of this program does not know the server's root. The credential is not to blame, and
/// does not go out.
#[tokio::test(flavor = "multi_thread")]
async fn s1_28_a_server_that_nobody_vouches_for_fails_the_server_chain() {
    let target = serve_http(tls(), |_, _| unreachable!("no request goes out")).await;
    for version in VERSIONS {
        let provider = provider::default().unwrap();
        let checker = Checker::new(provider, Roots::system()).with_tls_version(version);
        let facts = checker.check(&target, &identity(), &question()).await;
        assert_eq!(
            failure(&facts),
            (Stage::ServerChain, FailureKind::UnknownRoot)
        );
        let tls = facts.tls.unwrap();
        assert_eq!(tls.version, version);
        assert!(tls.cipher.is_some());
        let chain = facts.server_chain.unwrap();
        assert_eq!(
            chain.refused_by,
            [TrustSource::Platform, TrustSource::Bundled]
        );
        assert_eq!((chain.trusted_by, chain.root), (vec![], None));
        assert_eq!(chain.issuer.as_deref(), Some("Pushcert Synthetic CA"));
        assert!(
            !facts
                .client_certificate
                .is_some_and(|client| client.sent && version == TlsVersion::Tls13)
        );
        let is_sent = facts.client_certificate.is_some_and(|client| client.sent);
        assert!(!is_sent);
        assert!(!facts.request_sent);
    }
}

/// S1-30: with TLS 1.2 inside the handshake, with 1.3 after it; the same stage and the same alert.
#[tokio::test(flavor = "multi_thread")]
async fn s1_30_a_refused_certificate_is_recognised_in_both_versions() {
    let target = serve_http(tls(), |_, _| unreachable!("no request is answered")).await;
    let stranger = CertificateBuilder::apns("com.example.app").self_signed();
    for version in VERSIONS {
        let facts = checker(version)
            .check(&target, &identity_of(&stranger), &question())
            .await;
        let expected = FailureKind::Alert(Alert::UNKNOWN_CA);
        assert_eq!(failure(&facts), (Stage::ClientCertificate, expected));
        let sent = facts.client_certificate.unwrap();
        assert!(sent.requested && sent.sent);
    }
}

/// A push with its identifier, and the answer in full.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_answered() {
    const ID: &str = "0cd2e4b7-8f3b-4f36-a1a3-9d2e2f3a4b5c";
    let target = serve_http(tls(), |request, body| {
        assert_eq!(request.headers()["apns-id"], ID);
        assert_eq!(body, b"{\"aps\":{\"alert\":\"x\"}}");
        let mut response = status(
            410,
            r#"{"reason":"Unregistered","timestamp":1763770000000}"#,
        );
        let headers = response.headers_mut();
        headers.insert("apns-id", ID.parse().unwrap());
        headers.insert("apns-unique-id", "u".parse().unwrap());
        response
    })
    .await;
    let request = push_request().with_id(ID).unwrap();
    let checker = checker(TlsVersion::Tls13);
    let facts = checker
        .push(
            &target,
            &identity(),
            &request,
            b"{\"aps\":{\"alert\":\"x\"}}",
        )
        .await;
    assert_eq!(facts.stages.last().unwrap().stage, Stage::Push);
    let answer = facts.answer.unwrap();
    assert_eq!(answer.http_status, Some(410));
    assert_eq!(answer.reason.as_deref(), Some("Unregistered"));
    assert_eq!(answer.timestamp_millis, Some(1_763_770_000_000));
    assert_eq!(answer.apns_id.as_deref(), Some(ID));
    assert_eq!(answer.apns_unique_id.as_deref(), Some("u"));
    assert!(facts.request_sent && facts.failure.is_none());
}

/// With an address instead of a name, which the server's certificate names as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_may_be_an_address() {
    let sim = Sim::start(|builder| builder);
    let target = Target::at("127.0.0.1", sim.running.port());
    for version in VERSIONS {
        let facts = check(&sim.checker(version), &target, TIMEOUT).await;
        assert_eq!(facts.failure, None);
        let reason = facts.answer.unwrap().reason;
        assert_eq!(reason.as_deref(), Some("BadDeviceToken"));
    }
}

/// The stand-in judges the certificate as APNs does: another environment, another topic.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_certificate_may_not_is_answered() {
    let sandbox = CertificateBuilder::apns_sandbox("com.example.app");
    let other = CertificateBuilder::apns("com.example.other");
    let sim = Sim::start(|builder| builder);
    for (builder, expected) in [
        (sandbox, "BadCertificateEnvironment"),
        (other, "TopicDisallowed"),
    ] {
        let identity = identity_of(&builder);
        for version in VERSIONS {
            let checker = sim.checker(version);
            let facts = checker.check(&sim.target(), &identity, &question()).await;
            assert_eq!(facts.failure, None);
            let answer = facts.answer.unwrap();
            assert_eq!(answer.reason.as_deref(), Some(expected));
        }
    }
}

/// A server that never asks for a certificate: the facts say so, because its answers prove nothing about it.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_ask_for_a_certificate() {
    let certificate = server_certificate();
    let mut config = ServerConfig::builder_with_provider(provider::default().unwrap())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.build().into()],
            key(certificate.subject_key()),
        )
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let target = serve_http(config, |_, _| bad_device_token()).await;
    for version in VERSIONS {
        let facts = check(&checker(version), &target, TIMEOUT).await;
        assert_eq!(facts.failure, None);
        let client = facts.client_certificate.unwrap();
        assert!(!client.requested && !client.sent);
    }
}

/// Keys on a curve sign as well, and both sides may have them.
#[tokio::test(flavor = "multi_thread")]
async fn certificates_with_keys_on_a_curve() {
    let server = server_certificate().key(&TestKey::ec_p256(0));
    let client = CertificateBuilder::apns("com.example.app").key(&TestKey::ec_p384());
    let target = serve_http(tls_with(&server), |_, _| bad_device_token()).await;
    for version in VERSIONS {
        let identity = identity_of(&client);
        let facts = checker(version)
            .check(&target, &identity, &question())
            .await;
        assert_eq!(facts.failure, None);
        let cipher = facts.tls.unwrap().cipher.unwrap();
        let is_expected = version == TlsVersion::Tls13 || cipher.contains("_ECDHE_ECDSA_");
        assert!(is_expected, "{cipher}");
    }
}
