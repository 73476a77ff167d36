//! Where the password of what is written comes from.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use super::password::{self, PasswordFlags};
use crate::failure::{Failure, note};

/// How often a new password is asked for until it was written twice alike.
const ATTEMPTS: usize = 3;

/// At most one source of the new password.
#[derive(Args, Debug)]
#[group(id = "new-password-source", multiple = false)]
pub(crate) struct NewPasswordFlags {
    /// Read the new password from the first line of this file
    #[arg(long, value_name = "FILE", help_heading = "New password")]
    new_password_file: Option<PathBuf>,

    /// Take the new password from this environment variable
    #[arg(long, value_name = "VAR", help_heading = "New password")]
    new_password_env: Option<OsString>,

    /// Read the new password from standard input: from its first line, or from the second when
    /// --password-stdin takes the first
    #[arg(long, help_heading = "New password")]
    new_password_stdin: bool,

    /// Write without a password: whoever has the file has the key
    #[arg(long, help_heading = "New password")]
    no_password: bool,
}

/// The password of what is written.
pub(crate) enum NewPassword {
    /// This one.
    Known(Zeroizing<String>),
    /// None at all.
    None,
    /// The one that somebody will be asked for.
    Asked,
}

/// Both passwords of a command that reads one file and writes another.
pub(crate) struct Passwords {
    /// Of the file that is read, where a source was named.
    pub(crate) old: Option<Zeroizing<String>>,
    /// Of the file that is written.
    pub(crate) new: NewPassword,
}

impl NewPasswordFlags {
    /// Whether standard input is taken by the new password.
    pub(crate) const fn uses_stdin(&self) -> bool {
        self.new_password_stdin
    }

    /// Reads both passwords from where they are said to be.
    pub(crate) fn resolve(&self, old: &PasswordFlags) -> Result<Passwords, Failure> {
        if old.uses_stdin() && self.new_password_stdin {
            let (old, new) = password::two_from_stdin()?;
            return Ok(Passwords {
                old: Some(old),
                new: NewPassword::Known(not_empty(new)?),
            });
        }
        Ok(Passwords {
            old: old.resolve()?,
            new: self.resolve_new()?,
        })
    }

    /// Whether a source of the new password was named.
    pub(crate) const fn is_given(&self) -> bool {
        self.new_password_file.is_some()
            || self.new_password_env.is_some()
            || self.new_password_stdin
    }

    /// Reads both passwords; without a source of the new one nothing is encrypted and nobody is asked.
    pub(crate) fn resolve_optional(&self, old: &PasswordFlags) -> Result<Passwords, Failure> {
        if self.is_given() {
            return self.resolve(old);
        }
        Ok(Passwords {
            old: old.resolve()?,
            new: NewPassword::None,
        })
    }

    fn resolve_new(&self) -> Result<NewPassword, Failure> {
        let known = if let Some(path) = &self.new_password_file {
            password::from_file(path)?
        } else if let Some(name) = &self.new_password_env {
            password::from_environment(name)?
        } else if self.new_password_stdin {
            password::from_stdin()?
        } else if self.no_password {
            return Ok(NewPassword::None);
        } else if password::can_prompt() {
            return Ok(NewPassword::Asked);
        } else {
            return Err(
                Failure::new("there is no new password, and nobody can be asked for one")
                    .with_help("use --new-password-file, or --no-password to write without one"),
            );
        };
        not_empty(known).map(NewPassword::Known)
    }
}

impl NewPassword {
    /// The password for the file of this name, asked for if need be; `None` for none at all.
    pub(crate) fn obtain(self, file: &str) -> Result<Option<Zeroizing<String>>, Failure> {
        match self {
            Self::Known(password) => Ok(Some(password)),
            Self::None => Ok(None),
            Self::Asked => ask(file).map(Some),
        }
    }
}

fn not_empty(password: Zeroizing<String>) -> Result<Zeroizing<String>, Failure> {
    if password.is_empty() {
        return Err(Failure::new("the new password is empty")
            .with_help("give one that is not, or say --no-password"));
    }
    Ok(password)
}

fn ask(file: &str) -> Result<Zeroizing<String>, Failure> {
    for attempt in 1..=ATTEMPTS {
        let Some(first) = password::prompt_new(file, false) else {
            return Err(Failure::new("no new password was given")
                .with_help("use --new-password-file, or --no-password to write without one"));
        };
        if password::prompt_new(file, true).is_some_and(|second| *second == *first) {
            return Ok(first);
        }
        if attempt < ATTEMPTS {
            note("the two are not the same; try again");
        }
    }
    Err(Failure::new("the new password was not written twice alike")
        .with_help("try again, or use --new-password-file"))
}
