//! Reading one file whole, up to a limit.
//!
//! The buffer is zeroized, for it may hold a private key. It is kept between files, so that a
//! folder of small files costs no allocation each.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::error::ReadError;
use super::open::{self, Kind};
use super::{Source, Target};

/// The size of a fresh buffer: no ordinary credential is larger.
const FIRST_CAPACITY: usize = 32 * 1024;

/// How long to wait for the first byte of a pipe.
const PATIENCE_FIRST: Duration = Duration::from_secs(2);

/// How long to wait for a pipe or a device in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads files one after the other into one buffer.
pub(crate) struct Reader {
    limit: u64,
    buffer: Zeroizing<Vec<u8>>,
}

impl Reader {
    /// A reader that refuses files of more than `limit` bytes. It never reads more than `limit + 1`.
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            buffer: Zeroizing::new(vec![0; FIRST_CAPACITY]),
        }
    }

    /// The content of a target. None when `recognise` says no to its first bytes.
    pub(crate) fn read(
        &mut self,
        target: &Target,
        recognise: impl FnOnce(&[u8]) -> bool,
    ) -> Result<Option<&[u8]>, ReadError> {
        let filled = match &target.source {
            Source::Stdin => Some(self.read_stdin()?),
            Source::Path(path) => self.read_path(path, recognise)?,
        };
        Ok(filled.map(|filled| self.buffer.get(..filled).unwrap_or_default()))
    }

    fn read_stdin(&mut self) -> Result<usize, ReadError> {
        let path = Path::new("-");
        match self.fill(&mut unbuffered_stdin(), path, 0, |_| Ok(()))? {
            0 => Err(ReadError::EmptyStdin),
            filled => Ok(filled),
        }
    }

    fn read_path(
        &mut self,
        path: &Path,
        recognise: impl FnOnce(&[u8]) -> bool,
    ) -> Result<Option<usize>, ReadError> {
        let cannot = |error| ReadError::from_io(path, error);
        let mut file = open::open(path).map_err(|error| unopened(path, error))?;
        let metadata = file.metadata().map_err(cannot)?;
        match open::kind(&metadata) {
            Kind::Regular => self.read_regular(&mut file, path, &metadata, recognise),
            Kind::Pipe => self.read_stream(&mut file, path, true).map(Some),
            Kind::Device => self.read_stream(&mut file, path, false).map(Some),
            Kind::Folder => Err(ReadError::Folder),
            Kind::Other(what) => Err(ReadError::NotReadable(what)),
        }
    }

    fn read_regular(
        &mut self,
        file: &mut File,
        path: &Path,
        metadata: &Metadata,
        recognise: impl FnOnce(&[u8]) -> bool,
    ) -> Result<Option<usize>, ReadError> {
        let first = self.read_once(file, path, 0)?;
        if !recognise(self.buffer.get(..first).unwrap_or_default()) {
            return Ok(None);
        }
        if metadata.len() > self.limit {
            return Err(ReadError::TooLarge {
                size: Some(metadata.len()),
                limit: self.limit,
            });
        }
        let filled = self.fill(file, path, first, |_| Ok(()))?;
        let now = file
            .metadata()
            .map_err(|error| ReadError::from_io(path, error))?;
        unchanged(metadata, &now, filled)
            .then_some(Some(filled))
            .ok_or(ReadError::Changed)
    }

    fn read_stream(
        &mut self,
        file: &mut File,
        path: &Path,
        is_pipe: bool,
    ) -> Result<usize, ReadError> {
        let cannot = |error| ReadError::from_io(path, error);
        // A pipe that nobody has opened for writing reads as empty; only waiting tells.
        if is_pipe && !open::wait(file, PATIENCE_FIRST).map_err(cannot)? {
            return Err(ReadError::NoWriter);
        }
        let started = Instant::now();
        let filled = self.fill(file, path, 0, |file| {
            let left = PATIENCE.saturating_sub(started.elapsed());
            match open::wait(file, left).map_err(cannot)? {
                true => Ok(()),
                false => Err(ReadError::Stalled),
            }
        })?;
        match filled {
            0 if is_pipe => Err(ReadError::NoWriter),
            0 => Err(ReadError::EmptyDevice),
            filled => Ok(filled),
        }
    }

    /// Reads to the end, from `filled` bytes on. `wait` is called when a read would block.
    fn fill<R: Read>(
        &mut self,
        from: &mut R,
        path: &Path,
        mut filled: usize,
        wait: impl Fn(&R) -> Result<(), ReadError>,
    ) -> Result<usize, ReadError> {
        loop {
            if filled as u64 > self.limit {
                return Err(ReadError::TooLarge {
                    size: None,
                    limit: self.limit,
                });
            }
            match self.read_once(from, path, filled) {
                Ok(0) => return Ok(filled),
                Ok(count) => filled += count,
                Err(ReadError::Other(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                    wait(from)?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// One read into the free part of the buffer, which grows as needed to `limit + 1` bytes.
    fn read_once(
        &mut self,
        from: &mut impl Read,
        path: &Path,
        filled: usize,
    ) -> Result<usize, ReadError> {
        let most = usize::try_from(self.limit.saturating_add(1)).unwrap_or(usize::MAX);
        if filled == self.buffer.len() {
            grow(
                &mut self.buffer,
                filled.saturating_mul(4).min(most).max(filled),
            );
        }
        let end = self.buffer.len().min(most);
        let free = self.buffer.get_mut(filled..end).unwrap_or_default();
        loop {
            match from.read(free) {
                Ok(count) => return Ok(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(ReadError::from_io(path, error)),
            }
        }
    }
}

/// Reads one file whole: a password, a trust anchor.
pub(crate) fn whole(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let mut reader = Reader::new(limit);
    let filled = reader.read_path(path, |_| true)?.unwrap_or_default();
    reader.buffer.truncate(filled);
    Ok(reader.buffer)
}

/// Appends to a secret buffer; where it must grow, the old memory is zeroized.
pub(crate) fn append(buffer: &mut Zeroizing<Vec<u8>>, more: &[u8]) {
    let needed = buffer.len() + more.len();
    if needed > buffer.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed * 2));
        larger.extend_from_slice(buffer);
        *buffer = larger;
    }
    buffer.extend_from_slice(more);
}

fn grow(buffer: &mut Zeroizing<Vec<u8>>, size: usize) {
    let mut larger = Zeroizing::new(vec![0; size]);
    if let Some(start) = larger.get_mut(..buffer.len()) {
        start.copy_from_slice(buffer);
    }
    *buffer = larger;
}

/// Sockets cannot even be opened, and say something else about it on every system.
fn unopened(path: &Path, error: io::Error) -> ReadError {
    match path.metadata().map(|metadata| open::kind(&metadata)) {
        Ok(Kind::Other(what)) => ReadError::NotReadable(what),
        _ => ReadError::from_io(path, error),
    }
}

/// Whether what was read is one state of the file: it has the size of what was read and was not
/// written to in between. Files that the kernel makes up, as in `/proc`, have the size 0.
fn unchanged(before: &Metadata, after: &Metadata, read: usize) -> bool {
    let same_time = match (before.modified(), after.modified()) {
        (Ok(before), Ok(after)) => before == after,
        _ => true,
    };
    same_size(before.len(), after.len(), read as u64) && same_time
}

fn same_size(before: u64, after: u64, read: u64) -> bool {
    before == after && (after == read || after == 0)
}

/// Standard input without the buffer of the standard library, which is not zeroized.
#[cfg(unix)]
pub(crate) fn unbuffered_stdin() -> impl Read {
    struct Stdin(io::Stdin);
    impl Read for Stdin {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            Ok(rustix::io::read(&self.0, buffer)?)
        }
    }
    Stdin(io::stdin())
}

/// Standard input.
#[cfg(not(unix))]
pub(crate) fn unbuffered_stdin() -> impl Read {
    io::stdin().lock()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `total` bytes, a few at a time.
    struct Endless(u64);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(1000).min(usize::try_from(self.0).unwrap());
            self.0 -= count as u64;
            Ok(count)
        }
    }

    fn fill(limit: u64, source: &mut Endless) -> Result<usize, ReadError> {
        Reader::new(limit).fill(source, Path::new("x"), 0, |_| Ok(()))
    }

    #[test]
    fn reading_stops_at_the_limit_and_one_byte() {
        let mut source = Endless(1 << 40);
        assert!(matches!(
            fill(100_000, &mut source),
            Err(ReadError::TooLarge {
                size: None,
                limit: 100_000
            })
        ));
        assert_eq!((1 << 40) - source.0, 100_001);
        assert_eq!(fill(100_000, &mut Endless(100_000)).unwrap(), 100_000);
        assert_eq!(fill(0, &mut Endless(0)).unwrap(), 0);
    }

    #[test]
    fn a_file_that_grows_or_shrinks_while_it_is_read_is_told() {
        assert!(same_size(10, 10, 10));
        assert!(same_size(0, 0, 10), "a file of /proc");
        assert!(!same_size(10, 20, 10));
        assert!(!same_size(10, 20, 20));
        assert!(!same_size(10, 5, 5));
        assert!(!same_size(10, 10, 9));
    }

    #[test]
    fn appending_keeps_what_was_there() {
        let mut buffer = Zeroizing::new(Vec::with_capacity(2));
        append(&mut buffer, b"ab");
        append(&mut buffer, b"cdef");
        assert_eq!(buffer.as_slice(), b"abcdef");
    }
}
