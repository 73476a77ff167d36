//! Which programs open a PKCS#12 container, as data.
//!
//! A row of [`CONSUMERS`] says what one program is known to refuse. Rows with the basis `tested` were measured by
//! `cargo xtask interop`, which fails when a program behaves otherwise; the others rest on public reports, which
//! each row names. Where nothing is known nothing is claimed: [`opens_in`] leaves the program out.
//!
//! To open a file means to get a private key with its certificate out of it.

use alloc::vec::Vec;

use crate::facts::{
    BagFacts, ContainerEncoding, ContainerFacts, EmptyEncoding, PasswordState, ProtectionFacts,
};
use crate::rule::Source;

mod consumers;

pub use consumers::CONSUMERS;

/// A program that reads PKCS#12 files.
#[derive(Debug)]
#[non_exhaustive]
pub struct Consumer {
    /// The name in the report: `openssl-3`, `macos-keychain`, …
    pub name: &'static str,
    /// Which program and version it is, for people.
    pub about: &'static str,
    /// How the row is known.
    pub basis: Basis,
    /// What it is known to refuse, and where nothing is known; the first match decides.
    pub limits: &'static [Limit],
    /// What the row rests on.
    pub sources: &'static [Source],
}

/// How a row of the table is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// Shown by the project's own interoperability suite.
    Tested,
    /// Public reports; the row names them.
    Reported,
}

impl Basis {
    /// `tested` or `reported`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tested => "tested",
            Self::Reported => "reported",
        }
    }
}

/// One thing that a program refuses, or of which it is not known whether it does.
#[derive(Debug)]
#[non_exhaustive]
pub struct Limit {
    /// The property of the file.
    pub when: Property,
    /// Why the program does not open such a file; none where it is not known whether it does.
    pub why: Option<&'static str>,
}

/// A property of a container that programs stumble over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Property {
    /// Something is encrypted in a way whose name contains one of these.
    Protection(&'static [&'static str]),
    /// Something is encrypted in a way whose name is none of these.
    ProtectionOtherThan(&'static [&'static str]),
    /// PBES2 derives its key with scrypt.
    Scrypt,
    /// PBES2 derives its key with a pseudorandom function whose name contains one of these.
    Prf(&'static [&'static str]),
    /// PBES2 derives its key with a pseudorandom function that is none of these.
    PrfOtherThan(&'static [&'static str]),
    /// The integrity check is none of these.
    MacOtherThan(&'static [&'static str]),
    /// The integrity check is PBMAC1 (RFC 9579).
    Pbmac1,
    /// The name of the integrity check contains one of these.
    Mac(&'static [&'static str]),
    /// There is no integrity check.
    NoMac,
    /// There is no integrity check, and something is encrypted all the same.
    NoMacButEncrypted,
    /// AES together with an integrity check of the SHA-2 family: what OpenSSL 3 writes.
    AesWithSha2Mac,
    /// A key derivation with more iterations than this.
    IterationsAbove(u64),
    /// The file is BER.
    Ber,
    /// Bytes follow the container.
    TrailingBytes,
    /// The password is empty.
    EmptyPassword,
    /// The password is empty, and encoded as no bytes at all.
    ZeroBytesPassword,
    /// The password is empty, and something is encrypted by PBES2.
    EmptyPasswordWithPbes2,
    /// The password has characters outside ASCII.
    NonAsciiPassword,
    /// Nothing is encrypted.
    Unencrypted,
    /// A private key is not encrypted at all, neither itself nor the part that it is in.
    UnencryptedKey,
    /// There is a bag of one of these kinds.
    Bags(&'static [&'static str]),
    /// A private key has no localKeyID.
    KeyWithoutId,
    /// A private key has neither a localKeyID nor a friendlyName.
    KeyWithoutIdAndName,
    /// There are not two parts.
    PartsOtherThanTwo,
    /// A part holds nothing.
    EmptyPart,
    /// There are not exactly one certificate and one key.
    MoreThanOnePair,
}

impl Property {
    /// Whether a container has it.
    #[must_use]
    pub fn holds(self, container: &ContainerFacts) -> bool {
        match self {
            Self::Protection(names) => encrypted(container).any(|p| contains(&p.name, names)),
            Self::ProtectionOtherThan(names) => {
                encrypted(container).any(|p| !names.contains(&p.name.as_str()))
            }
            Self::Scrypt => encrypted(container).any(|p| p.kdf.as_deref() == Some("scrypt")),
            Self::Prf(names) => prfs(container).any(|prf| contains(prf, names)),
            Self::PrfOtherThan(names) => prfs(container).any(|prf| !names.contains(&prf)),
            Self::IterationsAbove(most) => {
                encrypted(container).any(|p| p.iterations.is_some_and(|count| count > most))
                    || container
                        .mac
                        .as_ref()
                        .is_some_and(|mac| mac.iterations > most)
            }
            Self::Ber => container.encoding == ContainerEncoding::Ber,
            Self::TrailingBytes => container.trailing_bytes > 0,
            Self::EmptyPassword => is_empty(container),
            Self::ZeroBytesPassword => {
                container.password == PasswordState::Empty(EmptyEncoding::ZeroBytes)
            }
            Self::EmptyPasswordWithPbes2 => {
                is_empty(container) && encrypted(container).any(|p| p.name.starts_with("pbes2-"))
            }
            Self::NonAsciiPassword => !container.password_is_ascii,
            _ => self.holds_of_mac(container) || self.holds_of_contents(container),
        }
    }

