//! Servers that fail in the handshake, or because of it.

use std::time::Duration;

use pushcert_apns_sim::{Action, Alpn, HowToCut, Place, ServerChain};
use pushcert_connect::{Alert, FailureKind, Stage, TlsVersion, TrustSource};
use pushcert_testkit::cert::extended_key_usage;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::common::*;

/// S1-28: what is wrong with the server is never put on the client's certificate.
#[tokio::test(flavor = "multi_thread")]
async fn s1_28_chains_of_servers_that_must_not_be_trusted() {
    for (chain, expected, trusted) in [
        (ServerChain::Expired, FailureKind::ServerExpired, vec![]),
        (
            ServerChain::NotYetValid,
            FailureKind::ServerNotYetValid,
            vec![],
        ),
        (
            ServerChain::WrongName,
            FailureKind::WrongServerName,
            vec![TrustSource::Given],
        ),
        (ServerChain::UnknownRoot, FailureKind::UnknownRoot, vec![]),
        (ServerChain::SelfSigned, FailureKind::UnknownRoot, vec![]),
    ] {
        let sim = Sim::start(|builder| builder.server_chain(chain));
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(failure(&facts), (Stage::ServerChain, expected.clone()));
            let tls = facts.tls.unwrap();
            assert_eq!(tls.version, version);
            assert!(tls.cipher.is_some());
            let seen = facts.server_chain.unwrap();
            assert_eq!(seen.trusted_by, trusted);
            assert!(seen.length > 0 && seen.not_after.is_some());
            assert!(!facts.request_sent);
            assert!(!facts.client_certificate.is_some_and(|client| client.sent));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_for_another_purpose_is_no_server() {
    let builder = server_certificate()
        .replace_extension("2.5.29.37", extended_key_usage(&["1.3.6.1.5.5.7.3.2"]));
    let target = serve_tls(tls_with(&builder), |_| async {}).await;
    for version in VERSIONS {
        let facts = check(&checker(version), &target, TIMEOUT).await;
        let detail = "RequiredEkuNotFound".to_owned();
        let (stage, kind) = failure(&facts);
        assert_eq!(stage, Stage::ServerChain);
        assert!(
            matches!(&kind, FailureKind::ServerCertificateInvalid { detail: found } if found.starts_with(&detail)),
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_http2() {
    let nothing = FailureKind::NoHttp2 { alpn: None };
    let refused = FailureKind::Alert(Alert::NO_APPLICATION_PROTOCOL);
    for (alpn, expected) in [(Alpn::Nothing, nothing), (Alpn::Http11, refused)] {
        let sim = Sim::start(|builder| builder.alpn(alpn));
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(failure(&facts), (Stage::Tls, expected.clone()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_tls_is_named() {
    let sim = Sim::start(|builder| builder);
    for (place, text, expected) in [
        (
            Place::ClientHello,
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "HTTP/1.1 400 Bad Request",
        ),
        (
            Place::Accept,
            "SSH-2.0-OpenSSH_9.2p1\r\n",
            "SSH-2.0-OpenSSH_9.2p1",
        ),
        (
            Place::Accept,
            "220 mail.example ESMTP \u{1b}[0m\r\n",
            "220 mail.example ESMTP \\x1b[0m",
        ),
    ] {
        sim.does(Action::Garbage {
            at: place,
            text: text.to_owned(),
        });
        for version in VERSIONS {
            let facts = sim.check(version).await;
            let began_with = expected.to_owned();
            assert_eq!(
                failure(&facts),
                (Stage::Tls, FailureKind::NotTls { began_with })
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_that_do_not_meet() {
    let sim = Sim::start(|builder| builder.tls(TlsVersion::Tls12));
    let facts = sim.check(TlsVersion::Tls13).await;
    let expected = FailureKind::Alert(Alert::PROTOCOL_VERSION);
    assert_eq!(failure(&facts), (Stage::Tls, expected));
    // A ServerHello of TLS 1.0 without extensions.
    let mut hello = vec![22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    for (bytes, is_expected) in [
        (hello, is_incompatible as fn(&FailureKind) -> bool),
        (vec![22, 3, 3, 0, 4, 99, 0, 0, 0], is_violation),
        (vec![23, 3, 3, 0, 1, 0], is_violation),
        (vec![22, 3, 3, 0xff, 0xff, 2], is_violation),
        (vec![22, 3, 3, 0, 4, 2, 0xff, 0xff, 0xff], is_violation),
    ] {
        let answer = bytes.clone();
        let target = serve(move |mut stream| {
            let answer = answer.clone();
            async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&answer).await;
                let _ = stream.read(&mut [0; 4096]).await;
            }
        })
        .await;
        let facts = check(&checker(TlsVersion::Tls12), &target, Duration::from_secs(2)).await;
        let (stage, kind) = failure(&facts);
        assert_eq!(stage, Stage::Tls);
        assert!(is_expected(&kind), "{bytes:?}: {kind:?}");
    }
}

fn is_incompatible(kind: &FailureKind) -> bool {
    matches!(kind, FailureKind::TlsIncompatible { .. })
}

/// A message that is announced and does not come is no violation: it is waited for.
fn is_violation(kind: &FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::TlsViolation { .. } | FailureKind::TimedOut { .. }
    )
}

/// S1-30, S1-32: every alert, known or not, in both versions: as the answer to our hello it is about TLS, as
/// the answer to our certificate about that, also where it comes only with the first read.
#[tokio::test(flavor = "multi_thread")]
async fn s1_32_every_alert_belongs_to_its_stage() {
    let sim = Sim::start(|builder| builder);
    let unnamed = [Alert(1), Alert(201), Alert(255)];
    for alert in Alert::ALL.iter().chain(&unnamed) {
        for (place, stage) in [
            (Place::ClientHello, Stage::Tls),
            (Place::ClientFlight, Stage::ClientCertificate),
        ] {
            sim.does(Action::Alert {
                at: place,
                number: alert.0,
            });
            for version in VERSIONS {
                let facts = sim.check(version).await;
                let (found, kind) = failure(&facts);
                assert_eq!(found, stage, "{alert} {version} {place:?}");
                // `close_notify` is the polite end, whatever its level.
                let is_end = *alert == Alert::CLOSE_NOTIFY && kind == FailureKind::Closed;
                assert!(
                    is_end || kind == FailureKind::Alert(*alert),
                    "{alert} {version} {place:?}: {kind:?}"
                );
                assert!(!facts.request_sent);
            }
        }
    }
}

/// A server that sends its SETTINGS before it looks at the certificate: with TLS 1.3 the alert still belongs
/// to the certificate, though the request is out.
#[tokio::test(flavor = "multi_thread")]
async fn s1_30_an_alert_instead_of_the_first_answer() {
    let sim = Sim::that(Action::Alert {
        at: Place::Request,
        number: Alert::CERTIFICATE_REVOKED.0,
    });
    let facts = sim.check(TlsVersion::Tls13).await;
    let expected = FailureKind::Alert(Alert::CERTIFICATE_REVOKED);
    assert_eq!(
        failure(&facts),
        (Stage::ClientCertificate, expected.clone())
    );
    assert!(facts.request_sent);
    let facts = sim.check(TlsVersion::Tls12).await;
    assert_eq!(failure(&facts), (Stage::Topic, expected));
}

/// The stage in which a check ends when the server stops at a place.
fn stage_of(place: Place, version: TlsVersion) -> Stage {
    match (place, version) {
        (Place::Accept | Place::ClientHello, _) => Stage::Tls,
        (Place::ServerHello | Place::ClientFlight | Place::BeforeSettings, _) => {
            Stage::ClientCertificate
        }
        // SETTINGS alone do not show that the certificate was taken; the end of a handshake of TLS 1.2 does.
        (Place::AfterSettings | Place::Request, TlsVersion::Tls13) => Stage::ClientCertificate,
        _ => Stage::Topic,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_are_cut_at_each_flight() {
    let sim = Sim::start(|builder| builder);
    for how in [HowToCut::Close, HowToCut::Reset] {
        for place in Place::ALL.iter().filter(|place| **place < Place::Answer) {
            sim.does(Action::Cut { at: *place, how });
            for version in VERSIONS {
                let facts = sim.check(version).await;
                let (stage, kind) = failure(&facts);
                let latest = stage_of(*place, version);
                // A reset may overtake what the server has written before.
                let earliest = match (how, place) {
                    (HowToCut::Reset, Place::Accept) => Stage::Tcp,
                    (HowToCut::Reset, Place::ServerHello) => Stage::Tls,
                    (HowToCut::Reset, Place::AfterSettings) => Stage::ClientCertificate,
                    _ => latest,
                };
                assert!(
                    (earliest..=latest).contains(&stage),
                    "{place:?} {version} {how:?}: {stage}"
                );
                let is_expected = match how {
                    HowToCut::Reset => kind == FailureKind::Reset,
                    _ => matches!(kind, FailureKind::Closed | FailureKind::Reset),
                };
                assert!(is_expected, "{place:?} {version} {how:?}: {kind:?}");
                // After SETTINGS it depends on which of the two is quicker.
                if *place != Place::AfterSettings {
                    assert_eq!(facts.request_sent, *place >= Place::Request);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_fall_silent_at_each_flight() {
    let limit = Duration::from_millis(300);
    let sim = Sim::start(|builder| builder).within(limit);
    for place in Place::ALL.iter().filter(|place| **place < Place::Answered) {
        sim.does(Action::Silence { at: *place });
        for version in VERSIONS {
            let facts = sim.check(version).await;
            let limit_millis = 300;
            let expected = FailureKind::TimedOut { limit_millis };
            let found = failure(&facts);
            assert_eq!(
                found,
                (stage_of(*place, version), expected),
                "{place:?} {version}"
            );
            assert_eq!(facts.answer.is_some(), *place == Place::Answer);
        }
    }
}
