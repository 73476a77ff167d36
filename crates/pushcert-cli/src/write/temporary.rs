//! A file that is not there yet.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// So many names are tried before somebody else's files are blamed.
const ATTEMPTS: u32 = 100;

/// Bytes on the disk that nobody finds under the name that they will have.
#[derive(Debug)]
pub(super) enum Temporary {
    /// A file without any name (`O_TMPFILE`).
    #[cfg(any(target_os = "linux", target_os = "android"))]
    Unnamed(File),
    /// A file with another name.
    Named(Named),
}

impl Temporary {
    /// Writes the bytes into a new file in this folder, and to the disk.
    pub(super) fn write(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if let Some(file) = open_unnamed(folder) {
            fill(&file, bytes)?;
            return Ok(Self::Unnamed(file));
        }
        Named::write(folder, bytes).map(Self::Named)
    }

    /// The same with a name, another one than it will have.
    #[cfg_attr(
        not(any(target_os = "linux", target_os = "android")),
        expect(unused_variables, reason = "it has a name there from the beginning")
    )]
    pub(super) fn named(self, folder: &Path, bytes: &[u8]) -> io::Result<Named> {
        match self {
            Self::Named(named) => Ok(named),
            #[cfg(any(target_os = "linux", target_os = "android"))]
            Self::Unnamed(file) => {
                let linked = fresh(folder, |path| link_unnamed(&file, path));
                match linked {
                    Ok((path, ())) => Ok(Named { path: Some(path) }),
                    Err(_) => Named::write(folder, bytes),
                }
            }
        }
    }
}

/// A file with a name of its own, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Named {
    path: Option<PathBuf>,
}

impl Named {
    fn write(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        let (path, file) = fresh(folder, create_private)?;
        // From here on it goes when anything fails.
        let named = Self { path: Some(path) };
        fill(&file, bytes)?;
        Ok(named)
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Gives it another name, in place of whatever has it.
    pub(super) fn rename(self, to: &Path) -> io::Result<()> {
        fs::rename(self.path(), to)?;
        self.forget();
        Ok(())
    }

    /// It has its final name.
    pub(super) fn forget(mut self) {
        self.path = None;
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

/// Makes something of a name that is free.
fn fresh<T>(folder: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(PathBuf, T)> {
    let process = std::process::id();
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 0..ATTEMPTS {
        let path = folder.join(format!(".pushcert-{process}-{attempt}.tmp"));
        match make(&path) {
            Ok(made) => return Ok((path, made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// A new file that only its owner may read and write.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn fill(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    // The umask takes permissions away: a strange one would take the owner's.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// A file without a name; `None` where the disk has no such thing, or the folder does not allow it,
/// which the other way then tells.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn open_unnamed(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    open(folder, flags, Mode::RUSR | Mode::WUSR)
        .ok()
        .map(File::from)
}

/// Gives a file without a name its first one, unless that is taken.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn link_unnamed(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let handle = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, handle, CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(Into::into)
}
