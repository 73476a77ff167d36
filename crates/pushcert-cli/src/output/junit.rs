//! `--format junit`: one test case for each file, as continuous integration systems show it.
//!
//! Written by hand: the document has four elements, and every text goes through [`attribute`].

use std::io::{self, Write};

use pushcert::report::{File, Finding, Verdict};

use super::{Renderer, Run};
use crate::text::escape::escape;

/// One test case.
pub(crate) struct Case {
    xml: String,
    has_failed: bool,
}

/// The JUnit report.
pub(crate) struct Junit;

impl Renderer for Junit {
    type Part = Case;

    fn part(&self, file: &File) -> Case {
        let mut case = format!(
            "    <testcase name=\"{}\" classname=\"pushcert\"",
            attribute(&file.path)
        );
        if file.findings.is_empty() {
            case.push_str("/>\n");
            return Case {
                xml: case,
                has_failed: false,
            };
        }
        case.push_str(">\n");
        let is_bad = |finding: &&Finding| finding.severity == "error";
        let worst = file.findings.iter().find(is_bad);
        if let Some(worst) = worst {
            case.push_str(&failure(file, worst));
        }
        let rest: String = file
            .findings
            .iter()
            .filter(|finding| !is_bad(finding))
            .map(lines)
            .collect();
        if !rest.is_empty() {
            case.push_str(&format!("      <system-out>{rest}</system-out>\n"));
        }
        case.push_str("    </testcase>\n");
        Case {
            xml: case,
            has_failed: worst.is_some(),
        }
    }

    fn document(&self, run: &Run<'_>, parts: &[Case], out: &mut dyn Write) -> io::Result<()> {
        let tests = parts.len() + run.unread.len();
        let failures = parts.iter().filter(|case| case.has_failed).count();
        let counts = format!(
            "tests=\"{tests}\" failures=\"{failures}\" errors=\"{}\"",
            run.unread.len()
        );
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"pushcert\" {counts}>")?;
        writeln!(
            out,
            "  <testsuite name=\"pushcert\" {counts} timestamp=\"{}\">",
            run.at
        )?;
        parts
            .iter()
            .try_for_each(|case| out.write_all(case.xml.as_bytes()))?;
        for unread in run.unread {
            writeln!(
                out,
                "    <testcase name=\"{}\" classname=\"pushcert\">",
                attribute(&unread.path)
            )?;
            let message = attribute(&unread.message);
            writeln!(
                out,
                "      <error message=\"{message}\" type=\"io\">{}</error>",
                attribute(unread.help)
            )?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>\n</testsuites>")
    }
}

/// All errors of a file: the first as the message, each in the text.
fn failure(file: &File, first: &Finding) -> String {
    let errors: String = file
        .findings
        .iter()
        .filter(|finding| finding.severity == "error")
        .map(lines)
        .collect();
    let (message, code) = (attribute(&first.message), attribute(&first.code));
    let verdict = file.verdict.map_or("unreadable", Verdict::as_str);
    format!("      <failure message=\"{message}\" type=\"{code}\">{verdict}\n{errors}</failure>\n")
}

fn lines(finding: &Finding) -> String {
    let Finding {
        code,
        name,
        severity,
        message,
        help,
        ..
    } = finding;
    let head = attribute(&format!("{severity}[{code}] {name}: {message}"));
    format!("{head}\n  fix: {}\n", attribute(help))
}

/// Text for an attribute or an element: control characters as `\u{…}` (XML 1.0 has no way to write
/// most of them), markup as entities.
fn attribute(text: &str) -> String {
    let escaped = escape(text);
    let mut out = String::with_capacity(escaped.len() + 8);
    for character in escaped.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn markup_and_controls_are_escaped() {
        assert_eq!(
            attribute("<script>\"&'\u{1b}\n"),
            "&lt;script&gt;&quot;&amp;&#39;\\u{1b}\\u{a}"
        );
        assert_eq!(attribute("株式会社"), "株式会社");
    }
}
