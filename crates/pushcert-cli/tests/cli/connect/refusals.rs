//! Who refused, and why.

use pushcert::Environment;
use pushcert::types::Reason;
use pushcert_apns_sim::{Action, Script, Step};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::hex_lower;

use crate::stand_in::{Place, certificate, findings, simulator, status, statuses};

/// Runs `connect` and gives the report of a refusal at this stage.
#[track_caller]
fn refusal(place: &Place, stage: &str, more: &[&str]) -> serde_json::Value {
    let arguments = [&["connect", "push.pem", "--format", "json"], more].concat();
    let report = place.run(&arguments).code(1).json();
    let failed: Vec<_> = statuses(&report)
        .into_iter()
        .filter(|(_, status)| status == "fail")
        .map(|(stage, _)| stage)
        .collect();
    assert_eq!(failed, [stage], "{report}");
    report
}

#[track_caller]
fn has(report: &serde_json::Value, finding: &str) {
    assert!(
        findings(report).iter().any(|name| name == finding),
        "{finding} in {report}"
    );
}

/// A server whose root is in no trust store: the certificate is not blamed.
#[test]
fn s1_28_an_unknown_root_is_about_the_trust_store() {
    let place = Place::new(simulator());
    let port = place.server.port().to_string();
    let arguments = [
        "connect",
        "push.pem",
        "--format",
        "json",
        "--host",
        "localhost",
        "--port",
        &port,
    ];
    let report = place.bench.run(&arguments).code(1).json();
    assert_eq!(status(&report, "tls"), "pass");
    assert_eq!(status(&report, "server-chain"), "fail");
    assert_eq!(status(&report, "client-certificate"), "skipped");
    has(&report, "server-not-trusted");
    let blamed = findings(&report);
    for name in [
        "client-certificate-rejected",
        "connection-cut",
        "apns-refuses-certificate",
    ] {
        assert!(!blamed.iter().any(|one| one == name), "{blamed:?}");
    }
}

#[test]
fn s1_30_both_versions_of_tls_work() {
    let place = Place::new(simulator());
    for (flag, version) in [("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")] {
        let arguments = ["connect", "push.pem", "--format", "json", "--tls", flag];
        let report = place.run(&arguments).code(0).json();
        assert_eq!(report["stages"][3]["facts"]["version"], version);
    }
}

/// With TLS 1.3 the refusal comes when the handshake is over for the client.
#[test]
fn s1_30_a_rejected_client_certificate_is_recognised_in_both_versions() {
    let other = Authority::synthetic_intermediate().certificate();
    let place = Place::new(simulator().client_anchor(other));
    for version in ["1.2", "1.3"] {
        let report = refusal(&place, "client-certificate", &["--tls", version]);
        has(&report, "client-certificate-rejected");
        assert_eq!(status(&report, "topic"), "skipped");
    }
}

#[test]
fn s1_32_the_alert_certificate_revoked_has_the_code_of_a_revocation_list() {
    let place = Place::new(simulator());
    let hash = Digest::Sha256.hash(&certificate("com.example.app", 0));
    place.server.revoke(&hex_lower(&hash));
    for version in ["1.2", "1.3"] {
        let report = refusal(&place, "client-certificate", &["--tls", version]);
        let all = report["findings"].as_array().unwrap();
        let revoked = all.iter().find(|one| one["name"] == "revoked").unwrap();
        assert_eq!(revoked["code"], "APNS304");
        assert!(
            revoked["help"]
                .as_str()
                .unwrap()
                .contains("close all connections")
        );
    }
}

#[test]
fn the_other_environment_is_named() {
    let place = Place::new(simulator().environment(Environment::Sandbox));
    let script = Script::new().with(Step::new(Action::answer("BadCertificateEnvironment")));
    place.server.set_script(script).unwrap();
    let report = refusal(&place, "topic", &[]);
    has(&report, "apns-wrong-environment");
}

/// Each reason ends in a verdict: only those about the device prove that the credential is accepted.
#[test]
fn every_reason_has_a_finding_or_proves_the_credential() {
    let place = Place::new(simulator());
    for reason in Reason::ALL {
        let script = Script::new().with(Step::new(Action::answer(reason.as_str())));
        place.server.set_script(script).unwrap();
        let output = place.run(&["connect", "push.pem", "--format", "json"]);
        let report = output.json();
        if reason.is_about_the_device() {
            assert_eq!(report["verdict"], "pass", "{reason}: {report}");
        } else {
            assert_ne!(report["verdict"], "pass", "{reason}");
            let about = report["findings"].as_array().unwrap();
            let named = about
                .iter()
                .any(|one| one["evidence"]["reason"] == reason.as_str());
            assert!(named, "{reason}: {report}");
        }
    }
}

#[test]
fn a_server_that_says_nothing_costs_no_more_than_the_timeout() {
    let script = r#"{"steps": [{"do": {"silence": {"at": "after-settings"}}}]}"#;
    let script: Script = script.parse().unwrap();
    let place = Place::new(simulator().script(script));
    let report = refusal(&place, "client-certificate", &["--timeout", "1"]);
    has(&report, "connection-timed-out");
}
