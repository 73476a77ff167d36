//! `pushcert send` against the stand-in.

use pushcert::types::Topic;
use pushcert_apns_sim::{Action, Device, EventKind, RequestSeen, Script, Step};
use pushcert_testkit::cert::CertificateBuilder;

use crate::stand_in::{Place, TOKEN, credential, findings, long_lived, simulator, status};
use crate::workbench::refused;

fn place() -> Place {
    Place::new(
        simulator()
            .device(TOKEN, Device::registered())
            .keep_payloads(),
    )
}

/// The pushes that came.
fn pushes(place: &Place) -> Vec<RequestSeen> {
    let log = place.server.log().into_iter();
    log.filter_map(|event| match event.kind {
        EventKind::Request(request) => Some(*request),
        _ => None,
    })
    .collect()
}

const SEND: [&str; 4] = ["send", "push.pem", "--token", TOKEN];

#[test]
fn a_push_goes_out_with_what_was_asked_for() {
    let place = place();
    let id = "123e4567-e89b-42d3-a456-426614174000";
    let more = [
        "--alert",
        "Hello",
        "--title",
        "Greeting",
        "--badge",
        "3",
        "--sound",
        "default",
        "--priority",
        "5",
        "--expiration",
        "0",
        "--apns-id",
        id,
        "--collapse-id",
        "news",
        "--format",
        "json",
    ];
    let report = place.run(&[&SEND[..], &more].concat()).code(0).json();
    assert_eq!(status(&report, "push"), "pass");
    assert_eq!(status(&report, "topic"), "pass");
    let stages = report["stages"].as_array().unwrap();
    let push = &stages.last().unwrap()["facts"];
    assert_eq!(push["http_status"], 200);
    assert_eq!(push["apns_id"], id);
    let seen = pushes(&place);
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].topic.as_deref(), Some("com.example.app"));
    assert_eq!(seen[0].push_type.as_deref(), Some("alert"));
    assert_eq!(seen[0].priority.as_deref(), Some("5"));
    assert_eq!(seen[0].apns_id, id);
    assert_eq!(
        seen[0].payload.as_deref(),
        Some(
            r#"{"aps":{"alert":{"title":"Greeting","body":"Hello"},"badge":3,"sound":"default"}}"#
        )
    );
}

#[test]
fn each_push_has_an_identifier_of_its_own_and_the_same_one_is_seen_to_be_the_same() {
    let place = place();
    place.run(&SEND).code(0);
    place.run(&SEND).code(0);
    let seen = pushes(&place);
    assert_ne!(seen[0].apns_id, seen[1].apns_id);
    assert!(!seen[1].duplicate);
    place
        .run(&[&SEND[..], &["--apns-id", &seen[0].apns_id]].concat())
        .code(0);
    assert!(pushes(&place)[2].duplicate);
}

