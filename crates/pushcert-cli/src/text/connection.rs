//! What `connect` and `send` say: the stages with their times, then what is wrong.

use pushcert::report::{ConnectionOutcome, FileConnection, Finding, StageStatus, Verdict};

use super::escape::{clip, escape};
use super::finding;
use super::style::{Painted, Palette, width};
use super::words::{count, uncapitalised};
use super::wrap::{columns, pad, wrap};

/// One connection in full, or several in brief with the numbers at the end.
pub(crate) fn texts(connections: &[FileConnection], is_single: bool, palette: &Palette) -> String {
    let mut out = String::new();
    for one in connections {
        if is_single {
            out.push_str(&text(one, "is accepted by", palette));
        } else {
            brief(&mut out, one, palette);
        }
    }
    if !is_single {
        out.push_str(&summary(connections, palette));
    }
    out
}

/// One connection: headline, stages, errors and warnings. `claim` stands between the file and the server where all is well.
pub(crate) fn text(one: &FileConnection, claim: &str, palette: &Palette) -> String {
    let mut out = String::new();
    headline(&mut out, one, claim, palette);
    out.push('\n');
    stages(&mut out, &one.outcome, palette);
    out.push('\n');
    let matters = |finding: &&&Finding| finding.severity != "note";
    let findings = finding::worst_first(&one.outcome.findings);
    for one in findings.iter().filter(matters) {
        finding::write(&mut out, one, true, palette, width());
        out.push('\n');
    }
    format!("{}\n", out.trim_end())
}

fn headline(out: &mut String, one: &FileConnection, claim: &str, palette: &Palette) {
    let FileConnection { path, outcome, .. } = one;
    let path = clip(path, 200);
    let server = server(outcome);
    let (mark, style, line) = match (outcome.verdict, outcome.failed_stage()) {
        (_, Some(stage)) => {
            let why = uncapitalised(&stage.detail);
            (
                "✗",
                palette.error,
                format!("{path} failed at {}: {why}", stage.stage),
            )
        }
        (Verdict::Pass, None) => ("✓", palette.pass, format!("{path} {claim} {server}")),
        (Verdict::Warn, None) => (
            "!",
            palette.warning,
            format!("{path} {claim} {server} today"),
        ),
        (_, None) => (
            "✗",
            palette.error,
            format!("{path} is not sound, though it {claim} {server}"),
        ),
    };
    out.push_str(&format!("{} ", Painted(style, mark)));
    let mut wrapped = String::new();
    wrap(&mut wrapped, &line, 2, width());
    out.push_str(&format!(
        "{}\n",
        Painted(palette.strong, wrapped.trim_end())
    ));
}

/// `api.push.apple.com:443 (production)`.
fn server(outcome: &ConnectionOutcome) -> String {
    let host = clip(&outcome.host, 100);
    let environment = outcome.environment.as_deref();
    let environment = environment.map_or_else(String::new, |name| format!(" ({name})"));
    format!("{host}:{}{environment}", outcome.port)
}

fn stages(out: &mut String, outcome: &ConnectionOutcome, palette: &Palette) {
    let names = outcome.stages.iter().map(|stage| columns(&stage.stage));
    let longest = names.max().unwrap_or(0);
    for stage in &outcome.stages {
        let (mark, style) = match stage.status {
            StageStatus::Pass => ("✓", palette.pass),
            StageStatus::Warn => ("!", palette.warning),
            StageStatus::Fail => ("✗", palette.error),
            StageStatus::Skipped => ("-", palette.dim),
        };
        let millis = stage
            .millis
            .map_or_else(String::new, |millis| format!("{millis} ms"));
        out.push_str(&format!("  {} {}", Painted(style, mark), stage.stage));
        pad(out, longest.saturating_sub(columns(&stage.stage)));
        out.push_str(&Painted(palette.dim, format!("{millis:>10}")).to_string());
        out.push_str("  ");
        wrap(out, &escape(&stage.detail), longest + 16, width());
    }
}

/// A line for one of many, and what is to be done about it.
fn brief(out: &mut String, one: &FileConnection, palette: &Palette) {
    headline(out, one, "is accepted by", palette);
    for one in finding::worst_first(&one.outcome.findings) {
        finding::write_brief(out, one, palette, width());
    }
}

fn summary(connections: &[FileConnection], palette: &Palette) -> String {
    let of = |verdict| {
        let those = connections
            .iter()
            .filter(|one| one.outcome.verdict == verdict);
        those.count()
    };
    let all = count(connections.len(), "credential", "credentials");
    let line = format!(
        "{all}: {} accepted, {} accepted with a warning, {} failed",
        of(Verdict::Pass),
        of(Verdict::Warn),
        of(Verdict::Fail)
    );
    format!("\n{}\n", Painted(palette.strong, line))
}
