//! Every reason of APNs, by itself where a request can cause it, else by script.

use pushcert_apns_sim::{Action, Device, Running, Script, Step};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_types::{Environment, Reason, Topic};
use serde_json::json;

use crate::support::{APP, Answer, Connect, Push, TOKEN, app, builder, identity, push};

const GONE: &str = "aa";
const OLD: &str = "bb";
const OTHER: &str = "cc";

fn simulator() -> Running {
    let other = Topic::parse("com.example.other").unwrap();
    builder()
        .device(TOKEN, Device::registered())
        .device(GONE, Device::unregistered(1_795_219_200_123))
        .device(OLD, Device::expired(1_795_219_200_456))
        .device(OTHER, Device::registered().with_topic(other))
        .start()
        .unwrap()
}

#[track_caller]
fn is(answer: &Answer, reason: Reason) {
    assert_eq!(answer.json()["reason"], reason.as_str());
    assert_eq!(answer.status, reason.status());
    assert!(answer.header("apns-id").is_some());
}

/// What the headers of a request cause, with a certificate that is fine.
fn headers() -> Vec<(Reason, Push)> {
    let long = "x".repeat(65);
    let urgent_background = push()
        .header("apns-push-type", "background")
        .header("apns-priority", "10");
    let cases = [
        (Reason::BadCollapseId, "apns-collapse-id", long.as_str()),
        (Reason::BadExpirationDate, "apns-expiration", "tomorrow"),
        (Reason::BadMessageId, "apns-id", "1"),
        (Reason::BadPriority, "apns-priority", "7"),
        (Reason::DuplicateHeaders, "apns-topic", APP),
        (Reason::InvalidPushType, "apns-push-type", "shout"),
        (Reason::InvalidPushType, "apns-push-type", "voip"),
        (Reason::InvalidProviderToken, "authorization", "bearer x"),
    ];
    let cases = cases.map(|(reason, name, value)| (reason, push().header(name, value)));
    let background = (Reason::BadPriority, urgent_background);
    cases.into_iter().chain([background]).collect()
}

/// What everything else in a request causes.
fn requests() -> Vec<(Reason, Push)> {
    let voip = push().topic("com.example.app.voip");
    let put = Push {
        method: "PUT",
        ..push()
    };
    vec![
        (Reason::BadDeviceToken, push().token("abcd")),
        (Reason::BadDeviceToken, push().token("not-hexadecimal")),
        (Reason::BadTopic, push().topic("com..example")),
        (Reason::DeviceTokenNotForTopic, push().token(OTHER)),
        (Reason::MissingDeviceToken, push().path("/3/device/")),
        (Reason::MissingTopic, push().without("apns-topic")),
        (Reason::PayloadEmpty, push().payload(0)),
        (Reason::TopicDisallowed, push().topic("com.example.other")),
        (Reason::BadPath, push().path("/4/device/aa")),
        (Reason::MethodNotAllowed, put),
        (Reason::ExpiredToken, push().token(OLD)),
        (Reason::Unregistered, push().token(GONE)),
        (Reason::PayloadTooLarge, push().payload(4097)),
        (Reason::PayloadTooLarge, push().payload(100_000)),
        (Reason::PayloadTooLarge, voip.payload(5121)),
    ]
}

#[tokio::test]
async fn reasons_that_a_request_causes() {
    let simulator = simulator();
    let mut client = Connect::default().http2(&simulator).await;
    for (reason, push) in headers().into_iter().chain(requests()) {
        let answer = client.push(&push).await;
        assert_eq!(
            answer.json()["reason"],
            reason.as_str(),
            "{:?} {}",
            push.headers,
            push.path
        );
        is(&answer, reason);
    }
    let gone = client.push(&push().token(GONE)).await;
    assert_eq!(
        gone.json(),
        json!({"reason": "Unregistered", "timestamp": 1_795_219_200_123_i64})
    );
    // All on one connection: an answer that says no does not end it.
    assert_eq!(client.push(&push()).await.status, 200);
}

