//! A simulator while it runs: its log, its changes, its bounds, its end.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pushcert_apns_sim::{
    Action, Device, Event, EventKind, Limits, RequestSeen, Running, Script, Step,
};
use serde_json::Value;

use crate::support::{APP, Connect, TOKEN, app, builder, push, sha256, within};

fn requests(simulator: &Running) -> Vec<RequestSeen> {
    let requests = simulator
        .log()
        .into_iter()
        .filter_map(|event| match event.kind {
            EventKind::Request(request) => Some(*request),
            _ => None,
        });
    requests.collect()
}

/// A place for lines that the test can read, too.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_has_what_a_test_asks() {
    let lines = Lines::default();
    let builder = builder().device(TOKEN, Device::registered());
    let simulator = builder.log_to(lines.clone()).start().unwrap();
    let mut client = Connect::default().http2(&simulator).await;
    let id = "EABEAE54-14A8-11E5-B60B-1697F925EC7B";
    let request = push()
        .header("apns-push-type", "alert")
        .header("apns-id", id);
    client.push(&request).await;
    client.push(&request).await;
    client.push(&push().token("aa")).await;
    drop(client);

    let seen = requests(&simulator);
    let duplicates: Vec<bool> = seen.iter().map(|request| request.duplicate).collect();
    assert_eq!(duplicates, [false, true, false]);
    assert_eq!(seen[0].token.as_deref(), Some(TOKEN));
    assert_eq!(seen[0].topic.as_deref(), Some(APP));
    assert_eq!(seen[0].push_type.as_deref(), Some("alert"));
    assert_eq!(seen[0].apns_id, id);
    assert_eq!((seen[0].status, seen[0].payload_bytes), (Some(200), 10));
    assert_eq!(seen[0].payload, None, "not unless asked");
    assert_eq!(seen[2].reason.as_deref(), Some("BadDeviceToken"));

    within(async {
        while !matches!(
            simulator.log().last().unwrap().kind,
            EventKind::Closed { .. }
        ) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let kinds: Vec<&str> = lines.iter().map(|l| l["event"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "accepted", "secured", "request", "request", "request", "closed"
        ]
    );
    assert_eq!(lines[1]["certificate"]["sha256"], sha256(&app()));
    assert_eq!(lines[1]["certificate"]["topics"][1], "com.example.app.voip");
    assert_eq!(lines[5]["requests"], 3);
    assert!(
        lines
            .iter()
            .all(|l| l["connection"] == 1 && l["millis"].is_u64())
    );
}

#[tokio::test]
async fn a_payload_where_it_is_asked_for() {
    let simulator = builder().keep_payloads().start().unwrap();
    let mut client = Connect::default().http2(&simulator).await;
    client.push(&push()).await;
    assert_eq!(
        requests(&simulator)[0].payload.as_deref(),
        Some(r#"{"aps":{}}"#)
    );
}

#[tokio::test]
async fn devices_and_script_change_while_it_runs() {
    let simulator = builder().start().unwrap();
    let mut client = Connect::default().http2(&simulator).await;
    assert_eq!(client.push(&push()).await.status, 400);
    simulator.set_device(&TOKEN.to_uppercase(), Device::registered());
    assert_eq!(client.push(&push()).await.status, 200);
    simulator.set_device(TOKEN, Device::unregistered(5));
    assert_eq!(client.push(&push()).await.json()["timestamp"], 5);
    simulator.remove_device(TOKEN);
    assert_eq!(
        client.push(&push()).await.json()["reason"],
        "BadDeviceToken"
    );
    let busy = Script::new().with(Step::new(Action::answer("ServiceUnavailable")));
    simulator.set_script(busy).unwrap();
    assert_eq!(client.push(&push()).await.status, 503);
    simulator.set_script(Script::new()).unwrap();
    assert_eq!(client.push(&push()).await.status, 400);
    let impossible = Action::Drip {
        bytes_per_second: 0,
    };
    assert!(
        simulator
            .set_script(Script::new().with(Step::new(impossible)))
            .is_err()
    );
}

#[tokio::test]
async fn its_end_closes_everything() {
    let simulator = builder().start().unwrap();
    let address = simulator.addr();
    let client = Connect::default().http2(&simulator).await;
    let silent = tokio::net::TcpStream::connect(address).await.unwrap();
    simulator.shutdown();
    assert!(TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_err());
    let _ = within(client.connection).await.unwrap();
    within(async {
        while silent
            .try_read(&mut [0; 1])
            .is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock)
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn who_says_nothing_is_sent_away() {
    let mut limits = Limits::default();
    limits.idle_timeout = Duration::from_millis(100);
    let simulator = builder().limits(limits).start().unwrap();
    let begun = Instant::now();
    // Without a ClientHello, without a preface, and without a request.
    let mut byte = [0];
    let tcp = tokio::net::TcpStream::connect(simulator.addr())
        .await
        .unwrap();
    within(tcp.readable()).await.unwrap();
    assert_eq!(tcp.try_read(&mut byte).unwrap(), 0);
    let tls = Connect::default().tls(&simulator).await.unwrap();
    drop(tls);
    let client = Connect::default().http2(&simulator).await;
    within(client.connection).await.unwrap().unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn more_connections_than_allowed_wait() {
    let mut limits = Limits::default();
    limits.max_connections = 1;
    let builder = builder().device(TOKEN, Device::registered());
    let simulator = builder.limits(limits).start().unwrap();
    let mut first = Connect::default().http2(&simulator).await;
    assert_eq!(first.push(&push()).await.status, 200);
    let connect = Connect::default();
    let second = connect.tls(&simulator);
    tokio::pin!(second);
    let waits = tokio::time::timeout(Duration::from_millis(100), &mut second).await;
    assert!(waits.is_err(), "it is not served yet");
    drop(first);
    within(second).await.unwrap();
}

#[test]
fn the_log_forgets_the_oldest() {
    let mut limits = Limits::default();
    limits.max_events = 2;
    let simulator = builder().limits(limits).start().unwrap();
    let begun = Instant::now();
    for number in 1..=3 {
        drop(TcpStream::connect(simulator.addr()).unwrap());
        let is_over = |event: &Event| {
            event.connection == number && matches!(event.kind, EventKind::Closed { .. })
        };
        while !simulator.log().iter().any(is_over) {
            assert!(begun.elapsed() < Duration::from_secs(20));
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let log = simulator.log();
    assert_eq!(log.len(), 2);
    assert!(log.iter().all(|event| event.connection == 3), "{log:?}");
}
