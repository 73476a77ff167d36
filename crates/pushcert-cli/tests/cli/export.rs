//! `pushcert export`: what it writes, and what it says about it.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::{AT, Output, PASSWORD, command, finish, folder, run, sample};

pub(crate) const NEW: &str = "a new secret";

/// `pushcert export FILE` with both passwords in the environment, at the time of the samples.
pub(crate) fn export(file: &str, out: &Path, more: &[&str]) -> Output {
    let anchor = sample("synthetic-ca.pem");
    let out = out.to_str().unwrap();
    let mut arguments = vec!["export", file, "--out", out, "--at", AT];
    arguments.extend(["--trust-anchor", &anchor]);
    arguments.extend(more);
    if !more.iter().any(|flag| flag.starts_with("--password")) {
        arguments.extend(["--password-env", "OLD"]);
    }
    if !more
        .iter()
        .any(|flag| flag.contains("-password") && !flag.starts_with("--password"))
    {
        arguments.extend(["--new-password-env", "NEW"]);
    }
    finish(command(&arguments).env("OLD", PASSWORD).env("NEW", NEW))
}

/// The report on a file with this password.
pub(crate) fn check(path: &Path, password: &str) -> serde_json::Value {
    let anchor = sample("synthetic-ca.pem");
    let path = path.to_str().unwrap();
    let mut command = command(&[
        "check",
        path,
        "--at",
        AT,
        "--trust-anchor",
        &anchor,
        "--format",
        "json",
        "--password-env",
        "P",
    ]);
    finish(command.env("P", password)).json()["files"][0].clone()
}

pub(crate) fn new(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("new")
}

#[test]
fn s0_26_every_profile_opens_with_the_new_password_alone() {
    for (name, leaf) in [
        ("healthy-openssl3.p12", 1),
        ("healthy.pem", 1),
        ("voip.p12", 1),
    ] {
        let folder = folder();
        let source = check(Path::new(&sample(name)), PASSWORD);
        for to in ["pem", "p12-modern", "p12-compatible", "p12-legacy"] {
            let out = folder.path().join(to);
            let output = export(&sample(name), &out, &["--to", to]).code(0);
            assert!(output.flat().contains(to), "{}", output.stdout);
            let written = check(&out, NEW);
            assert_eq!(written["identities"].as_array().unwrap().len(), leaf);
            let same = |pointer: &str| {
                assert_eq!(
                    written.pointer(pointer),
                    source.pointer(pointer),
                    "{name} {to}"
                );
            };
            same("/identities/0/certificate/sha256");
            same("/identities/0/key/spki_sha256");
            same("/identities/0/chain");
            let locked = check(&out, "another").to_string();
            assert!(locked.contains("wrong-password"), "{locked}");
        }
    }
}

