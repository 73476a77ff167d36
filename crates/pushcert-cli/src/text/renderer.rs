//! The text report as a whole.

use std::io::{self, Write};

use pushcert::UnixTime;
use pushcert::report::{File, Verdict};

use super::style::{ColorWhen, Palette, width};
use super::{facts, finding, show, summary, verdict};
use crate::output::{Renderer, Run};
use crate::run::Mode;

/// The report for people: of one file everything, of several what is wrong with each.
pub(crate) struct Text {
    palette: Palette,
    width: usize,
    is_single: bool,
    mode: Mode,
    at: UnixTime,
}

impl Text {
    /// Looks at the terminal.
    pub(crate) fn new(mode: Mode, is_single: bool, at: UnixTime, color: ColorWhen) -> Self {
        Self {
            palette: Palette::choose(color),
            width: width(),
            is_single,
            mode,
            at,
        }
    }

    fn check(&self, out: &mut String, file: &File) {
        if !self.is_single {
            return self.check_one_of_many(out, file);
        }
        verdict::headline(out, file, true, &self.palette, self.width);
        out.push('\n');
        for table in facts::tables(file, self.at) {
            table.write(out, &self.palette, 0, self.width);
            out.push('\n');
        }
        self.findings(out, file);
    }

    /// One line for a file that works; of the others what is wrong, and what to do.
    fn check_one_of_many(&self, out: &mut String, file: &File) {
        let is_fine = file.verdict == Some(Verdict::Pass);
        verdict::headline(out, file, is_fine, &self.palette, self.width);
        if is_fine {
            return;
        }
        for one in finding::by_severity(file) {
            finding::write_brief(out, one, &self.palette, self.width);
        }
        out.push('\n');
    }

    fn show(&self, out: &mut String, file: &File) {
        verdict::headline(out, file, true, &self.palette, self.width);
        out.push('\n');
        show::write(out, file, self.at, &self.palette, self.width);
        self.findings(out, file);
    }

    fn findings(&self, out: &mut String, file: &File) {
        let names_part = file.identities.len() + file.certificates.len() + file.keys.len() > 1;
        for one in finding::by_severity(file) {
            finding::write(out, one, names_part, &self.palette, self.width);
            out.push('\n');
        }
    }
}

impl Renderer for Text {
    type Part = String;

    fn part(&self, file: &File) -> String {
        let mut out = String::with_capacity(1024);
        match self.mode {
            Mode::Check { .. } => self.check(&mut out, file),
            Mode::Show => self.show(&mut out, file),
        }
        out
    }

    fn document(&self, run: &Run<'_>, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        if let ([only], true) = (parts, self.is_single) {
            // One blank line between blocks, none at the end.
            return writeln!(out, "{}", only.trim_end());
        }
        let mut after_line = false;
        for part in parts {
            let is_line = !part.ends_with("\n\n");
            if after_line && !is_line {
                out.write_all(b"\n")?;
            }
            out.write_all(part.as_bytes())?;
            after_line = is_line;
        }
        if self.is_single {
            return Ok(());
        }
        let mut end = String::new();
        if after_line {
            end.push('\n');
        }
        summary::write(&mut end, run, parts.len(), &self.palette);
        out.write_all(end.as_bytes())
    }
}
