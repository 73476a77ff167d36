//! What the script does above TLS: GOAWAY, resets, answers of every kind, floods, silence.

use std::time::{Duration, Instant};

use pushcert_apns_sim::{Action, AnswerAction, Device, HowToCut, Place, Running, Script, Step};
use pushcert_types::connection::TlsVersion;
use serde_json::json;
use tokio::time::timeout;

use crate::support::{APP, Client, Connect, TOKEN, builder, frames, push, within};

fn simulator(step: Step) -> Running {
    let builder = builder().device(TOKEN, Device::registered());
    builder.script(Script::new().with(step)).start().unwrap()
}

fn json_script(text: &str) -> Running {
    let builder = builder().device(TOKEN, Device::registered());
    builder.script(text.parse().unwrap()).start().unwrap()
}

const GOAWAY: u8 = 7;

/// Last stream, code and debug data of the GOAWAY that a client without requests reads.
async fn goaway(simulator: &Running, version: TlsVersion) -> (u32, u32, String) {
    let (bytes, end) = Connect::default().version(version).raw(simulator).await;
    assert!(end.is_ok(), "a clean end: {end:?}");
    let frames = frames(&bytes);
    assert_eq!(frames[0].0, 4, "SETTINGS first: {frames:?}");
    let (_, stream, payload) = frames.iter().find(|(kind, ..)| *kind == GOAWAY).unwrap();
    assert_eq!(*stream, 0);
    assert_eq!(frames.last().unwrap().0, GOAWAY, "nothing comes after it");
    let number = |from: usize| u32::from_be_bytes(payload[from..from + 4].try_into().unwrap());
    let debug = String::from_utf8(payload[8..].to_vec()).unwrap();
    (number(0), number(4), debug)
}

