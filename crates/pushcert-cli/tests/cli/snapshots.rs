//! The text reports of all samples, as a person sees them.
//!
//! The snapshots are the files in `snapshots/`. `UPDATE_SNAPSHOTS=1 cargo test -p pushcert-cli`
//! writes them anew; the difference is then to be read like any other change.

#![expect(clippy::print_stderr, reason = "the whole of what differs is shown")]

use std::fs;
use std::path::PathBuf;

use crate::support::{Output, on_locked_sample, on_sample, root};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/snapshots")
        .join(name)
}

/// Compares with the snapshot, or writes it. True when all is well.
fn agrees(name: &str, command: &str, output: &Output) -> bool {
    let Output {
        code,
        stdout,
        stderr,
    } = output;
    let mut text = format!("$ {command}\n{stdout}");
    if !stderr.is_empty() {
        text.push_str(&format!("--- standard error\n{stderr}"));
    }
    text.push_str(&format!("--- exit code {code}\n"));
    let path = path(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return true;
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    if stored != text {
        eprintln!("{} differs; it is now:\n{text}", path.display());
    }
    stored == text
}

fn samples() -> Vec<String> {
    let entries = fs::read_dir(root().join("docs/samples")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != "README.md").collect();
    names.sort();
    assert!(
        names.len() >= 12,
        "docs/samples holds a dozen files at least"
    );
    names
}

/// A password given to a file that has the empty one is wrong.
fn on(verb: &str, name: &str) -> Output {
    if name.starts_with("empty-password") {
        on_sample(verb, name, &[])
    } else {
        on_locked_sample(verb, name, &[])
    }
}

fn all(verb: &str) {
    let differing: Vec<_> = samples()
        .into_iter()
        .filter(|name| {
            let command = format!("pushcert {verb} docs/samples/{name}");
            !agrees(&format!("{verb}/{name}.txt"), &command, &on(verb, name))
        })
        .collect();
    assert!(
        differing.is_empty(),
        "UPDATE_SNAPSHOTS=1 accepts the changes of {differing:?}"
    );
}

#[test]
fn check_of_every_sample() {
    all("check");
}

#[test]
fn s1_18_show_of_every_sample() {
    all("show");
}

#[test]
fn every_snapshot_has_its_sample() {
    for verb in ["check", "show"] {
        let entries = fs::read_dir(path(verb)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names
            .map(|name| name.trim_end_matches(".txt").to_owned())
            .collect();
        names.sort();
        assert_eq!(names, samples());
    }
}

#[test]
fn passwords_missing_and_wrong() {
    let missing = on_sample("check", "healthy-keychain.p12", &[]);
    let wrong = on_sample("check", "healthy-keychain.p12", &["--password", "not it"]);
    let command = "pushcert check docs/samples/healthy-keychain.p12";
    assert!(agrees("password-required.txt", command, &missing));
    assert!(agrees(
        "wrong-password.txt",
        &format!("{command} --password 'not it'"),
        &wrong
    ));
}

#[test]
fn help_of_every_command() {
    for verb in [
        "check",
        "show",
        "export",
        "explain",
        "completions",
        "man",
        "connect",
        "send",
        "schema",
        "simulate",
    ] {
        let help = crate::support::run(&[verb, "--help"]).code(0);
        assert!(
            agrees(
                &format!("help/{verb}.txt"),
                &format!("pushcert {verb} --help"),
                &help
            ),
            "{verb}"
        );
    }
}
