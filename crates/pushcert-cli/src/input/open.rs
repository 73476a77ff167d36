//! Opening and waiting, without ever hanging on a pipe.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

/// What an open file is, as far as reading is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An ordinary file.
    Regular,
    /// A pipe with a name.
    Pipe,
    /// A device that gives bytes, such as a terminal or `/dev/zero`.
    Device,
    /// A folder.
    Folder,
    /// Something that cannot be read as a file; with a name for it.
    Other(&'static str),
}

/// Opens for reading. On Unix without blocking: opening a pipe into which nobody writes would
/// otherwise wait for ever.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

/// Opens for reading.
#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What it is.
#[cfg(unix)]
pub(crate) fn kind(metadata: &Metadata) -> Kind {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = metadata.file_type();
    if kind.is_file() {
        Kind::Regular
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_fifo() {
        Kind::Pipe
    } else if kind.is_char_device() {
        Kind::Device
    } else if kind.is_block_device() {
        Kind::Other("a disk")
    } else if kind.is_socket() {
        Kind::Other("a socket")
    } else {
        Kind::Other("no file")
    }
}

/// What it is.
#[cfg(not(unix))]
pub(crate) fn kind(metadata: &Metadata) -> Kind {
    if metadata.is_dir() {
        Kind::Folder
    } else {
        Kind::Regular
    }
}

/// Waits until a read would not block; false when that takes longer than `patience`.
#[cfg(unix)]
pub(crate) fn wait(file: &File, patience: Duration) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let timeout = Timespec {
        tv_sec: patience.as_secs().try_into().unwrap_or(i64::MAX),
        tv_nsec: patience.subsec_nanos().into(),
    };
    let ready = poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&timeout))?;
    Ok(ready > 0)
}

/// Reads block on this system, so there is nothing to wait for.
#[cfg(not(unix))]
pub(crate) fn wait(_file: &File, _patience: Duration) -> io::Result<bool> {
    Ok(true)
}