#[tokio::test]
async fn goaway_at_once_with_its_reason() {
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let simulator = json_script(
            r#"{"steps": [{"do": {"go-away": {"at": "after-settings", "reason": "BadCertificate"}}}]}"#,
        );
        let seen = goaway(&simulator, version).await;
        assert_eq!(seen, (0, 0, r#"{"reason":"BadCertificate"}"#.to_owned()));
    }
    let simulator = json_script(
        r#"{"steps": [{"do": {"go-away": {"at": "after-settings", "code": 11, "debug": "calm"}}}]}"#,
    );
    assert_eq!(
        goaway(&simulator, TlsVersion::Tls13).await,
        (0, 11, "calm".to_owned())
    );
}

/// What a client learns from the end of its connection.
async fn end(client: Client) -> String {
    drop(client.send);
    match within(client.connection).await.unwrap() {
        Ok(()) => "ended".to_owned(),
        Err(error) => format!("{error:?}"),
    }
}

#[tokio::test]
async fn goaway_after_requests() {
    let simulator = json_script(
        r#"{"steps": [{"when": {"request": 3}, "do": {"go-away": {"at": "answered", "reason": "Shutdown"}}}]}"#,
    );
    let mut client = Connect::default().http2(&simulator).await;
    for _ in 0..3 {
        assert_eq!(client.push(&push()).await.status, 200);
    }
    assert!(client.try_push(&push()).await.is_err());
    // Instead of an answer.
    let simulator = json_script(
        r#"{"steps": [{"when": {"request": 2}, "do": {"go-away": {"code": 0, "reason": "Shutdown"}}}]}"#,
    );
    let mut client = Connect::default().http2(&simulator).await;
    assert_eq!(client.push(&push()).await.status, 200);
    let error = client.try_push(&push()).await.unwrap_err();
    assert!(error.is_go_away(), "{error:?}");
    let end = end(client).await;
    assert!(end == "ended" || end.contains("Shutdown"), "{end}");
}

#[tokio::test]
async fn a_stream_is_reset() {
    for at in [Place::Request, Place::Answer] {
        let reset = Action::ResetStream { at, code: 7 };
        let simulator = simulator(Step::new(reset).at_request(1));
        let mut client = Connect::default().http2(&simulator).await;
        let error = client.try_push(&push().token("aa")).await.unwrap_err();
        assert!(error.is_reset() && error.is_remote(), "{at:?}: {error:?}");
        assert_eq!(error.reason(), Some(h2::Reason::REFUSED_STREAM));
        // The connection is as it was.
        assert_eq!(client.push(&push()).await.status, 200, "{at:?}");
    }
}

#[tokio::test]
async fn cut_and_silent_above_tls() {
    for place in [Place::AfterSettings, Place::Request, Place::Answer] {
        for how in [HowToCut::Close, HowToCut::Reset] {
            let simulator = simulator(Step::new(Action::Cut { at: place, how }));
            let mut client = Connect::default().http2(&simulator).await;
            let error = client.try_push(&push().token("aa")).await.unwrap_err();
            assert!(
                error.is_io() || error.is_go_away(),
                "{place:?} {how:?}: {error:?}"
            );
        }
        let simulator = simulator(Step::new(Action::Silence { at: place }));
        let mut client = Connect::default().http2(&simulator).await;
        let request = push();
        let heard = timeout(Duration::from_millis(150), client.try_push(&request)).await;
        assert!(heard.is_err(), "{place:?}: {heard:?}");
    }
}

/// The headers of an answer and half of its body arrive before the connection is cut.
#[tokio::test]
async fn the_middle_of_an_answer() {
    let cut = Action::Cut {
        at: Place::Answer,
        how: HowToCut::Close,
    };
    let simulator = simulator(Step::new(cut));
    let mut client = Connect::default().http2(&simulator).await;
    let uri = "https://localhost/3/device/aa";
    let request = http::Request::post(uri)
        .header("apns-topic", APP)
        .body(())
        .unwrap();
    let (response, mut body) = client.send.send_request(request, false).unwrap();
    body.send_data("{}".into(), true).unwrap();
    let response = within(response).await.unwrap();
    assert_eq!(response.status(), 400);
    let mut body = response.into_body();
    let half = within(body.data()).await.unwrap().unwrap();
    assert_eq!(half, r#"{"reason":"Ba"#);
    assert!(within(body.data()).await.unwrap().is_err());
}

#[tokio::test]
async fn answers_of_every_kind() {
    let cases = [
        (AnswerAction::default(), 200, ""),
        (
            AnswerAction::reason("Whatever"),
            400,
            r#"{"reason":"Whatever"}"#,
        ),
        (
            AnswerAction::reason("Shutdown").with_status(599),
            599,
            r#"{"reason":"Shutdown"}"#,
        ),
        (
            AnswerAction::reason("Unregistered").with_timestamp(1),
            410,
            r#"{"reason":"Unregistered","timestamp":1}"#,
        ),
        (
            AnswerAction::default()
                .with_status(502)
                .with_body("<html>Bad gateway</html>"),
            502,
            "<html>Bad gateway</html>",
        ),
    ];
    for (answer, status, body) in cases {
        let simulator = simulator(Step::new(Action::Answer(answer)));
        let mut client = Connect::default().http2(&simulator).await;
        let answer = client.push(&push()).await;
        assert_eq!(answer.status, status);
        assert_eq!(String::from_utf8(answer.body).unwrap(), body);
    }
}

#[tokio::test]
async fn huge_headers() {
    let bytes = 10 * 1024 * 1024;
    let simulator = simulator(Step::new(Action::HugeHeaders { bytes }));
    let mut client = Connect::default().http2(&simulator).await;
    let answer = client.push(&push()).await;
    let padding = answer
        .head
        .headers()
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-padding-"));
    let length: usize = padding.map(|(_, value)| value.len()).sum();
    assert_eq!(length, 10 * 1024 * 1024);
}

#[tokio::test]
async fn a_huge_body_is_made_while_it_is_sent() {
    let bytes = 1024 * 1024 * 1024;
    let simulator = simulator(Step::new(Action::HugeBody { bytes }));
    let mut client = Connect::default().http2(&simulator).await;
    let uri = format!("https://localhost/3/device/{TOKEN}");
    let request = http::Request::post(uri).body(()).unwrap();
    let (response, mut body) = client.send.send_request(request, false).unwrap();
    body.send_data("{}".into(), true).unwrap();
    let mut body = within(response).await.unwrap().into_body();
    let mut length: u64 = 0;
    while let Some(part) = within(body.data()).await {
        let part = part.unwrap().len();
        body.flow_control().release_capacity(part).unwrap();
        length += u64::try_from(part).unwrap();
        // Enough to know that it does not end.
        if length > 64 * 1024 * 1024 {
            break;
        }
    }
    assert!(length > 64 * 1024 * 1024, "{length}");
    drop(body);
    drop(client);
    let small = simulator_with_body(100_000).await;
    assert_eq!(small, 100_000);
}

async fn simulator_with_body(bytes: u64) -> usize {
    let simulator = simulator(Step::new(Action::HugeBody { bytes }));
    let mut client = Connect::default().http2(&simulator).await;
    client.push(&push()).await.body.len()
}

#[tokio::test]
async fn a_slow_answer() {
    let drip = Action::Drip {
        bytes_per_second: 400,
    };
    let simulator = simulator(Step::new(drip));
    let mut client = Connect::default().http2(&simulator).await;
    let begun = Instant::now();
    let answer = client.push(&push().token("aa")).await;
    assert_eq!(answer.json(), json!({"reason": "BadDeviceToken"}));
    // Two frame headers, an identifier and a body: some 80 bytes.
    assert!(
        begun.elapsed() >= Duration::from_millis(100),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn something_else_than_http2() {
    for place in [Place::BeforeSettings, Place::AfterSettings] {
        let garbage = Action::Garbage {
            at: place,
            text: "HTTP/1.1 400 Bad Request\r\n\r\n".to_owned(),
        };
        let simulator = simulator(Step::new(garbage));
        let (bytes, end) = Connect::default().raw(&simulator).await;
        assert!(end.is_ok(), "{end:?}");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            text.ends_with("HTTP/1.1 400 Bad Request\r\n\r\n"),
            "{text:?}"
        );
        assert_eq!(text.starts_with("HTTP/1.1"), place == Place::BeforeSettings);
    }
}

#[tokio::test]
async fn conditions_choose() {
    let simulator = json_script(
        r#"{"steps": [
            {"when": {"connection": 2, "request": 2}, "do": {"answer": {"reason": "Forbidden"}}},
            {"when": {"topic": "com.example.app.voip"}, "do": {"answer": {"reason": "TooManyRequests"}}, "times": 1},
            {"when": {"token": "AABB"}, "do": {"answer": {}}}
        ]}"#,
    );
    let voip = push().topic("com.example.app.voip");
    let mut first = Connect::default().http2(&simulator).await;
    assert_eq!(first.push(&push()).await.status, 200);
    assert_eq!(first.push(&push()).await.status, 200);
    assert_eq!(
        first.push(&push().token("aabb")).await.status,
        200,
        "unknown, but scripted"
    );
    assert_eq!(first.push(&push().token("aabc")).await.status, 400);
    let mut second = Connect::default().http2(&simulator).await;
    assert_eq!(second.push(&voip).await.status, 429);
    assert_eq!(
        second.push(&voip).await.json(),
        json!({"reason": "Forbidden"})
    );
    assert_eq!(second.push(&voip).await.status, 200, "once only");
}

#[test]
fn what_cannot_be_done_is_refused() {
    for (text, part) in [
        (
            r#"{"steps": [{"do": {"go-away": {"at": "client-hello"}}}]}"#,
            "no GOAWAY before HTTP/2",
        ),
        (
            r#"{"steps": [{"do": {"drip": {"bytes_per_second": 0}}}]}"#,
            "are silence",
        ),
        (
            r#"{"steps": [{"do": {"answer": {"status": 100}}}]}"#,
            "from 200 to 599",
        ),
        (
            r#"{"steps": [{"do": {"reset-stream": {"at": "answered"}}}]}"#,
            "`request` and at `answer`",
        ),
        (
            r#"{"steps": [{"do": {"garbage": {"at": "server-hello"}}}]}"#,
            "after the handshake",
        ),
        (
            r#"{"steps": [{"do": {"huge-headers": {"bytes": 1000000000}}}]}"#,
            "64 MiB",
        ),
        (
            r#"{"steps": [{"when": {"request": 1}, "do": {"cut": {"at": "accept"}}}]}"#,
            "before all requests",
        ),
        (r#"{"steps": [{"do": {"explode": {}}}]}"#, "unknown variant"),
        (
            r#"{"steps": [{"do": {"cut": {}}, "if": 1}]}"#,
            "unknown field",
        ),
        ("[", "cannot be read"),
    ] {
        let error = text.parse::<Script>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

/// The script in the README is one, and its log has the fields that the simulator writes.
#[test]
fn the_readme_is_right() {
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> = readme.split("```json\n").skip(1).collect();
    let block = |index: usize| blocks[index].split("```").next().unwrap();
    let script: Script = block(0).parse().unwrap();
    assert_eq!(script.steps.len(), 5);
    for action in [
        "answer",
        "go-away",
        "reset-stream",
        "cut",
        "silence",
        "delay",
        "drip",
    ]
    .iter()
    .chain(&["huge-headers", "huge-body", "garbage", "alert"])
    {
        assert!(readme.contains(&format!("| `{action}` | ")), "{action}");
    }
    for place in Place::ALL {
        assert!(
            readme.contains(&format!("| `{}` | ", place.as_str())),
            "{place:?}"
        );
    }
    let seen = serde_json::to_value(pushcert_apns_sim::RequestSeen::default()).unwrap();
    let request: serde_json::Value =
        serde_json::from_str(block(1).lines().nth(2).unwrap()).unwrap();
    for field in seen.as_object().unwrap().keys() {
        assert!(request.get(field).is_some(), "{field}");
    }
}
