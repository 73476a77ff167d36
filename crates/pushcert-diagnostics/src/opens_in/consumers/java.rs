//! Java's own key store, and Bouncy Castle's.

use super::{PEERS, SHA1_SHA2, SUITE, refuses, tested, unknown};
use crate::opens_in::Consumer;
use crate::opens_in::Property::{
    Bags, Ber, EmptyPasswordWithPbes2, IterationsAbove, KeyWithoutIdAndName, Mac, MacOtherThan,
    NoMacButEncrypted, NonAsciiPassword, Pbmac1, Prf, PrfOtherThan, Protection,
    ProtectionOtherThan, Scrypt, UnencryptedKey,
};
use crate::rule::Source::Observed;

const JAVA_READS: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-rc2-128-cbc",
    "pbe-sha1-rc4-40",
    "pbe-sha1-rc4-128",
    "pbe-sha1-3des-3key-cbc",
    "pbes1-md5-des-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-256-cbc",
];

pub(super) const JAVA_17: Consumer = tested(
    "java-17",
    "Java 17 (keytool, KeyStore)",
    &[
        refuses(Pbmac1, "Java 17 does not know PBMAC1"),
        refuses(
            NonAsciiPassword,
            "Java takes passwords of ASCII characters only",
        ),
        refuses(
            IterationsAbove(5_000_000),
            "Java refuses more than 5,000,000 iterations",
        ),
        refuses(Scrypt, "Java 17 does not know scrypt"),
        refuses(
            Protection(&[
                "pbes2-aes-192",
                "pbes2-3des",
                "pbes2-des",
                "pbes2-rc2",
                "pbes2-camellia",
                "pbes2-aria",
                "pbes2-sm4",
                "pbes2-cast",
                "pbes2-blowfish",
                "-gcm",
            ]),
            "of PBES2, Java 17 knows AES-128 and AES-256 in CBC mode only",
        ),
        refuses(
            Protection(&["-3des-2key-", "pbes1-sha1-des"]),
            "Java 17 does not know the cipher",
        ),
        refuses(
            Prf(&["-sha512-256", "-sha3-"]),
            "Java 17 knows PBKDF2 with SHA-1 and plain SHA-2 only",
        ),
        refuses(
            Mac(&["-md5", "-sha3-"]),
            "Java 17 does not know the algorithm of the integrity check",
        ),
        refuses(
            Bags(&["key"]),
            "Java leaves out keys that are not encrypted",
        ),
        refuses(
            Bags(&["safe-contents"]),
            "Java leaves out what is in nested SafeContents",
        ),
        refuses(
            KeyWithoutIdAndName,
            "Java pairs key and certificate by localKeyID or name, and the key has neither",
        ),
        unknown(ProtectionOtherThan(JAVA_READS)),
        unknown(PrfOtherThan(SHA1_SHA2)),
        unknown(MacOtherThan(&[
            "hmac-sha1",
            "hmac-sha224",
            "hmac-sha256",
            "hmac-sha384",
            "hmac-sha512",
            "hmac-sha512-224",
            "hmac-sha512-256",
        ])),
        // It reads indefinite lengths, and not strings in pieces.
        unknown(Ber),
    ],
    &[SUITE, PEERS, Observed("openjdk/jdk#24429")],
);

const BOUNCY_CASTLE_READS: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-rc2-128-cbc",
    "pbe-sha1-rc4-40",
    "pbe-sha1-rc4-128",
    "pbe-sha1-3des-2key-cbc",
    "pbe-sha1-3des-3key-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-192-cbc",
    "pbes2-aes-256-cbc",
    "pbes2-3des-cbc",
    "pbes2-camellia-128-cbc",
    "pbes2-camellia-256-cbc",
    "pbes2-cast5-cbc",
];

pub(super) const BOUNCY_CASTLE: Consumer = tested(
    "bouncy-castle",
    "Bouncy Castle 1.72 (KeyStore)",
    &[
        refuses(Pbmac1, "Bouncy Castle 1.72 does not know PBMAC1"),
        refuses(Scrypt, "Bouncy Castle 1.72 does not know scrypt"),
        refuses(
            Protection(&[
                "pbes1-",
                "pbes2-des",
                "pbes2-rc2",
                "pbes2-aria",
                "pbes2-sm4",
                "pbes2-blowfish",
                "-gcm",
            ]),
            "Bouncy Castle 1.72 does not decrypt files with this cipher",
        ),
        refuses(
            Prf(&["-sha512-256"]),
            "Bouncy Castle 1.72 does not know PBKDF2 with SHA-512/256",
        ),
        refuses(
            MacOtherThan(&["hmac-sha1", "hmac-sha256"]),
            "Bouncy Castle 1.72 knows integrity checks with SHA-1 and SHA-256 only",
        ),
        refuses(
            NoMacButEncrypted,
            "Bouncy Castle takes no password for a file without integrity check",
        ),
        refuses(
            EmptyPasswordWithPbes2,
            "Bouncy Castle refuses PBES2 with an empty password",
        ),
        refuses(
            UnencryptedKey,
            "Bouncy Castle leaves out keys that are not encrypted",
        ),
        refuses(
            Bags(&["safe-contents"]),
            "Bouncy Castle leaves out what is in nested SafeContents",
        ),
        unknown(ProtectionOtherThan(BOUNCY_CASTLE_READS)),
        unknown(PrfOtherThan(&[
            "hmac-sha1",
            "hmac-sha224",
            "hmac-sha256",
            "hmac-sha384",
            "hmac-sha512",
            "hmac-sha3-256",
        ])),
        // It opened all of the suite's, and 74 of 104 real ones.
        unknown(Ber),
    ],
    &[SUITE, PEERS],
);
