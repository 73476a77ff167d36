//! What `export` says about what it wrote.

use std::io::{self, Write as _};

use pushcert::export::{Exported, Profile};
use pushcert::report::{Export, File, Finding, Protections};

use super::escape::clip;
use super::facts::{key_line, opens_in};
use super::finding;
use super::style::{ColorWhen, Painted, Palette, width};
use super::table::Table;
use super::words::count;

/// What is said about one file that was written.
pub(crate) struct Said<'a> {
    exported: &'a Exported,
    file: File,
    document: Export,
    palette: Palette,
}

impl<'a> Said<'a> {
    /// Judges what was written.
    pub(crate) fn new(exported: &'a Exported, color: ColorWhen) -> Self {
        Self {
            exported,
            file: exported.check(),
            document: exported.report(""),
            palette: Palette::choose(color),
        }
    }

    /// Errors and warnings that hold for what was written, and what it means to have no password.
    pub(crate) fn warnings_to_stderr(&self) {
        let mut out = String::new();
        let matters = |one: &&Finding| one.severity != "note" && !is_said(&one.name);
        let matter: Vec<_> = finding::by_severity(&self.file)
            .into_iter()
            .filter(matters)
            .collect();
        if matter.iter().any(|one| one.severity == "error") {
            out.push_str("pushcert: warning: it was written, but it will not work with APNs:\n");
        } else if !matter.is_empty() {
            out.push_str("pushcert: warning: it was written, but:\n");
        }
        for one in matter {
            finding::write_brief(&mut out, one, &Palette::PLAIN, width());
        }
        if let Some(warning) = self.without_password() {
            out.push_str(&format!("pushcert: warning: {warning}\n"));
        }
        to_stderr(&out);
    }

    /// The summary where standard output is taken.
    pub(crate) fn summary_to_stderr(&self) {
        to_stderr(&self.text(&Palette::PLAIN));
    }

    /// A headline, what was written, how it is protected, where it opens, and the next step.
    pub(crate) fn summary(&self) -> String {
        self.text(&self.palette)
    }

    fn text(&self, palette: &Palette) -> String {
        let path = match self.file.path.as_str() {
            "-" => "to standard output".into(),
            path => clip(path, 200),
        };
        let mark = Painted(palette.pass, "✓");
        let head = Painted(palette.strong, format!("wrote {path}"));
        let mut out = format!("{mark} {head}\n\n");
        self.table().write(&mut out, palette, 0, width());
        if self.file.path != "-" {
            let next = format!("pushcert check {path}");
            let next = Painted(palette.code, next);
            out.push_str(&format!(
                "\n  → next: {next}\n    then {}\n",
                self.next_step()
            ));
        }
        out
    }

    fn table(&self) -> Table {
        let mut table = Table::default();
        table.row("identity", clip(&self.exported.identity().to_string(), 200));
        let certificates = count(self.exported.certificates(), "certificate", "certificates");
        let key = self.file.identities.first().map(|identity| &identity.key);
        let key = key.map(key_line).unwrap_or_default();
        let profile = self.exported.profile();
        table.row("holds", format!("the key ({key}) and {certificates}"));
        table.row("form", format!("{profile}: {}", profile.description()));
        if let Some(protections) = &self.document.protections {
            table.row("protection", self.protection(protections));
        }
        table.lines("opens in", opens_in(&self.document.opens_in));
        table
    }

    /// `with the new password: key …, certificates …, integrity hmac-sha256; 100000 iterations each`.
    fn protection(&self, protections: &Protections) -> String {
        let mut line = match protections.password.as_str() {
            "none" => return "none: whoever has the file has the key".to_owned(),
            "empty" => "an empty password, which protects nothing: ".to_owned(),
            _ => "the new password: ".to_owned(),
        };
        line.push_str(&format!("key {}", protections.key));
        if protections.mac != "none" {
            line.push_str(&format!(
                ", certificates {}, integrity {}",
                protections.certificates, protections.mac
            ));
        }
        if let Some(iterations) = self.exported.iterations() {
            line.push_str(&format!(", {iterations} iterations each"));
        }
        line
    }

    fn without_password(&self) -> Option<&'static str> {
        let password = &self.document.protections.as_ref()?.password;
        match password.as_str() {
            "none" => Some(
                "whoever has this file can send pushes with it. For anything but a server that \
                 reads it itself, add a password: --new-password-file",
            ),
            "empty" => Some(
                "Keychain on a Mac and many services refuse a file with an empty password, and it \
                 protects nothing: add a password: --new-password-file",
            ),
            _ => None,
        }
    }

    /// What people do with such a file.
    fn next_step(&self) -> &'static str {
        match self.exported.profile() {
            _ if self.without_password().is_some() => "keep it where nobody else can read it",
            Profile::Pem => "give it to the server: it is certificate and key in one file",
            Profile::P12Modern => "give it, and its password, to the program that sends",
            Profile::P12Compatible => "open it on the Mac, or upload it with its password",
            _ => "give it, and its password, to the old program that wants it",
        }
    }
}

/// Which findings the summary and the warnings say already.
fn is_said(name: &str) -> bool {
    matches!(
        name,
        "keychain-cannot-import"
            | "openssl3-cannot-open"
            | "go-cannot-open"
            | "empty-password"
            | "unprotected-private-key"
    )
}

/// The findings of a file from which nothing can be written, in full, as `check` prints them.
pub(crate) fn findings_to_stderr(file: &File) {
    let mut out = String::new();
    let told = |finding: &&Finding| finding.severity != "note";
    for one in finding::by_severity(file).into_iter().filter(told) {
        finding::write(&mut out, one, true, &Palette::PLAIN, width());
        out.push('\n');
    }
    to_stderr(&out);
}

/// When standard error is closed there is nobody left to tell.
fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
