//! A file while it is being opened.

use alloc::vec::Vec;

use pushcert_pbe::{Budget, Password, PasswordEncoding, Scheme};

use super::{EmptyEncoding, MacStatus, Opened, PasswordUse};
use crate::contents::Contents;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use crate::mac::MacData;
use crate::pfx::{Encoding, Part, Pfx};

/// The file, the password, and what is known of both by now.
pub(super) struct Opening<'a> {
    pub(super) pfx: &'a Pfx,
    pub(super) limits: &'a Limits,
    pub(super) password: Password<'a>,
    /// Whether a password was given.
    given: bool,
    pub(super) budget: Budget,
    pub(super) encoding: Encoding,
    /// The form of the password that was right first.
    pub(super) confirmed: Option<PasswordEncoding>,
}

impl<'a> Opening<'a> {
    pub(super) fn new(pfx: &'a Pfx, password: Option<&'a str>, limits: &'a Limits) -> Self {
        Self {
            pfx,
            limits,
            password: Password::new(password.unwrap_or_default()),
            given: password.is_some(),
            budget: Budget::new(&limits.pbe),
            encoding: pfx.encoding(),
            confirmed: None,
        }
    }

    pub(super) fn run(mut self, keys: bool) -> Result<Opened, Error> {
        self.check_costs()?;
        if let Some(mac) = self.pfx.mac() {
            let encoding = mac
                .verify(&self.password, self.pfx.auth_safe(), &mut self.budget)
                .map_err(|error| self.explain(error))?;
            self.confirmed = Some(encoding);
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
            .map_err(|error| Error::from_pbe(&error, None))?;
        match self.pfx.mac() {
            Some(mac) => mac.check(&self.budget),
            None => Ok(()),
        }
    }

    fn password_use(&self) -> PasswordUse {
        match self.confirmed {
            None => PasswordUse::NoneNeeded,
            Some(encoding) if !self.password.is_empty() => PasswordUse::Given(encoding),
            Some(PasswordEncoding::Bmp) => PasswordUse::Empty(EmptyEncoding::BmpTerminator),
            Some(_) => PasswordUse::Empty(EmptyEncoding::ZeroBytes),
        }
    }

    /// Without a password, a wrong one means that one is required.
    pub(super) fn explain(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::WrongPassword { .. } if !self.given && self.confirmed.is_none() => {
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
        self.budget.derive_ahead(&self.password, &schemes)
    }
}
