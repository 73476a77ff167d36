//! One finding: code and name, what is the case, the evidence, the remedy.

use pushcert::report::{File, Finding};
use serde_json::Value;

use super::escape::{clip, escape};
use super::style::{Painted, Palette};
use super::wrap::{columns, pad, wrap};

/// Longer evidence is cut: JSON has all of it.
const MOST_EVIDENCE: usize = 160;

/// Entries of a list beyond this many are counted.
const MOST_ENTRIES: usize = 12;

/// The findings of a file, the worst first; of the same severity in the order of their codes.
pub(super) fn by_severity(file: &File) -> Vec<&Finding> {
    worst_first(&file.findings)
}

/// The worst first; of the same severity in the order in which they came.
pub(super) fn worst_first(findings: &[Finding]) -> Vec<&Finding> {
    let rank = |finding: &&Finding| match finding.severity.as_str() {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };
    let mut findings: Vec<_> = findings.iter().collect();
    findings.sort_by_key(rank);
    findings
}

/// Appends code, message and remedy of an error or a warning; a note is for the report of one file.
pub(super) fn write_brief(out: &mut String, finding: &Finding, palette: &Palette, width: usize) {
    if finding.severity == "note" {
        return;
    }
    let head = format!("{}[{}]", finding.severity, finding.code);
    let head = Painted(palette.severity(&finding.severity), head);
    let message = finding.message.trim_end_matches('.');
    let line = format!("{head} {}: {}", finding.name, escape(message));
    pad(out, 2);
    wrap(out, &line, 4, width);
    out.push_str(&format!("    {} ", Painted(palette.pass, "→")));
    wrap(out, &escape(&finding.help), 6, width);
}

/// Appends a finding. `names_part` says in which part of the file it is, where there are several.
pub(super) fn write(
    out: &mut String,
    finding: &Finding,
    names_part: bool,
    palette: &Palette,
    width: usize,
) {
    let style = palette.severity(&finding.severity);
    let head = format!("{}[{}]", finding.severity, finding.code);
    out.push_str(&format!(
        "{} {}\n",
        Painted(style, head),
        Painted(palette.strong, &finding.name)
    ));
    paragraph(
        out,
        &format!("{}.", finding.message.trim_end_matches('.')),
        width,
    );
    if let Some(subject) = finding.subject.as_ref().filter(|_| names_part) {
        evidence(out, "in", &clip(subject, 80), palette, width);
    }
    for (name, value) in &finding.evidence {
        evidence(out, name, &shown(value), palette, width);
    }
    out.push_str(&format!("  {} ", Painted(palette.pass, "→")));
    wrap(out, &escape(&finding.help), 4, width);
    if finding.severity == "note" {
        return;
    }
    let command = format!("pushcert explain {}", finding.code);
    out.push_str(&format!(
        "  {} {}\n",
        Painted(palette.dim, "more:"),
        Painted(palette.code, command)
    ));
}

fn paragraph(out: &mut String, text: &str, width: usize) {
    pad(out, 2);
    wrap(out, &escape(text), 2, width);
}

fn evidence(out: &mut String, name: &str, value: &str, palette: &Palette, width: usize) {
    let label = format!("{}:", escape(name));
    let column = 2 + columns(&label) + 1;
    out.push_str(&format!("  {} ", Painted(palette.dim, label)));
    wrap(out, value, column, width);
}

/// A value of the evidence on one line.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => clip(text, MOST_EVIDENCE).into_owned(),
        Value::Array(entries) if entries.is_empty() => "(none)".to_owned(),
        Value::Array(entries) => {
            let mut texts: Vec<_> = entries.iter().take(MOST_ENTRIES).map(shown).collect();
            if entries.len() > MOST_ENTRIES {
                texts.push(format!("and {} more", entries.len() - MOST_ENTRIES));
            }
            texts.join(", ")
        }
        other => clip(&other.to_string(), MOST_EVIDENCE).into_owned(),
    }
}
