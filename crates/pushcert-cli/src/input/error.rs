//! Why bytes could not be read, each with its remedy.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a file could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// Nothing of that name.
    NotFound,
    /// A symbolic link to nothing.
    DanglingLink,
    /// Symbolic links in a circle.
    LinkLoop,
    /// Not readable for this user.
    Denied,
    /// A folder where a file is wanted.
    Folder,
    /// A socket or a disk.
    NotReadable(&'static str),
    /// More bytes than the limit allows.
    TooLarge {
        /// Its size, where it is known without reading it.
        size: Option<u64>,
        /// The limit.
        limit: u64,
    },
    /// A pipe into which nobody writes.
    NoWriter,
    /// A pipe or terminal from which nothing came for too long.
    Stalled,
    /// The file was written to while it was read.
    Changed,
    /// Standard input ended before it began.
    EmptyStdin,
    /// A device that has nothing to say, such as `/dev/null`.
    EmptyDevice,
    /// Anything else that the system says.
    Other(io::Error),
}

impl ReadError {
    /// Tells the reasons apart that people can do something about.
    pub(crate) fn from_io(path: &Path, error: io::Error) -> Self {
        let is_link = || {
            path.symlink_metadata()
                .is_ok_and(|metadata| metadata.file_type().is_symlink())
        };
        match error.kind() {
            _ if is_link_loop(&error) => Self::LinkLoop,
            io::ErrorKind::NotFound if is_link() => Self::DanglingLink,
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Other(error),
        }
    }

    /// What to do about it.
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::NotFound => "check the path",
            Self::DanglingLink => {
                "the file that the link names was moved or deleted: name the file itself"
            }
            Self::LinkLoop => "remove the link, or name the file itself",
            Self::Denied => "read it as its owner, or change its permissions",
            Self::Folder => "name a file",
            Self::NotReadable(_) => "name a file, or use - and pipe the content in",
            Self::TooLarge { .. } => "is it the right file? --limit max-input=N allows more",
            Self::NoWriter => {
                "start the program that writes to it first, or use - and pipe the content in"
            }
            Self::Stalled => "save the content to a file first",
            Self::Changed => "wait until it is written, then try again",
            Self::EmptyStdin | Self::EmptyDevice => {
                "pipe the content in, as in: pushcert check - < push.p12"
            }
            Self::Other(_) => "copy it to a local disk and try again",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::DanglingLink => {
                f.write_str("it is a symbolic link to a file that does not exist")
            }
            Self::LinkLoop => f.write_str("its symbolic links go round in a circle"),
            Self::Denied => f.write_str("permission denied"),
            Self::Folder => f.write_str("it is a folder"),
            Self::NotReadable(kind) => write!(f, "it is {kind}"),
            Self::TooLarge {
                size: Some(size),
                limit,
            } => {
                write!(f, "it has {size} bytes, and the limit is {limit}")
            }
            Self::TooLarge { size: None, limit } => {
                write!(f, "it has more than {limit} bytes, which is the limit")
            }
            Self::NoWriter => f.write_str("it is a pipe, and no program writes to it"),
            Self::Stalled => f.write_str("nothing came from it for 10 seconds"),
            Self::Changed => f.write_str("it changed while it was read"),
            Self::EmptyDevice => f.write_str("it is a device or closed, and no bytes came from it"),
            Self::EmptyStdin => f.write_str("standard input is empty or closed"),
            Self::Other(error) => write!(f, "{error}"),
        }
    }
}

#[cfg(unix)]
fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_link_loop(_error: &io::Error) -> bool {
    false
}
