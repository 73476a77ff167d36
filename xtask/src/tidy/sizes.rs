//! Small files and small functions.

use super::{Findings, House};
use crate::Outcome;
use crate::source::Source;

/// No file has more code lines.
const FILE_CAP: usize = 700;
/// A file with more code lines is worth a second look.
const FILE_NOTE: usize = 400;
/// Half of the files have at most this many code lines.
const FILE_MEDIAN: usize = 150;
/// 95 of 100 functions have at most this many code lines.
const FUNCTION_P95: usize = 35;
/// No function has more, apart from [`LONG_FUNCTIONS`].
const FUNCTION_CAP: usize = 60;

/// Functions that may pass [`FUNCTION_CAP`]: file, function, why. An entry that is no longer
/// needed fails, too.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[
    ("crates/pushcert-cli/tests/cli/schema.rs", "holds", MATCH),
    (
        "crates/pushcert-diagnostics/tests/never_fails.rs",
        "change",
        FIELDS,
    ),
    (
        "crates/pushcert-keys/tests/hostile.rs",
        "rsa_fields_that_do_not_fit",
        TABLE,
    ),
    (
        "crates/pushcert-testkit/src/cert/presets.rs",
        "slots",
        TABLE,
    ),
    (
        "crates/pushcert-testkit/src/hostile/extension.rs",
        "shapes",
        TABLE,
    ),
    (
        "crates/pushcert-testkit/src/hostile/keys.rs",
        "numbers",
        TABLE,
    ),
    (
        "crates/pushcert-testkit/src/hostile/pfx_bags.rs",
        "attributes",
        TABLE,
    ),
];

const TABLE: &str = "one table of cases, which is read as a whole";
const MATCH: &str = "one match over the keywords of JSON Schema";
const FIELDS: &str = "one assignment for each field of the input";

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    let mut files = Vec::new();
    let mut functions = Vec::new();
    let mut excused = Vec::new();
    for file in house.tree.rust() {
        let source = Source::new(&house.tree.read(file)?);
        file_size(file, source.code_lines(), findings);
        files.push(source.code_lines());
        for function in source.functions() {
            functions.push(function.code_lines);
            if function.code_lines <= FUNCTION_CAP {
                continue;
            }
            let name = function.name.as_str();
            match LONG_FUNCTIONS
                .iter()
                .find(|(f, n, _)| *f == file && *n == name)
            {
                Some(entry) => excused.push(entry),
                None => findings.violation(
                    &format!("{file}:{}", function.first),
                    &format!("fn {name} has {} code lines", function.code_lines),
                    &format!("split it: the cap is {FUNCTION_CAP}"),
                ),
            }
        }
    }
    for entry in LONG_FUNCTIONS
        .iter()
        .filter(|entry| !excused.contains(entry))
    {
        findings.violation(
            &format!("{} fn {}", entry.0, entry.1),
            "is excused for its length and need not be",
            "take the entry off LONG_FUNCTIONS in xtask/src/tidy/sizes.rs",
        );
    }
    distribution(&mut files, &mut functions, findings);
    Ok(())
}

fn file_size(file: &str, lines: usize, findings: &mut Findings) {
    if lines > FILE_CAP {
        findings.violation(
            file,
            &format!("{lines} code lines"),
            &format!("split it by topic: the cap is {FILE_CAP}"),
        );
    } else if lines > FILE_NOTE {
        findings.note(&format!(
            "{file} has {lines} code lines, worth a second look"
        ));
    }
}

fn distribution(files: &mut [usize], functions: &mut [usize], findings: &mut Findings) {
    let median = percentile(files, 50);
    let p95 = percentile(functions, 95);
    findings.note(&format!(
        "{} files, median {median} code lines; {} functions, median {} and 95th percentile {p95}",
        files.len(),
        functions.len(),
        percentile(functions, 50),
    ));
    if median > FILE_MEDIAN {
        findings.violation(
            "the median file",
            &format!("has {median} code lines"),
            &format!("split files until half of them have at most {FILE_MEDIAN}"),
        );
    }
    if p95 > FUNCTION_P95 {
        findings.violation(
            "the 95th percentile of the functions",
            &format!("is {p95} code lines"),
            &format!("split functions until it is at most {FUNCTION_P95}"),
        );
    }
}

/// The smallest value that at least `percent` of 100 values do not exceed.
fn percentile(values: &mut [usize], percent: usize) -> usize {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{FILE_CAP, file_size, percentile};
    use crate::tidy::Findings;

    #[test]
    fn percentiles_are_nearest_rank() {
        let mut values: Vec<usize> = (1..=100).rev().collect();
        assert_eq!(percentile(&mut values, 50), 50);
        assert_eq!(percentile(&mut values, 95), 95);
        assert_eq!(percentile(&mut [7], 95), 7);
        assert_eq!(percentile(&mut [], 50), 0);
    }

    #[test]
    fn a_file_past_the_cap_is_found() {
        let mut findings = Findings::default();
        file_size("a.rs", FILE_CAP, &mut findings);
        assert!(findings.violations().is_empty());
        file_size("a.rs", FILE_CAP + 1, &mut findings);
        assert_eq!(findings.violations().len(), 1);
    }
}
