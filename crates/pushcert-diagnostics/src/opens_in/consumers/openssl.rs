//! OpenSSL 3, and what has it inside.

use super::{PEERS, SUITE, refuses, tested, unknown};
use crate::opens_in::Property::{
    MacOtherThan, NoMacButEncrypted, Pbmac1, Prf, PrfOtherThan, Protection,
};
use crate::opens_in::{Consumer, Limit};
use crate::rule::Source::Observed;

/// Parts of the names of ciphers that OpenSSL 3 keeps in its legacy provider.
const LEGACY: &[&str] = &[
    "rc2", "rc4", "-des-", "md5", "md2", "seed", "cast", "blowfish", "idea",
];
const MACS: &[&str] = &[
    "hmac-md5",
    "hmac-sha1",
    "hmac-sha224",
    "hmac-sha256",
    "hmac-sha384",
    "hmac-sha512",
    "hmac-sha512-224",
    "hmac-sha512-256",
    "hmac-sha3-256",
    "hmac-sha3-512",
];
const PRFS: &[&str] = &[
    "hmac-sha1",
    "hmac-sha224",
    "hmac-sha256",
    "hmac-sha384",
    "hmac-sha512",
    "hmac-sha512-256",
];

const NEEDS_LEGACY: Limit = refuses(
    Protection(LEGACY),
    "RC2, RC4, DES and their like need the legacy provider of OpenSSL 3",
);
const NO_PBMAC1: Limit = refuses(Pbmac1, "PBMAC1 needs OpenSSL 3.4 or later");
const NO_GCM: Limit = refuses(
    Protection(&["-gcm"]),
    "OpenSSL 3.0 does not decrypt a file with AES-GCM",
);
const NO_SHA3_PRF: Limit = refuses(
    Prf(&["-sha3-"]),
    "OpenSSL 3.0 does not know PBKDF2 with SHA-3",
);
const OTHER_MACS: Limit = unknown(MacOtherThan(MACS));
const OTHER_PRFS: Limit = unknown(PrfOtherThan(PRFS));

pub(super) const AS_INSTALLED: Consumer = tested(
    "openssl-3",
    "OpenSSL 3 as it is installed, without its legacy provider",
    &[
        NEEDS_LEGACY,
        NO_PBMAC1,
        NO_GCM,
        NO_SHA3_PRF,
        OTHER_MACS,
        OTHER_PRFS,
    ],
    &[
        SUITE,
        Observed("openssl/openssl#19167"),
        Observed("ostinelli/apnotic#122"),
        Observed("monal-im/fpush#18"),
        PEERS,
    ],
);

pub(super) const WITH_LEGACY: Consumer = tested(
    "openssl-3-legacy",
    "OpenSSL 3 with -legacy",
    &[NO_PBMAC1, NO_GCM, NO_SHA3_PRF, OTHER_MACS, OTHER_PRFS],
    &[SUITE, Observed("openssl/openssl#19167"), PEERS],
);

pub(super) const NODE: Consumer = tested(
    "node",
    "Node.js with OpenSSL 3 inside (`tls.createSecureContext`, `https`, `http2`)",
    &[
        NEEDS_LEGACY,
        NO_PBMAC1,
        NO_GCM,
        NO_SHA3_PRF,
        refuses(
            NoMacButEncrypted,
            "Node.js insists on an integrity check where a password is given",
        ),
        OTHER_MACS,
        OTHER_PRFS,
    ],
    &[SUITE],
);
