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
use exceptions::{EXCEPTIONS, Exception};

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
    Ok(differences(&results, EXCEPTIONS))
}

/// What differs and is not excepted, and the exceptions that are no longer any, or say no reason.
fn differences(results: &[(&Row, &Outcome)], exceptions: &[Exception]) -> Vec<String> {
    let mut all = Vec::new();
    for (row, outcome) in results {
        let exception = exceptions.iter().find(|(file, _)| *file == row.file);
        match (outcome, exception) {
            (Err(_), Some(_)) | (Ok(_), None) => {}
            (Err(difference), None) => all.push(format!("p12/{}: {difference}", row.file)),
            (Ok(_), Some((_, reason))) => all.push(format!(
                "p12/{}: comes out as expected now; take the exception off ({reason})",
                row.file
            )),
        }
    }
    for (file, reason) in exceptions {
        if !results.iter().any(|(row, _)| row.file == *file) {
            all.push(format!("p12/{file}: excepted, and not in the manifest"));
        }
        if reason.trim().is_empty() {
            all.push(format!("p12/{file}: excepted without a reason"));
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

#[cfg(test)]
mod tests {
    use super::{Duration, Outcome, Row, differences, parse};

    fn rows() -> Vec<Row> {
        let head = "file\tpassword\texpected\twhy\tmac\tparts\tkeys_protection\tkeys\tcertificates\tclasses";
        let row = |file: &str| format!("\n{file}\tp\topens\t\tnone\tnone\t-\t1\t1\t");
        parse(&format!("{head}{}{}", row("good.p12"), row("bad.p12"))).unwrap()
    }

    #[test]
    fn exceptions_are_exact() {
        let rows = rows();
        let outcomes: [Outcome; 2] = [Ok(Duration::ZERO), Err("refused".into())];
        let results: Vec<_> = rows.iter().zip(&outcomes).collect();
        assert_eq!(differences(&results, &[]), ["p12/bad.p12: refused"]);
        assert!(differences(&results, &[("bad.p12", "why")]).is_empty());
        for (exceptions, words) in [
            (
                [("bad.p12", "why"), ("good.p12", "why")],
                "comes out as expected now",
            ),
            (
                [("bad.p12", "why"), ("gone.p12", "why")],
                "not in the manifest",
            ),
            ([("bad.p12", " "), ("bad.p12", "why")], "without a reason"),
        ] {
            let found = differences(&results, &exceptions);
            assert!(
                matches!(&found[..], [one] if one.contains(words)),
                "{found:?}"
            );
        }
    }
}
