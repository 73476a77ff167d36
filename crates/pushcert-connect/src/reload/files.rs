//! A credential in one file or in several.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Fresh, Source};
use crate::manager::Replacement;

/// The largest file that is read.
const LARGEST: u64 = 10 * 1024 * 1024;

/// Watches one file, or several that make one credential, by their content.
///
/// Renaming over a file, writing into it and moving a symbolic link (as Kubernetes does) are all seen,
/// also on a network file system, because the content is read each time. A file caught half written, and
/// a new certificate whose key is not there yet, do not decode: they are told once, the old credential
/// stays, and the next question finds the whole.
pub struct Files<F> {
    paths: Arc<[PathBuf]>,
    decode: F,
    reason: Box<dyn FnMut() -> Replacement + Send>,
    /// SHA-256 over what was seen last, used or not.
    seen: Option<[u8; 32]>,
    /// What could not be read last time, so that it is told once.
    unread: Option<io::ErrorKind>,
}

impl<F> Files<F> {
    /// Watches these files. `decode` gets their contents, in the order of the paths.
    pub fn new<C, E>(paths: impl IntoIterator<Item = impl Into<PathBuf>>, decode: F) -> Self
    where
        F: FnMut(&[Zeroizing<Vec<u8>>]) -> Result<C, E>,
    {
        Self {
            paths: paths.into_iter().map(Into::into).collect(),
            decode,
            reason: Box::new(|| Replacement::Renewed),
            seen: None,
            unread: None,
        }
    }

    /// Asks this, when there is a new credential, what became of the old one; without it, it was renewed.
    #[must_use]
    pub fn because(mut self, reason: impl FnMut() -> Replacement + Send + 'static) -> Self {
        self.reason = Box::new(reason);
        self
    }
}

impl<F, C, E> Source for Files<F>
where
    F: FnMut(&[Zeroizing<Vec<u8>>]) -> Result<C, E> + Send + 'static,
    C: Send,
    E: std::error::Error + Send + 'static,
{
    type Credential = C;
    type Error = FileError<E>;

    async fn poll(&mut self) -> Result<Option<Fresh<C>>, FileError<E>> {
        let paths = Arc::clone(&self.paths);
        let read = tokio::task::spawn_blocking(move || read(&paths)).await;
        let contents = match read {
            Ok(Ok(contents)) => contents,
            Ok(Err((path, error))) => return self.unread(path, error),
            // The runtime is ending.
            Err(_) => return Ok(None),
        };
        self.unread = None;
        let digest = digest(&contents);
        if self.seen == Some(digest) {
            return Ok(None);
        }
        self.seen = Some(digest);
        let credential = (self.decode)(&contents).map_err(FileError::Unusable)?;
        let why = (self.reason)();
        Ok(Some(Fresh { credential, why }))
    }
}

impl<F> Files<F> {
    fn unread<C, E>(
        &mut self,
        path: PathBuf,
        error: io::Error,
    ) -> Result<Option<Fresh<C>>, FileError<E>> {
        let kind = error.kind();
        if self.unread.replace(kind) == Some(kind) {
            return Ok(None);
        }
        Err(FileError::Unreadable { path, error })
    }
}

impl<F> fmt::Debug for Files<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files")
            .field("paths", &self.paths)
            .finish_non_exhaustive()
    }
}

/// Why there is no new credential in the files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError<E> {
    /// A file cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The content is no credential.
    #[error("{0}")]
    Unusable(#[source] E),
}

fn read(paths: &[PathBuf]) -> Result<Vec<Zeroizing<Vec<u8>>>, (PathBuf, io::Error)> {
    let one = |path: &PathBuf| read_one(path).map_err(|error| (path.clone(), error));
    paths.iter().map(one).collect()
}

fn read_one(path: &PathBuf) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let limit = LARGEST.saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    if length(&bytes) == limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "the file is larger than 10 MiB",
        ));
    }
    Ok(bytes)
}

fn digest(contents: &[Zeroizing<Vec<u8>>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(length(content).to_be_bytes());
        hash.update(content);
    }
    hash.finalize().into()
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
