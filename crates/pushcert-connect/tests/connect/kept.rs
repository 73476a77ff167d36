//! Connections that are kept open, and many checks at once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pushcert_connect::{Connection, FailureKind, Job, PushErrorKind, Stage, TlsVersion, blocking};
use pushcert_testkit::cert::CertificateBuilder;
use tokio::io::AsyncReadExt;

use crate::common::*;

async fn open(target: &pushcert_connect::Target) -> Connection {
    let checker = checker(TlsVersion::Tls13);
    Connection::open(&checker, target, &identity())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_pushes_go_over_one_connection() {
    let target = serve_http(tls(), |_, body| status(200, body.to_vec())).await;
    let connection = open(&target).await;
    assert!(connection.is_open());
    let last = connection.facts().stages.last().unwrap().stage;
    assert_eq!(last, Stage::ClientCertificate);
    let mut pushes = tokio::task::JoinSet::new();
    for _ in 0..500 {
        let connection = connection.clone();
        pushes.spawn(async move { connection.push(&push_request(), "{}").await });
    }
    while let Some(pushed) = pushes.join_next().await {
        assert_eq!(pushed.unwrap().unwrap().http_status, Some(200));
    }
    assert!(connection.drain(TIMEOUT).await);
    let error = connection.push(&push_request(), "{}").await.unwrap_err();
    assert_eq!(error.kind(), &PushErrorKind::ClosedHere);
    assert!(!error.may_have_been_processed());
    assert_eq!(connection.ended().await.failure, None);
}

/// The server allows two at a time; the others wait for their turn.
#[tokio::test(flavor = "multi_thread")]
async fn the_limit_of_the_server_is_kept() {
    let now = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let peak = most.clone();
    let target = serve_tls(tls(), move |stream| {
        let (now, peak) = (now.clone(), peak.clone());
        async move {
            let mut builder = h2::server::Builder::new();
            builder.max_concurrent_streams(2);
            let mut connection = builder.handshake::<_, bytes::Bytes>(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let now = now.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                    let _ = respond.send_response(http::Response::new(()), true);
                });
            }
        }
    })
    .await;
    let connection = open(&target).await;
    let mut pushes = tokio::task::JoinSet::new();
    for _ in 0..60 {
        let connection = connection.clone();
        pushes.spawn(async move { connection.push(&push_request(), "{}").await });
    }
    while let Some(pushed) = pushes.join_next().await {
        assert_eq!(pushed.unwrap().unwrap().http_status, Some(200));
    }
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

/// S1-33: all connections with the old credential are closed before the new one is used; `close` is what
/// that is made of.
#[tokio::test(flavor = "multi_thread")]
async fn closing_ends_what_is_in_flight_and_draining_does_not() {
    let (came, mut arrived) = tokio::sync::mpsc::unbounded_channel();
    let target = serve_tls(tls(), move |stream| {
        let came = came.clone();
        async move {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                came.send(()).unwrap();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    let _ = respond.send_response(http::Response::new(()), true);
                });
            }
        }
    })
    .await;
    for is_drained in [true, false] {
        let connection = open(&target).await;
        let pushing = connection.clone();
        let push = tokio::spawn(async move { pushing.push(&push_request(), "{}").await });
        arrived.recv().await.unwrap();
        if is_drained {
            assert!(connection.drain(TIMEOUT).await);
            assert_eq!(push.await.unwrap().unwrap().http_status, Some(200));
        } else {
            connection.close();
            let error = push.await.unwrap().unwrap_err();
            assert_eq!(error.kind(), &PushErrorKind::ClosedHere);
            assert!(error.may_have_been_processed());
        }
        assert!(!connection.is_open());
    }
}

