//! TLS versions, ALPN, and client certificates that are refused in the handshake.

use pushcert_apns_sim::{Alpn, Device, Running};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_types::connection::TlsVersion;
use rustls::pki_types::CertificateDer;
use serde_json::Value;

use crate::support::{APP, Connect, TOKEN, app, builder, identity, push, sha256, within};

const BOTH: [TlsVersion; 2] = [TlsVersion::Tls12, TlsVersion::Tls13];

/// The alert that a client with this identity gets, wherever it comes.
async fn refusal(simulator: &Running, connect: &Connect) -> String {
    let (bytes, end) = connect.raw(simulator).await;
    let error = end.expect_err("refused");
    // With TLS 1.3 the server may have written nothing before: SETTINGS are for those it knows.
    assert!(bytes.is_empty(), "{bytes:02x?}");
    error.to_string()
}

/// The events of one kind.
fn events(simulator: &Running, kind: &str) -> Vec<Value> {
    let log = serde_json::to_value(simulator.log()).unwrap();
    let all = log.as_array().unwrap().iter();
    all.filter(|e| e["event"] == kind).cloned().collect()
}

#[tokio::test]
async fn both_versions_and_either_alone() {
    let simulator = builder()
        .device(TOKEN, Device::registered())
        .start()
        .unwrap();
    for version in BOTH {
        let mut client = Connect::default().version(version).http2(&simulator).await;
        assert_eq!(client.push(&push()).await.status, 200);
    }
    let secured = events(&simulator, "secured");
    assert_eq!(secured[0]["tls"], "TLSv1.2");
    assert_eq!(secured[1]["tls"], "TLSv1.3");
    assert_eq!(secured[1]["alpn"], "h2");
    assert_eq!(secured[1]["certificate"]["sha256"], sha256(&app()));
    for version in BOTH {
        let simulator = builder().tls(version).start().unwrap();
        for asked in BOTH {
            let tls = Connect::default().version(asked).tls(&simulator).await;
            assert_eq!(
                tls.is_ok(),
                asked == version,
                "{asked} of a server with {version}"
            );
        }
    }
}

/// S1-32 on the server's side: the alert is the one that a client sees.
#[tokio::test]
async fn a_revoked_certificate_is_refused_by_its_alert() {
    for version in BOTH {
        let simulator = builder().revoked(sha256(&app())).start().unwrap();
        let connect = Connect::default().version(version);
        let alert = refusal(&simulator, &connect).await;
        assert!(alert.contains("CertificateRevoked"), "{version}: {alert}");
        simulator.reinstate(&sha256(&app()));
        connect.http2(&simulator).await;
        let why = &events(&simulator, "closed")[0]["why"];
        assert_eq!(why, "refused with the alert certificate_revoked");
    }
}

#[tokio::test]
async fn revoked_by_its_serial_number_while_it_runs() {
    let serial = [0x36, 0x70, 0x8f, 0x48];
    let identity = identity(&CertificateBuilder::apns(APP).serial(&serial));
    let simulator = builder()
        .device(TOKEN, Device::registered())
        .start()
        .unwrap();
    let connect = Connect::with(&identity);
    let mut open = connect.http2(&simulator).await;
    assert_eq!(open.push(&push()).await.status, 200);
    simulator.revoke("36:70:8F:48");
    let alert = refusal(&simulator, &connect).await;
    assert!(alert.contains("CertificateRevoked"), "{alert}");
    assert_eq!(open.push(&push()).await.json()["reason"], "BadCertificate");
}

#[tokio::test]
async fn dates_are_looked_at() {
    let simulator = builder().start().unwrap();
    let dates = [
        ("2025-01-01T00:00:00Z", "2026-11-21T23:59:59Z"),
        ("2026-11-22T00:00:01Z", "2027-11-22T00:00:00Z"),
    ];
    for (begin, end) in dates {
        let identity = identity(&CertificateBuilder::apns(APP).valid(begin, end));
        for version in BOTH {
            let alert = refusal(&simulator, &Connect::with(&identity).version(version)).await;
            assert!(alert.contains("CertificateExpired"), "{alert}");
        }
    }
}

#[tokio::test]
async fn only_issuers_that_are_wanted() {
    let anchor = CertificateDer::from(Authority::synthetic().certificate());
    let simulator = builder().client_anchor(anchor).start().unwrap();
    assert!(
        Connect::default()
            .http2(&simulator)
            .await
            .send
            .ready()
            .await
            .is_ok()
    );
    let self_signed = identity(&CertificateBuilder::apns(APP).self_signed());
    let alert = refusal(&simulator, &Connect::with(&self_signed)).await;
    assert!(alert.contains("UnknownCA"), "{alert}");
    // One certificate between it and the anchor.
    let between = Authority::synthetic_intermediate();
    let leaf = CertificateBuilder::apns(APP).issuer(between.clone());
    let chain = vec![between.certificate_by(&Authority::synthetic())];
    let below = Identity::new(&leaf).chain(chain);
    assert!(
        Connect::with(&below)
            .http2(&simulator)
            .await
            .send
            .ready()
            .await
            .is_ok()
    );
    let alone = Identity::new(&leaf);
    let alert = refusal(&simulator, &Connect::with(&alone)).await;
    assert!(alert.contains("UnknownCA"), "{alert}");
}

#[tokio::test]
async fn nobody_may_be_refused_in_the_handshake() {
    let simulator = builder().require_certificate().start().unwrap();
    let nobody = Connect {
        identity: None,
        ..Connect::default()
    };
    for version in BOTH {
        let alert = refusal(&simulator, &nobody.clone().version(version)).await;
        assert!(alert.contains("CertificateRequired"), "{version}: {alert}");
    }
}

#[tokio::test]
async fn alpn_without_h2() {
    let simulator = builder().start().unwrap();
    let http1 = Connect {
        alpn: &["http/1.1"],
        ..Connect::default()
    };
    let refused = http1.tls(&simulator).await.unwrap_err().to_string();
    assert!(refused.contains("NoApplicationProtocol"), "{refused}");
    let silent = Connect {
        alpn: &[],
        ..Connect::default()
    };
    let tls = silent.tls(&simulator).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), None);

    let simulator = builder().alpn(Alpn::Nothing).start().unwrap();
    let tls = Connect::default().tls(&simulator).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), None);

    let simulator = builder().alpn(Alpn::Http11).start().unwrap();
    let both = Connect {
        alpn: &["h2", "http/1.1"],
        ..Connect::default()
    };
    let tls = both.tls(&simulator).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    drop(tls);
    let (bytes, _) = within(both.raw(&simulator)).await;
    assert!(bytes.starts_with(b"HTTP/1.1 505 "), "{bytes:?}");
}
