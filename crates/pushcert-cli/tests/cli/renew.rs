//! `pushcert renew`: would this renewal keep every device?

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

use crate::support::{Output, run};
use crate::workbench::{Bench, OLD, csr_pem, key_pem, mdm, refused};

const UUID: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";
const OTHER: &str = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

/// Apple's certificate of last year.
fn old() -> CertificateBuilder {
    mdm(UUID, 2).valid("2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z")
}

/// The same one renewed, with a new key.
fn new() -> CertificateBuilder {
    mdm(UUID, 3).valid("2026-11-20T00:00:00Z", "2027-11-20T00:00:00Z")
}

/// An app's, from a year before.
fn app(key: usize) -> CertificateBuilder {
    CertificateBuilder::apns("com.example.app").key(&TestKey::rsa2048(key))
}

fn compare(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let bench = Bench::new();
    bench.put("old.pem", old).put("new.pem", new);
    let output =
        bench.run_trusting(&[&["renew", "--old", "old.pem", "--new", "new.pem"], more].concat());
    assert_eq!(bench.names(), ["new.pem", "old.pem"], "nothing is written");
    output
}

/// Every finding, with its severity.
fn findings(output: &Output) -> Vec<(String, String)> {
    let json = output.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = json["findings"].as_array().unwrap().iter();
    findings
        .map(|one| (text(&one["name"]), text(&one["severity"])))
        .collect()
}

#[track_caller]
fn finds(output: &Output, name: &str, severity: &str) {
    let found = findings(output);
    let wanted = (name.to_owned(), severity.to_owned());
    assert!(found.contains(&wanted), "{name} in {found:?}");
}

