//! The table. In each row refusals come first, then what is not known.

use crate::opens_in::{Basis, Consumer, Limit, Property};
use crate::rule::Source::Measured;

mod go;
mod java;
mod openssl;
mod others;
mod systems;

const fn refuses(when: Property, why: &'static str) -> Limit {
    Limit {
        when,
        why: Some(why),
    }
}

const fn unknown(when: Property) -> Limit {
    Limit { when, why: None }
}

/// A row of the interoperability suite.
const fn tested(
    name: &'static str,
    about: &'static str,
    limits: &'static [Limit],
    sources: &'static [crate::Source],
) -> Consumer {
    Consumer {
        name,
        about,
        basis: Basis::Tested,
        limits,
        sources,
    }
}

/// What Keychain and old exporters write.
const CLASSIC: &[&str] = &["pbe-sha1-rc2-40-cbc", "pbe-sha1-3des-3key-cbc"];
const SHA1: &[&str] = &["hmac-sha1"];
const SHA1_SHA2: &[&str] = &[
    "hmac-sha1",
    "hmac-sha224",
    "hmac-sha256",
    "hmac-sha384",
    "hmac-sha512",
];

const PEERS: crate::Source =
    Measured("1,655 PKCS#12 files of 57 producers, opened with each program");
const SUITE: crate::Source = Measured("the project's interoperability suite");

/// The programs that the report tells about.
pub static CONSUMERS: &[Consumer] = &[
    openssl::AS_INSTALLED,
    openssl::WITH_LEGACY,
    systems::OPENSSL_1_1,
    systems::MACOS_KEYCHAIN,
    systems::JAVA_8,
    java::JAVA_17,
    java::BOUNCY_CASTLE,
    go::DECODE,
    go::TO_PEM,
    others::NSS,
    others::GNUTLS,
    others::PYCA,
    openssl::NODE,
    systems::WINDOWS_SERVER_2016,
];
