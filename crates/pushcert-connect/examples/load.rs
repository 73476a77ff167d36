//! How many checks and pushes a second, against the stand-in in the same process.
//!
//! `cargo run --release -p pushcert-connect --example load -- 1000 50000`: so many checks, so many pushes.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and fails by panicking"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use pushcert_apns_sim::{Device, Running, Simulator};
use pushcert_connect::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use pushcert_connect::{
    Checker, ClientIdentity, Connection, Job, Question, Roots, Target, blocking, client_config,
    provider,
};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_types::{PushRequest, PushType, Topic};
use tokio::task::JoinSet;

const PAYLOAD: &[u8] = br#"{"aps":{"alert":"Hello"}}"#;

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|number| number.parse().unwrap());
    let (checks, pushes) = (
        numbers.next().unwrap_or(1000),
        numbers.next().unwrap_or(50_000),
    );
    let token = "ab".repeat(32);
    let sim = Simulator::builder(provider::default().unwrap())
        .device(&token, Device::registered())
        .start()
        .unwrap();
    let roots = Roots::only([sim.trust_anchor().clone()]).unwrap();
    let checker = Checker::new(provider::default().unwrap(), roots);
    measure_checks(&checker, &sim, checks / 10);
    measure_checks(&checker, &sim, checks);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for _ in 0..3 {
        runtime.block_on(measure_pushes(&checker, &sim, &token, pushes));
        runtime.block_on(measure_h2(&checker, &sim, &token, pushes));
    }
}

fn identity(number: usize) -> ClientIdentity {
    let builder = CertificateBuilder::apns("com.example.app").seed(&number.to_string());
    let key = PrivatePkcs8KeyDer::from(builder.subject_key().pkcs8_der());
    let provider = provider::default().unwrap();
    let key = PrivateKeyDer::from(key);
    ClientIdentity::new(vec![builder.build().into()], key, &provider).unwrap()
}

fn topic() -> Topic {
    Topic::parse("com.example.app").unwrap()
}

fn measure_checks(checker: &Checker, sim: &Running, count: usize) {
    // Certificates are signed before the clock runs, some hundred of them, and used in turn.
    let identities: Vec<_> = (0..count.min(200)).map(identity).collect();
    let jobs = (0..count).map(|index| Job {
        tag: (),
        target: Target::at("127.0.0.1", sim.port()),
        identity: identities[index % identities.len()].clone(),
        question: Question::new(topic(), PushType::Alert),
    });
    let start = Instant::now();
    for ((), facts) in blocking::check_all(checker, jobs, 16).unwrap() {
        assert_eq!(facts.failure, None);
    }
    report(
        "checks, each with a connection of its own",
        count,
        start.elapsed(),
    );
}

async fn measure_pushes(checker: &Checker, sim: &Running, token: &str, count: usize) {
    let target = Target::at("127.0.0.1", sim.port());
    let connection = Connection::open(checker, &target, &identity(0))
        .await
        .unwrap();
    let request = PushRequest::new(token, topic(), PushType::Alert).unwrap();
    let start = Instant::now();
    let mut senders = JoinSet::new();
    for share in shares(count) {
        let (connection, request) = (connection.clone(), request.clone());
        senders.spawn(async move {
            for _ in 0..share {
                let answer = connection.push(&request, Bytes::from_static(PAYLOAD)).await;
                assert_eq!(answer.unwrap().http_status, Some(200));
            }
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender.unwrap();
    }
    report("pushes over one Connection", count, start.elapsed());
    connection.close();
}

/// The same with h2 and nothing of ours but the configuration of TLS.
async fn measure_h2(checker: &Checker, sim: &Running, token: &str, count: usize) {
    let roots = Roots::only([sim.trust_anchor().clone()]).unwrap();
    let provider = Arc::clone(checker.provider());
    let config = client_config(&identity(0), &roots, provider, Default::default()).unwrap();
    let tcp = tokio::net::TcpStream::connect(sim.addr()).await.unwrap();
    tcp.set_nodelay(true).unwrap();
    let tls = tokio_rustls::TlsConnector::from(Arc::new(config));
    let stream = tls
        .connect("127.0.0.1".try_into().unwrap(), tcp)
        .await
        .unwrap();
    let (sender, connection) = h2::client::handshake(stream).await.unwrap();
    let driver = tokio::spawn(connection);
    let request = PushRequest::new(token, topic(), PushType::Alert).unwrap();
    let uri = format!("https://127.0.0.1:{}{}", sim.port(), request.path());
    let start = Instant::now();
    let mut senders = JoinSet::new();
    for share in shares(count) {
        let (sender, uri) = (sender.clone(), uri.clone());
        senders.spawn(async move {
            for _ in 0..share {
                let mut sender = sender.clone().ready().await.unwrap();
                let head = http::Request::post(&uri)
                    .header("apns-topic", "com.example.app")
                    .header("apns-push-type", "alert")
                    .body(())
                    .unwrap();
                let (response, mut body) = sender.send_request(head, false).unwrap();
                body.send_data(Bytes::from_static(PAYLOAD), true).unwrap();
                let mut response = response.await.unwrap();
                assert_eq!(response.status(), 200);
                while let Some(piece) = response.body_mut().data().await {
                    piece.unwrap();
                }
            }
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender.unwrap();
    }
    report("pushes with h2 alone", count, start.elapsed());
    driver.abort();
}

/// 64 senders.
fn shares(count: usize) -> impl Iterator<Item = usize> {
    (0..64).map(move |index| count / 64 + usize::from(index < count % 64))
}

fn report(what: &str, count: usize, took: Duration) {
    let rate = u32::try_from(count).map(f64::from).unwrap() / took.as_secs_f64();
    println!(
        "{count} {what}: {took:.2?}, {rate:.0} a second, peak memory {}",
        peak()
    );
}

/// Of the whole process, as Linux counts it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.map_or("unknown", |line| line.trim_start_matches("VmHWM:").trim())
        .to_owned()
}
