//! Writing files that hold keys: private from the first byte, whole or not at all, and never over
//! something that is there.
//!
//! A [`Destination`] is looked at before anybody is asked for a password. [`Destination::prepare`]
//! writes the bytes where nobody sees them: on Linux into a file without a name, which the system
//! takes back when the program ends, however it ends (to replace a file it gets another name first,
//! for the moment between two system calls); elsewhere into a file of another name in the same
//! folder, removed unless all goes well or the program is killed. Its mode is 0600 whatever the umask. Only
//! [`Prepared::place`] gives it its name, in one step, without overwriting; with `--force` by
//! replacing in one step. A command that writes several files prepares all of them and then places
//! them: [`all`].
//!
//! On Windows the file gets the permissions that its folder hands down.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

mod error;
mod place;
mod stdout;
mod temporary;

use error::WriteError;
use temporary::Temporary;

/// Where a credential goes.
#[derive(Debug)]
pub(crate) struct Destination {
    /// `None` is standard output.
    path: Option<PathBuf>,
    force: bool,
    /// Whether there was a file when it was looked at: with `force` alone.
    is_taken: bool,
}

/// Writes several files: all of them or none. They get their names in order, so that what must not be lost
/// stands last: should a name be taken meanwhile, the files that were made before it are removed again, unless
/// they replaced others.
pub(crate) fn all(files: &[(&Destination, &[u8])]) -> Result<(), Failure> {
    let prepared = files
        .iter()
        .map(|(destination, bytes)| destination.prepare(bytes));
    let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    for (index, one) in prepared.into_iter().enumerate() {
        if let Err(failure) = one.place() {
            for (done, _) in files.iter().take(index) {
                done.take_back();
            }
            return Err(failure);
        }
    }
    Ok(())
}

/// Refuses outputs that are one file, and outputs that would replace a file that is read: `force` is meant for
/// what an earlier run wrote. `-` is no file.
pub(crate) fn keep_apart(outputs: &[&Path], inputs: &[&Path]) -> Result<(), Failure> {
    let is_file = |path: &&&Path| **path != Path::new("-");
    for (index, output) in outputs.iter().enumerate().filter(|(_, path)| is_file(path)) {
        let mut others = outputs.iter().skip(index + 1);
        if others.any(|other| place::is_same(output, other)) {
            return Err(Failure::new("two outputs have the same name")
                .with_help("give each of them a name of its own"));
        }
        let mut inputs = inputs.iter().filter(is_file);
        if inputs.any(|input| place::is_same(output, input)) {
            let name = output.to_string_lossy();
            return Err(
                Failure::new(format!("{name} is read and cannot be replaced"))
                    .with_help("give the output a name of its own"),
            );
        }
    }
    Ok(())
}

impl Destination {
    /// Looks whether something can be written there; `-` is standard output.
    ///
    /// A terminal, a folder, a link, a device, and without `force` a file that exists, are refused
    /// with a remedy.
    pub(crate) fn new(path: &Path, force: bool) -> Result<Self, Failure> {
        if path == Path::new("-") {
            let destination = Self {
                path: None,
                force,
                is_taken: false,
            };
            return if io::stdout().is_terminal() {
                Err(destination.failure(&WriteError::Terminal))
            } else {
                Ok(destination)
            };
        }
        let destination = Self {
            path: Some(path.to_owned()),
            force,
            is_taken: path.symlink_metadata().is_ok(),
        };
        match place::look(path, force) {
            Ok(()) => Ok(destination),
            Err(error) => Err(destination.failure(&error)),
        }
    }

    /// Whether it is standard output.
    pub(crate) const fn is_stdout(&self) -> bool {
        self.path.is_none()
    }

    /// The path as it was given, or `-`.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match &self.path {
            Some(path) => path.to_string_lossy(),
            None => "-".into(),
        }
    }

    /// Writes the bytes: all of them, or none.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.prepare(bytes)?.place()
    }

    /// Writes the bytes to the disk, under no name or another one.
    pub(crate) fn prepare<'a>(&'a self, bytes: &'a [u8]) -> Result<Prepared<'a>, Failure> {
        let temporary = match &self.path {
            None => None,
            Some(path) => Some(
                Temporary::write(place::folder(path), bytes)
                    .map_err(|error| self.failure(&WriteError::from_io(error)))?,
            ),
        };
        Ok(Prepared {
            destination: self,
            temporary,
            bytes,
        })
    }

    /// Removes a file that was just made.
    fn take_back(&self) {
        if let Some(path) = self.path.as_ref().filter(|_| !self.is_taken) {
            let _ = std::fs::remove_file(path);
        }
    }

    fn failure(&self, error: &WriteError) -> Failure {
        let what = match &self.path {
            Some(path) => path.to_string_lossy(),
            None => "to standard output".into(),
        };
        let help = error.help(self.path.as_deref());
        Failure::new(format!("cannot write {what}: {error}")).with_help(help)
    }
}

/// Bytes that are on the disk and wait for their name. Dropped, they are gone.
pub(crate) struct Prepared<'a> {
    destination: &'a Destination,
    temporary: Option<Temporary>,
    bytes: &'a [u8],
}

impl Prepared<'_> {
    /// Puts the file in its place.
    pub(crate) fn place(self) -> Result<(), Failure> {
        let destination = self.destination;
        let placed = match (self.temporary, &destination.path) {
            (Some(temporary), Some(path)) => {
                place::put(temporary, path, destination.force, self.bytes)
            }
            _ => stdout::write(self.bytes).map_err(WriteError::from_io),
        };
        placed.map_err(|error| destination.failure(&error))
    }
}

#[cfg(test)]
mod tests;
