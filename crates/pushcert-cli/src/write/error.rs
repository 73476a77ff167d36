//! Why a file could not be written, each with its remedy.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::Path;

/// Why a file could not be written.
#[derive(Debug)]
pub(super) enum WriteError {
    /// It is there, and nobody said that it may be replaced.
    Exists,
    /// A symbolic link.
    Link {
        /// Whether it leads nowhere.
        dangling: bool,
    },
    /// A folder.
    Folder,
    /// A device, pipe or socket.
    Special,
    /// The folder that it is to be in does not exist.
    NoFolder,
    /// What should be its folder is a file.
    NotAFolder,
    /// Not writable for this user.
    Denied,
    /// The disk is mounted read-only.
    ReadOnly,
    /// The disk is full, or a quota used up.
    Full,
    /// The name is too long for the disk, or cannot be a name.
    BadName,
    /// Standard output is a terminal.
    Terminal,
    /// Whoever reads standard output has gone.
    NoReader,
    /// Anything else that the system says.
    Other(io::Error),
}

impl WriteError {
    /// Tells the reasons apart that people can do something about.
    pub(super) fn from_io(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::NotFound => Self::NoFolder,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::WriteZero => Self::Full,
            io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => Self::BadName,
            io::ErrorKind::BrokenPipe => Self::NoReader,
            _ => Self::Other(error),
        }
    }

    /// What to do about it.
    pub(super) fn help(&self, path: Option<&Path>) -> Cow<'static, str> {
        let folder = path.map(|path| super::place::folder(path).display().to_string());
        let folder = folder.unwrap_or_default();
        match self {
            Self::Exists => "give another name with --out, or replace it with --force".into(),
            Self::Link { dangling: true } => {
                "remove the link, or give another name with --out".into()
            }
            Self::Link { dangling: false } => {
                "give the name of the file that the link leads to, or another one".into()
            }
            Self::Folder => "give the name of a file in it, as in --out folder/push.p12".into(),
            Self::Special => "give the name of a file, or --out - for standard output".into(),
            Self::NoFolder => format!("create it first: mkdir -p {folder}").into(),
            Self::NotAFolder | Self::BadName => "give another name with --out".into(),
            Self::Denied => format!("write into a folder of your own; {folder} is not").into(),
            Self::ReadOnly => "write to another disk".into(),
            Self::Full => "make room there, or write to another disk; nothing was changed".into(),
            Self::Terminal => {
                "give the name of a file with --out, or pipe it into a program".into()
            }
            Self::NoReader => "the program that should read it ended; is it the right one?".into(),
            Self::Other(_) => "write to a local disk and try again".into(),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => f.write_str("there is such a file already, and it was left as it is"),
            Self::Link { dangling: true } => {
                f.write_str("it is a symbolic link to a file that does not exist")
            }
            Self::Link { dangling: false } => f.write_str("it is a symbolic link"),
            Self::Folder => f.write_str("it is a folder"),
            Self::Special => f.write_str("it is no file, but a device, a pipe or a socket"),
            Self::NoFolder => f.write_str("its folder does not exist"),
            Self::NotAFolder => f.write_str("what should be its folder is a file"),
            Self::Denied => f.write_str("permission denied"),
            Self::ReadOnly => f.write_str("the disk is read-only"),
            Self::Full => f.write_str("there is no room on the disk"),
            Self::BadName => f.write_str("this cannot be the name of a file here"),
            Self::Terminal => {
                f.write_str("it is a terminal, and a private key is not for the screen")
            }
            Self::NoReader => f.write_str("nobody reads it"),
            Self::Other(error) => write!(f, "{error}"),
        }
    }
}
