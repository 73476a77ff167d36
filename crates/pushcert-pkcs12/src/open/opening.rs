//! A file while it is being opened.

use alloc::vec::Vec;

use pushcert_pbe::{self as pbe, Budget, Password, PasswordEncoding, Scheme};

use super::{EmptyEncoding, MacStatus, Opened, PasswordUse};
use crate::contents::Contents;
use crate::error::{Error, ErrorKind, Layer};
use crate::limits::Limits;
use crate::mac::MacData;
use crate::pfx::{Encoding, Part, Pfx};

/// The file, the password, and what is known of both by now.
pub(super) struct Opening<'a> {
    pub(super) pfx: &'a Pfx,
    pub(super) limits: &'a Limits,
    passwords: Passwords<'a>,
    pub(super) budget: Budget,
    pub(super) encoding: Encoding,
    /// The form of the password that was right first.
    pub(super) confirmed: Option<PasswordEncoding>,
}

/// The passwords to try.
struct Passwords<'a> {
    /// All of them; an empty one where none was given.
    all: Vec<Password<'a>>,
    /// Whether any was given.
    given: bool,
    /// Index of the one that was right last.
    current: usize,
    /// Whether the one that was right first is empty.
    first_is_empty: bool,
}

impl<'a> Opening<'a> {
    pub(super) fn new(pfx: &'a Pfx, passwords: &[&'a str], limits: &'a Limits) -> Self {
        let given = !passwords.is_empty();
        let passwords = if given { passwords } else { &[""] };
        Self {
            pfx,
            limits,
            passwords: Passwords {
                all: passwords.iter().map(|text| Password::new(text)).collect(),
                given,
                current: 0,
                first_is_empty: false,
            },
            budget: Budget::new(&limits.pbe),
            encoding: pfx.encoding(),
            confirmed: None,
        }
    }

    pub(super) fn run(mut self, keys: bool) -> Result<Opened, Error> {
        self.check_costs()?;
        if let Some(mac) = self.pfx.mac() {
            let message = self.pfx.auth_safe();
            let verified = self.attempt(|password, budget| {
                let encoding = mac.verify(password, message, budget)?;
                Ok((encoding, encoding))
            });
            verified.map_err(|error| self.explain(mac_error(&error)))?;
        }
        let mac_encoding = self.confirmed;
        let (mut parts, shrouded) = self.parts(keys)?;
        if keys {
            self.keys(&mut parts, shrouded)?;
        }
        Ok(Opened {
            encoding: self.encoding,
            password: self.password_use(),
            mac: match self.pfx.mac() {
                Some(_) => MacStatus::Verified,
                None => MacStatus::Absent,
            },
            contents: Contents {
                parts,
                mac: self
                    .pfx
                    .mac()
                    .map(|mac| mac.scheme().clone().with_encoding(mac_encoding)),
            },
            work: self.budget.spent(),
        })
    }

    /// Refuses what asks for too much, or cannot be read at all, before anything is derived.
    fn check_costs(&self) -> Result<(), Error> {
        let mac = self.pfx.mac().map(MacData::cost);
        let parts = self.pfx.parts().iter().filter_map(Part::work);
        self.budget
            .check(mac.into_iter().chain(parts))
            .map_err(|error| Error::from_pbe(&error, None))
    }

    fn password_use(&self) -> PasswordUse {
        match self.confirmed {
            None => PasswordUse::NoneNeeded,
            Some(encoding) if !self.passwords.first_is_empty => PasswordUse::Given(encoding),
            Some(PasswordEncoding::Bmp) => PasswordUse::Empty(EmptyEncoding::BmpTerminator),
            Some(_) => PasswordUse::Empty(EmptyEncoding::ZeroBytes),
        }
    }

    /// Without a password, a wrong one means that one is required.
    pub(super) fn explain(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::WrongPassword { .. }
                if !self.passwords.given && self.confirmed.is_none() =>
            {
                Error::new(ErrorKind::PasswordRequired)
            }
            _ => error,
        }
    }

    /// Derives side by side what the first of these schemes need, once the password is known to be
    /// right; until then a wrong one must not cost more than its first use. Returns how many of
    /// the schemes are done with.
    pub(super) fn derive_ahead<'s>(&mut self, schemes: impl Iterator<Item = &'s Scheme>) -> usize {
        if self.confirmed.is_none() {
            return 1;
        }
        let schemes: Vec<&Scheme> = schemes.collect();
        match self.passwords.all.get(self.passwords.current) {
            Some(password) => self.budget.derive_ahead(password, &schemes),
            None => 1,
        }
    }

    /// Tries the passwords, the one that was right last before the others, until one is not refused.
    /// `run` gives the form of the password that was right beside its result.
    ///
    /// When the budget does not pay for another password, the first refusal stands.
    pub(super) fn attempt<T>(
        &mut self,
        mut run: impl FnMut(&Password<'_>, &mut Budget) -> Result<(T, PasswordEncoding), pbe::Error>,
    ) -> Result<T, pbe::Error> {
        let current = self.passwords.current;
        let others = (0..self.passwords.all.len()).filter(|index| *index != current);
        let mut refused = None;
        for index in core::iter::once(current).chain(others) {
            let Some(password) = self.passwords.all.get(index) else {
                break;
            };
            match run(password, &mut self.budget) {
                Ok((result, encoding)) => {
                    self.passwords.current = index;
                    if self.confirmed.is_none() {
                        self.confirmed = Some(encoding);
                        self.passwords.first_is_empty = password.is_empty();
                    }
                    return Ok(result);
                }
                Err(error) => match error.kind() {
                    pbe::ErrorKind::BadPadding => refused = refused.or(Some(error)),
                    pbe::ErrorKind::LimitExceeded { .. } if refused.is_some() => break,
                    _ => return Err(error),
                },
            }
        }
        Err(refused.unwrap_or_else(|| pbe::ErrorKind::BadPadding.into()))
    }
}

/// A MAC that does not match is a password that does not fit the whole.
fn mac_error(error: &pbe::Error) -> Error {
    match error.kind() {
        pbe::ErrorKind::BadPadding => Error::new(ErrorKind::WrongPassword {
            layer: Layer::Integrity,
        }),
        _ => Error::from_pbe(error, None),
    }
}
