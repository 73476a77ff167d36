//! The PKCS#12 writer against the same containers: each that opens is written again, and comes out
//! byte by byte as it was, or in DER where it was BER.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::manifest::{Expected, Row, parse};
use super::read;

/// Runs the example `rewrite` of `pushcert-pkcs12` over all files; returns the differences.
pub(super) fn compare(program: &Path, dir: &Path) -> Result<Vec<String>, String> {
    let rows = parse(&read(&dir.join("manifest.tsv"))?)?;
    let lines: String = rows
        .iter()
        .map(|row| format!("{}\t{}\n", dir.join(&row.file).display(), password(row)))
        .collect();
    let answers = run(program, lines)?;
    if answers.len() != rows.len() {
        let count = answers.len();
        return Err(format!("{count} answers on {} files", rows.len()));
    }
    let count = |word: &str| answers.iter().filter(|answer| *answer == word).count();
    println!(
        "p12: {} files come out of the writer byte by byte as they were, {} from BER to DER",
        count("same"),
        count("ber")
    );
    let wrong = rows
        .iter()
        .zip(&answers)
        .filter(|(row, answer)| !is_right(row, answer));
    Ok(wrong
        .map(|(row, answer)| format!("p12/{}: written again: {answer}", row.file))
        .collect())
}

fn is_right(row: &Row, answer: &str) -> bool {
    match row.expected {
        Expected::Opens | Expected::OpensButKey if row.is_ber() => answer == "ber",
        Expected::Opens | Expected::OpensButKey => answer == "same",
        Expected::MustFail => answer.starts_with("closed: "),
        Expected::MayBeUnsupported | Expected::MayFail => {
            answer == "same" || answer == "ber" || answer.starts_with("closed: ")
        }
    }
}

/// As the example takes it: in hexadecimal, `-` for none.
fn password(row: &Row) -> String {
    match row.password() {
        None => "-".into(),
        Some(text) => text.bytes().map(|byte| format!("{byte:02x}")).collect(),
    }
}

fn run(program: &Path, lines: String) -> Result<Vec<String>, String> {
    let failed = |e: std::io::Error| format!("{}: {e}", program.display());
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().map_err(failed)?;
    writer
        .join()
        .map_err(|_| "the writing thread panicked")?
        .map_err(failed)?;
    if !output.status.success() {
        return Err(format!("{}: {}", program.display(), output.status));
    }
    let text = String::from_utf8(output.stdout).map_err(|e| e.to_string())?;
    Ok(text.lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_has_to_come_out_as_it_was() {
        let head = "file\tpassword\texpected\twhy\tmac\tparts\tkeys_protection\tkeys\tcertificates\tclasses\n";
        let row = |expected: &str, classes: &str| {
            let text = format!("{head}a\tpä\t{expected}\t\t\t\t\t1\t1\t{classes}\n");
            parse(&text).unwrap().remove(0)
        };
        let der = row("opens", "");
        assert!(is_right(&der, "same"));
        assert!(!is_right(&der, "ber"));
        assert!(!is_right(&der, "differs at byte 7"));
        assert!(!is_right(&der, "closed: the password is wrong"));
        assert!(is_right(&row("opens", "BER:indef"), "ber"));
        assert!(!is_right(&row("must-fail", ""), "same"));
        assert!(is_right(&row("must-fail", ""), "closed: x"));
        assert!(!is_right(&row("vendor-malformed", ""), "not written: x"));
        assert_eq!(password(&der), "70c3a4");
    }
}
