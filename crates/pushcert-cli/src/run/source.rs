//! Opening the one file that a command works on.

use std::path::Path;

use pushcert::Opened;

use super::judge::Unread;
use super::prompter::Prompter;
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
    let bytes = match reader.read(&target, |_| true) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(error) => return Err(Unread::new(name, &error).failure()),
    };
    let options = settings.options(password);
    let watchdog = Watchdog::start(1, settings.limits.wall_clock);
    let opened = watchdog.timed(0, &name, || pushcert::open(&name, bytes, &options));
    if password.is_none() && opened.needs_password() && password::can_prompt() {
        return Ok(Prompter::new(&options).open(&name, bytes));
    }
    Ok(opened)
}
