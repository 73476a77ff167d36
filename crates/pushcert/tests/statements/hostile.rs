//! Every file of the checklist of hostile inputs gets the finding that it deserves, and none of
//! them makes anything panic.

use pushcert::{Options, UnixTime, open, report, x509};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::hostile::{self, Hostile, Section};
use pushcert_testkit::samples;

fn options(entry: &Hostile) -> Options {
    let authority = x509::Certificate::decode(&Authority::synthetic().certificate()).unwrap();
    let options = Options::at(UnixTime::parse(samples::AT).unwrap()).with_authority(authority);
    match &entry.password {
        Some(password) => options.with_password(password),
        None => options,
    }
}

/// What is wrong with the answer to an entry, if anything.
fn complaint(entry: &Hostile) -> Option<String> {
    let opened = open(&entry.file_name, &entry.bytes, &options(entry));
    let file = opened.check();
    let of = |error: bool| {
        let matching = file
            .findings
            .iter()
            .filter(move |f| (f.severity == "error") == error);
        matching.map(|f| f.name.as_str()).collect::<Vec<_>>()
    };
    let (errors, others) = (of(true), of(false));
    let unsafe_text = report::to_json(&file)
        .chars()
        .chain(
            opened
                .diagnose()
                .findings
                .iter()
                .flat_map(|f| f.to_string().chars().collect::<Vec<_>>()),
        )
        .any(|c| c != '\n' && pushcert::diagnostics::is_unsafe(c));
    if unsafe_text {
        return Some(format!("{entry:?}: a control character got through"));
    }
    (!entry.accepts(&errors, &others))
        .then(|| format!("{entry:?}: errors {errors:?}, others {others:?}"))
}

fn judge(section: Section) {
    let entries = hostile::section(section);
    assert!(!entries.is_empty());
    let complaints: Vec<String> = entries.iter().filter_map(complaint).collect();
    assert!(
        complaints.is_empty(),
        "{} of {}:\n{}",
        complaints.len(),
        entries.len(),
        complaints.join("\n")
    );
}

#[test]
fn container() {
    judge(Section::Container);
}

#[test]
fn pkcs12() {
    judge(Section::Pkcs12);
}

#[test]
fn keys() {
    judge(Section::Keys);
}

#[test]
fn x509_certificates() {
    judge(Section::X509);
}

#[test]
fn pem_text() {
    judge(Section::Pem);
}
