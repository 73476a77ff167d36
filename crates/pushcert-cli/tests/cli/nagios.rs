//! `--nagios`: first line, performance data, further lines and exit codes, by the guidelines.

use crate::support::{AT, Output, folder, on_locked_sample, run, sample, sample_bytes, write};

/// The parts of the first line: state, text, and label, value, warning and critical of each datum.
struct First<'a> {
    state: &'a str,
    text: &'a str,
    data: Vec<[String; 4]>,
}

/// Reads the first line strictly.
#[track_caller]
fn first(output: &Output) -> First<'_> {
    let line = output.stdout.lines().next().unwrap();
    assert!(!line.contains(char::is_control), "{line:?}");
    let rest = line.strip_prefix("PUSHCERT ").unwrap();
    let (state, rest) = rest.split_once(" - ").unwrap();
    let (text, data) = rest.split_once('|').unwrap_or((rest, ""));
    assert!(!text.is_empty(), "{line}");
    First {
        state,
        text,
        data: performance(data),
    }
}

/// `'label'=value;warn;crit` with a blank between: labels in quotation marks, values whole numbers,
/// thresholds ranges that alert below.
fn performance(mut data: &str) -> Vec<[String; 4]> {
    let mut all: Vec<[String; 4]> = Vec::new();
    while !data.is_empty() {
        let rest = data.strip_prefix('\'').unwrap();
        let (label, rest) = rest.split_once('\'').unwrap();
        let rest = rest.strip_prefix('=').unwrap();
        let (datum, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let fields: Vec<_> = datum.split(';').collect();
        let [value, warning, critical] = fields[..] else {
            panic!("{datum}");
        };
        value.parse::<i64>().unwrap();
        for range in [warning, critical] {
            let days = range.strip_suffix(':').unwrap();
            days.parse::<u32>().unwrap();
        }
        assert!(!label.contains(['=', '|']), "{label}");
        assert!(all.iter().all(|one| one[0] != label), "{label} comes twice");
        all.push([label, value, warning, critical].map(str::to_owned));
        data = rest;
    }
    all
}

fn at(time: &str, more: &[&str]) -> Output {
    let (file, anchor) = (sample("healthy.pem"), sample("synthetic-ca.pem"));
    let arguments = ["check", &file, "--at", time, "--trust-anchor", &anchor];
    run(&[&arguments[..], &["--nagios"], more].concat())
}

/// The certificate of the sample ends on 2027-06-01 at 18:36:26.
#[test]
fn s1_26_the_state_follows_the_days_that_are_left() {
    for (time, more, code, state, days) in [
        (AT, &[][..], 0, "OK", "192"),
        ("2027-05-02T18:36:25Z", &[], 0, "OK", "30"),
        ("2027-05-02T18:36:26Z", &[], 1, "WARNING", "30"),
        ("2027-05-31T00:00:00Z", &[], 1, "WARNING", "1"),
        ("2027-06-01T18:36:27Z", &[], 2, "CRITICAL", "-1"),
        (
            "2027-05-18T18:36:26Z",
            &["--critical-within", "14"],
            2,
            "CRITICAL",
            "14",
        ),
        (
            "2027-05-18T18:36:25Z",
            &["--critical-within", "14"],
            1,
            "WARNING",
            "14",
        ),
        (AT, &["--critical-within", "200"], 2, "CRITICAL", "192"),
        (AT, &["--expiring-within", "200"], 1, "WARNING", "192"),
        (
            AT,
            &["--expiring-within", "200", "--deny-warnings"],
            2,
            "CRITICAL",
            "192",
        ),
    ] {
        let output = at(time, more).code(code);
        let first = first(&output);
        assert_eq!(first.state, state, "{time} {more:?}");
        assert_eq!(first.data.len(), 1);
        assert_eq!(first.data[0][..2], ["days", days], "{time} {more:?}");
        let has_finding = output.stdout.contains("certificate-expir");
        assert_eq!(has_finding, state != "OK", "{}", output.stdout);
    }
}

#[test]
fn the_thresholds_are_in_the_performance_data() {
    let output = at(AT, &["--expiring-within", "60", "--critical-within", "14"]).code(0);
    assert_eq!(first(&output).data[0][2..], ["60:", "14:"]);
    assert_eq!(first(&at(AT, &[])).data[0][2..], ["30:", "0:"]);
    // What is critical earlier than it warns, warns from the same day on.
    let output = at(AT, &["--critical-within", "45"]).code(0);
    assert_eq!(first(&output).data[0][2..], ["45:", "45:"]);
}

#[test]
fn each_file_has_its_days_and_the_first_to_end_comes_first() {
    let files = ["healthy.pem", "expired.p12", "certificate-only.pem"].map(sample);
    let more = ["--at", AT, "--password", "sample", "--nagios"];
    let arguments: Vec<&str> = ["check"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .chain(["gone.p12"])
        .chain(more)
        .collect();
    let output = run(&arguments).code(2);
    let first = first(&output);
    assert_eq!(first.state, "CRITICAL");
    let labels: Vec<_> = first.data.iter().map(|one| one[0].as_str()).collect();
    assert_eq!(labels, ["days", &files[0], &files[1], &files[2]]);
    assert_eq!(first.data[0][1], "-538", "the first to end");
    assert!(
        first.text.contains("3 critical, 1 unknown"),
        "{}",
        first.text
    );
    // The worst comes first, and what could not be read is among it.
    let states: Vec<_> = output.stdout.lines().skip(1).map(state_of).collect();
    let rank = |state: &&str| {
        ["CRITICAL", "UNKNOWN", "WARNING", "OK"]
            .iter()
            .position(|one| one == state)
    };
    assert!(states.iter().map(rank).is_sorted(), "{states:?}");
    assert!(
        output.stdout.contains("\n[UNKNOWN] gone.p12: "),
        "{}",
        output.stdout
    );
    assert!(
        first.text.starts_with(&files[1]),
        "the expiry is named: {}",
        first.text
    );
}

fn state_of(line: &str) -> &str {
    line.strip_prefix('[').unwrap().split_once("] ").unwrap().0
}

#[test]
fn every_finding_has_its_line() {
    for name in [
        "expired.p12",
        "mdm-vendor.p12",
        "login-page.p12",
        "no-mac.p12",
    ] {
        let codes = |output: &Output| {
            let json = output.json();
            let findings = json["files"][0]["findings"].as_array().unwrap().clone();
            let code = |one: &serde_json::Value| one["code"].as_str().unwrap().to_owned();
            let mut codes: Vec<String> = findings.iter().map(code).collect();
            codes.sort();
            codes
        };
        let json = on_locked_sample("check", name, &["--format", "json"]);
        let nagios = on_locked_sample("check", name, &["--nagios"]);
        let code = |line: &str| {
            let (_, rest) = line.split_once(": ").unwrap();
            rest.split(' ').next().unwrap().to_owned()
        };
        let mut listed: Vec<String> = nagios.stdout.lines().skip(1).map(code).collect();
        listed.sort();
        assert_eq!(listed, codes(&json), "{name}");
    }
}

#[test]
fn what_is_not_known_is_unknown() {
    let file = sample("healthy.pem");
    for arguments in [
        vec!["check", "--nagios"],
        vec!["check", "gone.p12", "--nagios"],
        vec!["check", &file, "--nagios", "--no-such-flag"],
        vec!["check", &file, "--nagios", "--format", "json"],
        vec!["check", &file, "--nagios=yes"],
        vec!["check", &file, "--nagios", "--at", "yesterday"],
        vec!["check", &file, "--nagios", "--limit", "max-patience=1"],
        vec!["check", &file, "--nagios", "--password-file", "gone.txt"],
        vec!["check", "-", "-", "--nagios"],
        vec!["check", "docs/design", "--nagios"],
        vec!["chekc", &file, "--nagios"],
        vec!["show", &file, "--nagios"],
        vec!["check", "--nagios", "--help"],
    ] {
        let output = run(&arguments).code(3);
        let lines: Vec<_> = output
            .stdout
            .lines()
            .filter(|line| line.starts_with("PUSHCERT "))
            .collect();
        assert_eq!(lines.len(), 1, "{arguments:?}: {}", output.stdout);
        assert!(lines[0].starts_with("PUSHCERT UNKNOWN - "), "{arguments:?}");
    }
    // Bytes that are nothing at all.
    let folder = folder();
    let path = write(&folder, "push.p12", [0x30, 0x80, 0x01]);
    run(&["check", path.to_str().unwrap(), "--nagios"]).code(3);
}

#[test]
fn it_is_an_ordinary_word_behind_two_dashes() {
    run(&["check", "--", "--nagios"]).code(2);
}

#[test]
fn a_critical_threshold_is_for_monitors_only() {
    let output = run(&["check", &sample("healthy.pem"), "--critical-within", "3"]).code(2);
    assert!(output.stderr.contains("--nagios"), "{}", output.stderr);
}

#[cfg(unix)]
#[test]
fn a_name_cannot_begin_performance_data_or_a_line() {
    let folder = folder();
    let names = ["a|b'c=d.pem", "line\nbreak\u{1b}[31m.pem", "a|b_c_d.pem"];
    let paths = names.map(|name| write(&folder, name, sample_bytes("healthy.pem")));
    let (anchor, paths) = (sample("synthetic-ca.pem"), paths.each_ref());
    let mut arguments = vec!["check", "--nagios", "--at", AT, "--trust-anchor", &anchor];
    arguments.extend(paths.map(|path| path.to_str().unwrap()));
    let output = run(&arguments).code(0);
    let first = first(&output);
    assert_eq!(
        first.data.len(),
        4,
        "labels that would be the same are told apart"
    );
    for line in output.stdout.lines().skip(1) {
        assert!(
            !line.contains('|') && !line.contains(char::is_control),
            "{line:?}"
        );
        state_of(line);
    }
}

#[test]
fn a_redacted_answer_names_nobody() {
    let output = on_locked_sample("check", "expired.p12", &["--nagios", "--redact"]).code(2);
    assert!(output.stdout.contains("file-1.p12"), "{}", output.stdout);
    for word in ["com.example", "docs/samples", "TEAM123456"] {
        assert!(!output.stdout.contains(word), "{}", output.stdout);
    }
}

/// Most containers are refused by some program that is not there. A monitor need not know.
#[test]
fn what_is_ignored_counts_as_a_note() {
    let state = |more: &[&str], code: i32| {
        let output = on_locked_sample(
            "check",
            "healthy-openssl3.p12",
            &[&["--nagios"], more].concat(),
        );
        output.code(code)
    };
    let counted = state(&[], 1);
    assert!(
        counted.stdout.contains("\n[WARNING] "),
        "{}",
        counted.stdout
    );
    for name in ["keychain-cannot-import", "APNS014"] {
        let ignored = state(&["--ignore", name], 0);
        assert_eq!(first(&ignored).state, "OK");
        assert!(
            ignored
                .stdout
                .contains("[OK] docs/samples/healthy-openssl3.p12: APNS014 ")
        );
    }
    let soon = [
        "--ignore",
        "keychain-cannot-import",
        "--expiring-within",
        "200",
    ];
    assert!(first(&state(&soon, 1)).text.contains("expires in 192 days"));
    state(&["--ignore", "no-such-thing"], 3);
    run(&["check", "x", "--ignore", "APNS014"]).code(2);
}
