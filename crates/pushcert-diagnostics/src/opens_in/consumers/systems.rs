//! Programs that the suite cannot run: the rows rest on public reports.

use super::{CLASSIC, PEERS, SHA1, SHA1_SHA2, refuses, unknown};
use crate::opens_in::Property::{
    AesWithSha2Mac, Ber, EmptyPassword, IterationsAbove, MacOtherThan, NoMac, NonAsciiPassword,
    Pbmac1, PrfOtherThan, Protection, ProtectionOtherThan, Scrypt, Unencrypted,
};
use crate::opens_in::{Basis, Consumer};
use crate::rule::Source::Observed;

/// The classic two and PBES2 with AES.
const COMMON: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-3des-3key-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-192-cbc",
    "pbes2-aes-256-cbc",
];

pub(super) const OPENSSL_1_1: Consumer = Consumer {
    name: "openssl-1.1",
    about: "OpenSSL 1.1",
    basis: Basis::Reported,
    limits: &[
        refuses(Pbmac1, "OpenSSL 1.1 does not know PBMAC1"),
        unknown(ProtectionOtherThan(COMMON)),
        unknown(MacOtherThan(SHA1_SHA2)),
        unknown(NonAsciiPassword),
    ],
    sources: &[Observed("openssl/openssl#19167")],
};

pub(super) const MACOS_KEYCHAIN: Consumer = Consumer {
    name: "macos-keychain",
    about: "Keychain Access and `security import` on a Mac",
    basis: Basis::Reported,
    limits: &[
        refuses(
            Unencrypted,
            "macOS 15 refuses a file in which nothing is encrypted",
        ),
        refuses(
            EmptyPassword,
            "macOS mistakes an empty password for a wrong one",
        ),
        refuses(Pbmac1, "Apple's reader does not know PBMAC1"),
        refuses(Scrypt, "Apple's reader does not know scrypt"),
        refuses(
            Protection(&[
                "pbes2-aes-128",
                "pbes2-aes-192",
                "pbes2-3des",
                "pbes2-des",
                "pbes2-rc2",
                "pbes2-camellia",
                "pbes2-aria",
                "pbes2-seed",
                "pbes2-sm4",
                "pbes2-cast",
                "pbes2-blowfish",
                "-gcm",
            ]),
            "of PBES2, Apple's reader knows AES-256-CBC only",
        ),
        refuses(
            PrfOtherThan(&["hmac-sha256"]),
            "of PBKDF2, Apple's reader knows HMAC-SHA-256 only",
        ),
        refuses(
            MacOtherThan(SHA1_SHA2),
            "Apple's reader does not know the algorithm of the integrity check",
        ),
        refuses(
            AesWithSha2Mac,
            "macOS 12 and 13 refuse AES with a SHA-256 integrity check; newer ones take it only by \
             `security import -f pkcs12`",
        ),
        unknown(ProtectionOtherThan(CLASSIC)),
        unknown(MacOtherThan(SHA1)),
        unknown(NoMac),
        unknown(Ber),
        unknown(NonAsciiPassword),
    ],
    sources: &[
        Observed("tauri-apps/tauri#15844"),
        Observed("kornelski/rust-security-framework#216"),
        Observed("openssl/openssl#19871"),
        Observed("codemagic-ci-cd/cli-tools#436"),
        Observed("codemagic-ci-cd/cli-tools#428"),
    ],
};

pub(super) const JAVA_8: Consumer = Consumer {
    name: "java-8",
    about: "Java 8 before update 301 (keytool, KeyStore)",
    basis: Basis::Reported,
    limits: &[
        refuses(Pbmac1, "Java 8 does not know PBMAC1"),
        refuses(
            NonAsciiPassword,
            "Java takes passwords of ASCII characters only",
        ),
        refuses(
            IterationsAbove(5_000_000),
            "Java refuses more than 5,000,000 iterations",
        ),
        refuses(
            MacOtherThan(SHA1),
            "Java 8 before update 301 knows a SHA-1 integrity check only",
        ),
        unknown(ProtectionOtherThan(CLASSIC)),
        unknown(EmptyPassword),
        unknown(NoMac),
        unknown(Ber),
    ],
    sources: &[
        Observed("confluentinc/schema-registry#2427"),
        Observed("AutohomeCorp/frostmourne#135"),
        PEERS,
    ],
};

pub(super) const WINDOWS_SERVER_2016: Consumer = Consumer {
    name: "windows-server-2016",
    about: "The certificate import of Windows Server 2016 and earlier",
    basis: Basis::Reported,
    limits: &[
        refuses(
            AesWithSha2Mac,
            "Windows reads AES with a SHA-256 integrity check since Server 2019; earlier it calls the \
             password wrong",
        ),
        unknown(ProtectionOtherThan(CLASSIC)),
        unknown(MacOtherThan(SHA1)),
        unknown(Pbmac1),
        unknown(EmptyPassword),
        unknown(NonAsciiPassword),
        unknown(NoMac),
        unknown(Unencrypted),
        unknown(Ber),
    ],
    sources: &[
        Observed("acmesh-official/acme.sh#6805"),
        Observed("openssl/openssl#27035"),
        Observed("kaikramer/keystore-explorer#318"),
    ],
};
