//! Opening the one file that a command works on.

use std::path::Path;

use pushcert::{Opened, Options};
use zeroize::Zeroizing;

use super::judge::Unread;
use super::prompter::{self, Prompter};
use super::watchdog::Watchdog;
use crate::failure::Failure;
use crate::flags::password;
use crate::flags::settings::Settings;
use crate::input::read::Reader;
use crate::input::{Origin, Source, Target};

/// Reads and opens a file as `check` does: with the password, or with one that is asked for when
/// none was given and somebody is there.
pub(crate) fn open_source(
    path: &Path,
    password: Option<&str>,
    settings: &Settings,
) -> Result<Opened, Failure> {
    open_with(path, &settings.options(password), password, settings)
}

/// The same with options of one's own, which hold the password too.
pub(crate) fn open_with(
    path: &Path,
    options: &Options,
    password: Option<&str>,
    settings: &Settings,
) -> Result<Opened, Failure> {
    let file = read_source(path, settings)?;
    let watchdog = Watchdog::start(1, settings.limits.wall_clock);
    let opened = watchdog.timed(0, &file.name, || {
        pushcert::open(&file.name, &file.bytes, options)
    });
    if password.is_none() && opened.needs_password() && password::can_prompt() {
        return Ok(Prompter::new(options).open(&file.name, &file.bytes));
    }
    Ok(opened)
}

/// A file that was read whole. It may hold a key.
pub(crate) struct ReadFile {
    /// The path as it was given, or `-`.
    pub(crate) name: String,
    /// The content.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

impl ReadFile {
    /// As the library takes it.
    pub(crate) fn source(&self) -> pushcert::join::Source<'_> {
        pushcert::join::Source {
            name: &self.name,
            bytes: &self.bytes,
        }
    }
}

/// Reads a file, or standard input for `-`, as far as the limit on input allows.
pub(crate) fn read_source(path: &Path, settings: &Settings) -> Result<ReadFile, Failure> {
    let source = match path.to_str() {
        Some("-") => Source::Stdin,
        _ => Source::Path(path.to_owned()),
    };
    let target = Target {
        source,
        origin: Origin::Named,
    };
    let name = target.name();
    let limit = u64::try_from(settings.limits.library.max_input()).unwrap_or(u64::MAX);
    let mut reader = Reader::new(limit);
    match reader.read(&target, |_| true) {
        Ok(bytes) => Ok(ReadFile {
            bytes: Zeroizing::new(bytes.unwrap_or_default().to_vec()),
            name: name.into_owned(),
        }),
        Err(error) => Err(Unread::new(name, &error).failure()),
    }
}

/// Makes something with the password that was given, and again with passwords that are asked for while one
/// is missing or wrong and somebody is there.
pub(crate) fn with_password<T>(
    file: &str,
    given: Option<&str>,
    settings: &Settings,
    make: impl Fn(&Options) -> T,
    needs_password: impl Fn(&T) -> bool,
) -> T {
    let watchdog = Watchdog::start(1, settings.limits.wall_clock);
    let make = |options: &Options| watchdog.timed(0, file, || make(options));
    let first = make(&settings.options(given));
    if given.is_some() || !needs_password(&first) || !password::can_prompt() {
        return first;
    }
    prompter::until(file, first, |password| {
        let made = make(&settings.options(Some(password)));
        let is_right = !needs_password(&made);
        (made, is_right)
    })
}
