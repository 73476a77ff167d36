//! `--format prometheus`, read by a strict parser of the text format 0.0.4.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{AT, folder, on_locked_sample, run, sample, sample_bytes, write};

/// One sample: name, labels, value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) value: i64,
}

/// Reads an exposition. Panics at everything that the format does not allow, and at what
/// node_exporter's textfile collector refuses: times of samples, two samples of the same series,
/// a family in two places, a sample without HELP and TYPE.
#[track_caller]
pub(crate) fn parse(text: &str) -> Vec<Sample> {
    assert!(text.ends_with('\n'), "the last line has an end");
    let mut samples: Vec<Sample> = Vec::new();
    let (mut families, mut all) = (BTreeSet::new(), BTreeSet::new());
    let mut lines = text.lines().peekable();
    while let Some(help) = lines.next() {
        let (name, what) = help
            .strip_prefix("# HELP ")
            .unwrap()
            .split_once(' ')
            .unwrap();
        assert!(is_name(name) && !what.is_empty(), "{help}");
        assert!(families.insert(name.to_owned()), "{name} comes twice");
        assert_eq!(lines.next().unwrap(), format!("# TYPE {name} gauge"));
        let mut count = 0;
        while let Some(line) = lines.next_if(|line| !line.starts_with('#')) {
            let sample = sample_of(line);
            assert_eq!(sample.name, name, "{line}");
            let series = (sample.name.clone(), sample.labels.clone());
            assert!(all.insert(series), "{line} comes twice");
            samples.push(sample);
            count += 1;
        }
        assert!(count > 0, "{name} has no sample");
    }
    samples
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
}

#[track_caller]
fn sample_of(line: &str) -> Sample {
    let end = line.find(['{', ' ']).unwrap();
    let (name, rest) = line.split_at(end);
    let (labels, value) = match rest.strip_prefix('{') {
        Some(rest) => labels_of(rest),
        None => (BTreeMap::new(), rest),
    };
    let value = value.strip_prefix(' ').unwrap();
    Sample {
        name: name.to_owned(),
        labels,
        value: value.parse().unwrap(),
    }
}

/// The labels up to the bracket, and what follows.
#[track_caller]
fn labels_of(mut rest: &str) -> (BTreeMap<String, String>, &str) {
    let mut labels = BTreeMap::new();
    loop {
        let (name, quoted) = rest.split_once("=\"").unwrap();
        assert!(is_name(name), "{name}");
        let mut value = String::new();
        let mut characters = quoted.char_indices();
        let end = loop {
            match characters.next().unwrap() {
                (end, '"') => break end,
                (_, '\\') => match characters.next().unwrap().1 {
                    'n' => value.push('\n'),
                    other @ ('\\' | '"') => value.push(other),
                    other => panic!("\\{other} is no escape"),
                },
                (_, other) => value.push(other),
            }
        };
        assert!(labels.insert(name.to_owned(), value).is_none(), "{name}");
        let (_, behind) = quoted.split_at(end + 1);
        rest = match behind.strip_prefix('}') {
            Some(value) => return (labels, value),
            None => behind.strip_prefix(',').unwrap(),
        };
    }
}

fn of<'a>(samples: &'a [Sample], name: &str) -> Vec<&'a Sample> {
    let found = samples.iter().filter(|sample| sample.name == name);
    found.collect()
}

/// The samples of all files, as `check` and `show` give them.
fn all(verb: &str) -> Vec<Sample> {
    let anchor = sample("synthetic-ca.pem");
    let arguments = [
        verb,
        "docs/samples",
        "gone.p12",
        "--at",
        AT,
        "--password",
        "sample",
    ];
    let more = ["--trust-anchor", &anchor, "--format", "prometheus"];
    parse(&run(&[&arguments[..], &more].concat()).code(2).stdout)
}

#[test]
fn s1_26_the_times_of_a_certificate_are_seconds_since_1970() {
    let text = on_locked_sample("check", "healthy-openssl3.p12", &["--format", "prometheus"]);
    let samples = parse(&text.code(0).stdout);
    let value = |name: &str| {
        let found = of(&samples, name);
        assert_eq!(found.len(), 1, "{name}");
        found[0].value
    };
    let end = pushcert::UnixTime::parse("2027-06-01T18:36:26Z").unwrap();
    assert_eq!(
        value("apns_certificate_not_after_timestamp_seconds"),
        end.secs()
    );
    let renewal = value("apns_certificate_renewal_timestamp_seconds");
    assert_eq!(renewal, end.secs() - 30 * 86_400, "30 days ahead");
    let begin = pushcert::UnixTime::parse("2026-05-02T18:36:27Z").unwrap();
    assert_eq!(
        value("apns_certificate_not_before_timestamp_seconds"),
        begin.secs()
    );
    let at = pushcert::UnixTime::parse(AT).unwrap();
    assert_eq!(value("apns_check_last_timestamp_seconds"), at.secs());
    assert_eq!(value("apns_check_success"), 1);
    assert_eq!(value("apns_check_readable"), 1);
}

