//! Which programs open a PKCS#12 container, as data.
//!
//! A row of [`CONSUMERS`] says what one program is known to refuse. Everything rests on public reports or on our
//! own counts over real files, each row names them, and where nothing is known nothing is claimed: [`opens_in`]
//! leaves the program out.

use alloc::vec::Vec;

use crate::facts::{ContainerEncoding, ContainerFacts, PasswordState};
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
    /// PBES2 derives its key with a pseudorandom function that is none of these.
    PrfOtherThan(&'static [&'static str]),
    /// The integrity check is none of these.
    MacOtherThan(&'static [&'static str]),
    /// The integrity check is PBMAC1 (RFC 9579).
    Pbmac1,
    /// There is no integrity check.
    NoMac,
    /// AES together with an integrity check of the SHA-2 family: what OpenSSL 3 writes.
    AesWithSha2Mac,
    /// A key derivation with more iterations than this.
    IterationsAbove(u64),
    /// The file is BER.
    Ber,
    /// The password is empty.
    EmptyPassword,
    /// The password has characters outside ASCII.
    NonAsciiPassword,
    /// Nothing is encrypted.
    Unencrypted,
    /// There are not two parts.
    PartsOtherThanTwo,
    /// There are not exactly one certificate and one key.
    MoreThanOnePair,
}

impl Property {
    /// Whether a container has it.
    #[must_use]
    pub fn holds(self, container: &ContainerFacts) -> bool {
        let mut encrypted = container
            .protections()
            .filter(|protection| protection.encrypts());
        let mac = container.mac.as_ref();
        match self {
            Self::Protection(names) => {
                encrypted.any(|p| names.iter().any(|name| p.name.contains(name)))
            }
            Self::ProtectionOtherThan(names) => {
                encrypted.any(|p| !names.contains(&p.name.as_str()))
            }
            Self::Scrypt => encrypted.any(|p| p.kdf.as_deref() == Some("scrypt")),
            Self::PrfOtherThan(names) => {
                encrypted.any(|p| p.prf.as_deref().is_some_and(|prf| !names.contains(&prf)))
            }
            Self::MacOtherThan(names) => {
                mac.is_some_and(|mac| !names.contains(&mac.algorithm.as_str()))
            }
            Self::Pbmac1 => mac.is_some_and(|mac| mac.kdf.starts_with("pbmac1")),
            Self::NoMac => mac.is_none(),
            Self::AesWithSha2Mac => {
                encrypted.any(|p| p.name.starts_with("pbes2-aes-"))
                    && mac.is_some_and(|mac| {
                        mac.algorithm.starts_with("hmac-sha") && mac.algorithm != "hmac-sha1"
                    })
            }
            Self::IterationsAbove(most) => {
                encrypted.any(|p| p.iterations.is_some_and(|count| count > most))
                    || mac.is_some_and(|mac| mac.iterations > most)
            }
            Self::Ber => container.encoding == ContainerEncoding::Ber,
            Self::EmptyPassword => matches!(container.password, PasswordState::Empty(_)),
            Self::NonAsciiPassword => !container.password_is_ascii,
            Self::Unencrypted => container.is_open() && encrypted.next().is_none(),
            Self::PartsOtherThanTwo => container.parts.len() != 2,
            Self::MoreThanOnePair => more_than_one_pair(container),
        }
    }
}

fn more_than_one_pair(container: &ContainerFacts) -> bool {
    let is_key = |kind: &str| kind == "key" || kind == "shrouded-key";
    let keys = container.bags().filter(|bag| is_key(&bag.kind)).count();
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
