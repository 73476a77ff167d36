//! Files that are made to hurt, or that are merely odd: one entry or more for every bullet of the
//! project's checklist of hostile inputs.
//!
//! Each entry says under which name the file comes, which password is given, and which diagnostic
//! a check must give. All are built in memory; the largest has about 14 MB.
//!
//! ```
//! use pushcert_testkit::hostile::{self, Section};
//!
//! let entries = hostile::section(Section::Container);
//! let bomb = entries.iter().find(|entry| entry.name == "length-of-4-gib").expect("an entry");
//! assert_eq!(bomb.bytes, [0x30, 0x84, 0xff, 0xff, 0xff, 0xff]);
//! assert!(bomb.accepts(&["unknown-format"], &[]));
//! assert!(!bomb.accepts(&[], &["misleading-extension"]));
//! ```
//!
//! Requests are a list of their own: [`requests`].
//!
//! The assertion for all: no panic, a verdict in bounded time and memory, and
//! [`Hostile::accepts`]. Checks run at [`crate::samples::AT`] with the synthetic authority as trust
//! anchor and nothing wanted.

mod ber;
mod certificate;
mod container;
mod extension;
mod keys;
mod names;
mod pem;
mod pfx_bags;
mod pfx_mac;
mod pfx_protection;
mod pfx_structure;
mod requests;

use std::sync::OnceLock;

pub use self::requests::{CHALLENGE, HostileRequest, requests};

use crate::cert::CertificateBuilder;
use crate::identity::Identity;

/// A part of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Section {
    /// Bytes and lengths, BER, other kinds of file.
    Container,
    /// PKCS#12.
    Pkcs12,
    /// Private keys.
    Keys,
    /// Certificates and requests.
    X509,
    /// PEM text.
    Pem,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 5] = [
        Self::Container,
        Self::Pkcs12,
        Self::Keys,
        Self::X509,
        Self::Pem,
    ];

    /// The name: `container`, `pkcs12`, `keys`, `x509`, `pem`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Pkcs12 => "pkcs12",
            Self::Keys => "keys",
            Self::X509 => "x509",
            Self::Pem => "pem",
        }
    }
}

/// The expectation of a file that must work: no finding of error severity.
pub const OK: &str = "ok";

/// One hostile file.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hostile {
    /// A stable name, unique among all.
    pub name: String,
    /// The part of the checklist.
    pub section: Section,
    /// The name under which the file comes.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The password that is given.
    pub password: Option<String>,
    /// The name of the diagnostic that must be there, or [`OK`].
    pub expect: &'static str,
    /// The certificate or key inside by itself, for tests of a crate that reads only that.
    pub inner: Option<Vec<u8>>,
}

impl std::fmt::Debug for Hostile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Hostile({}/{}, {} bytes as {}, expects {})",
            self.section.as_str(),
            self.name,
            self.bytes.len(),
            self.file_name,
            self.expect
        )
    }
}

impl Hostile {
    fn new(section: Section, name: &str, file_name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            section,
            file_name: file_name.to_owned(),
            bytes: bytes.into(),
            password: None,
            expect: OK,
            inner: None,
        }
    }

    fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    fn expect(mut self, name: &'static str) -> Self {
        self.expect = name;
        self
    }

    fn inner(mut self, bytes: Vec<u8>) -> Self {
        self.inner = Some(bytes);
        self
    }

    /// Whether these findings are what the entry expects: the names of those of error severity,
    /// and the names of warnings and notes. [`OK`] is met when there is no error.
    pub fn accepts(&self, errors: &[&str], others: &[&str]) -> bool {
        match self.expect {
            OK => errors.is_empty(),
            name => errors.contains(&name) || others.contains(&name),
        }
    }
}

/// Every entry.
pub fn all() -> Vec<Hostile> {
    Section::ALL.into_iter().flat_map(section).collect()
}

/// The entries of one section.
pub fn section(section: Section) -> Vec<Hostile> {
    match section {
        Section::Container => [container::entries(), ber::entries()].concat(),
        Section::Pkcs12 => [
            pfx_mac::entries(),
            pfx_bags::entries(),
            pfx_protection::entries(),
            pfx_structure::entries(),
        ]
        .concat(),
        Section::Keys => keys::entries(),
        Section::X509 => [
            certificate::entries(),
            names::entries(),
            extension::entries(),
        ]
        .concat(),
        Section::Pem => pem::entries(),
    }
}

/// Every prefix of a file, shortest first, the whole file left out.
pub fn prefixes(good: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..good.len()).map(|length| &good[..length])
}

/// The file with each single bit flipped in turn: eight times as many as there are bytes.
pub fn bit_flips(good: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..good.len() * 8).map(|bit| {
        let mut bad = good.to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        bad
    })
}

/// The password of protected entries.
const PASSWORD: &str = "correct horse";

/// The bundle id of all entries.
const APP: &str = "com.example.app";

/// The healthy identity that most entries spoil; signed once.
fn healthy() -> Identity {
    static HEALTHY: OnceLock<Identity> = OnceLock::new();
    HEALTHY.get_or_init(|| Identity::apns(APP)).clone()
}

/// A certificate and its key as a PEM bundle: the cheapest file whose verdict is the
/// certificate's.
fn with_key(name: &str, builder: &CertificateBuilder) -> Hostile {
    let identity = Identity::new(builder);
    Hostile::new(Section::X509, name, "push.pem", identity.pem()).inner(identity.certificate)
}

#[cfg(test)]
mod tests;
