//! Files as they are left behind.

use std::fs;
use std::path::Path;

use super::temporary::Temporary;
use super::{Destination, place};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_new_and_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    Destination::new(&path, false)
        .unwrap()
        .write(b"one")
        .unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one");
    assert_eq!(names(folder.path()), ["a"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o600
        );
    }
}

#[test]
fn what_is_there_stays_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let destination = Destination::new(&path, false).unwrap();
    // It appears between the look and the writing.
    fs::write(&path, b"old").unwrap();
    let failure = destination.write(b"new").unwrap_err();
    assert!(failure.message().contains("already"), "{failure:?}");
    assert!(Destination::new(&path, false).is_err());
    assert_eq!(fs::read(&path).unwrap(), b"old");
    Destination::new(&path, true)
        .unwrap()
        .write(b"new")
        .unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn what_was_prepared_and_not_placed_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    for force in [false, true] {
        let destination = Destination::new(&path, force).unwrap();
        drop(destination.prepare(b"new").unwrap());
        assert!(names(folder.path()).is_empty());
    }
}

/// The way of the systems that know no files without names.
#[test]
fn a_named_temporary_file_does_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let named = || {
        let temporary = Temporary::write(folder.path(), b"new").unwrap();
        Temporary::Named(temporary.named(folder.path(), b"new").unwrap())
    };
    place::put(named(), &path, false, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(place::put(named(), &path, false, b"new").is_err());
    place::put(named(), &path, true, b"new").unwrap();
    assert_eq!(names(folder.path()), ["a"]);
    drop(named());
    assert_eq!(names(folder.path()), ["a"]);
}
