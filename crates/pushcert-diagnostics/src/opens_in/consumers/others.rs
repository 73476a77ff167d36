//! NSS, GnuTLS, and Python.

use super::{PEERS, SHA1_SHA2, SUITE, refuses, tested, unknown};
use crate::opens_in::Consumer;
use crate::opens_in::Property::{
    Bags, Ber, EmptyPart, KeyWithoutId, Mac, MacOtherThan, NoMac, Pbmac1, Prf, PrfOtherThan,
    Protection, ProtectionOtherThan, Scrypt, TrailingBytes, ZeroBytesPassword,
};

const NSS_READS: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-rc2-128-cbc",
    "pbe-sha1-rc4-40",
    "pbe-sha1-rc4-128",
    "pbe-sha1-3des-3key-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-192-cbc",
    "pbes2-aes-256-cbc",
    "pbes2-3des-cbc",
    "pbes2-des-cbc",
    "pbes2-camellia-128-cbc",
    "pbes2-camellia-256-cbc",
];

pub(super) const NSS: Consumer = tested(
    "nss",
    "NSS 3.87 (`pk12util`, Firefox)",
    &[
        refuses(Pbmac1, "NSS 3.87 does not know PBMAC1"),
        refuses(NoMac, "NSS insists on an integrity check"),
        refuses(Scrypt, "NSS 3.87 does not know scrypt"),
        refuses(
            Protection(&[
                "-3des-2key-",
                "pbes1-md5-des",
                "pbes1-sha1-des",
                "pbes2-rc2",
                "pbes2-aria",
                "pbes2-sm4",
                "pbes2-cast",
                "pbes2-blowfish",
                "-gcm",
            ]),
            "NSS 3.87 does not decrypt files with this cipher",
        ),
        refuses(
            Prf(&["-sha512-256", "-sha3-"]),
            "NSS 3.87 knows PBKDF2 with SHA-1 and plain SHA-2 only",
        ),
        refuses(
            Mac(&["-sha512-224", "-sha512-256", "-sha3-"]),
            "NSS 3.87 does not know the algorithm of the integrity check",
        ),
        refuses(
            Bags(&["crl", "unknown"]),
            "NSS stumbles over what is neither key nor certificate",
        ),
        refuses(
            KeyWithoutId,
            "NSS pairs key and certificate by localKeyID, and the key has none",
        ),
        unknown(ProtectionOtherThan(NSS_READS)),
        unknown(PrfOtherThan(SHA1_SHA2)),
        unknown(MacOtherThan(&[
            "hmac-md5",
            "hmac-sha1",
            "hmac-sha224",
            "hmac-sha256",
            "hmac-sha384",
            "hmac-sha512",
        ])),
        // It reads it outside of encrypted parts, and not always inside.
        unknown(Ber),
    ],
    &[SUITE, PEERS],
);

const GNUTLS_READS: &[&str] = &[
    "pbe-sha1-rc2-40-cbc",
    "pbe-sha1-rc4-128",
    "pbe-sha1-3des-3key-cbc",
    "pbes1-md5-des-cbc",
    "pbes2-aes-128-cbc",
    "pbes2-aes-192-cbc",
    "pbes2-aes-256-cbc",
    "pbes2-3des-cbc",
    "pbes2-des-cbc",
];

pub(super) const GNUTLS: Consumer = tested(
    "gnutls",
    "GnuTLS 3.7 (`certtool`)",
    &[
        refuses(Pbmac1, "GnuTLS 3.7 does not know PBMAC1"),
        refuses(NoMac, "GnuTLS 3.7 insists on an integrity check"),
        refuses(Scrypt, "GnuTLS 3.7 does not know scrypt"),
        refuses(
            Protection(&[
                "-3des-2key-",
                "pbe-sha1-rc2-128",
                "pbe-sha1-rc4-40",
                "pbes1-sha1-des",
                "pbes2-rc2",
                "pbes2-camellia",
                "pbes2-aria",
                "pbes2-sm4",
                "pbes2-cast",
                "pbes2-blowfish",
                "-gcm",
            ]),
            "GnuTLS 3.7 does not decrypt files with this cipher",
        ),
        refuses(
            Prf(&["-sha512-256", "-sha3-"]),
            "GnuTLS 3.7 knows PBKDF2 with SHA-1 and plain SHA-2 only",
        ),
        refuses(
            Mac(&["-md5", "-sha512-224", "-sha512-256", "-sha3-"]),
            "GnuTLS 3.7 does not know the algorithm of the integrity check",
        ),
        refuses(TrailingBytes, "GnuTLS takes no bytes after the container"),
        refuses(
            ZeroBytesPassword,
            "GnuTLS knows an empty password in the other encoding only",
        ),
        refuses(EmptyPart, "GnuTLS takes no part without content"),
        refuses(
            Bags(&["safe-contents"]),
            "GnuTLS leaves out what is in nested SafeContents",
        ),
        unknown(ProtectionOtherThan(GNUTLS_READS)),
        unknown(PrfOtherThan(SHA1_SHA2)),
        unknown(MacOtherThan(SHA1_SHA2)),
        // It opened none of the suite's, and 90 of 104 real ones.
        unknown(Ber),
    ],
    &[SUITE, PEERS],
);

pub(super) const PYCA: Consumer = tested(
    "pyca",
    "Python, pyca `cryptography` 50 (`load_pkcs12`)",
    &[
        refuses(
            Protection(&["-gcm"]),
            "`cryptography` 50 does not decrypt a file with AES-GCM",
        ),
        // It opened all of the suite's, and 72 of 104 real ones.
        unknown(Ber),
    ],
    &[SUITE, PEERS],
);
