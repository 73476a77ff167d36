//! The last line, when there was more than one file.

use super::style::{Painted, Palette};
use super::words::count;
use crate::output::Run;

/// Appends the line for all files.
pub(super) fn write(out: &mut String, run: &Run<'_>, shown: usize, palette: &Palette) {
    let tally = run.tally;
    let mut line = count(shown + run.unread.len(), "file", "files");
    let mut parts = Vec::new();
    if run.judges {
        let verdicts = [
            (tally.passed, palette.pass, "will work"),
            (
                tally.warned,
                palette.warning,
                "work today but have warnings",
            ),
            (tally.failed, palette.error, "will not work"),
            (tally.unreadable, palette.error, "with unreadable content"),
        ];
        let some = verdicts.into_iter().filter(|(number, ..)| *number > 0);
        parts.extend(
            some.map(|(number, style, what)| {
                Painted(style, format!("{number} {what}")).to_string()
            }),
        );
    }
    if !run.unread.is_empty() {
        parts.push(
            Painted(
                palette.error,
                format!("{} could not be read", run.unread.len()),
            )
            .to_string(),
        );
    }
    if !parts.is_empty() {
        line.push_str(&format!(": {}", parts.join(", ")));
    }
    out.push_str(&line);
    out.push('\n');
    let aside = left_out(run);
    if shown > tally.passed && run.judges {
        let hint = "pushcert check FILE tells all about one of them";
        out.push_str(&format!("{}\n", Painted(palette.dim, hint)));
    }
    if !aside.is_empty() {
        out.push_str(&format!(
            "{}\n",
            Painted(palette.dim, format!("left out: {aside}"))
        ));
    }
}

fn left_out(run: &Run<'_>) -> String {
    let all = [
        (run.tally.left_out, "unrelated file", "unrelated files"),
        (run.tally.links, "symbolic link", "symbolic links"),
        (
            run.tally.special,
            "pipe, socket or device",
            "pipes, sockets and devices",
        ),
    ];
    let some = all.into_iter().filter(|(number, ..)| *number > 0);
    some.map(|(number, one, more)| count(number, one, more))
        .collect::<Vec<_>>()
        .join(", ")
}
