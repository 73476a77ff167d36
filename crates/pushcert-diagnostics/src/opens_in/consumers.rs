//! The table. In each row refusals come first, then what is not known.

use crate::opens_in::{Basis, Consumer, Limit, Property};
use crate::rule::Source::{Measured, Observed};

use Property::{
    AesWithSha2Mac, Ber, EmptyPassword, IterationsAbove, MacOtherThan, MoreThanOnePair, NoMac,
    NonAsciiPassword, PartsOtherThanTwo, Pbmac1, PrfOtherThan, Protection, ProtectionOtherThan,
    Scrypt, Unencrypted,
};

const fn refuses(when: Property, why: &'static str) -> Limit {
    Limit {
        when,
        why: Some(why),
    }
}

const fn unknown(when: Property) -> Limit {
    Limit { when, why: None }
}

/// Parts of the names of ciphers that OpenSSL 3 keeps in its legacy provider.
const LEGACY: &[&str] = &[
    "rc2", "rc4", "-des-", "md5", "md2", "seed", "cast", "blowfish", "idea",
];
/// What Keychain and old exporters write.
const CLASSIC: &[&str] = &["pbe-sha1-rc2-40-cbc", "pbe-sha1-3des-3key-cbc"];
/// The classic two and PBES2 with AES.
const COMMON: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-3des-3key-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-192-cbc",
    "pbes2-aes-256-cbc",
];
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

/// The programs that the report tells about.
pub static CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "openssl-3",
        about: "OpenSSL 3 as it is installed, without its legacy provider",
        basis: Basis::Reported,
        limits: &[
            refuses(
                Protection(LEGACY),
                "RC2, RC4, DES and their like need the legacy provider of OpenSSL 3",
            ),
            refuses(Pbmac1, "PBMAC1 needs OpenSSL 3.4 or later"),
            unknown(MacOtherThan(&[
                "hmac-sha1",
                "hmac-sha224",
                "hmac-sha256",
                "hmac-sha384",
                "hmac-sha512",
                "hmac-md5",
            ])),
            unknown(NonAsciiPassword),
        ],
        sources: &[
            Observed("openssl/openssl#19167"),
            Observed("ostinelli/apnotic#122"),
            Observed("monal-im/fpush#18"),
            PEERS,
        ],
    },
    Consumer {
        name: "openssl-3-legacy",
        about: "OpenSSL 3 with -legacy",
        basis: Basis::Reported,
        limits: &[
            refuses(Pbmac1, "PBMAC1 needs OpenSSL 3.4 or later"),
            unknown(NonAsciiPassword),
        ],
        sources: &[Observed("openssl/openssl#19167"), PEERS],
    },
    Consumer {
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
    },
    Consumer {
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
    },
    Consumer {
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
    },
    Consumer {
        name: "java-17",
        about: "Java 17 (keytool, KeyStore)",
        basis: Basis::Reported,
        limits: &[
            refuses(Pbmac1, "Java 17 does not know PBMAC1"),
            refuses(
                NonAsciiPassword,
                "Java takes passwords of ASCII characters only",
            ),
            refuses(
                IterationsAbove(5_000_000),
                "Java refuses more than 5,000,000 iterations",
            ),
            unknown(ProtectionOtherThan(COMMON)),
            unknown(MacOtherThan(SHA1_SHA2)),
            unknown(EmptyPassword),
            unknown(NoMac),
            unknown(Ber),
        ],
        sources: &[PEERS, Observed("openjdk/jdk#24429")],
    },
    Consumer {
        name: "go-x-crypto",
        about: "Go, `golang.org/x/crypto/pkcs12` (frozen), function `Decode`",
        basis: Basis::Reported,
        limits: &[
            refuses(Ber, "it reads DER only"),
            refuses(NoMac, "it insists on an integrity check"),
            refuses(Pbmac1, "it does not know PBMAC1"),
            refuses(MacOtherThan(SHA1), "it knows a SHA-1 integrity check only"),
            refuses(
                ProtectionOtherThan(CLASSIC),
                "it knows RC2-40 and 3DES only",
            ),
            refuses(PartsOtherThanTwo, "it wants exactly two parts"),
            refuses(
                MoreThanOnePair,
                "`Decode` wants exactly one certificate and one key",
            ),
            unknown(EmptyPassword),
        ],
        sources: &[
            Observed("golang/go#62375"),
            Observed("sideshow/apns2#222"),
            Observed("sideshow/apns2#46"),
            Observed("RobotsAndPencils/buford#8"),
        ],
    },
    Consumer {
        name: "nss",
        about: "NSS 3.87 (`pk12util`, Firefox)",
        basis: Basis::Reported,
        limits: &[
            refuses(Pbmac1, "NSS 3.87 does not know PBMAC1"),
            unknown(ProtectionOtherThan(COMMON)),
            unknown(MacOtherThan(SHA1_SHA2)),
            unknown(NonAsciiPassword),
            unknown(NoMac),
            unknown(Ber),
        ],
        sources: &[PEERS],
    },
    Consumer {
        name: "gnutls",
        about: "GnuTLS 3.7 (`certtool`)",
        basis: Basis::Reported,
        limits: &[
            refuses(Pbmac1, "GnuTLS 3.7 does not know PBMAC1"),
            unknown(ProtectionOtherThan(COMMON)),
            unknown(MacOtherThan(SHA1_SHA2)),
            unknown(EmptyPassword),
            unknown(NonAsciiPassword),
            unknown(NoMac),
            unknown(Ber),
        ],
        sources: &[PEERS],
    },
    Consumer {
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
    },
];
