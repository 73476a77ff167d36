//! Checking a folder of PEM certificates, in one thread.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openssl::x509::X509;
use pushcert::{Options, UnixTime};
use x509_cert::Certificate;
use x509_cert::der::DecodePem;

use crate::contest::{Contest, Found, why};
use crate::inputs::{CHECKED_AT, FOLDER_SIZE, Issuer, write_folder};

/// One contest per kind of issuer. The files are written below `scratch`.
///
/// # Errors
/// When they cannot be written.
pub fn contests(scratch: &Path) -> Result<Vec<Contest<'static>>, String> {
    let folders = [
        (
            "apple-like",
            Issuer::AppleLike,
            "issuer named as Apple's, signature verified",
        ),
        ("unknown", Issuer::Unknown, "issuer unknown"),
    ];
    let contest = |(name, issuer, about): (&str, Issuer, &str)| {
        let folder = scratch.join(name);
        write_folder(&folder, issuer, FOLDER_SIZE)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(contest(&folder, about))
    };
    folders.into_iter().map(contest).collect()
}

fn contest(folder: &Path, about: &str) -> Contest<'static> {
    let [first, second, third, fourth] = std::array::from_fn(|_| folder.to_owned());
    Contest::new(
        &format!("{FOLDER_SIZE} PEM certificates, {about}"),
        FOLDER_SIZE,
    )
    .entrant("pushcert: read, opened and judged", move || check(&first))
    .entrant("read only", move || {
        each(&second, |_, bytes| Ok(!bytes.is_empty()))
    })
    .entrant("openssl: read and decoded", move || {
        each(&third, |_, bytes| decoded(X509::from_pem(bytes)))
    })
    .entrant("x509-cert: read and decoded", move || {
        each(&fourth, |_, bytes| decoded(Certificate::from_pem(bytes)))
    })
}

fn decoded<T, E: Display>(result: Result<T, E>) -> Result<bool, String> {
    result.map(|_| true).map_err(why)
}

fn check(folder: &Path) -> Found {
    let at = UnixTime::parse(CHECKED_AT).map_err(why)?;
    let options = Options::at(at);
    each(folder, |path, bytes| {
        let file = pushcert::open(&path.to_string_lossy(), bytes, &options).check();
        Ok(file.certificates.len() == 1)
    })
}

/// Reads every file of the folder, and counts those of which `is_good` approves.
fn each(folder: &Path, mut is_good: impl FnMut(&Path, &[u8]) -> Result<bool, String>) -> Found {
    let mut count = 0;
    for path in paths(folder).map_err(why)? {
        let bytes = fs::read(&path).map_err(why)?;
        count += usize::from(is_good(&path, &bytes)?);
    }
    Ok(count)
}

fn paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}
