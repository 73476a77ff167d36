//! `--format json`: the document of `pushcert schema`.

use std::io::{self, Write};

use pushcert::report::{self, File, Report};

use super::{Renderer, Run};

/// The JSON document: indented by two spaces, ended by a line feed.
pub(crate) struct Json;

impl Renderer for Json {
    /// The file as JSON, indented for its place.
    type Part = String;

    fn part(&self, file: &File) -> String {
        // Strings in JSON have no raw line feed, so each one ends a line of the layout.
        report::to_json(file).trim_end().replace('\n', "\n    ")
    }

    fn document(&self, run: &Run<'_>, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut head = Report::new(run.at, Vec::new());
        head.verdict = run.judges.then(|| run.tally.verdict());
        // An empty list stands on one line, at the end.
        let head = report::to_json(&head);
        let (before, after) = head.split_once("\"files\": [").unwrap_or((&head, ""));
        write!(out, "{before}\"files\": [")?;
        for (index, part) in parts.iter().enumerate() {
            out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
            out.write_all(part.as_bytes())?;
        }
        out.write_all(if parts.is_empty() { b"" } else { b"\n  " })?;
        out.write_all(after.as_bytes())
    }
}
