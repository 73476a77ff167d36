//! From arguments to bytes: which files there are, and how to read one without being hurt.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

pub(crate) mod error;
pub(crate) mod open;
pub(crate) mod read;
pub(crate) mod sniff;
pub(crate) mod walk;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// Where it is.
    pub(crate) source: Source,
    /// Why it is read.
    pub(crate) origin: Origin,
}

/// Where bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input, `-`.
    Stdin,
    /// A path.
    Path(PathBuf),
}

/// Why a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was named on the command line: it is reported whatever it is.
    Named,
    /// It was found in a folder and has the extension of a credential: it is reported as well.
    Found,
    /// It was found in a folder with another extension: it is reported only when its content is recognised.
    Stray,
}

impl Target {
    /// The name in the report: the path as it was given or found, `-` for standard input.
    pub(crate) fn name(&self) -> std::borrow::Cow<'_, str> {
        match &self.source {
            Source::Stdin => "-".into(),
            Source::Path(path) => path.to_string_lossy(),
        }
    }
}

/// Whether a file that was named is standard input.
pub(crate) fn is_stdin(file: impl AsRef<Path>) -> bool {
    file.as_ref().as_os_str() == "-"
}

/// Standard input can be read once. `uses` says of each thing that could come from there whether it does.
pub(crate) fn read_stdin_once(
    uses: impl IntoIterator<Item = bool>,
    help: &'static str,
) -> Result<(), Failure> {
    if uses.into_iter().filter(|uses| *uses).count() <= 1 {
        return Ok(());
    }
    Err(Failure::new("standard input is asked for more than once").with_help(help))
}
