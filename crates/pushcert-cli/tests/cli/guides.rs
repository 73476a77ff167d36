//! The guides in `docs/guides/`, run as they stand, each in an empty folder.
//!
//! What a guide cannot do by itself is in comments that a reader does not see:
//! `<!-- test: apple issues aps.cer for push.csr as apns com.example.app until 2027-12-01 -->`.
//! [`stage`] has the list of them.
#![cfg(unix)]

mod mentions;
mod page;
mod stage;
mod statements;

use std::collections::BTreeSet;

use page::{Page, Part};
use stage::Stage;

use crate::support::root;

/// Every guide; a test for each is below.
const GUIDES: [&str; 6] = [
    "first-certificate",
    "exporting-from-keychain",
    "renewing",
    "mdm-vendor-and-customer",
    "when-it-is-revoked",
    "connecting",
];

/// Two screens.
const MOST_LINES: usize = 110;

/// Runs every block of a guide in order, and compares what it shows with what came out.
fn follow(name: &str) {
    let page = Page::read(name);
    let mut stage = Stage::new();
    let mut blocks = 0;
    for (line, part) in &page.parts {
        let place = format!("docs/guides/{name}.md:{line}");
        match part {
            Part::Direction(text) => stage.direct(text, &place),
            Part::Shell(text) => {
                blocks += 1;
                stage.run(text, &place);
            }
            Part::Output(text) => stage.printed(text, &place),
            Part::Elsewhere(_) | Part::Prose(_) => (),
        }
    }
    stage.end(name);
    let fences = page.text.lines().filter(|line| *line == "```sh").count();
    assert!(
        blocks > 0 && blocks == fences,
        "{name}: {blocks} of {fences}"
    );
}

#[test]
fn first_certificate() {
    follow("first-certificate");
}

#[test]
fn exporting_from_keychain() {
    follow("exporting-from-keychain");
}

#[test]
fn renewing() {
    follow("renewing");
}

#[test]
fn mdm_vendor_and_customer() {
    follow("mdm-vendor-and-customer");
}

#[test]
fn when_it_is_revoked() {
    follow("when-it-is-revoked");
}

#[test]
fn connecting() {
    follow("connecting");
}

#[test]
fn every_guide_is_run_and_listed() {
    let folder = root().join("docs/guides");
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = names.filter(|name| name != "README.md").collect();
    let run: BTreeSet<String> = GUIDES.iter().map(|name| format!("{name}.md")).collect();
    assert_eq!(there, run);
    let index = Page::read("README").text;
    for name in run {
        assert!(
            index.contains(&format!("]({name})")),
            "{name} is not listed"
        );
    }
}

#[test]
fn every_guide_is_short() {
    for name in GUIDES {
        let lines = Page::read(name).text.lines().count();
        assert!(lines <= MOST_LINES, "{name}: {lines} lines");
    }
}