/// The summary says what was written, how it is protected, where it opens, and what comes next.
#[test]
fn the_summary_is_complete() {
    let folder = folder();
    let output = export(
        &sample("healthy-openssl3.p12"),
        &new(&folder),
        &["--to", "p12-compatible", "--iterations", "3000"],
    )
    .code(0);
    let text = output.flat();
    for part in [
        "✓ wrote ",
        "com.example.app (sandbox and production)",
        "RSA 2048 bits",
        "2 certificates",
        "p12-compatible",
        "pbe-sha1-3des-3key-cbc",
        "hmac-sha1",
        "3000 iterations each",
        "opens in",
        "Keychain",
        "pushcert check ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(output.stderr, "");
}

#[test]
fn s0_19_one_of_several_by_number_topic_or_fingerprint() {
    let file = sample("two-identities.p12");
    let folder = folder();
    let source = check(Path::new(&file), PASSWORD);
    let fingerprint = source["identities"][1]["certificate"]["sha256"]
        .as_str()
        .unwrap();
    for identity in ["1", "com.example.other", fingerprint, &fingerprint[..12]] {
        let flags = ["--to", "p12-modern", "--identity", identity, "--force"];
        export(&file, &new(&folder), &flags).code(0);
        let written = check(&new(&folder), NEW);
        assert_eq!(written["identities"].as_array().unwrap().len(), 1);
        let leaf = &written["identities"][0]["certificate"]["sha256"];
        assert_eq!(leaf.as_str(), Some(fingerprint), "{identity}");
    }
}

#[test]
fn s0_19_without_a_choice_nothing_is_written_and_all_are_listed() {
    let file = sample("two-identities.p12");
    let folder = folder();
    let output = export(&file, &new(&folder), &["--to", "pem"]).code(1);
    for part in ["0: com.example.app", "1: com.example.other", "--identity"] {
        assert!(output.stderr.contains(part), "{}", output.stderr);
    }
    for identity in ["2", "com.example", "0123456789abcdef"] {
        let flags = ["--to", "pem", "--identity", identity];
        let output = export(&file, &new(&folder), &flags).code(2);
        assert!(
            output.stderr.contains("1: com.example.other"),
            "{}",
            output.stderr
        );
    }
    assert!(!new(&folder).exists());
    let flags = ["--to", "pem", "--environment", "production"];
    let output = export(&file, &new(&folder), &flags).code(0);
    assert!(
        output.stdout.contains("0: com.example.app"),
        "{}",
        output.stdout
    );
}

#[test]
fn what_check_says_about_a_file_is_said_and_nothing_is_written() {
    for (name, finding) in [
        ("no-private-key.p12", "no-private-key"),
        ("key-only.p12", "no-certificate"),
        ("key-mismatch.pem", "key-mismatch"),
        ("certificate-only.cer", "not-a-push-credential"),
        ("login-page.p12", "not-a-push-credential"),
    ] {
        let folder = folder();
        let output = export(&sample(name), &new(&folder), &["--to", "pem"]).code(1);
        assert!(output.stderr.contains(finding), "{name}: {}", output.stderr);
        assert!(
            output.stderr.contains("  → "),
            "a remedy: {}",
            output.stderr
        );
        assert!(!new(&folder).exists() && output.stdout.is_empty());
    }
    let folder = folder();
    let file = sample("healthy-keychain.p12");
    let flags = ["--to", "pem", "--password", "not it"];
    let wrong = export(&file, &new(&folder), &flags).code(1);
    assert!(wrong.stderr.contains("wrong-password"), "{}", wrong.stderr);
    let missing = run(&[
        "export",
        &file,
        "--to",
        "pem",
        "--out",
        "x",
        "--no-password",
    ])
    .code(1);
    assert!(
        missing.stderr.contains("password-required"),
        "{}",
        missing.stderr
    );
    let output = export("no/such.p12", &new(&folder), &["--to", "pem"]).code(2);
    assert!(output.stderr.contains("there is no such file"));
    let output = export("docs", &new(&folder), &["--to", "pem"]).code(2);
    assert!(output.stderr.contains("it is a folder"));
}

#[test]
fn an_expired_credential_is_written_with_a_warning() {
    let folder = folder();
    let flags = ["--to", "p12-compatible"];
    let output = export(&sample("expired.p12"), &new(&folder), &flags).code(0);
    assert!(
        output.stderr.contains("certificate-expired"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("will not work with APNs"));
    assert!(new(&folder).exists());
}

/// S0-27: no password is never silent.
#[test]
fn s0_27_s0_28_no_password_is_written_with_advice() {
    for name in ["healthy-openssl3.p12", "unprotected.p12", "healthy.pem"] {
        for to in ["pem", "p12-modern", "p12-compatible", "p12-legacy"] {
            let folder = folder();
            let (file, out) = (sample(name), new(&folder));
            let flags = ["--to", to, "--no-password"];
            let output = match name {
                // A password for a file that has none would be a wrong one.
                "unprotected.p12" => {
                    let fixed = ["export", &file, "--out", out.to_str().unwrap()];
                    run(&[&fixed[..], &flags].concat())
                }
                _ => export(&file, &out, &flags),
            };
            let output = output.code(0);
            let said = output
                .stderr
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            assert!(
                said.contains("add a password: --new-password-file"),
                "{said}"
            );
            // And with one again: unprotected becomes protected.
            let again = folder.path().join("again");
            let from = new(&folder);
            let anchor = sample("synthetic-ca.pem");
            let flags = [
                "export",
                from.to_str().unwrap(),
                "--to",
                to,
                "--out",
                again.to_str().unwrap(),
                "--new-password-env",
                "NEW",
                "--trust-anchor",
                &anchor,
                "--at",
                AT,
            ];
            let output = finish(command(&flags).env("NEW", NEW)).code(0);
            assert!(
                !output.stderr.contains("add a password"),
                "{}",
                output.stderr
            );
            assert_eq!(
                check(&again, NEW)["identities"].as_array().unwrap().len(),
                1
            );
        }
    }
}

#[test]
fn the_chain_is_dropped_and_completed() {
    let folder = folder();
    for (chain, certificates) in [("keep", 2), ("drop", 1), ("complete", 1)] {
        let out = folder.path().join(chain);
        let flags = ["--to", "p12-modern", "--chain", chain, "--format", "json"];
        let output = export(&sample("healthy-openssl3.p12"), &out, &flags).code(0);
        assert_eq!(output.json()["certificates"], certificates, "{chain}");
    }
    let file = sample("look-alike-issuer.p12");
    let flags = ["--to", "pem", "--chain", "complete"];
    let output = export(&file, &new(&folder), &flags).code(1);
    assert!(output.stderr.contains("--chain keep"), "{}", output.stderr);
    assert!(!new(&folder).exists());
}

#[test]
fn json_says_what_was_written_as_its_schema_has_it() {
    let schema = run(&["schema", "export"]).code(0).json();
    assert_eq!(run(&["schema", "report"]).stdout, run(&["schema"]).stdout);
    let folder = folder();
    let flags = ["--to", "p12-modern", "--format", "json"];
    let written = export(&sample("voip.p12"), &new(&folder), &flags)
        .code(0)
        .json();
    assert_eq!(crate::schema::violations(&schema, &written), [""; 0]);
    assert_eq!(written["schema"], "pushcert.export/1");
    assert_eq!(written["path"], new(&folder).to_str().unwrap());
    assert_eq!(written["profile"], "p12-modern");
    assert_eq!(written["iterations"], 100_000);
    assert_eq!(written["identity"]["number"], 0);
    assert_eq!(written["protections"]["key"], "pbes2-aes-256-cbc");
    assert!(written["error"].is_null());
    let file = check(&new(&folder), NEW);
    assert_eq!(
        written["identity"]["sha256"],
        file["identities"][0]["certificate"]["sha256"]
    );
    assert_eq!(written["findings"], file["findings"]);

    let out = folder.path().join("none");
    let flags = ["--to", "pem", "--format", "json"];
    let refused = export(&sample("two-identities.p12"), &out, &flags)
        .code(1)
        .json();
    assert_eq!(crate::schema::violations(&schema, &refused), [""; 0]);
    assert!(refused["path"].is_null());
    assert_eq!(refused["error"]["identities"].as_array().unwrap().len(), 2);
    let findings = refused["findings"].to_string();
    assert!(findings.contains("multiple-identities"), "{findings}");
    assert!(!fs::exists(&out).unwrap());
}