#[test]
fn every_file_and_every_certificate_is_there() {
    let samples = all("check");
    let files = std::fs::read_dir(crate::support::root().join("docs/samples"));
    // One is the page about them, and one is not there.
    let files = files.unwrap().count();
    for name in ["apns_check_success", "apns_check_readable"] {
        assert_eq!(of(&samples, name).len(), files, "{name}");
    }
    let gone = |name: &str| {
        let found = of(&samples, name).into_iter();
        let mut found = found.filter(|one| one.labels["path"] == "gone.p12");
        found.next().unwrap().value
    };
    assert_eq!(
        (gone("apns_check_success"), gone("apns_check_readable")),
        (0, 0)
    );
    let ends = of(&samples, "apns_certificate_not_after_timestamp_seconds");
    let infos = of(&samples, "apns_certificate_info");
    assert!(ends.len() > 20, "{}", ends.len());
    assert_eq!(ends.len(), infos.len());
    for (end, info) in ends.iter().zip(&infos) {
        let names: Vec<_> = end.labels.keys().collect();
        assert_eq!(names, ["kind", "path", "subject"], "nothing that changes");
        assert!(
            end.labels
                .iter()
                .all(|(name, value)| info.labels.get(name) == Some(value))
        );
        assert!(!info.labels["serial"].is_empty());
    }
}

#[test]
fn findings_are_counted_as_the_report_lists_them() {
    let json = on_locked_sample("check", "two-identities.p12", &["--format", "json"]).json();
    let mut listed: BTreeMap<(String, String), i64> = BTreeMap::new();
    for finding in json["files"][0]["findings"].as_array().unwrap() {
        let text = |name: &str| finding[name].as_str().unwrap().to_owned();
        *listed.entry((text("severity"), text("code"))).or_default() += 1;
    }
    let output = on_locked_sample("check", "two-identities.p12", &["--format", "prometheus"]);
    let samples = parse(&output.code(1).stdout);
    let counted: BTreeMap<_, _> = of(&samples, "apns_check_findings")
        .into_iter()
        .map(|one| {
            let label = |name: &str| one.labels[name].clone();
            ((label("severity"), label("code")), one.value)
        })
        .collect();
    assert_eq!(counted, listed);
    assert_eq!(of(&samples, "apns_check_success")[0].value, 0);
}

#[test]
fn show_has_the_facts_alone() {
    let samples = all("show");
    assert!(of(&samples, "apns_check_success").is_empty());
    assert!(of(&samples, "apns_check_findings").is_empty());
    assert!(!of(&samples, "apns_certificate_info").is_empty());
}

#[cfg(unix)]
#[test]
fn a_name_stays_inside_of_its_label() {
    let folder = folder();
    let names = [
        "q\"uote\\.pem",
        "a\n# TYPE x gauge\nx 1.pem",
        "tab\t\u{202e}.pem",
    ];
    let mut arguments = vec!["check".to_owned()];
    for name in names {
        let path = write(&folder, name, sample_bytes("healthy.pem"));
        arguments.push(path.to_str().unwrap().to_owned());
    }
    arguments.extend(["--at", AT, "--format", "prometheus"].map(str::to_owned));
    let samples = parse(&run(&arguments).code(1).stdout);
    let paths = of(&samples, "apns_check_success").into_iter();
    let paths: Vec<_> = paths
        .map(|one| one.labels["path"].rsplit('/').next().unwrap())
        .collect();
    let shown = [
        "q\"uote\\.pem",
        "a\\u{a}# TYPE x gauge\\u{a}x 1.pem",
        "tab\\u{9}\\u{202e}.pem",
    ];
    assert_eq!(paths, shown);
}

#[test]
fn the_same_file_twice_is_no_series_twice() {
    let file = sample("healthy.pem");
    let arguments = [
        "check", &file, &file, "gone", "gone", "--redact", "--at", AT,
    ];
    let output = run(&[&arguments[..], &["--format", "prometheus"]].concat());
    let samples = parse(&output.code(2).stdout);
    assert_eq!(of(&samples, "apns_check_success").len(), 4);
}