    fn holds_of_mac(self, container: &ContainerFacts) -> bool {
        let Some(mac) = &container.mac else {
            return match self {
                Self::NoMac => true,
                Self::NoMacButEncrypted => encrypted(container).next().is_some(),
                _ => false,
            };
        };
        match self {
            Self::Mac(names) => contains(&mac.algorithm, names),
            Self::MacOtherThan(names) => !names.contains(&mac.algorithm.as_str()),
            Self::Pbmac1 => mac.kdf.starts_with("pbmac1"),
            Self::AesWithSha2Mac => {
                encrypted(container).any(|p| p.name.starts_with("pbes2-aes-"))
                    && mac.algorithm.starts_with("hmac-sha")
                    && mac.algorithm != "hmac-sha1"
            }
            _ => false,
        }
    }

    fn holds_of_contents(self, container: &ContainerFacts) -> bool {
        let mut keys = container.bags().filter(|bag| is_key(bag));
        match self {
            Self::Unencrypted => container.is_open() && encrypted(container).next().is_none(),
            Self::UnencryptedKey => container
                .parts
                .iter()
                .filter(|part| !part.protection.encrypts())
                .any(|part| part.bags.iter().any(|bag| bag.kind == "key")),
            Self::Bags(kinds) => container
                .bags()
                .any(|bag| kinds.contains(&bag.kind.as_str())),
            Self::KeyWithoutId => keys.any(|bag| bag.without_local_key_id),
            Self::KeyWithoutIdAndName => {
                keys.any(|bag| bag.without_local_key_id && bag.friendly_name.is_none())
            }
            Self::PartsOtherThanTwo => container.parts.len() != 2,
            Self::EmptyPart => {
                container.is_open() && container.parts.iter().any(|part| part.bags.is_empty())
            }
            Self::MoreThanOnePair => more_than_one_pair(container),
            _ => false,
        }
    }
}

fn encrypted(container: &ContainerFacts) -> impl Iterator<Item = &ProtectionFacts> {
    let all = container.protections();
    all.filter(|protection| protection.encrypts())
}

fn prfs(container: &ContainerFacts) -> impl Iterator<Item = &str> {
    encrypted(container).filter_map(|protection| protection.prf.as_deref())
}

fn contains(name: &str, pieces: &[&str]) -> bool {
    pieces.iter().any(|piece| name.contains(piece))
}

fn is_empty(container: &ContainerFacts) -> bool {
    matches!(container.password, PasswordState::Empty(_))
}

fn is_key(bag: &BagFacts) -> bool {
    bag.kind == "key" || bag.kind == "shrouded-key"
}

fn more_than_one_pair(container: &ContainerFacts) -> bool {
    let keys = container.bags().filter(|bag| is_key(bag)).count();
    container.is_open() && (keys != 1 || container.bags().count() != 2)
}

/// What is known of one program and one container.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Opening {
    /// The program.
    pub consumer: &'static Consumer,
    /// Whether it opens the file.
    pub opens: bool,
    /// The reason, as a clause for people.
    pub why: &'static str,
}

/// What is known of a container and each program, in the order of [`CONSUMERS`].
///
/// Programs of which nothing is known for such a file are left out. For a container that could not be opened
/// only refusals are told, for what is inside might be refused as well.
///
/// ```
/// use pushcert_diagnostics::{ContainerFacts, MacFacts, PasswordState, PartFacts, ProtectionFacts, opens_in};
///
/// let mac = MacFacts::new("hmac-sha1", "pkcs12", 2048, true);
/// let mut file = ContainerFacts::new(Some(mac), PasswordState::Given);
/// file.parts.push(PartFacts::new(ProtectionFacts::new("pbe-sha1-rc2-40-cbc", Some(2048)), Vec::new()));
///
/// let openssl = opens_in(&file).into_iter().find(|row| row.consumer.name == "openssl-3").unwrap();
/// assert!(!openssl.opens);
/// assert_eq!(openssl.why, "RC2, RC4, DES and their like need the legacy provider of OpenSSL 3");
/// ```
#[must_use]
pub fn opens_in(container: &ContainerFacts) -> Vec<Opening> {
    CONSUMERS
        .iter()
        .filter_map(|consumer| opening(consumer, container))
        .collect()
}

/// What is known of one program, by its name, and a container.
#[must_use]
pub fn opens_in_one(name: &str, container: &ContainerFacts) -> Option<Opening> {
    let consumer = CONSUMERS.iter().find(|consumer| consumer.name == name)?;
    opening(consumer, container)
}

fn opening(consumer: &'static Consumer, container: &ContainerFacts) -> Option<Opening> {
    let matching = consumer
        .limits
        .iter()
        .find(|limit| limit.when.holds(container));
    match matching {
        Some(limit) => limit.why.map(|why| Opening {
            consumer,
            opens: false,
            why,
        }),
        None if container.is_open() => Some(Opening {
            consumer,
            opens: true,
            why: "it reads every algorithm in the file",
        }),
        None => None,
    }
}
