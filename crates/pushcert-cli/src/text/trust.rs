//! What `trust` says: the roots of a store, and when Apple's authorities end.

use pushcert::UnixTime;
use pushcert::report::{File, Root, Verdict};
use pushcert::trust::{AUTHORITIES, Authority};

use super::escape::clip;
use super::finding;
use super::style::{Painted, Palette, width};
use super::table::Table;
use super::words::count;

/// The whole text.
pub(crate) fn text(file: &File, at: UnixTime, palette: &Palette) -> String {
    let path = clip(&file.path, 200);
    let (mark, style, claim) = match file.verdict {
        Some(Verdict::Pass | Verdict::Warn) => (
            "✓",
            palette.pass,
            format!("{path} has the root that APNs needs today"),
        ),
        _ => ("✗", palette.error, format!("{path} does not do for APNs")),
    };
    let mut out = format!(
        "{} {}\n\n",
        Painted(style, mark),
        Painted(palette.strong, claim)
    );
    let mut table = Table::default();
    if let Some(store) = &file.trust_store {
        table.row(
            "holds",
            count(store.certificates, "certificate", "certificates"),
        );
        table.lines("roots", store.roots.iter().map(root).collect());
    }
    table.lines("Apple's own", authorities(at));
    table.write(&mut out, palette, 0, width());
    out.push('\n');
    for one in finding::by_severity(file) {
        finding::write(&mut out, one, false, palette, width());
        out.push('\n');
    }
    format!("{}\n", out.trim_end())
}

fn root(root: &Root) -> String {
    let need = if root.needed_today {
        "needed today"
    } else {
        "asked for by Apple's page"
    };
    format!("{}: {}, {need}", clip(&root.common_name, 100), root.state)
}

/// The authorities that sign push certificates, by their ends.
fn authorities(at: UnixTime) -> Vec<String> {
    let issuing = AUTHORITIES
        .iter()
        .filter(|authority| authority.generation().is_some());
    let mut issuing: Vec<&Authority> = issuing.collect();
    issuing.sort_by_key(|authority| authority.not_after());
    issuing
        .into_iter()
        .map(|authority| line(authority, at))
        .collect()
}

fn line(authority: &Authority, at: UnixTime) -> String {
    let generation = authority.generation().map_or("", |one| one.as_str());
    let end = authority.not_after().to_string();
    let days = |from: UnixTime, to: UnixTime| {
        let days = usize::try_from(from.days_until(to)).unwrap_or(0);
        count(days, "day", "days")
    };
    let state = if authority.not_after() < at {
        "ended".to_owned()
    } else {
        format!("{} left", days(at, authority.not_after()))
    };
    format!(
        "{generation}, until {} ({state})",
        end.get(..10).unwrap_or(&end)
    )
}
