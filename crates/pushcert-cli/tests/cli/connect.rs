//! `pushcert connect` against the stand-in: every stage, and whose fault it is.

mod batch;
mod refusals;

use pushcert::Environment;
use pushcert_apns_sim::EventKind;

use crate::stand_in::{
    Place, TOKEN, certificate, credential, findings, long_lived, simulator, statuses,
};
use crate::support::run;
use crate::workbench::{Bench, refused};
use pushcert_testkit::cert::CertificateBuilder;

const STAGES: [&str; 7] = [
    "local",
    "resolve",
    "tcp",
    "tls",
    "server-chain",
    "client-certificate",
    "topic",
];

const JSON: [&str; 4] = ["connect", "push.pem", "--format", "json"];

#[test]
fn s1_27_each_stage_has_a_result_of_its_own_in_order() {
    let place = Place::new(simulator());
    let report = place.run(&JSON).code(0).json();
    let passed: Vec<_> = STAGES
        .iter()
        .map(|stage| ((*stage).to_owned(), "pass".to_owned()))
        .collect();
    assert_eq!(statuses(&report), passed);
    assert_eq!(report["schema"], "pushcert.connect/1");
    assert_eq!(report["verdict"], "pass");
    assert_eq!(report["environment"], "production");
    assert_eq!(report["host"], "localhost");
    let stages = report["stages"].as_array().unwrap();
    assert!(
        stages.iter().all(|stage| stage["millis"].is_u64()),
        "{stages:?}"
    );
    let facts = |stage: usize| &stages[stage]["facts"];
    assert_eq!(facts(3)["version"], "TLSv1.3");
    assert_eq!(facts(3)["alpn"], "h2");
    assert!(facts(3)["cipher"].as_str().unwrap().starts_with("TLS_"));
    assert_eq!(facts(4)["root"], "pushcert simulator root");
    assert_eq!(facts(6)["http_status"], 400);
    assert_eq!(facts(6)["reason"], "BadDeviceToken");
    assert_eq!(place.connections(), 1);
}

#[test]
fn s1_27_the_text_says_it_too() {
    let place = Place::new(simulator());
    let output = place.run(&["connect", "push.pem"]).code(0);
    let text = output.flat();
    for part in [
        "✓ push.pem is accepted by localhost:",
        "(production)",
        "✓ tls",
        "TLSv1.3 with TLS_",
        "leads to pushcert simulator root, trusted by the given anchors",
        "✓ client-certificate",
        "it says BadDeviceToken for a device that does not exist",
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
}

#[test]
fn the_document_follows_its_schema() {
    let place = Place::new(simulator());
    let schema = run(&["schema", "connect"]).code(0).json();
    let report = place.run(&JSON).code(0).json();
    for required in schema["required"].as_array().unwrap() {
        let name = required.as_str().unwrap();
        assert!(report.get(name).is_some(), "{name} in {report}");
    }
}

/// S1-27: what is wrong with the credential itself is said before anything goes out.
#[test]
fn s1_27_a_bad_credential_is_not_sent_anywhere() {
    let place = Place::new(simulator());
    let expired = CertificateBuilder::apns("com.example.app")
        .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
        .build();
    place.bench.put("expired.pem", credential(&expired, 0));
    let other_key = credential(
        &long_lived(CertificateBuilder::apns("com.example.app"), 1).build(),
        0,
    );
    place.bench.put("other-key.pem", other_key);
    let sandbox = long_lived(CertificateBuilder::apns_sandbox("com.example.app"), 0);
    place
        .bench
        .put("sandbox.pem", credential(&sandbox.build(), 0));
    for (file, more, finding) in [
        ("expired.pem", &[][..], "certificate-expired"),
        ("other-key.pem", &[][..], "key-mismatch"),
        (
            "sandbox.pem",
            &["--environment", "production"][..],
            "environment-mismatch",
        ),
        (
            "push.pem",
            &["--topic", "com.example.other"][..],
            "topic-not-covered",
        ),
        (
            "push.pem",
            &["--push-type", "location"][..],
            "push-type-not-covered",
        ),
    ] {
        let arguments = [&["connect", file, "--format", "json"], more].concat();
        let report = place.run(&arguments).code(1).json();
        let statuses = statuses(&report);
        assert_eq!(statuses[0].1, "fail", "{file}");
        assert!(
            statuses[1..].iter().all(|(_, status)| status == "skipped"),
            "{statuses:?}"
        );
        assert!(
            findings(&report).iter().any(|name| name == finding),
            "{finding}: {report}"
        );
    }
    assert_eq!(place.connections(), 0);
}

/// Two identities for one topic: neither is taken, and that is no success.
#[test]
fn which_of_two_identities_is_meant_has_to_be_said() {
    let place = Place::new(simulator());
    let two = credential(&certificate("com.example.app", 0), 0)
        + &credential(&certificate("com.example.app", 1), 1);
    place.bench.put("two.pem", two);
    for more in [&[][..], &["--topic", "com.example.app"]] {
        let arguments = [&["connect", "two.pem", "--format", "json"], more].concat();
        let report = place.run(&arguments).code(1).json();
        assert_eq!(statuses(&report)[0].1, "fail", "{report}");
    }
    assert_eq!(place.connections(), 0);
}

/// Without `--environment` it is that of the certificate.
#[test]
fn the_environment_is_that_of_the_certificate() {
    let place = Place::new(simulator().environment(Environment::Sandbox));
    let sandbox = long_lived(CertificateBuilder::apns_sandbox("com.example.app"), 0);
    place
        .bench
        .put("sandbox.pem", credential(&sandbox.build(), 0));
    let report = place
        .run(&["connect", "sandbox.pem", "--format", "json"])
        .code(0)
        .json();
    assert_eq!(report["environment"], "sandbox");
}

#[test]
fn topic_and_push_type_are_those_asked_for() {
    let place = Place::new(simulator());
    place
        .run(&["connect", "push.pem", "--push-type", "voip"])
        .code(0);
    place
        .run(&[
            "connect",
            "push.pem",
            "--topic",
            "com.example.app.complication",
        ])
        .code(0);
    let log = place.server.log();
    let asked: Vec<_> = log
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Request(request) => {
                Some((request.topic.clone()?, request.push_type.clone()?))
            }
            _ => None,
        })
        .collect();
    let pair = |topic: &str, push_type: &str| (topic.to_owned(), push_type.to_owned());
    assert_eq!(
        asked,
        [
            pair("com.example.app.voip", "voip"),
            pair("com.example.app.complication", "complication"),
        ]
    );
}

