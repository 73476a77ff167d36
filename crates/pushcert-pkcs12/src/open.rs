//! The second stage: MAC, decryption, bags.

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::PasswordEncoding;

use crate::bag::SafeBag;
use crate::contents::{Contents, SafeContents};
use crate::error::Error;
use crate::limits::Limits;
use crate::pfx::{Encoding, PartContent, Pfx};
use crate::safe_contents::Counts;

mod keys;
mod opening;
mod parts;

use opening::Opening;

/// How the password was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PasswordUse {
    /// Nothing in the file needs a password.
    NoneNeeded,
    /// The file has an empty password, in this encoding.
    Empty(EmptyEncoding),
    /// The password that was given fits, in this form.
    Given(PasswordEncoding),
}

/// How an empty password is encoded for the derivation of RFC 7292.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EmptyEncoding {
    /// `00 00`, the terminator alone.
    BmpTerminator,
    /// No octets.
    ZeroBytes,
}

impl EmptyEncoding {
    /// The name for reports: `bmp-terminator`, `zero-bytes`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BmpTerminator => "bmp-terminator",
            Self::ZeroBytes => "zero-bytes",
        }
    }
}

impl fmt::Display for EmptyEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether the content was checked against the MAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MacStatus {
    /// There is a MAC and it matches.
    Verified,
    /// There is no MAC: whoever could write the file could change it.
    Absent,
}

/// A file with its content.
#[derive(Debug)]
pub struct Opened {
    encoding: Encoding,
    password: PasswordUse,
    mac: MacStatus,
    contents: Contents,
    work: u64,
}

impl Opened {
    /// How the file is encoded, inside and outside.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How the password was used.
    #[must_use]
    pub const fn password(&self) -> PasswordUse {
        self.password
    }

    /// Whether the content was checked against the MAC.
    #[must_use]
    pub const fn mac(&self) -> MacStatus {
        self.mac
    }

    /// The parts in the order of the file.
    #[must_use]
    pub fn parts(&self) -> &[SafeContents] {
        &self.contents.parts
    }

    /// The parts, to take keys and certificates out of them.
    #[must_use]
    pub fn into_parts(self) -> Vec<SafeContents> {
        self.contents.parts
    }

    /// All that is in the file, as [`Contents::encode`] writes it again.
    #[must_use]
    pub const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// All that is in the file, to change it and write it again.
    #[must_use]
    pub fn into_contents(self) -> Contents {
        self.contents
    }

    /// All bags of all parts in the order of the file, those of a `safeContentsBag` behind it.
    pub fn bags(&self) -> impl Iterator<Item = &SafeBag> {
        self.contents.parts.iter().flat_map(|part| &part.bags)
    }

    /// Iterations that opening it cost.
    #[must_use]
    pub const fn iterations_spent(&self) -> u64 {
        self.work
    }
}

impl Pfx {
    /// Opens the file: checks the MAC, decrypts the parts and the keys, reads the bags.
    ///
    /// With `None` the file is opened when it needs no password or has an empty one; both encodings
    /// of an empty one are tried. A password is tried in the forms that programs write, see
    /// [`PasswordEncoding`]; [`Opened::password`] tells which one was right.
    ///
    /// Costs are checked before they are incurred: of the MAC and all parts before the first
    /// derivation, of all keys before the first of them.
    ///
    /// # Errors
    /// As the table in the crate's documentation says. A key that has another password, or an
    /// algorithm that is not implemented, is not an error of the file:
    /// [`ShroudedKey::key`](crate::ShroudedKey::key) carries it, unless nothing else in the file confirms the password.
    pub fn open(&self, password: Option<&str>, limits: &Limits) -> Result<Opened, Error> {
        Opening::new(self, password.as_slice(), limits).run(true)
    }

    /// As [`Pfx::open`], with several passwords: each of them is tried for the MAC, for each part and
    /// for each key, the one that was right last before the others. For files whose MAC and whose
    /// parts have different passwords, for keys with a password of their own, and for people who do
    /// not know which one it was. Every attempt is paid for by the same budget.
    ///
    /// # Errors
    /// As [`Pfx::open`].
    pub fn open_any(&self, passwords: &[&str], limits: &Limits) -> Result<Opened, Error> {
        Opening::new(self, passwords, limits).run(true)
    }

    /// As [`Pfx::open`], but leaves encrypted keys as they are, which saves their derivations:
    /// their bags carry [`ErrorKind::NotDecrypted`](crate::ErrorKind::NotDecrypted).
    ///
    /// # Errors
    /// As [`Pfx::open`].
    pub fn open_certificates(
        &self,
        password: Option<&str>,
        limits: &Limits,
    ) -> Result<Opened, Error> {
        Opening::new(self, password.as_slice(), limits).run(false)
    }
}

impl Pfx {
    /// What the parts that are in the clear hold, without a password: the other parts have no bags
    /// here, and encrypted keys carry [`ErrorKind::NotDecrypted`](crate::ErrorKind::NotDecrypted).
    ///
    /// Nothing of this is checked against the MAC, so it is for telling people what is in the way,
    /// not for use.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) and [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) for what is in those parts.
    pub fn outline(&self, limits: &Limits) -> Result<Vec<SafeContents>, Error> {
        let mut opening = Opening::new(self, &[], limits);
        let mut counts = Counts::default();
        let mut parts = Vec::with_capacity(self.parts().len());
        for part in self.parts() {
            let bags = match &part.content {
                PartContent::Data(_) => opening.part(part, &mut counts)?.0.bags,
                _ => Vec::new(),
            };
            parts.push(SafeContents::of_part(part, None, bags));
        }
        Ok(parts)
    }
}
