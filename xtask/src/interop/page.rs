//! `docs/interoperability.md`: what was tested, and what came out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::case::Case;
use super::claims::Reports;
use super::judge::{Judged, Outcome};
use crate::tree::root;

const PAGE: &str = "docs/interoperability.md";

const INTRODUCTION: &str = "\
# Which programs open which PKCS#12 files

Written by `cargo xtask interop --update`; `cargo xtask interop` fails when a program behaves
otherwise than this page says. Do not edit it.

Each file of the table is written by the suite, opened with each program, and the keys and
certificates that come out are compared with those that went in: `yes` means all of them, `part`
a key with its certificate but not all, `no` a refusal or something else. A dash is not tested.
The same table, as far as it concerns a file, is `opens_in` in the report of `pushcert check`; rows
with the basis `reported` there (macOS, Windows, Java 8, OpenSSL 1.1) rest on public reports and
are not on this page.

";

/// Compares the page, or writes it; returns what is wrong.
pub(super) fn check(
    cases: &[Case],
    reports: &Reports,
    judged: &[Judged],
    update: bool,
) -> Result<Vec<String>, String> {
    let text = text(cases, reports, judged);
    let path = root().join(PAGE);
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    if there.replace("\r\n", "\n") == text {
        return Ok(Vec::new());
    }
    if update {
        std::fs::write(&path, text).map_err(|e| format!("{PAGE}: {e}"))?;
        println!("wrote {PAGE}");
        return Ok(Vec::new());
    }
    let advice = "run `cargo xtask interop --update`, look at the difference and commit it";
    Ok(vec![format!("{PAGE} is stale: {advice}")])
}

fn text(cases: &[Case], reports: &Reports, judged: &[Judged]) -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str(
        "## Programs\n\n| name | program | opens, of files of the suite |\n|---|---|---|\n",
    );
    for one in judged {
        let tested = one.outcomes.iter().flatten();
        let opened = tested.clone().filter(|outcome| outcome.opens()).count();
        let (name, about) = (one.consumer.name, one.consumer.about);
        let _ = writeln!(
            out,
            "| `{name}` | {about} | {opened} of {} |",
            tested.count()
        );
    }
    out.push_str("\n## What each does not open, and why\n");
    for one in judged {
        reasons(&mut out, cases, reports, one);
    }
    let (ours, theirs): (Vec<usize>, Vec<usize>) =
        (0..cases.len()).partition(|index| cases.get(*index).is_some_and(Case::is_ours));
    out.push_str("\n## Files that `pushcert export` writes\n\n");
    matrix(&mut out, cases, judged, &ours);
    out.push_str("\n## Files of an independent writer\n\n");
    out.push_str(NAMES);
    matrix(&mut out, cases, judged, &theirs);
    out
}

const NAMES: &str = "\
A name says what is special about a file; what it does not say is 3DES or AES-256 (PBES2) with an
integrity check of SHA-1 or SHA-256, 2,048 iterations, one key, one certificate, two parts, DER, a
password of ASCII. `keychain` is what Keychain Access writes: RC2-40 and 3DES.

";

/// One list for each reason that the report gives.
fn reasons(out: &mut String, cases: &[Case], reports: &Reports, judged: &Judged) {
    let name = judged.consumer.name;
    let mut why: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut partly: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (case, outcome) in cases.iter().zip(&judged.outcomes) {
        match outcome {
            Some(Outcome::Partly(text)) => partly.entry(text).or_default().push(&case.name),
            Some(outcome) if !outcome.opens() => {
                let claim = reports.claim(case, name);
                let text = claim.map_or("not known".to_owned(), |claim| claim.why);
                why.entry(text).or_default().push(&case.name);
            }
            _ => {}
        }
    }
    let _ = writeln!(out, "\n### `{name}`\n");
    if why.is_empty() && partly.is_empty() {
        out.push_str("It opens every file of the suite.\n");
    }
    for (text, files) in why {
        let _ = writeln!(out, "* {text}: {}", list(&files));
    }
    for (text, files) in partly {
        let _ = writeln!(out, "* In part, {text}: {}", list(&files));
    }
}

fn list(files: &[&str]) -> String {
    let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
    names.join(", ")
}

fn matrix(out: &mut String, cases: &[Case], judged: &[Judged], rows: &[usize]) {
    let names: Vec<&str> = judged.iter().map(|one| one.consumer.name).collect();
    let _ = writeln!(out, "| file | {} |", names.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(names.len()));
    for row in rows {
        let Some(case) = cases.get(*row) else {
            continue;
        };
        let cells: Vec<&str> = judged
            .iter()
            .map(|one| cell(one.outcomes.get(*row).and_then(Option::as_ref)))
            .collect();
        let _ = writeln!(out, "| `{}` | {} |", case.name, cells.join(" | "));
    }
}

fn cell(outcome: Option<&Outcome>) -> &'static str {
    match outcome {
        None => "–",
        Some(Outcome::Opens) => "yes",
        Some(Outcome::Partly(_)) => "part",
        Some(_) => "no",
    }
}
