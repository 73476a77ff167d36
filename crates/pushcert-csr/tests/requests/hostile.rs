//! Every hostile request has one outcome, and it is this one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use pushcert_csr::CertificationRequest;
use pushcert_testkit::hostile::{CHALLENGE, requests};

const OUTCOMES: &[(&str, &str)] = &[];

/// The error; or the problems, and whether it verifies.
fn outcome(bytes: &[u8]) -> String {
    let request = match CertificationRequest::parse(bytes) {
        Ok(request) => request,
        Err(error) => return format!("error: {error}"),
    };
    let problems: Vec<String> = request.problems().iter().map(ToString::to_string).collect();
    let verdict = match request.verify() {
        Ok(()) => "verifies".to_owned(),
        Err(error) => error.to_string(),
    };
    format!("[{}] {verdict}", problems.join(", "))
}

#[test]
fn each_has_its_outcome() {
    let mut expected: BTreeMap<&str, &str> = OUTCOMES.iter().copied().collect();
    assert_eq!(expected.len(), OUTCOMES.len());
    let mut wrong = Vec::new();
    for entry in requests() {
        let start = Instant::now();
        let found = outcome(&entry.bytes);
        assert!(start.elapsed() < Duration::from_secs(1), "{}", entry.name);
        if expected.remove(entry.name.as_str()) != Some(found.as_str()) {
            wrong.push(format!("    (\"{}\", \"{found}\"),", entry.name));
        }
    }
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
    assert!(expected.is_empty(), "no such entries: {expected:?}");
}

#[test]
fn names_are_unique_and_no_message_says_what_is_in_the_file() {
    let entries = requests();
    let names: std::collections::BTreeSet<&str> =
        entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names.len(), entries.len());
    for entry in &entries {
        let mut shown = outcome(&entry.bytes);
        if let Ok(request) = CertificationRequest::decode(&entry.bytes) {
            shown += &format!("{request:?} {:?}", request.problems());
            assert!(request.problems().len() <= 200);
            for problem in request.problems() {
                assert!(problem.offset() <= entry.bytes.len());
            }
            for attribute in request.subject().attributes() {
                assert!(attribute.text_lossy().len() <= 3 * entry.bytes.len());
            }
        }
        assert!(!shown.contains(CHALLENGE), "{}", entry.name);
        assert!(!shown.contains(|c: char| c.is_control()), "{}", entry.name);
    }
}
