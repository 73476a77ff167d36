//! What is wrong with the certificates of the server, when it shall be.

use std::net::IpAddr;

use pushcert_apns_sim::{ErrorKind, ServerChain};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::support::{Connect, app, builder};

async fn problem(chain: ServerChain) -> String {
    let simulator = builder().server_chain(chain).start().unwrap();
    let refused = Connect::default().tls(&simulator).await;
    refused.expect_err("not trusted").to_string()
}

#[tokio::test]
async fn every_scenario_is_what_it_says() {
    assert!(problem(ServerChain::Expired).await.contains("expired"));
    let early = problem(ServerChain::NotYetValid).await;
    assert!(early.contains("not valid yet"), "{early}");
    let name = problem(ServerChain::WrongName).await;
    assert!(name.contains("elsewhere.example"), "{name}");
    let unknown = problem(ServerChain::UnknownRoot).await;
    assert!(unknown.contains("UnknownIssuer"), "{unknown}");
    let own = problem(ServerChain::SelfSigned).await;
    assert!(own.contains("UnknownIssuer"), "{own}");
}

#[tokio::test]
async fn the_names_of_apns_and_more() {
    let builder = builder().name("push.example").name("192.0.2.7");
    let simulator = builder.start().unwrap();
    for name in [
        "localhost",
        "127.0.0.1",
        "::1",
        "api.push.apple.com",
        "api.sandbox.push.apple.com",
        "api.development.push.apple.com",
        "push.example",
        "192.0.2.7",
    ] {
        let connect = Connect {
            name,
            ..Connect::default()
        };
        let tls = connect.tls(&simulator).await.unwrap();
        // Leaf and intermediate.
        assert_eq!(
            tls.get_ref().1.peer_certificates().unwrap().len(),
            2,
            "{name}"
        );
    }
    let strange = Connect {
        name: "other.example",
        ..Connect::default()
    };
    assert!(strange.tls(&simulator).await.is_err());
}

#[test]
fn a_chain_of_ones_own() {
    let own = app();
    let given = ServerChain::Given {
        chain: vec![CertificateDer::from(own.certificate.clone())],
        key: PrivatePkcs8KeyDer::from(own.key.pkcs8_der()).into(),
    };
    let simulator = builder().server_chain(given).start().unwrap();
    assert_eq!(simulator.trust_anchor().as_ref(), own.certificate);
    let other = pushcert_testkit::key::TestKey::rsa2048(5);
    let mismatch = ServerChain::Given {
        chain: vec![CertificateDer::from(own.certificate)],
        key: PrivatePkcs8KeyDer::from(other.pkcs8_der()).into(),
    };
    let error = builder().server_chain(mismatch).start().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Tls(_)), "{error}");
}

#[test]
fn what_cannot_start_says_why() {
    let simulator = builder().start().unwrap();
    let taken = builder().port(simulator.port()).start().unwrap_err();
    assert!(matches!(taken.kind(), ErrorKind::Listen(_)), "{taken}");
    let name = builder().name("nö").start().unwrap_err();
    assert!(
        matches!(name.kind(), ErrorKind::ServerCertificate),
        "{name}"
    );
    let anchor = builder().client_anchor(CertificateDer::from(vec![1, 2, 3]));
    let anchor = anchor.start().unwrap_err();
    assert!(matches!(
        anchor.kind(),
        ErrorKind::ClientAnchor { index: 0 }
    ));
    let elsewhere: IpAddr = "203.0.113.1".parse().unwrap();
    assert!(builder().listen(elsewhere).start().is_err());
}
