//! A password, and the octets that programs make of it.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::budget::within;
use crate::error::Error;
use crate::limits::{LimitName, Limits};

/// A password as a person types it. `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Password<'a> {
    text: &'a str,
}

/// How the characters of a password become the octets that go into a key derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PasswordEncoding {
    /// UTF-16, big endian, with two zero octets at the end (RFC 7292 appendix B.1; characters
    /// beyond the basic plane as surrogate pairs). An empty password is `00 00`.
    Bmp,
    /// No octets at all: an empty password as some programs write it.
    ZeroBytes,
    /// UTF-8 without a terminator (RFC 8018 section 3). An empty password is no octets.
    ///
    /// HMAC fills a short key with zeros, so PBKDF2 and scrypt cannot tell a password from the same
    /// one with NUL characters behind it. That is in the standards; nothing here adds to it.
    Utf8,
    /// ISO 8859-1, as old programs of Java take a password for PBES2.
    Latin1,
    /// The octets of the UTF-8 form, each widened to 16 bits: what a program writes that takes
    /// UTF-8 for ISO 8859-1 (OpenSSL before 1.1).
    Utf8AsBmp,
}

impl PasswordEncoding {
    /// The name for reports: `bmp`, `zero-bytes`, `utf-8`, `latin-1`, `utf-8-as-bmp`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bmp => "bmp",
            Self::ZeroBytes => "zero-bytes",
            Self::Utf8 => "utf-8",
            Self::Latin1 => "latin-1",
            Self::Utf8AsBmp => "utf-8-as-bmp",
        }
    }
}

impl fmt::Display for PasswordEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kinds of derivation, by the forms in which producers give them a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// RFC 7292 appendix B.
    Pkcs12,
    /// PBES1 of RFC 8018.
    Pbes1,
    /// PBES2 of RFC 8018.
    Pbes2,
    /// PBMAC1, which is younger than the programs that wrote UTF-16 into PBES2.
    Pbmac1,
    /// `DEK-Info`.
    Pem,
}

impl<'a> Password<'a> {
    /// A password. An empty one is a password too.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// Whether it has no characters.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its octets; `None` where the encoding cannot express it ([`PasswordEncoding::Latin1`] with a
    /// character above U+00FF, [`PasswordEncoding::ZeroBytes`] with a password that is not empty).
    #[must_use]
    pub fn encode(&self, encoding: PasswordEncoding) -> Option<Zeroizing<Vec<u8>>> {
        let mut octets = Zeroizing::new(Vec::new());
        match encoding {
            PasswordEncoding::Bmp => {
                // One allocation of the full size: growing would leave copies behind.
                octets.reserve_exact(self.text.len().saturating_mul(2).saturating_add(2));
                octets.extend(self.text.encode_utf16().flat_map(u16::to_be_bytes));
                octets.extend([0, 0]);
            }
            PasswordEncoding::ZeroBytes => {
                if !self.text.is_empty() {
                    return None;
                }
            }
            PasswordEncoding::Utf8 => octets.extend_from_slice(self.text.as_bytes()),
            PasswordEncoding::Latin1 => {
                octets.reserve_exact(self.text.len());
                for character in self.text.chars() {
                    octets.push(u8::try_from(u32::from(character)).ok()?);
                }
            }
            PasswordEncoding::Utf8AsBmp => {
                octets.reserve_exact(self.text.len().saturating_mul(2).saturating_add(2));
                octets.extend(self.text.bytes().flat_map(|octet| [0, octet]));
                octets.extend([0, 0]);
            }
        }
        Some(octets)
    }

    /// The encodings that are worth trying, the usual one first; no two give the same octets.
    pub(crate) fn encodings(&self, family: Family) -> &'static [PasswordEncoding] {
        use PasswordEncoding::{Bmp, Latin1, Utf8, Utf8AsBmp, ZeroBytes};
        match family {
            Family::Pkcs12 if self.text.is_empty() => &[Bmp, ZeroBytes],
            Family::Pkcs12 if self.text.is_ascii() => &[Bmp],
            Family::Pkcs12 => &[Bmp, Utf8AsBmp],
            // HMAC fills its key with zeros, so for it the two empty forms are the same.
            Family::Pbes2 if self.text.is_empty() => &[Utf8],
            Family::Pbes1 | Family::Pbes2 if self.text.is_ascii() => &[Utf8, Bmp],
            Family::Pbes1 | Family::Pbes2 => &[Utf8, Bmp, Latin1],
            Family::Pbmac1 | Family::Pem if self.text.is_ascii() => &[Utf8],
            Family::Pbmac1 => &[Utf8, Bmp, Latin1],
            Family::Pem => &[Utf8, Latin1],
        }
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<(), Error> {
        let asked = u64::try_from(self.text.len()).unwrap_or(u64::MAX);
        within(LimitName::PasswordLength, asked, limits.max_password)
    }
}

impl fmt::Debug for Password<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}
