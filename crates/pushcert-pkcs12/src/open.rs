//! The second stage: MAC, decryption, bags.

use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::{self as pbe, Budget, Password, PasswordEncoding};
use zeroize::Zeroizing;

use crate::bag::{BagValue, SafeBag, ShroudedKey};
use crate::ber;
use crate::contents::{Contents, SafeContents, encrypted_private_key_info};
use crate::error::{Error, ErrorKind, Layer};
use crate::limits::Limits;
use crate::mac::MacData;
use crate::pfx::{DEPTH_AUTH_SAFE, DEPTH_PART, Encoding, Part, PartContent, Pfx};
use crate::safe_contents::{self, Bags, Counts, Shrouded};

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
    /// [`ShroudedKey::key`] carries it, unless nothing else in the file confirms the password.
    pub fn open(&self, password: Option<&str>, limits: &Limits) -> Result<Opened, Error> {
        Opening::new(self, password, limits).run(true)
    }

    /// As [`Pfx::open`], but leaves encrypted keys as they are, which saves their derivations:
    /// their bags carry [`ErrorKind::NotDecrypted`].
    ///
    /// # Errors
    /// As [`Pfx::open`].
    pub fn open_certificates(
        &self,
        password: Option<&str>,
        limits: &Limits,
    ) -> Result<Opened, Error> {
        Opening::new(self, password, limits).run(false)
    }
}

impl Pfx {
    /// What the parts that are in the clear hold, without a password: the other parts have no bags
    /// here, and encrypted keys carry [`ErrorKind::NotDecrypted`].
    ///
    /// Nothing of this is checked against the MAC, so it is for telling people what is in the way,
    /// not for use.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] and [`ErrorKind::LimitExceeded`] for what is in those parts.
    pub fn outline(&self, limits: &Limits) -> Result<Vec<SafeContents>, Error> {
        let mut opening = Opening::new(self, None, limits);
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

/// A file while it is being opened.
struct Opening<'a> {
    pfx: &'a Pfx,
    limits: &'a Limits,
    password: Password<'a>,
    /// Whether a password was given.
    given: bool,
    budget: Budget,
    encoding: Encoding,
    /// The form of the password that was right first.
    confirmed: Option<PasswordEncoding>,
}

impl<'a> Opening<'a> {
    fn new(pfx: &'a Pfx, password: Option<&'a str>, limits: &'a Limits) -> Self {
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

    fn run(mut self, keys: bool) -> Result<Opened, Error> {
        self.check_costs()?;
        if let Some(mac) = self.pfx.mac() {
            let encoding = mac
                .verify(&self.password, self.pfx.auth_safe(), &mut self.budget)
                .map_err(|error| self.explain(error))?;
            self.confirmed = Some(encoding);
        }
        let mac_encoding = self.confirmed;
        let mut counts = Counts::default();
        let mut parts = Vec::with_capacity(self.pfx.parts().len());
        let mut shrouded = Vec::new();
        for part in self.pfx.parts() {
            let (opened, keys) = self.part(part, &mut counts)?;
            parts.push(opened);
            shrouded.push(keys);
        }
        if keys {
            self.keys(&mut parts, &shrouded)?;
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
    fn explain(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::WrongPassword { .. } if !self.given && self.confirmed.is_none() => {
                Error::new(ErrorKind::PasswordRequired)
            }
            _ => error,
        }
    }

    fn part(
        &mut self,
        part: &Part,
        counts: &mut Counts,
    ) -> Result<(SafeContents, Vec<(usize, Shrouded)>), Error> {
        let contents = self.pfx.contents();
        let mut encoding = None;
        let bags = match &part.content {
            PartContent::Unsupported(oid) => {
                return Err(Error::new(ErrorKind::UnsupportedAlgorithm { oid: *oid }));
            }
            PartContent::Data(range) => {
                let data = contents.get(range.clone()).unwrap_or_default();
                let base = self
                    .pfx
                    .base()
                    .and_then(|base| base.checked_add(range.start));
                self.bags(data, base, DEPTH_AUTH_SAFE, counts)?
            }
            PartContent::Encrypted { scheme, ciphertext } => {
                let decrypted = scheme
                    .open(&self.password, ciphertext.bytes(contents), &mut self.budget)
                    .map_err(|error| self.explain(Error::from_pbe(&error, None)))?;
                encoding = Some(decrypted.encoding);
                self.confirmed = self.confirmed.or(encoding);
                self.bags(&decrypted.plaintext, None, DEPTH_PART, counts)?
            }
        };
        let opened = SafeContents::of_part(part, encoding, bags.bags);
        Ok((opened, bags.shrouded))
    }

    /// Rewrites one layer where it is BER, and reads its bags.
    fn bags(
        &mut self,
        contents: &[u8],
        base: Option<usize>,
        depth: u64,
        counts: &mut Counts,
    ) -> Result<Bags, Error> {
        let limit = self.limits.max_asn1_depth;
        let normalised = ber::normalise(contents, limit.saturating_sub(depth), limit)
            .map_err(|error| error.based(base))?;
        let Some(rewritten) = normalised.rewritten else {
            return safe_contents::read(contents, base, self.limits, counts);
        };
        self.encoding = Encoding::Ber;
        safe_contents::read(&rewritten, None, self.limits, counts)
    }

    fn keys(
        &mut self,
        parts: &mut [SafeContents],
        shrouded: &[Vec<(usize, Shrouded)>],
    ) -> Result<(), Error> {
        let costs = shrouded.iter().flatten().map(|(_, key)| key.scheme.cost());
        self.budget
            .check(costs)
            .map_err(|error| Error::from_pbe(&error, None))?;
        let mut failed = None;
        for (part, keys) in parts.iter_mut().zip(shrouded) {
            for (index, key) in keys {
                let Some(SafeBag {
                    value: BagValue::ShroudedKey(bag),
                    ..
                }) = part.bags.get_mut(*index)
                else {
                    continue;
                };
                self.key(bag, key)?;
                failed = failed.or(bag.key.as_ref().err().cloned());
            }
        }
        match failed {
            // Nothing confirms the password, so it is the file's password that is wrong.
            Some(error) if self.confirmed.is_none() => Err(self.explain(error)),
            _ => Ok(()),
        }
    }

    fn key(&mut self, bag: &mut ShroudedKey, shrouded: &Shrouded) -> Result<(), Error> {
        let Shrouded { scheme, ciphertext } = shrouded;
        match scheme.open(&self.password, ciphertext, &mut self.budget) {
            Ok(decrypted) => {
                bag.encoding = Some(decrypted.encoding);
                self.confirmed = self.confirmed.or(bag.encoding);
                bag.key = Ok(self.key_der(decrypted.plaintext));
                Ok(())
            }
            Err(error) if *error.kind() == pbe::ErrorKind::BadPadding => {
                bag.key = Err(Error::new(ErrorKind::WrongPassword { layer: Layer::Key }));
                bag.encrypted = Some(encrypted_private_key_info(scheme, ciphertext));
                Ok(())
            }
            Err(error) => Err(Error::from_pbe(&error, None)),
        }
    }

    /// A key in DER; as it is when it is neither DER nor BER.
    fn key_der(&mut self, key: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
        let limit = self.limits.max_asn1_depth;
        match ber::normalise(&key, limit.saturating_sub(DEPTH_PART), limit) {
            Ok(ber::Normalised {
                rewritten: Some(der),
                ..
            }) => {
                self.encoding = Encoding::Ber;
                der
            }
            _ => key,
        }
    }
}
