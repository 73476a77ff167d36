//! What `renew` says: the two certificates side by side, and what is wrong with the change.

use pushcert::renewal::{Comparison, Renewal};
use pushcert::report::Verdict;

use super::escape::{clip, escape};
use super::finding;
use super::style::{Painted, Palette, width};
use super::table::Table;
use super::words::count;
use super::wrap::wrap;

/// Longer values are cut: JSON has all of them.
const MOST: usize = 120;

/// So much of a hash tells two keys apart, and fits on one line.
const MOST_OF_A_HASH: usize = 16;

/// The whole text.
pub(crate) fn text(renewal: &Renewal, palette: &Palette) -> String {
    let mut out = String::new();
    headline(&mut out, renewal, palette);
    out.push('\n');
    let mut table = Table::default();
    table.row("old", clip(&renewal.old.path, 200));
    table.row("new", clip(&renewal.new.path, 200));
    table.write(&mut out, palette, 0, width());
    out.push('\n');
    comparison(renewal, palette).write(&mut out, palette, 0, width());
    out.push('\n');
    for one in finding::by_severity(&renewal.new) {
        finding::write(&mut out, one, false, palette, width());
        out.push('\n');
    }
    format!("{}\n", out.trim_end())
}

fn headline(out: &mut String, renewal: &Renewal, palette: &Palette) {
    let new = clip(&renewal.new.path, 200);
    let fails = matches!(
        renewal.new.verdict,
        Some(Verdict::Fail | Verdict::Unreadable)
    );
    let (mark, style, claim) = match renewal.keeps_devices() {
        Some(false) => (
            "✗",
            palette.error,
            format!("{new} would lose devices that the old certificate reaches"),
        ),
        Some(true) if fails => (
            "✗",
            palette.error,
            format!("{new} keeps the topics, but it will not work"),
        ),
        Some(true) => (
            "✓",
            palette.pass,
            format!("{new} keeps every device: topics and environments are the same or more"),
        ),
        None => (
            "!",
            palette.warning,
            "the old certificate has no topic, so no device depends on it".to_owned(),
        ),
    };
    let mut line = String::new();
    wrap(&mut line, &claim, 2, width());
    out.push_str(&format!(
        "{} {}\n",
        Painted(style, mark),
        Painted(palette.strong, line.trim_end())
    ));
}

fn comparison(renewal: &Renewal, palette: &Palette) -> Table {
    let mut table = Table::default();
    for row in &renewal.comparison {
        table.lines(&label(row), lines(row, palette));
    }
    let overlap = match renewal.overlap() {
        Some((from, until)) => {
            let days = usize::try_from(from.days_until(until)).unwrap_or(0);
            format!("{}, from {from} to {until}", count(days, "day", "days"))
        }
        None => "none: the two are never valid at the same time".to_owned(),
    };
    table.row("overlap", overlap);
    table
}

/// Short, so that a topic of device management fits on one line beside it.
fn label(row: &Comparison) -> String {
    match row.name {
        "issuer_generation" => "issuer".to_owned(),
        name => name.replace('_', " "),
    }
}

/// One line where nothing changed; else the old value above the new one.
fn lines(row: &Comparison, palette: &Palette) -> Vec<String> {
    let most = if row.name == "key" {
        MOST_OF_A_HASH
    } else {
        MOST
    };
    if row.is_same {
        return vec![format!("= {}", shown(&row.old, most))];
    }
    let style = if row.is_lost {
        palette.error
    } else {
        palette.dim
    };
    vec![
        format!("{} {}", Painted(style, "-"), shown(&row.old, most)),
        format!("{} {}", Painted(style, "+"), shown(&row.new, most)),
    ]
}

fn shown(values: &[String], most: usize) -> String {
    match values {
        [] => "(none)".to_owned(),
        values => {
            let values: Vec<_> = values.iter().map(|value| clip(value, most)).collect();
            escape(&values.join(", ")).into_owned()
        }
    }
}
