//! What kind of key it is.

use core::fmt;

use const_oid::ObjectIdentifier;

use crate::{Curve, oid};

/// The algorithm of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA for any use (rsaEncryption).
    Rsa,
    /// RSA for RSASSA-PSS only (id-RSASSA-PSS). The numbers are those of any RSA key.
    RsaPss,
    /// Elliptic curve key of short Weierstrass form.
    Ec(Curve),
    /// DSA.
    Dsa,
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// X25519, for key agreement only.
    X25519,
    /// X448, for key agreement only.
    X448,
    /// Another one.
    Other(ObjectIdentifier),
}

impl KeyAlgorithm {
    /// The name in reports: `rsa`, `rsa-pss`, `ec-p256` and so on (see [`Curve::as_str`]), `dsa`,
    /// `ed25519`, `ed448`, `x25519`, `x448`, `other`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::RsaPss => "rsa-pss",
            Self::Ec(curve) => curve.as_str(),
            Self::Dsa => "dsa",
            Self::Ed25519 => "ed25519",
            Self::Ed448 => "ed448",
            Self::X25519 => "x25519",
            Self::X448 => "x448",
            Self::Other(_) => "other",
        }
    }

    /// Whether it is RSA, restricted to PSS or not.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self, Self::Rsa | Self::RsaPss)
    }

    /// The algorithms whose identifier has no parameters and whose keys are plain strings of a
    /// fixed length: algorithm, octets of the private key, octets of the public key, bits.
    pub(crate) fn fixed(id: ObjectIdentifier) -> Option<(Self, usize, usize, u32)> {
        match id {
            oid::ED25519 => Some((Self::Ed25519, 32, 32, 256)),
            oid::ED448 => Some((Self::Ed448, 57, 57, 456)),
            oid::X25519 => Some((Self::X25519, 32, 32, 256)),
            oid::X448 => Some((Self::X448, 56, 56, 448)),
            _ => None,
        }
    }
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
