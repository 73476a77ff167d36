//! Where the password comes from.
//!
//! A password is read into zeroized memory and goes to the facade only; it is in no message.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use zeroize::Zeroizing;

use crate::failure::{Failure, warn};
use crate::input::read;
use crate::text::escape::escape;

/// Longer than any password, shorter than a mistake such as the wrong file.
const LONGEST: u64 = 64 * 1024;

/// At most one source of the password.
#[derive(Args, Debug)]
#[group(id = "password-source", multiple = false)]
pub(crate) struct PasswordFlags {
    /// Read the password from the first line of this file
    #[arg(long, value_name = "FILE", help_heading = "Password")]
    password_file: Option<PathBuf>,

    /// Take the password from this environment variable (other programs of the same user can see it)
    #[arg(long, value_name = "VAR", help_heading = "Password")]
    password_env: Option<OsString>,

    /// Read the password from the first line of standard input
    #[arg(long, help_heading = "Password")]
    password_stdin: bool,

    /// The password itself (other users of this machine can see it: prefer --password-file)
    #[arg(long, value_name = "TEXT", help_heading = "Password")]
    password: Option<Secret>,
}

/// A password on the command line. Never shown.
#[derive(Clone)]
struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl PasswordFlags {
    /// Whether standard input is taken by the password.
    pub(crate) fn uses_stdin(&self) -> bool {
        self.password_stdin
    }

    /// The password, or none where no source was named.
    pub(crate) fn resolve(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        if let Some(path) = &self.password_file {
            return from_file(path).map(Some);
        }
        if let Some(name) = &self.password_env {
            return from_environment(name).map(Some);
        }
        if self.password_stdin {
            return from_stdin().map(Some);
        }
        let Some(Secret(password)) = &self.password else {
            return Ok(None);
        };
        warn(
            "other users of this machine can see --password in the list of processes; --password-file is safer",
        );
        Ok(Some(password.clone()))
    }
}

pub(super) fn from_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let (bytes, what) = password_file(path)?;
    first_line(&bytes, &what)
}

/// Several passwords, one a line; empty lines are none.
pub(super) fn all_from_file(path: &Path) -> Result<Vec<Zeroizing<String>>, Failure> {
    let (bytes, what) = password_file(path)?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.iter().all(u8::is_ascii_whitespace));
    lines.map(|line| first_line(line, &what)).collect()
}

/// The bytes of a password file, and what to call it in messages.
fn password_file(path: &Path) -> Result<(Zeroizing<Vec<u8>>, String), Failure> {
    let name = path.to_string_lossy();
    let what = format!("the password file {}", escape(&name));
    let bytes = read::whole(path, LONGEST).map_err(|error| {
        Failure::new(format!("cannot read {what}: {error}")).with_help(error.help())
    })?;
    Ok((bytes, what))
}

pub(super) fn from_environment(name: &OsString) -> Result<Zeroizing<String>, Failure> {
    let shown = name.to_string_lossy();
    let Some(value) = std::env::var_os(name) else {
        return Err(Failure::new(format!(
            "the environment variable {} is not set",
            escape(&shown)
        ))
        .with_help("set it, or use --password-file"));
    };
    // `into_string` gives the value back when it is not UTF-8; it is dropped without being shown.
    value.into_string().map(Zeroizing::new).map_err(|_| {
        Failure::new(format!(
            "the environment variable {} is not UTF-8",
            escape(&shown)
        ))
    })
}

pub(super) fn from_stdin() -> Result<Zeroizing<String>, Failure> {
    let bytes = stdin_lines(1)?;
    first_line(&bytes, "standard input")
}

/// Two passwords, each on a line of its own.
pub(super) fn two_from_stdin() -> Result<(Zeroizing<String>, Zeroizing<String>), Failure> {
    let bytes = stdin_lines(2)?;
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return Err(
            Failure::new("standard input holds one line, and two passwords are wanted").with_help(
                "write the old password to the first line and the new one to the second",
            ),
        );
    };
    let (old, new) = bytes.split_at(end + 1);
    Ok((
        first_line(old, "the first line of standard input")?,
        first_line(new, "the second line of standard input")?,
    ))
}

