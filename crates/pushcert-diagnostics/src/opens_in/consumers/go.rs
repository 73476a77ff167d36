//! Go's frozen package. What it cannot read it refuses, in the same words for both functions.

use super::{CLASSIC, SHA1, SUITE, refuses, tested, unknown};
use crate::opens_in::Property::{
    Bags, Ber, MacOtherThan, MoreThanOnePair, NoMac, NonAsciiPassword, PartsOtherThanTwo, Pbmac1,
    ProtectionOtherThan, TrailingBytes,
};
use crate::opens_in::{Consumer, Limit};
use crate::rule::Source::Observed;

const DER_ONLY: Limit = refuses(Ber, "it reads DER only");
const NO_TRAILING_BYTES: Limit = refuses(TrailingBytes, "it takes no bytes after the container");
const INTEGRITY: Limit = refuses(NoMac, "it insists on an integrity check");
const NO_PBMAC1: Limit = refuses(Pbmac1, "it does not know PBMAC1");
const MACS: Limit = refuses(MacOtherThan(SHA1), "it knows a SHA-1 integrity check only");
const CIPHERS: Limit = refuses(
    ProtectionOtherThan(CLASSIC),
    "it knows RC2-40 and 3DES only",
);
const TWO_PARTS: Limit = refuses(PartsOtherThanTwo, "it wants exactly two parts");
const BAGS: Limit = refuses(
    Bags(&["key", "crl", "secret", "safe-contents", "unknown"]),
    "it knows certificates and encrypted keys only",
);
/// It refuses those with characters outside the BMP, and takes others.
const PASSWORDS: Limit = unknown(NonAsciiPassword);

pub(super) const DECODE: Consumer = tested(
    "go-x-crypto",
    "Go, `golang.org/x/crypto/pkcs12` (frozen), function `Decode`",
    &[
        DER_ONLY,
        NO_TRAILING_BYTES,
        INTEGRITY,
        NO_PBMAC1,
        MACS,
        CIPHERS,
        TWO_PARTS,
        BAGS,
        refuses(
            MoreThanOnePair,
            "`Decode` wants exactly one certificate and one key",
        ),
        PASSWORDS,
    ],
    &[
        SUITE,
        Observed("golang/go#62375"),
        Observed("sideshow/apns2#222"),
        Observed("sideshow/apns2#46"),
        Observed("RobotsAndPencils/buford#8"),
    ],
);

pub(super) const TO_PEM: Consumer = tested(
    "go-x-crypto-topem",
    "Go, `golang.org/x/crypto/pkcs12` (frozen), function `ToPEM`",
    &[
        DER_ONLY,
        NO_TRAILING_BYTES,
        INTEGRITY,
        NO_PBMAC1,
        MACS,
        CIPHERS,
        TWO_PARTS,
        BAGS,
        PASSWORDS,
    ],
    &[SUITE],
);
