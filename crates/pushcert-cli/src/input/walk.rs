//! From the arguments to the list of files, in an order that does not change.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::ReadError;
use super::sniff::has_known_extension;
use super::{Origin, Source, Target, read_stdin_once};
use crate::failure::Failure;
use crate::flags::password::PasswordFlags;

/// What the arguments come to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What to read, in the order of the arguments, folders in the order of names.
    pub(crate) targets: Vec<Target>,
    /// Folders and entries of folders that cannot be read.
    pub(crate) unreadable: Vec<(PathBuf, ReadError)>,
    /// How many folders were named.
    pub(crate) folders: usize,
    /// How many symbolic links inside folders were not followed.
    pub(crate) links: usize,
    /// How many sockets, pipes and devices inside folders were left alone.
    pub(crate) special: usize,
}

/// Expands the arguments. A named file is taken as it is, even when it cannot be read: reading
/// tells why.
pub(crate) fn expand(files: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for file in files {
        if file.as_os_str() == OsStr::new("-") {
            found.targets.push(Target {
                source: Source::Stdin,
                origin: Origin::Named,
            });
        } else if file.is_dir() {
            found.folders += 1;
            found.walk(file);
        } else {
            found.targets.push(Target {
                source: Source::Path(file.clone()),
                origin: Origin::Named,
            });
        }
    }
    found
}

impl Found {
    /// Standard input can be read once: by one file, or for the password.
    pub(crate) fn refuse_shared_stdin(&self, password: &PasswordFlags) -> Result<(), Failure> {
        let files = self
            .targets
            .iter()
            .map(|target| target.source == Source::Stdin);
        read_stdin_once(
            files.chain([password.uses_stdin()]),
            "use --password-file, and - only once",
        )
    }

    /// Whether one file was named, and no folder.
    pub(crate) fn is_single(&self) -> bool {
        self.targets.len() == 1 && self.folders == 0
    }

    fn walk(&mut self, folder: &Path) {
        let entries = WalkDir::new(folder)
            .follow_links(false)
            .sort_by_file_name()
            .into_iter();
        for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            match entry {
                Ok(entry) => self.take(entry),
                Err(error) => self.refuse(folder, error),
            }
        }
    }

    fn take(&mut self, entry: DirEntry) {
        let kind = entry.file_type();
        if kind.is_file() {
            let path = entry.into_path();
            let origin = if has_known_extension(&path) {
                Origin::Found
            } else {
                Origin::Stray
            };
            self.targets.push(Target {
                source: Source::Path(path),
                origin,
            });
        } else if kind.is_symlink() && entry.depth() > 0 {
            self.links += 1;
        } else if !kind.is_dir() && !kind.is_symlink() {
            self.special += 1;
        }
    }

    fn refuse(&mut self, folder: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(folder).to_path_buf();
        let error = error
            .into_io_error()
            .unwrap_or_else(|| std::io::Error::other("a loop of folders"));
        let error = ReadError::from_io(&path, error);
        self.unreadable.push((path, error));
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