#[tokio::test]
async fn reasons_that_a_certificate_causes() {
    let simulator = simulator();
    let cases = [
        (
            Reason::BadCertificate,
            CertificateBuilder::mdm_vendor("Example Ltd."),
        ),
        (
            Reason::BadCertificate,
            CertificateBuilder::distribution("Example Ltd."),
        ),
        (
            Reason::BadCertificateEnvironment,
            CertificateBuilder::apns_production_legacy(APP),
        ),
    ];
    for (reason, builder) in cases {
        let builder = builder.valid("2026-01-01T00:00:00Z", "2027-06-01T00:00:00Z");
        let mut client = Connect::with(&identity(&builder)).http2(&simulator).await;
        // The certificate comes before everything else that is wrong.
        let answer = client.push(&push().topic("com..example").token("x")).await;
        is(&answer, reason);
    }
    let nobody = Connect {
        identity: None,
        ..Connect::default()
    };
    let mut client = nobody.http2(&simulator).await;
    is(&client.push(&push()).await, Reason::MissingProviderToken);
    let with_token = push().header("authorization", "bearer abc");
    is(
        &client.push(&with_token).await,
        Reason::InvalidProviderToken,
    );
}

#[tokio::test]
async fn every_reason_by_script() {
    for reason in Reason::ALL {
        let answer = Action::answer(reason.as_str());
        let simulator = builder()
            .script(Script::new().with(Step::new(answer)))
            .start()
            .unwrap();
        let mut client = Connect::default().http2(&simulator).await;
        let answer = client.push(&push()).await;
        is(&answer, *reason);
        assert_eq!(answer.json(), json!({"reason": reason.as_str()}));
    }
}

#[tokio::test]
async fn a_push_that_is_fine() {
    let simulator = simulator();
    let mut client = Connect::default().http2(&simulator).await;
    let id = "eabeae54-14a8-11e5-b60b-1697f925ec7b";
    for push in [
        push().header("apns-id", id),
        push()
            .header("apns-push-type", "alert")
            .header("apns-priority", "10"),
        push()
            .header("apns-push-type", "background")
            .header("apns-priority", "5"),
        push()
            .header("apns-expiration", "0")
            .header("apns-collapse-id", "x".repeat(64)),
        push().payload(4096),
        push()
            .topic("com.example.app.voip")
            .header("apns-push-type", "voip")
            .payload(5120),
        push()
            .topic("com.example.app.voip-ptt")
            .header("apns-push-type", "pushtotalk"),
    ] {
        let answer = client.push(&push).await;
        assert_eq!(
            answer.status,
            200,
            "{:?}",
            String::from_utf8_lossy(&answer.body)
        );
        assert!(answer.body.is_empty());
        let given = push.headers.iter().find(|(name, _)| *name == "apns-id");
        match given {
            Some((_, id)) => assert_eq!(answer.header("apns-id"), Some(id.as_str())),
            None => assert_eq!(answer.header("apns-id").unwrap().len(), 36),
        }
    }
}

/// A certificate with one topic needs no header; one of an MDM server is for its own topic.
#[tokio::test]
async fn the_topic_of_the_certificate() {
    let simulator = builder()
        .environment(Environment::Production)
        .device(TOKEN, Device::registered())
        .start()
        .unwrap();
    let uuid = "9b2c3d4e-0000-4000-8000-000000000001";
    let mdm = identity(&CertificateBuilder::mdm_push(uuid));
    let mut client = Connect::with(&mdm).http2(&simulator).await;
    let request = push().without("apns-topic").header("apns-push-type", "mdm");
    assert_eq!(client.push(&request).await.status, 200);
    is(
        &client.push(&request.clone().topic(APP)).await,
        Reason::TopicDisallowed,
    );
    let alert = push()
        .without("apns-topic")
        .header("apns-push-type", "alert");
    is(&client.push(&alert).await, Reason::InvalidPushType);
    let log = serde_json::to_value(simulator.log()).unwrap();
    let first = log
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["event"] == "request")
        .unwrap();
    assert_eq!(first["topic"], format!("com.apple.mgmt.External.{uuid}"));
}

#[tokio::test]
async fn the_environment_decides() {
    let sandbox = identity(&CertificateBuilder::apns_sandbox(APP));
    for environment in Environment::ALL {
        let simulator = builder()
            .environment(*environment)
            .device(TOKEN, Device::registered())
            .start()
            .unwrap();
        let mut both = Connect::with(&app()).http2(&simulator).await;
        assert_eq!(both.push(&push()).await.status, 200);
        let mut only = Connect::with(&sandbox).http2(&simulator).await;
        let answer = only.push(&push()).await;
        match environment {
            Environment::Sandbox => assert_eq!(answer.status, 200),
            Environment::Production => is(&answer, Reason::BadCertificateEnvironment),
        }
    }
}