/// The server says GOAWAY while a push is in flight: what it has looked at is answered, nothing new begins,
/// and the reason is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_goaway_ends_it_and_says_why() {
    let target = serve_tls(tls(), |stream| async move {
        let mut connection = h2::server::handshake(stream).await.unwrap();
        let (_, mut respond) = connection.accept().await.unwrap().unwrap();
        connection.graceful_shutdown();
        respond
            .send_response(http::Response::new(()), true)
            .unwrap();
        while connection.accept().await.is_some() {}
    })
    .await;
    let connection = open(&target).await;
    let answer = connection.push(&push_request(), "{}").await.unwrap();
    assert_eq!(answer.http_status, Some(200));
    let ending = connection.ending().await;
    assert!(!connection.is_open());
    let error = connection.push(&push_request(), "{}").await.unwrap_err();
    assert!(!error.may_have_been_processed(), "{error:?}");
    assert_eq!(
        connection.ended().await.failure,
        Some(FailureKind::GoAway { code: 0 })
    );
    assert_eq!(ending.goaway, None);
}

/// A server that has fallen silent is noticed by its missing PING acknowledgement.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_connection_is_noticed() {
    let target = serve_tls(tls(), |mut stream| async move {
        // SETTINGS, and nothing ever after.
        let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        tokio::io::AsyncWriteExt::write_all(&mut stream, &settings)
            .await
            .unwrap();
        let mut sink = Vec::new();
        let _ = stream.read_to_end(&mut sink).await;
    })
    .await;
    let limit = Duration::from_millis(500);
    let checker = checker(TlsVersion::Tls13)
        .with_timeout(limit)
        .with_keep_alive(Duration::from_millis(50));
    let connection = Connection::open(&checker, &target, &identity())
        .await
        .unwrap();
    let ended = tokio::time::timeout(10 * limit, connection.ended())
        .await
        .unwrap();
    assert_eq!(
        ended.failure,
        Some(FailureKind::TimedOut { limit_millis: 500 })
    );
    assert!(!connection.is_open());
}

/// S1-05: as many connections as checks, each with its own certificate; never more at once than allowed.
#[test]
fn s1_05_every_check_has_a_connection_of_its_own() {
    const JOBS: usize = 40;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let open = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let shown = Arc::new(Mutex::new(Vec::new()));
    let (count, now, peak, seen) = (
        connections.clone(),
        open.clone(),
        most.clone(),
        shown.clone(),
    );
    let target = runtime.block_on(serve_tls(tls(), move |stream| {
        count.fetch_add(1, Ordering::SeqCst);
        let concurrent = now.fetch_add(1, Ordering::SeqCst) + 1;
        peak.fetch_max(concurrent, Ordering::SeqCst);
        let certificate = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
        seen.lock().unwrap().push(certificate);
        let now = now.clone();
        async move {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                now.fetch_sub(1, Ordering::SeqCst);
                let response = http::Response::builder().status(400).body(()).unwrap();
                let _ = respond.send_response(response, true);
            }
        }
    }));
    let pulled = Arc::new(AtomicUsize::new(0));
    let taken = pulled.clone();
    let jobs = (0..JOBS).map(move |index| {
        taken.fetch_add(1, Ordering::SeqCst);
        let builder = CertificateBuilder::apns("com.example.app").seed(&index.to_string());
        Job {
            tag: index,
            target: target.clone(),
            identity: identity_of(&builder),
            question: question(),
        }
    });
    let checker = checker(TlsVersion::Tls13);
    let checks = blocking::check_all(&checker, jobs, 4).unwrap();
    let mut tags = HashSet::new();
    for (index, (tag, facts)) in checks.enumerate() {
        assert_eq!(facts.failure, None, "{facts:?}");
        assert_eq!(facts.answer.unwrap().http_status, Some(400));
        assert!(tags.insert(tag));
        assert!(
            pulled.load(Ordering::SeqCst) <= index + 1 + 4,
            "jobs are pulled lazily"
        );
    }
    assert_eq!(tags.len(), JOBS);
    assert_eq!(connections.load(Ordering::SeqCst), JOBS);
    let different: HashSet<_> = shown.lock().unwrap().iter().cloned().collect();
    assert_eq!(different.len(), JOBS);
    assert!(most.load(Ordering::SeqCst) <= 4);
}
