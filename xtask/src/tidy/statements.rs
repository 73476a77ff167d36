//! Every statement of the requirements that an issue owes is named by a test.

use super::{Findings, House};
use crate::Outcome;
use crate::source::Source;

/// Issue, document, and the numbers of the statements `S{document}-{number}` that it owes.
const OWED: &[(u32, u8, &[std::ops::RangeInclusive<u8>])] = &[
    (2, 0, &[1..=18, 20..=23]),
    (2, 1, &[3..=3, 12..=12, 15..=25]),
    (3, 0, &[19..=19, 22..=22, 25..=28]),
    (4, 1, &[1..=2, 4..=15, 26..=26, 29..=29, 31..=31, 33..=34]),
    (4, 2, &[20..=24, 29..=29]),
    (5, 1, &[5..=5, 27..=28, 30..=30, 32..=33]),
];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    let mut named = Vec::new();
    for file in house.tree.rust().filter(|file| file.starts_with("crates/")) {
        named.extend(named_by_tests(file, &house.tree.read(file)?));
    }
    for (issue, document, ranges) in OWED {
        for number in ranges.iter().cloned().flatten() {
            if !named.contains(&(*document, number)) {
                findings.violation(
                    &format!("S{document}-{number:02} (issue {issue})"),
                    "no test names it",
                    "prove it by a test and name it there: `fn s0_08_…` or `// S0-08` at the test",
                );
            }
        }
    }
    Ok(())
}

/// The statements named in a function of a test file, or in the comments right above one. A list
/// at the head of a file proves nothing and does not count.
fn named_by_tests(file: &str, text: &str) -> Vec<(u8, u8)> {
    let source = Source::new(text);
    let tests_from = if file.contains("/tests/") || file.ends_with("/tests.rs") {
        1
    } else {
        source.tests_from().unwrap_or(usize::MAX)
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut named = Vec::new();
    for function in source.functions() {
        if function.first >= tests_from {
            let first = above(&lines, function.first);
            for line in lines.iter().take(function.last).skip(first - 1) {
                named.extend(ids(line));
            }
        }
    }
    named
}

/// The first line of the comments and attributes that stand right above a line.
fn above(lines: &[&str], line: usize) -> usize {
    let mut first = line;
    while first > 1 {
        let text = lines
            .get(first - 2)
            .copied()
            .unwrap_or_default()
            .trim_start();
        if !text.starts_with("//") && !text.starts_with("#[") || text.starts_with("//!") {
            break;
        }
        first -= 1;
    }
    first
}

/// Every `S0-01`, `S0_01` or `s0_01` in a line.
fn ids(line: &str) -> Vec<(u8, u8)> {
    let bytes = line.as_bytes();
    let digit = |i: usize| {
        bytes
            .get(i)
            .filter(|b| b.is_ascii_digit())
            .map(|b| b - b'0')
    };
    let mut found = Vec::new();
    for (i, window) in bytes.windows(3).enumerate() {
        if !matches!(window[0], b'S' | b's') || !matches!(window[2], b'-' | b'_') {
            continue;
        }
        if i > 0 && bytes[i - 1].is_ascii_alphanumeric() {
            continue;
        }
        if let (Some(document), Some(tens), Some(ones), None) =
            (digit(i + 1), digit(i + 3), digit(i + 4), digit(i + 5))
        {
            found.push((document, tens * 10 + ones));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{ids, named_by_tests};

    #[test]
    fn ids_in_every_spelling() {
        let line = "fn s0_08_and_S1-15() // S0_21, S0-100, xs0_01, S0-1";
        assert_eq!(ids(line), [(0, 8), (1, 15), (0, 21)]);
    }

    #[test]
    fn only_what_stands_at_a_test_counts() {
        let text = "//! S0-01\n\n/// S0-02\n#[test]\nfn s0_03_x() {\n    // S0-04\n}\n// S0-05\n";
        let wanted = [(0, 2), (0, 3), (0, 4)];
        assert_eq!(named_by_tests("crates/a/tests/b.rs", text), wanted);
        assert_eq!(named_by_tests("crates/a/src/b.rs", text), []);
        let unit = format!("#[cfg(test)]\nmod tests {{}}\n{text}");
        assert_eq!(named_by_tests("crates/a/src/b.rs", &unit), wanted);
    }
}
