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
        let locked = pushcert::open(name, bytes, self.options);
        let mut right = None;
        let opened = until(name, locked, |password| {
            let opened = self.attempt(name, bytes, password);
            let is_right = !opened.needs_password();
            if is_right {
                right = Some(password.clone());
            }
            (opened, is_right)
        });
        self.known = right.or(self.known.take());
        opened
    }

    fn attempt(&self, name: &str, bytes: &[u8], password: &str) -> Opened {
        let options = self.options.clone().with_password(password);
        pushcert::open(name, bytes, &options)
    }
}

/// Asks for the password of a file until what is made with it says that it is the right one, three times at
/// most. What was made last comes back.
pub(super) fn until<T>(
    name: &str,
    first: T,
    mut attempt: impl FnMut(&Zeroizing<String>) -> (T, bool),
) -> T {
    let mut made = first;
    for number in 1..=ATTEMPTS {
        let Some(password) = password::prompt(name) else {
            break;
        };
        let is_right;
        (made, is_right) = attempt(&password);
        if is_right {
            break;
        }
        if number < ATTEMPTS {
            note("that password does not open it; try again");
        }
    }
    made
}