#[test]
fn the_push_type_follows_from_the_payload_and_the_certificate() {
    let place = place();
    place
        .run(&[&SEND[..], &["--content-available"]].concat())
        .code(0);
    place
        .run(&[&SEND[..], &["--push-type", "voip"]].concat())
        .code(0);
    let mdm = long_lived(
        CertificateBuilder::mdm_push("0B2C0E2D-6B3B-4D2B-9B7D-0A8D6C1F5E11"),
        1,
    );
    place.bench.put("mdm.pem", credential(&mdm.build(), 1));
    place
        .run(&["send", "mdm.pem", "--token", TOKEN, "--push-magic", "4F2A"])
        .code(0);
    let seen: Vec<_> = pushes(&place)
        .into_iter()
        .map(|push| (push.push_type.unwrap(), push.payload.unwrap()))
        .collect();
    let pair = |push_type: &str, payload: &str| (push_type.to_owned(), payload.to_owned());
    assert_eq!(
        seen,
        [
            pair("background", r#"{"aps":{"content-available":1}}"#),
            pair("voip", r#"{"aps":{}}"#),
            pair("mdm", r#"{"mdm":"4F2A"}"#),
        ]
    );
}

#[test]
fn a_payload_from_a_file_goes_out_as_it_is() {
    let place = place();
    let payload = "{ \"aps\": {\"alert\": \"ä\"}, \"id\": 7 }\n";
    place.bench.put("payload.json", payload);
    place
        .run(&[&SEND[..], &["--payload", "payload.json"]].concat())
        .code(0);
    assert_eq!(pushes(&place)[0].payload.as_deref(), Some(payload));
}

#[test]
fn what_cannot_be_sent_is_not_sent() {
    let place = place();
    place.bench.put(
        "large.json",
        format!("{{\"aps\":{{\"alert\":\"{}\"}}}}", "x".repeat(4096)),
    );
    place.bench.put("list.json", "[1]");
    place.bench.put("broken.json", "{\"aps\":");
    for (more, why) in [
        (
            &["--payload", "large.json"][..],
            "4116 bytes, and APNs takes 4096",
        ),
        (&["--payload", "list.json"], "no object"),
        (&["--payload", "broken.json"], "no JSON"),
        (&["--payload", "missing.json"], "cannot read missing.json"),
        (&["--apns-id", "seven"], "no UUID"),
        (&["--collapse-id", &"x".repeat(65)], "65 bytes"),
        (
            &["--content-available", "--priority", "10"],
            "priority 5 or 1",
        ),
    ] {
        refused(place.run(&[&SEND[..], more].concat()), 2, &[why]);
    }
    refused(
        place.run(&["send", "push.pem", "--token", "xyz"]),
        2,
        &["token, 3 characters"],
    );
    refused(
        place.run(&["send", ".", "--token", TOKEN]),
        2,
        &["not with a folder"],
    );
    place
        .run(&[&SEND[..], &["--payload", "large.json", "--alert", "x"]].concat())
        .code(2);
    // VoIP pushes may be larger: Apple, "Creating the remote notification payload".
    place
        .run(
            &[
                &SEND[..],
                &["--payload", "large.json", "--push-type", "voip"],
            ]
            .concat(),
        )
        .code(0);
    assert_eq!(pushes(&place).len(), 1);
}

#[test]
fn the_answer_is_explained() {
    let place = place();
    let other = "11".repeat(32);
    let gone = "22".repeat(32);
    place.server.set_device(
        &other,
        Device::registered().with_topic(Topic::parse("com.example.other").unwrap()),
    );
    place
        .server
        .set_device(&gone, Device::unregistered(1_795_000_000_000));
    for (token, reason) in [
        (&*"33".repeat(32), "BadDeviceToken"),
        (&*other, "DeviceTokenNotForTopic"),
        (&*gone, "Unregistered"),
    ] {
        let arguments = ["send", "push.pem", "--token", token, "--format", "json"];
        let report = place.run(&arguments).code(1).json();
        assert_eq!(status(&report, "client-certificate"), "pass");
        assert_eq!(
            status(&report, "topic"),
            "pass",
            "{reason}: the credential is accepted"
        );
        assert_eq!(status(&report, "push"), "fail");
        assert!(
            findings(&report).contains(&"device-token-refused".to_owned()),
            "{report}"
        );
        let push = report["stages"].as_array().unwrap().last().unwrap()["facts"].clone();
        assert_eq!(push["reason"], reason);
    }
}

/// Nothing is sent again by itself: whoever does so must know that it may come twice.
#[test]
fn a_lost_answer_is_told_and_nothing_is_sent_again() {
    let place = place();
    let script = Script::new().with(Step::new(Action::Cut {
        at: pushcert_apns_sim::Place::Request,
        how: Default::default(),
    }));
    place.server.set_script(script).unwrap();
    let arguments = [&SEND[..], &["--format", "json"]].concat();
    let report = place.run(&arguments).code(1).json();
    let all = report["findings"].as_array().unwrap();
    let unknown = all.iter().find(|one| one["name"] == "push-outcome-unknown");
    // Whoever sends it again has to know which one it was.
    let id = unknown.unwrap()["evidence"]["apns_id"].as_str().unwrap();
    assert_eq!(id, pushes(&place)[0].apns_id);
    assert_eq!(place.connections(), 1);
    assert_eq!(pushes(&place).len(), 1);
}
