//! What is wrong with a key that could be read.

use core::fmt;

/// A fact about a key that keeps software from using it, or that no correct generator produces.
///
/// Facts only: whether a size is weak today is for the caller to judge by
/// [`bits`](crate::PrivateKey::bits). No check needs more work than a few multiplications of the
/// size of the key; primality is not tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeyDefect {
    /// The RSA modulus is shorter than 1024 or longer than 8192 bits, or its size is no multiple of
    /// 8: TLS libraries refuse it.
    #[error("the RSA modulus has the unusual size of {bits} bits")]
    RsaModulusSize {
        /// Its size.
        bits: u32,
    },
    /// The RSA modulus is even, so it has a factor of 2.
    #[error("the RSA modulus is even")]
    RsaModulusEven,
    /// An RSA number is below zero; usually a leading zero octet was lost.
    #[error("the RSA field {0} is negative")]
    RsaNegative(RsaField),
    /// The RSA public exponent is 1: encryption and signature change nothing.
    #[error("the RSA public exponent is 1")]
    RsaExponentOne,
    /// The RSA public exponent is even (0 included): no private exponent can exist.
    #[error("the RSA public exponent is even")]
    RsaExponentEven,
    /// The RSA public exponent is longer than 64 bits: many libraries refuse it.
    #[error("the RSA public exponent has {bits} bits")]
    RsaExponentLarge {
        /// Its size.
        bits: u32,
    },
    /// Both RSA primes are the same, so the modulus is a square.
    #[error("both RSA primes are the same")]
    RsaPrimesEqual,
    /// The RSA primes, or what is computed from them, are zero or one: they were left out.
    #[error("the RSA primes are missing")]
    RsaPrimesMissing,
    /// A field of the RSA key does not fit the others. A signature made with a wrong CRT field can
    /// give the private key away.
    #[error("the RSA field {0} does not fit the other numbers of the key")]
    RsaInconsistent(RsaField),
    /// The RSA key has more than two primes: hardly any TLS library takes it. Its CRT fields are
    /// checked, the product of all primes is not.
    #[error("the RSA key has more than two primes")]
    RsaMultiPrime,
    /// The RSA numbers are too long to be checked (longer than 16384 bits).
    #[error("the RSA key is too long to be checked")]
    RsaUnchecked,
    /// The curve is described by its parameters instead of its name.
    #[error("the curve is given by explicit parameters instead of its name")]
    EcExplicitParameters,
    /// The identifier outside of the key and the one inside name different curves.
    #[error("the key names two different curves")]
    EcCurveMismatch,
    /// The private number has not the length of the curve.
    #[error("the private EC key has {found} octets instead of {expected}")]
    EcScalarLength {
        /// Octets found.
        found: usize,
        /// Octets that the curve wants.
        expected: usize,
    },
    /// The private number is zero or not below the order of the curve. Checked for P-256, P-384 and
    /// P-521.
    #[error("the private EC key is out of range for its curve")]
    EcScalarRange,
    /// The public point is not on the curve, or at infinity, or has the wrong length. That it is on
    /// the curve is checked for P-256, P-384 and P-521.
    #[error("the public point is not on the curve")]
    EcPointInvalid,
    /// The file holds a public key that is not the one of the private key. Checked for RSA and for
    /// EC on P-256, P-384 and P-521.
    #[error("the public key in the file is not the one of the private key")]
    PublicKeyMismatch,
    /// The public key is not encoded as its algorithm asks; it cannot be compared by its numbers.
    #[error("the public key is not encoded as its algorithm asks")]
    PublicKeyMalformed,
    /// The private key has not the length that its algorithm has (Ed25519 and the like).
    #[error("the private key has {found} octets instead of {expected}")]
    KeyLength {
        /// Octets found.
        found: usize,
        /// Octets that the algorithm wants.
        expected: usize,
    },
    /// Bytes follow after the key.
    #[error("{length} bytes follow after the key")]
    TrailingBytes {
        /// Their number.
        length: usize,
    },
}

/// The numbers of an RSA key, RFC 8017 appendix A.1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RsaField {
    /// `modulus`, n.
    Modulus,
    /// `publicExponent`, e.
    PublicExponent,
    /// `privateExponent`, d.
    PrivateExponent,
    /// `prime1`, p.
    Prime1,
    /// `prime2`, q.
    Prime2,
    /// `exponent1`, d mod (p − 1).
    Exponent1,
    /// `exponent2`, d mod (q − 1).
    Exponent2,
    /// `coefficient`, the inverse of q mod p.
    Coefficient,
}

impl RsaField {
    /// The name in RFC 8017.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modulus => "modulus",
            Self::PublicExponent => "publicExponent",
            Self::PrivateExponent => "privateExponent",
            Self::Prime1 => "prime1",
            Self::Prime2 => "prime2",
            Self::Exponent1 => "exponent1",
            Self::Exponent2 => "exponent2",
            Self::Coefficient => "coefficient",
        }
    }
}

impl fmt::Display for RsaField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
