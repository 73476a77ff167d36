//! `p12/manifest.tsv`: which containers open, with what in them, and why the others do not.

mod exceptions;
mod names;
mod verdict;

use std::path::Path;
use std::time::Duration;

use super::manifest::{Expected, Row, parse};
use super::program::Program;
use super::read;
use crate::parallel;

/// How the run on one file ended: what differs, and the time it took.
type Outcome = Result<Duration, String>;

/// Compares every container; returns the differences.
pub(super) fn compare(program: &Program, dir: &Path) -> Result<Vec<String>, String> {
    let rows = parse(&read(&dir.join("manifest.tsv"))?)?;
    if rows.is_empty() {
        return Err("manifest.tsv: no file".into());
    }
    let outcomes = parallel::map(&rows, |row| {
        let (report, time) = program.check(&dir.join(&row.file), row.password())?;
        verdict::judge(row, &report).map(|()| time)
    });
    let results: Vec<_> = rows.iter().zip(&outcomes).collect();
    summary(&results);
    Ok(differences(&results))
}

/// What differs and is not excepted, and the exceptions that are no longer any.
fn differences(results: &[(&Row, &Outcome)]) -> Vec<String> {
    let mut all = Vec::new();
    for (row, outcome) in results {
        match (outcome, exceptions::reason(&row.file)) {
            (Err(_), Some(_)) | (Ok(_), None) => {}
            (Err(difference), None) => all.push(format!("p12/{}: {difference}", row.file)),
            (Ok(_), Some(reason)) => all.push(format!(
                "p12/{}: comes out as expected now; take the exception off ({reason})",
                row.file
            )),
        }
    }
    for file in exceptions::files() {
        if !results.iter().any(|(row, _)| row.file == file) {
            all.push(format!("p12/{file}: excepted, and not in the manifest"));
        }
    }
    all
}

fn summary(results: &[(&Row, &Outcome)]) {
    let groups = [
        (
            "open as stated",
            &[Expected::Opens, Expected::OpensButKey][..],
        ),
        ("are refused for the stated reason", &[Expected::MustFail]),
        (
            "are opened, or refused as allowed",
            &[Expected::MayBeUnsupported, Expected::MayFail],
        ),
    ];
    for (words, kinds) in groups {
        let group: Vec<_> = results
            .iter()
            .filter(|(row, _)| kinds.contains(&row.expected))
            .collect();
        let good: Vec<Duration> = group
            .iter()
            .filter_map(|(_, o)| o.as_ref().ok().copied())
            .collect();
        let slowest = good.iter().max().map_or(0, Duration::as_millis);
        println!(
            "p12: {} of {} {words} (slowest {slowest} ms)",
            good.len(),
            group.len()
        );
    }
    let ber: Vec<_> = results.iter().filter(|(row, _)| row.is_ber()).collect();
    let good = ber.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    println!(
        "p12: {good} of the {} files in BER are among them",
        ber.len()
    );
}