/// The first so many lines of standard input, or as many as there are. What follows is not used.
fn stdin_lines(count: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    let mut chunk = Zeroizing::new([0u8; 4096]);
    let mut stdin = read::unbuffered_stdin();
    loop {
        let more = match stdin.read(&mut *chunk) {
            Ok(0) => break,
            Ok(more) => more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(Failure::new(format!(
                    "cannot read the password from standard input: {error}"
                )));
            }
        };
        read::append(&mut bytes, chunk.get(..more).unwrap_or_default());
        if line_end(&bytes, count).is_some() || bytes.len() as u64 > LONGEST {
            break;
        }
    }
    if bytes.is_empty() {
        return Err(
            Failure::new("standard input holds no password: it is empty or closed")
                .with_help("write the password to it, or use --password-file"),
        );
    }
    let end = line_end(&bytes, count).unwrap_or(bytes.len());
    bytes.truncate(end);
    Ok(bytes)
}

/// Where so many lines end, if there are so many.
fn line_end(bytes: &[u8], count: usize) -> Option<usize> {
    let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.nth(count.checked_sub(1)?).map(|(at, _)| at + 1)
}

/// The first line, which must be the only one: a password file with more in it is most likely not
/// a password file.
fn first_line(bytes: &[u8], what: &str) -> Result<Zeroizing<String>, Failure> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let first = first.strip_suffix(b"\r").unwrap_or(first);
    if lines
        .next()
        .is_some_and(|rest| !rest.iter().all(u8::is_ascii_whitespace))
    {
        return Err(Failure::new(format!("{what} has more than one line"))
            .with_help("the password must be the only line"));
    }
    let text = std::str::from_utf8(first).map_err(|_| {
        Failure::new(format!("{what} is not UTF-8")).with_help("store the password as UTF-8 text")
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Whether a person is there to be asked.
pub(crate) fn can_prompt() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for the password of a file, without echo. None when the person gives none.
pub(crate) fn prompt(file: &str) -> Option<Zeroizing<String>> {
    let question = format!("Password for {}: ", escape(file));
    let answer = rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .ok()?;
    (!answer.is_empty()).then_some(answer)
}

/// Asks for a new password, or for the same again. None when the person gives none.
pub(super) fn prompt_new(file: &str, again: bool) -> Option<Zeroizing<String>> {
    let question = match again {
        false => format!("New password for {}: ", escape(file)),
        true => "The same again: ".to_owned(),
    };
    let answer = rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .ok()?;
    (!answer.is_empty()).then_some(answer)
}

#[cfg(test)]
mod tests {
    use super::{Secret, first_line, line_end};

    #[test]
    fn so_many_lines_are_taken_and_no_more() {
        assert_eq!(line_end(b"one\ntwo\nthree", 1), Some(4));
        assert_eq!(line_end(b"one\ntwo\nthree", 2), Some(8));
        assert_eq!(line_end(b"one\ntwo", 2), None);
    }

    fn line(bytes: &[u8]) -> Option<String> {
        first_line(bytes, "it")
            .ok()
            .map(|password| password.to_string())
    }

    #[test]
    fn one_line_ending_is_no_part_of_the_password() {
        for bytes in [
            &b"secret"[..],
            b"secret\n",
            b"secret\r\n",
            b"\xef\xbb\xbfsecret\n",
            b"secret\n\n",
        ] {
            assert_eq!(line(bytes).as_deref(), Some("secret"), "{bytes:?}");
        }
        assert_eq!(line(b" spaces stay \n").as_deref(), Some(" spaces stay "));
        assert_eq!(line(b"").as_deref(), Some(""));
        assert_eq!(line(b"a\nb\n"), None);
        assert_eq!(line(b"\xff\xfe"), None);
    }

    #[test]
    fn s0_10_debug_shows_no_password() {
        let secret: Secret = "hunter2-canary".parse().unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
