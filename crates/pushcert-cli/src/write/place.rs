//! The name of the file: looking whether it is free, and taking it.

use std::fs;
use std::io;
use std::path::Path;

use super::error::WriteError;
use super::temporary::{Named, Temporary};

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Whether two paths lead to the same file, which need not be there.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| match path.canonicalize() {
        Ok(whole) => Some(whole),
        Err(_) => Some(folder(path).canonicalize().ok()?.join(path.file_name()?)),
    };
    one == other || whole(one).is_some_and(|one| whole(other) == Some(one))
}

/// Whether a file can be made there. It may be different when it is, so that [`put`] looks again.
pub(super) fn look(path: &Path, force: bool) -> Result<(), WriteError> {
    let text = path.as_os_str().as_encoded_bytes();
    if path.file_name().is_none() || text.last().is_some_and(|&end| is_separator(end)) {
        return Err(WriteError::Folder);
    }
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return look_at_folder(path),
        Err(error) => return Err(WriteError::from_io(error)),
    };
    if metadata.is_symlink() {
        let dangling = path.metadata().is_err();
        return Err(WriteError::Link { dangling });
    }
    if metadata.is_dir() {
        return Err(WriteError::Folder);
    }
    if !metadata.is_file() {
        return Err(WriteError::Special);
    }
    if force {
        Ok(())
    } else {
        Err(WriteError::Exists)
    }
}

fn is_separator(byte: u8) -> bool {
    std::path::is_separator(char::from(byte))
}

fn look_at_folder(path: &Path) -> Result<(), WriteError> {
    match folder(path).metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(WriteError::NotAFolder),
        Err(error) => Err(WriteError::from_io(error)),
    }
}

/// Gives a temporary file its name. Without `force` only when nothing has that name.
pub(super) fn put(
    temporary: Temporary,
    path: &Path,
    force: bool,
    bytes: &[u8],
) -> Result<(), WriteError> {
    let put = if force {
        look(path, true)?;
        let named = temporary.named(folder(path), bytes);
        named.and_then(|named| named.rename(path))
    } else {
        put_new(temporary, path, bytes)
    };
    put.map_err(WriteError::from_io)?;
    // The file is there; that its folder knows it after a power cut is as much as can be done.
    let _ = sync_folder(folder(path));
    Ok(())
}

fn put_new(temporary: Temporary, path: &Path, bytes: &[u8]) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Temporary::Unnamed(file) = &temporary {
        match super::temporary::link_unnamed(file, path) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // Without /proc such a file cannot be given a name; then the other way.
            Err(_) => {}
        }
    }
    let named = temporary.named(folder(path), bytes)?;
    match rename_new(named.path(), path) {
        Some(Ok(())) => {
            named.forget();
            Ok(())
        }
        Some(Err(error)) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        _ => link_or_reserve(named, path),
    }
}

/// Renames unless the name is taken; `None` where the system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_new(from: &Path, to: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Some(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(Into::into))
}

/// Renames unless the name is taken; `None` where the system cannot.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_new(_from: &Path, _to: &Path) -> Option<io::Result<()>> {
    None
}

/// A second name for the file is never one that is taken. Where a disk has no second names, an
/// empty file takes the name first, and is replaced in one step.
fn link_or_reserve(named: Named, path: &Path) -> io::Result<()> {
    match fs::hard_link(named.path(), path) {
        // The first name goes when `named` is dropped.
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => {
            drop(super::temporary::create_private(path)?);
            named.rename(path).inspect_err(|_| {
                // It is the empty one of this very moment.
                let _ = fs::remove_file(path);
            })
        }
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
