//! Hosts that are not there, or not quite.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use pushcert_connect::{FailureKind, Stage, Target, TlsVersion, blocking};

use crate::common::*;

const SHORT: Duration = Duration::from_millis(500);
const TIMED_OUT: FailureKind = FailureKind::TimedOut { limit_millis: 500 };

async fn check_at(target: &Target) -> pushcert_connect::ConnectionFacts {
    check(&checker(TlsVersion::Tls13), target, SHORT).await
}

#[tokio::test]
async fn a_host_that_does_not_exist() {
    for host in ["push.example.invalid", "PUSH.INVALID.", "a.invalid"] {
        let facts = check_at(&Target::at(host, 443)).await;
        assert_eq!(failure(&facts), (Stage::Resolve, FailureKind::HostNotFound));
        assert!(facts.addresses.is_empty() && !facts.request_sent);
    }
}

#[tokio::test]
async fn what_can_be_no_host() {
    for host in [
        "",
        "two words",
        "a..b",
        "http://localhost",
        "user@localhost",
        "x:1",
    ] {
        let facts = check_at(&Target::at(host, 443)).await;
        let failed = facts.failure.unwrap();
        assert_eq!(failed.stage, Stage::Resolve, "{host}");
        let kind = failed.kind;
        assert!(
            matches!(kind, FailureKind::ResolveFailed { .. }),
            "{host}: {kind:?}"
        );
    }
}

/// A port on which nobody listens, for as long as nobody takes it.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn nobody_listens() {
    for host in ["localhost", "127.0.0.1"] {
        let facts = check_at(&Target::at(host, closed_port())).await;
        assert_eq!(failure(&facts), (Stage::Tcp, FailureKind::Refused));
        assert!(!facts.addresses.is_empty());
        assert_eq!((facts.address, facts.other_port_open), (None, None));
    }
}

/// A loopback address that no other process of these tests has.
#[cfg(target_os = "linux")]
fn own_address(number: u8) -> String {
    let id = std::process::id();
    format!("127.{}.{}.{number}", 64 + (id >> 8) % 128, id % 250)
}

/// Addresses of its own, because the ports are fixed. 443 needs a right that not everybody has; the question
/// is the same the other way round, and both answers are there.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_other_port_is_asked_for_when_tcp_fails() {
    let facts = check_at(&Target::at(own_address(1), 443)).await;
    assert_eq!(failure(&facts), (Stage::Tcp, FailureKind::Refused));
    assert_eq!(facts.other_port_open, Some((2197, false)));
    let listener = TcpListener::bind((own_address(2), 2197)).unwrap();
    let facts = check_at(&Target::at(own_address(2), 443)).await;
    assert_eq!(failure(&facts), (Stage::Tcp, FailureKind::Refused));
    assert_eq!(facts.other_port_open, Some((2197, true)));
    drop(listener);
    let facts = check_at(&Target::at(own_address(2), 2197)).await;
    assert_eq!(facts.other_port_open, Some((443, false)));
}

/// A listening socket whose queue is full: Linux drops what comes then, as a firewall does.
#[cfg(target_os = "linux")]
fn black_hole(address: (String, u16)) -> (TcpListener, SocketAddr, Vec<TcpStream>) {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    let quick = Duration::from_millis(300);
    while let Ok(stream) = TcpStream::connect_timeout(&address, quick) {
        waiting.push(stream);
        assert!(waiting.len() < 10_000, "the queue is never full");
    }
    (listener, address, waiting)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_black_hole() {
    let (_listener, address, _waiting) = black_hole(("127.0.0.1".to_owned(), 0));
    let facts = check_at(&Target::at("127.0.0.1", address.port())).await;
    assert_eq!(failure(&facts), (Stage::Tcp, TIMED_OUT));
}

/// A part of the time is kept back for the other port.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_black_hole_with_another_way_in() {
    let (_listener, _address, _waiting) = black_hole((own_address(3), 2197));
    let facts = check_at(&Target::at(own_address(3), 2197)).await;
    assert_eq!(failure(&facts), (Stage::Tcp, TIMED_OUT));
    assert_eq!(facts.other_port_open, Some((443, false)));
}

/// The kernel takes the connection, and nobody takes it from the kernel.
#[tokio::test]
async fn a_server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let facts = check_at(&Target::at("127.0.0.1", port)).await;
    assert_eq!(failure(&facts), (Stage::Tls, TIMED_OUT));
    assert_eq!(facts.tls, None);
}

#[test]
fn without_a_runtime_it_ends_in_time_as_well() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = Target::at("127.0.0.1", listener.local_addr().unwrap().port());
    let checker = checker(TlsVersion::Tls12).with_timeout(SHORT);
    let start = Instant::now();
    let facts = blocking::check(&checker, &target, &identity(), &question()).unwrap();
    assert_eq!(failure(&facts), (Stage::Tls, TIMED_OUT));
    let pushed = blocking::push(&checker, &target, &identity(), &push_request(), b"{}").unwrap();
    assert_eq!(failure(&pushed), (Stage::Tls, TIMED_OUT));
    assert!(start.elapsed() < 10 * SHORT);
}
