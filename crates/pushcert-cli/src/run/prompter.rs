//! Asking for the password of a file.

use pushcert::{Opened, Options};
use zeroize::Zeroizing;

use crate::failure::note;
use crate::flags::password;

/// How often a password is asked for.
const ATTEMPTS: usize = 3;

/// Asks for passwords, and tries the one that opened the file before first.
pub(super) struct Prompter<'a> {
    options: &'a Options,
    known: Option<Zeroizing<String>>,
}

impl<'a> Prompter<'a> {
    /// Nothing is known yet.
    pub(super) const fn new(options: &'a Options) -> Self {
        Self {
            options,
            known: None,
        }
    }

    /// Opens a file with a password that somebody gives.
    pub(super) fn open(&mut self, name: &str, bytes: &[u8]) -> Opened {
        if let Some(known) = &self.known {
            let opened = self.attempt(name, bytes, known);
            if !opened.needs_password() {
                return opened;
            }
        }
        let mut opened = pushcert::open(name, bytes, self.options);
        for attempt in 1..=ATTEMPTS {
            let Some(password) = password::prompt(name) else {
                break;
            };
            opened = self.attempt(name, bytes, &password);
            if !opened.needs_password() {
                self.known = Some(password);
                break;
            }
            if attempt < ATTEMPTS {
                note("that password does not open it; try again");
            }
        }
        opened
    }

    fn attempt(&self, name: &str, bytes: &[u8], password: &str) -> Opened {
        let options = self.options.clone().with_password(password);
        pushcert::open(name, bytes, &options)
    }
}
