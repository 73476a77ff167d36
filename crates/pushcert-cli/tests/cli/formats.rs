//! JSON, SARIF and JUnit.

use std::fs;

use serde_json::Value;

use crate::schema::violations;
use crate::support::{AT, on_locked_sample, root, run, sample};

fn all_samples(verb: &str, format: &str) -> String {
    let anchor = sample("synthetic-ca.pem");
    let arguments = [
        verb,
        "docs/samples",
        "--at",
        AT,
        "--password",
        "sample",
        "--trust-anchor",
        &anchor,
    ];
    run(&[&arguments[..], &["--format", format]].concat()).stdout
}

#[test]
fn s0_01_the_document_has_the_fixed_fields_in_order() {
    let output = on_locked_sample("check", "expired.p12", &["--format", "json"]).code(1);
    let json = output.json();
    let fields: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["schema", "checked_at", "verdict", "files"]);
    assert_eq!(json["schema"], "pushcert.report/1");
    assert_eq!(json["checked_at"], AT);
    assert_eq!(json["verdict"], "fail");
    let certificate = &json["files"][0]["identities"][0]["certificate"];
    assert!(certificate["days_left"].as_i64().unwrap() < 0);
    assert!(
        certificate["not_after"]
            .as_str()
            .unwrap()
            .starts_with("2025-06-01")
    );
    assert!(
        output.stdout.ends_with("]\n}\n"),
        "one document, one line feed at the end"
    );
}

/// With no stage reached, and with a failure in the middle.
#[test]
fn documents_of_connections_are_valid_by_their_schemas() {
    use pushcert::report::{Connection, ConnectionOutcome, Connections, FileConnection};
    use pushcert::types::connection::{ConnectionFacts, Failure, FailureKind, Stage, StageFacts};

    let now = pushcert::UnixTime::parse(AT).unwrap();
    let opened = pushcert::open("push.p12", b"nothing", &pushcert::Options::at(now));
    let mut facts = ConnectionFacts::new("localhost", 2197);
    let mut outcomes = vec![ConnectionOutcome::new(&opened, &facts, Stage::Topic)];
    let stage = Stage::Resolve;
    facts.stages.push(StageFacts { stage, millis: 1 });
    let kind = FailureKind::HostNotFound;
    facts.failure = Some(Failure { stage, kind });
    outcomes.push(ConnectionOutcome::new(&opened, &facts, Stage::Push));

    let schema = run(&["schema", "connect"]).code(0).json();
    for outcome in &outcomes {
        let document = Connection::new(now, outcome.clone());
        let document = serde_json::to_value(document).unwrap();
        assert_eq!(violations(&schema, &document), [""; 0]);
        let mut cut = document.clone();
        cut.as_object_mut().unwrap().remove("stages");
        assert_eq!(violations(&schema, &cut).len(), 1, "{schema}");
    }
    let schema = run(&["schema", "connections"]).code(0).json();
    let outcomes = outcomes.into_iter();
    let all = outcomes.map(|outcome| FileConnection::new("push.p12", outcome));
    let document = serde_json::to_value(Connections::new(now, all.collect())).unwrap();
    assert_eq!(violations(&schema, &document), [""; 0]);
}

#[test]
fn every_report_is_valid_by_the_schema() {
    let schema = run(&["schema"]).code(0).json();
    for verb in ["check", "show"] {
        let text = all_samples(verb, "json");
        let report: Value = serde_json::from_str(&text).unwrap();
        let files = report["files"].as_array().unwrap().len();
        let samples = fs::read_dir(root().join("docs/samples")).unwrap().count() - 1;
        assert_eq!(files, samples, "every sample, and not the page about them");
        assert_eq!(violations(&schema, &report), [""; 0]);
        assert_eq!(report.get("verdict").is_some(), verb == "check");
    }
}

#[test]
fn the_verdict_is_the_worst_of_the_findings() {
    let report: Value = serde_json::from_str(&all_samples("check", "json")).unwrap();
    for file in report["files"].as_array().unwrap() {
        let has = |severity: &str| {
            file["findings"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["severity"] == severity)
        };
        let fits = match file["verdict"].as_str().unwrap() {
            "pass" => !has("error") && !has("warning"),
            "warn" => !has("error") && has("warning"),
            "fail" | "unreadable" => has("error"),
            other => panic!("{other}"),
        };
        assert!(fits, "{file}");
    }
}

#[test]
fn sarif_has_what_code_scanning_needs() {
    let log: Value = serde_json::from_str(&all_samples("check", "sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), pushcert::diagnostics::rules::ALL.len());
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 10);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap();
        assert!(root().join(uri).is_file(), "{uri}");
    }
}

#[test]
fn sarif_recognises_a_certificate_wherever_it_lies() {
    let fingerprints = |name: &str| {
        let log = on_locked_sample(
            "check",
            name,
            &[
                "--format",
                "sarif",
                "--environment",
                "production",
                "--topic",
                "com.x",
            ],
        )
        .json();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let prints: Vec<_> = results
            .iter()
            .map(|result| result["partialFingerprints"]["certificateSha256/v1"].clone())
            .collect();
        assert!(
            prints
                .iter()
                .all(|print| print.as_str().is_some_and(|hex| hex.len() == 64)),
            "{prints:?}"
        );
        prints[0].clone()
    };
    assert_eq!(
        fingerprints("healthy-openssl3.p12"),
        fingerprints("healthy-keychain.p12")
    );
}

#[test]
fn junit_has_one_case_for_each_file() {
    let anchor = sample("synthetic-ca.pem");
    let (good, bad) = (sample("healthy.pem"), sample("key-mismatch.pem"));
    let arguments = [
        "check",
        &good,
        &bad,
        "gone.p12",
        "--at",
        AT,
        "--trust-anchor",
        &anchor,
        "--format",
        "junit",
    ];
    let xml = run(&arguments).code(2).stdout;
    assert!(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        "{xml}"
    );
    assert!(
        xml.contains("<testsuites name=\"pushcert\" tests=\"3\" failures=\"1\" errors=\"1\">"),
        "{xml}"
    );
    assert_eq!(xml.matches("<testcase ").count(), 3, "{xml}");
    assert_eq!(xml.matches("<failure ").count(), 1, "{xml}");
    assert!(xml.contains("type=\"APNS"), "{xml}");
    assert!(
        xml.contains("<error message=\"there is no such file\""),
        "{xml}"
    );
}

#[test]
fn the_same_file_and_flags_give_the_same_bytes() {
    for format in ["text", "json", "sarif", "junit", "prometheus", "ical"] {
        for verb in ["check", "show"] {
            assert_eq!(
                all_samples(verb, format),
                all_samples(verb, format),
                "{verb} {format}"
            );
        }
    }
}

#[test]
fn colours_only_where_they_are_asked_for() {
    let plain = on_locked_sample("check", "expired.p12", &[]).stdout;
    assert!(!plain.contains('\u{1b}'));
    let colored = on_locked_sample("check", "expired.p12", &["--color", "always"]).stdout;
    assert!(colored.contains("\u{1b}[1m\u{1b}[31m"), "{colored:?}");
    let never = on_locked_sample("check", "expired.p12", &["--color", "never"]).stdout;
    assert_eq!(never, plain);
    // What is coloured says the same.
    let mut stripped = String::new();
    for piece in colored.split('\u{1b}') {
        stripped.push_str(
            piece
                .split_once('m')
                .filter(|(code, _)| code.starts_with('['))
                .map_or(piece, |(_, rest)| rest),
        );
    }
    assert_eq!(stripped, plain);
}
