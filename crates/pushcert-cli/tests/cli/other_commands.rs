//! `completions`, `man`, `schema`, `--help` and `--version`.

use std::fs;

use crate::support::{folder, run};

#[test]
fn completions_for_every_shell_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).code(0).stdout;
        for word in [
            "check",
            "show",
            "export",
            "explain",
            "password-file",
            "new-password-file",
            "p12-compatible",
            "trust-anchor",
        ] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
    run(&["completions", "cmd"]).code(2);
}

#[test]
fn manual_pages_for_every_command() {
    let all = run(&["man"]).code(0).stdout;
    for page in [
        "pushcert 1",
        "pushcert-check 1",
        "pushcert-show 1",
        "pushcert-export 1",
        "pushcert-explain 1",
        "pushcert-schema 1",
    ] {
        assert!(all.contains(&format!(".TH {page}")), "{page} is missing");
    }
    let check = run(&["man", "check"]).code(0).stdout;
    assert!(
        check.starts_with(".ie") && check.contains("deny\\-warnings"),
        "{check}"
    );
    run(&["man", "no-such-command"]).code(2);
}

#[test]
fn manual_pages_are_written_and_never_overwritten_unasked() {
    let folder = folder();
    let out = folder.path().join("man");
    let arguments = ["man", "--out", out.to_str().unwrap()];
    run(&arguments).code(0);
    let page = out.join("pushcert-check.1");
    assert!(
        fs::read_to_string(&page)
            .unwrap()
            .contains(".TH pushcert-check 1")
    );
    fs::write(&page, "mine").unwrap();
    let output = run(&arguments).code(2);
    assert!(output.stderr.contains("--force"), "{}", output.stderr);
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    run(&[&arguments[..], &["--force"]].concat()).code(0);
    assert_ne!(fs::read_to_string(&page).unwrap(), "mine");
}

#[test]
fn the_schema_names_itself() {
    let schema = run(&["schema"]).code(0).json();
    assert!(
        schema["$schema"]
            .as_str()
            .unwrap()
            .contains("json-schema.org")
    );
    assert!(schema["properties"]["files"].is_object());
}

#[test]
fn help_and_version() {
    let version = run(&["--version"]).code(0).stdout;
    assert_eq!(version, format!("pushcert {}\n", env!("CARGO_PKG_VERSION")));
    let help = run(&["--help"]).code(0).stdout;
    assert!(help.contains("Exit codes"), "{help}");
    run(&["check", "-h"]).code(0);
}
