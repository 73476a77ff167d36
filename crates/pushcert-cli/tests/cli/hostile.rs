//! The section Output of the checklist: whatever a file says, no control character of it reaches
//! the terminal, and the machine formats stay what they are.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use pushcert::diagnostics::is_unsafe;
use pushcert_testkit::hostile::{self, Hostile};

use crate::support::{AT, Output, folder, run, sample, write};

/// All hostile files, those with the same password in one folder, judged in one run each.
fn on_all(format: &str) -> Vec<Output> {
    let mut by_password: BTreeMap<Option<String>, Vec<Hostile>> = BTreeMap::new();
    for one in hostile::all() {
        // A password of megabytes goes into no argument and no file of passwords.
        let usable = one
            .password
            .clone()
            .filter(|password| password.len() < 1000 && !password.contains(['\n', '\0']));
        by_password.entry(usable).or_default().push(one);
    }
    by_password
        .into_iter()
        .map(|(password, files)| on(&files, password.as_deref(), format))
        .collect()
}

fn on(files: &[Hostile], password: Option<&str>, format: &str) -> Output {
    let folder = folder();
    for one in files {
        let extension = one.file_name.rsplit('.').next().unwrap_or("p12");
        write(
            &folder,
            &format!("{}.{extension}", one.name.replace('/', "-")),
            &one.bytes,
        );
    }
    let anchor = sample("synthetic-ca.pem");
    let path = folder.path().to_str().unwrap().to_owned();
    // Some are larger than the limit, and are to be judged all the same.
    let mut arguments = vec!["check", &path, "--at", AT, "--trust-anchor", &anchor];
    match format {
        "nagios" => arguments.push("--nagios"),
        format => arguments.extend(["--format", format]),
    }
    arguments.extend(["--limit", "max-input=20_000_000"]);
    arguments.extend(
        password
            .iter()
            .flat_map(|password| ["--password", password]),
    );
    run(&arguments)
}

fn no_hidden_character(outputs: &[Output]) {
    for output in outputs {
        for line in output.stdout.lines().chain(output.stderr.lines()) {
            assert!(!line.chars().any(is_unsafe), "{line:?}");
        }
    }
}

#[test]
fn text_has_no_control_character_of_any_file() {
    let started = Instant::now();
    let outputs = on_all("text");
    assert!(
        outputs
            .iter()
            .any(|output| output.stdout.contains("\\u{1b}")),
        "some file has an ESC"
    );
    no_hidden_character(&outputs);
    assert!(
        outputs.iter().all(|output| output.code <= 1),
        "every file is judged"
    );
    assert!(
        started.elapsed() < Duration::from_secs(300),
        "all of them end"
    );
}

#[test]
fn json_stays_json() {
    let outputs = on_all("json");
    let schema = run(&["schema"]).json();
    for output in &outputs {
        assert_eq!(crate::schema::violations(&schema, &output.json()), [""; 0]);
    }
    no_hidden_character(&outputs);
}

#[test]
fn sarif_and_junit_stay_what_they_are() {
    let outputs = on_all("sarif");
    outputs
        .iter()
        .for_each(|output| assert_eq!(output.json()["version"], "2.1.0"));
    no_hidden_character(&outputs);
    let outputs = on_all("junit");
    no_hidden_character(&outputs);
    for output in &outputs {
        let xml = &output.stdout;
        for element in ["testsuites", "testsuite", "failure", "system-out"] {
            let opened = xml.matches(&format!("<{element} ")).count()
                + xml.matches(&format!("<{element}>")).count();
            assert_eq!(
                opened,
                xml.matches(&format!("</{element}>")).count(),
                "{element}"
            );
        }
        assert!(!xml.contains("<script"), "markup of a name is escaped");
    }
}

#[test]
fn metrics_calendars_and_plugins_stay_what_they_are() {
    let outputs = on_all("prometheus");
    no_hidden_character(&outputs);
    let samples = outputs
        .iter()
        .map(|one| crate::prometheus::parse(&one.stdout));
    assert!(samples.map(|all| all.len()).sum::<usize>() > 1000);
    let outputs = on_all("ical");
    no_hidden_character(&outputs);
    let calendars = outputs.iter().map(|one| crate::ical::parse(&one.stdout));
    assert!(calendars.map(|one| one.inside.len()).sum::<usize>() > 100);
    let outputs = on_all("nagios");
    no_hidden_character(&outputs);
    for output in &outputs {
        let mut lines = output.stdout.lines();
        assert!(lines.next().unwrap().starts_with("PUSHCERT "));
        assert!(lines.all(|line| line.starts_with('[') && !line.contains('|')));
    }
}

#[test]
fn arguments_with_control_characters_are_not_echoed() {
    let output = run(&["check", "--\u{1b}]0;title\u{7}"]).code(2);
    assert!(
        !output.stderr.contains('\u{1b}') && !output.stderr.contains('\u{7}'),
        "{:?}",
        output.stderr
    );
    let output = run(&["check", "no\u{1b}[31msuch\nfile"]).code(2);
    assert!(
        output.stderr.contains("no\\u{1b}[31msuch\\u{a}file"),
        "{:?}",
        output.stderr
    );
}
