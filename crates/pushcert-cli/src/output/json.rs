//! `--format json`: the document of `pushcert schema`.

use std::io::{self, Write};

use pushcert::report::{File, Report};

use super::{Renderer, Run};

/// The JSON document: indented by two spaces, ended by a line feed.
pub(crate) struct Json;

impl Renderer for Json {
    /// The file as JSON, indented for its place; or why it could not be made.
    type Part = String;

    fn part(&self, file: &File) -> String {
        // The report is made of texts, numbers and lists: nothing that JSON could refuse.
        let text = serde_json::to_string_pretty(file).unwrap_or_default();
        // Strings in JSON have no raw line feed, so each one ends a line of the layout.
        text.replace('\n', "\n    ")
    }

    fn document(&self, run: &Run<'_>, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut head = Report::new(run.at, Vec::new(), run.judges);
        head.verdict = run.judges.then(|| run.tally.verdict());
        let head = serde_json::to_value(&head)?;
        let fields = head.as_object().into_iter().flatten().filter(|(name, _)| *name != "files");
        out.write_all(b"{\n")?;
        for (name, value) in fields {
            writeln!(out, "  {}: {value},", serde_json::Value::from(name.as_str()))?;
        }
        out.write_all(b"  \"files\": [")?;
        for (index, part) in parts.iter().enumerate() {
            out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
            out.write_all(part.as_bytes())?;
        }
        out.write_all(if parts.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
    }
}
