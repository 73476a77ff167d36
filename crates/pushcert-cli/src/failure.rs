//! What stops the program: a sentence, and what to do about it.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::exit::Exit;
use crate::output::nagios;
use crate::text::escape::escape;

/// Why a command could not do its work. It ends with exit code 2, or 3 with `--nagios`.
#[derive(Debug)]
pub(crate) struct Failure {
    message: Cow<'static, str>,
    list: Vec<String>,
    help: Option<Cow<'static, str>>,
}

impl Failure {
    /// A failure without a remedy that would be more than the sentence itself.
    pub(crate) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            list: Vec::new(),
            help: None,
        }
    }

    /// The same with what to do about it.
    pub(crate) fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with what there is to choose from, a line each.
    pub(crate) fn with_list(mut self, list: Vec<String>) -> Self {
        self.list = list;
        self
    }

    /// The sentence.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    #[cfg(test)]
    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Prints it and tells how the program ends: like this, or as a monitor wants it.
    pub(crate) fn end(&self, otherwise: Exit) -> Exit {
        self.print();
        if nagios::is_asked_for() {
            return nagios::unknown(&self.message);
        }
        otherwise
    }

    /// Writes `error: …` and the remedy to standard error, without any control character.
    pub(crate) fn print(&self) {
        let mut line = format!("pushcert: error: {}\n", escape(&self.message));
        for entry in &self.list {
            line.push_str(&format!("    {}\n", escape(entry)));
        }
        if let Some(help) = &self.help {
            line.push_str(&format!("  → {}\n", escape(help)));
        }
        print_raw(&line);
    }
}

/// Writes a warning about the command itself to standard error.
pub(crate) fn warn(message: &str) {
    print_raw(&format!("pushcert: warning: {}\n", escape(message)));
}

/// Writes a remark about the command itself to standard error.
pub(crate) fn note(message: &str) {
    print_raw(&format!("pushcert: note: {}\n", escape(message)));
}

/// When standard error itself is closed there is nobody left to tell.
fn print_raw(line: &str) {
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// A failure to write the output.
pub(crate) fn cannot_write(error: &io::Error) -> Failure {
    Failure::new(format!("cannot write the output: {error}"))
        .with_help("is the disk full, or the folder not writable?")
}
