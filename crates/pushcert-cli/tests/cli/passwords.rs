//! Where passwords come from, and what is said about them.

use crate::support::{
    AT, PASSWORD, command, finish, folder, on_locked_sample, on_sample, run, run_with_input,
    sample, write,
};

const LOCKED: &str = "healthy-openssl3.p12";

fn state(output: &crate::support::Output) -> String {
    output.json()["files"][0]["pkcs12"]["password"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn s0_07_a_file_without_password_opens_without_one() {
    let output = on_sample("check", "healthy.pem", &["--format", "json"]).code(0);
    assert_eq!(
        output.json()["files"][0]["identities"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn s0_08_protected_without_password_is_required_and_not_wrong() {
    let output = on_sample("check", LOCKED, &["--format", "json"]).code(1);
    assert_eq!(state(&output), "required");
    assert!(output.findings().contains(&"password-required".to_owned()));
    assert!(!output.findings().contains(&"wrong-password".to_owned()));
}

#[test]
fn s0_09_wrong_is_wrong_and_right_opens() {
    let wrong = on_sample(
        "check",
        LOCKED,
        &["--password", "not it", "--format", "json"],
    )
    .code(1);
    assert_eq!(state(&wrong), "wrong");
    assert!(wrong.findings().contains(&"wrong-password".to_owned()));
    let right = on_locked_sample("check", LOCKED, &["--format", "json"]).code(0);
    assert_eq!(state(&right), "given");
}

#[test]
fn s0_20_the_four_states_and_the_missing_mac_are_told() {
    for (name, encoding) in [
        ("empty-password-bmp.p12", "bmp-terminator"),
        ("empty-password-zero-bytes.p12", "zero-bytes"),
    ] {
        let output = on_sample("check", name, &["--format", "json"]);
        assert_eq!(state(&output), "empty", "{name}");
        assert_eq!(
            output.json()["files"][0]["pkcs12"]["empty_encoding"],
            encoding
        );
    }
    let output = on_locked_sample("check", "no-mac.p12", &[]);
    assert!(
        output.flat().contains("no integrity check (MAC)"),
        "{}",
        output.stdout
    );
}

#[test]
fn s0_22_first_the_password_then_a_new_export() {
    let output = on_sample("check", LOCKED, &["--password", "not it"]).code(1);
    let text = output.stdout.to_lowercase();
    let remedy = text.split('→').nth(1).expect("a remedy");
    let password = remedy.find("password").expect("the password is spoken of");
    let export = remedy.find("export").expect("so is the export");
    assert!(password < export, "{remedy}");
}

#[test]
fn every_source_works() {
    let folder = folder();
    let file = sample(LOCKED);
    let anchor = sample("synthetic-ca.pem");
    let common = ["check", &file, "--at", AT, "--trust-anchor", &anchor];
    let with = |more: &[&str]| -> Vec<String> {
        common.iter().chain(more).map(ToString::to_string).collect()
    };
    for (name, text) in [
        ("plain", "sample"),
        ("line", "sample\n"),
        ("windows", "\u{feff}sample\r\n"),
    ] {
        let path = write(&folder, name, text);
        run(&with(&["--password-file", path.to_str().unwrap()])).code(0);
    }
    finish(command(&with(&["--password-env", "P"])).env("P", PASSWORD)).code(0);
    run_with_input(&with(&["--password-stdin"]), b"sample\nnot read").code(0);
    let warned = run(&with(&["--password", PASSWORD])).code(0);
    assert!(warned.stderr.contains("other users"), "{}", warned.stderr);
}

#[cfg(unix)]
#[test]
fn a_password_file_may_be_a_pipe() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    crate::io::make_pipe(&pipe);
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "sample\n").unwrap()
    });
    on_sample(
        "check",
        LOCKED,
        &["--password-file", pipe.to_str().unwrap()],
    )
    .code(0);
    writer.join().unwrap();
}

#[test]
fn sources_that_give_nothing_are_explained() {
    let folder = folder();
    let two = write(&folder, "two", "one\ntwo\n");
    let latin = write(&folder, "latin", b"p\xe4ss");
    let missing = folder.path().join("missing");
    let by_file = |path: &std::path::Path| {
        on_sample(
            "check",
            LOCKED,
            &["--password-file", path.to_str().unwrap()],
        )
    };
    assert!(by_file(&two).code(2).stderr.contains("more than one line"));
    assert!(by_file(&latin).code(2).stderr.contains("not UTF-8"));
    assert!(by_file(&missing).code(2).stderr.contains("no such file"));
    let unset = on_sample("check", LOCKED, &["--password-env", "PUSHCERT_NOT_SET"]).code(2);
    assert!(
        unset.stderr.contains("PUSHCERT_NOT_SET"),
        "{}",
        unset.stderr
    );
    let closed = on_sample("check", LOCKED, &["--password-stdin"]).code(2);
    assert!(
        closed.stderr.contains("empty or closed"),
        "{}",
        closed.stderr
    );
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let output = on_sample("check", LOCKED, &[]).code(1);
    assert!(!output.stderr.contains("Password for"), "{}", output.stderr);
    assert!(
        output.stdout.contains("password-required"),
        "{}",
        output.stdout
    );
}