#[test]
fn warnings_count_when_they_are_denied() {
    let place = Place::new(simulator());
    let soon = CertificateBuilder::apns("com.example.app")
        .valid("2026-01-01T00:00:00Z", "2099-06-01T18:36:26Z")
        .build();
    place.bench.put("soon.pem", credential(&soon, 0));
    let arguments = ["connect", "soon.pem", "--at", "2099-05-20T00:00:00Z"];
    let output = place.run(&arguments).code(0);
    assert!(
        output.flat().contains("certificate-expiring"),
        "{}",
        output.stdout
    );
    place
        .run(&[&arguments[..], &["--deny-warnings"]].concat())
        .code(1);
}

#[test]
fn a_command_that_cannot_be_right_is_refused() {
    let bench = Bench::new();
    bench.put("push.pem", "nothing");
    refused(
        bench.run(&["connect", "push.pem", "--port", "8443"]),
        2,
        &["APNs does not listen on port 8443", "443 or 2197"],
    );
    refused(
        bench.run(&["connect", "missing.p12"]),
        2,
        &["cannot read missing.p12"],
    );
    bench.run(&["connect"]).code(2);
    bench
        .run(&["connect", "push.pem", "--timeout", "0"])
        .code(2);
    bench.run(&["connect", "push.pem", "--tls", "1.1"]).code(2);
}

#[test]
fn a_report_for_the_public_names_nobody() {
    let place = Place::new(simulator());
    for arguments in [
        &["connect", "push.pem", "--redact"][..],
        &["connect", "push.pem", "--redact", "--format", "json"],
        &[
            "connect", "push.pem", "push.pem", "--redact", "--format", "json",
        ],
        &[
            "send", "push.pem", "--token", TOKEN, "--redact", "--format", "json",
        ],
    ] {
        let output = place.run(arguments);
        for word in ["com.example", "TEAM123456", "push.pem", TOKEN] {
            assert!(!output.stdout.contains(word), "{word} in {}", output.stdout);
        }
        assert!(
            output.stdout.contains("BadDeviceToken"),
            "{}",
            output.stdout
        );
    }
}

/// A name that no resolver has.
#[test]
fn a_name_that_does_not_exist_is_the_networks_affair() {
    let place = Place::new(simulator());
    let arguments = [
        "connect",
        "push.pem",
        "--host",
        "apns.invalid",
        "--format",
        "json",
    ];
    let report = place.bench.run(&arguments).code(1).json();
    let failed = statuses(&report)
        .into_iter()
        .find(|(_, status)| status == "fail");
    assert_eq!(failed.unwrap().0, "resolve");
    assert!(
        findings(&report).contains(&"host-not-found".to_owned()),
        "{report}"
    );
}