#[test]
fn s1_26_the_same_topic_keeps_every_device() {
    let output = compare(old().build(), new().build(), &[]).code(0);
    let text = output.flat();
    for part in [
        "✓ new.pem keeps every device",
        "old old.pem",
        "new new.pem",
        &format!("topics = com.apple.mgmt.External.{UUID}"),
        "environments = production",
        "overlap 11 days, from 2026-11-20T00:00:00Z to 2026-12-01T00:00:00Z",
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
    assert_eq!(output.stderr, "");
}

#[test]
fn s1_26_json_is_valid_by_its_schema() {
    let schema = run(&["schema", "renewal"]).code(0).json();
    for (new, code, keeps) in [(new(), 0, true), (mdm(OTHER, 3), 1, false)] {
        let json = compare(old().build(), new.build(), &["--format", "json"])
            .code(code)
            .json();
        assert_eq!(crate::schema::violations(&schema, &json), [""; 0]);
        assert_eq!(json["schema"], "pushcert.renewal/1");
        assert_eq!(json["keeps_devices"], keeps);
        let rows = json["comparison"].as_array().unwrap().iter();
        let names: Vec<_> = rows.map(|row| row["name"].as_str().unwrap()).collect();
        let all = [
            "topics",
            "environments",
            "kind",
            "team_id",
            "country",
            "key",
            "issuer_generation",
            "not_before",
            "not_after",
            "serial",
        ];
        assert_eq!(names, all);
        assert_eq!(json["comparison"][0]["same"], keeps);
        assert_eq!(json["old"]["path"], "old.pem");
        assert!(json["new"]["certificate"]["serial"].is_string());
    }
}

/// S2-21, S2-29: what another topic means, in words that nobody can misread.
#[test]
fn s2_21_s2_29_another_topic_is_an_error_that_tells_of_the_devices() {
    let new = mdm(OTHER, 3).build();
    let output = compare(old().build(), &new, &[]).code(1);
    let text = output.flat();
    for part in [
        "✗ new.pem would lose devices that the old certificate reaches",
        "renewal-changes-topic",
        "every enrolled device stops answering, silently, until it is enrolled again",
        "Renew, not Create",
        &format!("- com.apple.mgmt.External.{UUID}"),
        &format!("+ com.apple.mgmt.External.{OTHER}"),
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
    finds(
        &compare(old().build(), &new, &["--format", "json"]),
        "renewal-changes-topic",
        "error",
    );
}

#[test]
fn an_app_may_not_lose_a_topic_or_an_environment() {
    let all = app(2).build();
    let other = CertificateBuilder::apns("com.example.other")
        .key(&TestKey::rsa2048(3))
        .build();
    let json = |old: &[u8], new: &[u8]| compare(old, new, &["--format", "json"]).code(1);
    finds(&json(&all, &other), "renewal-changes-topic", "error");
    let sandbox = CertificateBuilder::apns_sandbox("com.example.app")
        .key(&TestKey::rsa2048(3))
        .build();
    let lost = json(&all, &sandbox);
    finds(&lost, "renewal-changes-environment", "error");
    assert_eq!(lost.json()["keeps_devices"], false);
    let text = compare(&all, &sandbox, &[]).code(1).flat();
    assert!(
        text.contains("does not serve production, and the old one does"),
        "{text}"
    );
    let team = app(3).valid("2026-11-01T00:00:00Z", "2027-12-01T00:00:00Z");
    let team = team.edit_subject(|_| {
        let name = "Apple Push Services: com.example.app";
        pushcert_testkit::name::Name::apple("com.example.app", name, Some("OTHER65432"), None, "US")
    });
    let output = compare(&all, team.build(), &["--format", "json"]).code(0);
    finds(&output, "renewal-changes-team", "warning");
    compare(&all, team.build(), &["--deny-warnings"]).code(1);
    compare(&all, team.build(), &["--strict"]).code(1);
}

#[test]
fn the_same_key_is_a_note() {
    let output = compare(
        old().build(),
        new().key(&TestKey::rsa2048(2)).build(),
        &["--format", "json"],
    );
    finds(&output, "same-key-reused", "note");
    let text = compare(
        old().build(),
        new().key(&TestKey::rsa2048(2)).build(),
        &["--deny-warnings"],
    );
    assert!(text.code(0).stdout.contains("same-key-reused"));
}

#[test]
fn a_gap_and_an_older_one_are_told() {
    let json = |new: CertificateBuilder, at: &str| {
        compare(
            old().build(),
            new.build(),
            &["--format", "json", "--at", at],
        )
    };
    let late = new().valid("2026-12-11T00:00:00Z", "2027-12-11T00:00:00Z");
    let output = json(late.clone(), "2026-12-12T00:00:00Z").code(0);
    finds(&output, "renewal-gap", "warning");
    assert!(output.json()["overlap"].is_null());
    let flags = ["--deny-warnings", "--at", "2026-12-12T00:00:00Z"];
    let text = compare(old().build(), late.build(), &flags).code(1).flat();
    assert!(
        text.contains("none: the two are never valid at the same time"),
        "{text}"
    );
    let output = json(
        new().valid("2025-11-01T00:00:00Z", "2026-11-30T00:00:00Z"),
        "2026-11-21T00:00:00Z",
    );
    finds(&output.code(0), "renewal-not-newer", "warning");
    let same = compare(old().build(), old().build(), &["--format", "json"]).code(1);
    finds(&same, "renewal-not-newer", "error");
    let text = compare(old().build(), old().build(), &[]).code(1).flat();
    assert!(
        text.contains("one and the same: nothing was renewed"),
        "{text}"
    );
    let expired = json(new(), "2027-12-01T00:00:00Z").code(1);
    finds(&expired, "certificate-expired", "error");
}

/// Of several in a file the one that shares the topic is meant, or the one that is asked for.
#[test]
fn the_right_one_of_several_is_compared() {
    let block = |der: &[u8]| pem::encode("CERTIFICATE", der);
    let both = block(&app(4).build()) + &block(&old().build());
    let output = compare(&both, new().build(), &["--format", "json"]).code(0);
    let uid = &output.json()["old"]["certificate"]["uid"];
    assert_eq!(uid, &format!("com.apple.mgmt.External.{UUID}"));
    let other = CertificateBuilder::apns("com.example.other").build();
    let apps = block(&app(4).build()) + &block(&other);
    let output = compare(&apps, mdm(OTHER, 3).build(), &[]);
    refused(
        output,
        2,
        &[
            "2 certificates that may be meant",
            "com.example.other",
            "--topic",
        ],
    );
    let renewed = app(3)
        .valid("2026-11-20T00:00:00Z", "2027-11-20T00:00:00Z")
        .build();
    let output = compare(
        &apps,
        block(&renewed) + &block(&other),
        &["--topic", "com.example.app", "--format", "json"],
    );
    assert_eq!(
        output.code(0).json()["new"]["certificate"]["uid"],
        "com.example.app"
    );
}

#[test]
fn credentials_with_passwords_are_compared() {
    let container = |builder: &CertificateBuilder, key: usize, password: &str| {
        let identity = Identity::from_parts(&TestKey::rsa2048(key), builder.build());
        PfxBuilder::modern(password, &identity, 64).build()
    };
    let (old, new) = (
        container(&old(), 2, OLD),
        container(&new(), 3, "another secret"),
    );
    let output = compare(&old, new.clone(), &["--password-env", "OLD"]);
    refused(output, 2, &["new.pem", "wrong-password"]);
    let bench = Bench::new();
    bench
        .put("old.p12", old)
        .put("new.p12", new)
        .put("others", "another secret\n");
    let fixed = [
        "renew",
        "--old",
        "old.p12",
        "--new",
        "new.p12",
        "--password-env",
        "OLD",
    ];
    let output = bench.run_trusting(&[&fixed[..], &["--other-passwords-file", "others"]].concat());
    assert!(
        output
            .code(0)
            .flat()
            .contains("✓ new.p12 keeps every device")
    );
}

#[test]
fn nothing_to_compare_is_told() {
    let good = || new().build();
    for (bytes, why) in [
        (key_pem(3).into_bytes(), "wrong-file-here"),
        (csr_pem(3).into_bytes(), "wrong-file-here"),
        (Vec::new(), "no certificate in old.pem"),
        (vec![7; 4000], "no certificate in old.pem"),
    ] {
        refused(
            compare(bytes, good(), &[]),
            2,
            &[why, "each as .p12, .pem or .cer"],
        );
    }
    let bench = Bench::new();
    bench.put("new.pem", good());
    let output = bench.run(&["renew", "--old", "old.pem", "--new", "new.pem"]);
    refused(output, 2, &["old.pem", "there is no such file"]);
    let output = bench.run(&["renew", "--old", "-", "--new", "-"]);
    refused(output, 2, &["standard input is asked for more than once"]);
    bench.run(&["renew", "--new", "new.pem"]).code(2);
}
