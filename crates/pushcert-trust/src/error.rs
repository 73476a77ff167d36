//! Why a signature does not verify.

use pushcert_x509::{Oid, SignatureAlgorithm};

/// Why a signature was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

/// Why a signature was not accepted, with its operands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The signature is not that of this key over these bytes.
    #[error("the signature does not verify")]
    InvalidSignature,
    /// The signature has another length than the key's (RFC 8017, section 8.2.2).
    #[error("the signature has {found} octets instead of {expected}")]
    SignatureLength {
        /// Octets of the signature.
        found: usize,
        /// Octets of the modulus.
        expected: usize,
    },
    /// An algorithm that is not implemented, or a hash that proves nothing (MD2, MD5).
    #[error("the signature algorithm {algorithm} is not supported")]
    UnsupportedAlgorithm {
        /// The algorithm.
        algorithm: SignatureAlgorithm,
    },
    /// The signed part and what stands beside the signature name different algorithms (RFC 5280,
    /// sections 4.1.1.2 and 5.1.1.2).
    #[error("two different signature algorithms are named")]
    AmbiguousAlgorithm,
    /// A key of another kind than the signature asks for.
    #[error("a key with the algorithm {key} cannot have made a {algorithm} signature")]
    KeyAlgorithm {
        /// The signature's algorithm.
        algorithm: SignatureAlgorithm,
        /// The key's algorithm.
        key: Oid,
    },
    /// A public key that cannot be read, or that no signature can be checked with: an even
    /// modulus, an exponent that is even, 1 or beyond 64 bits, a point that is not on its curve.
    #[error("the issuer's public key is not usable")]
    InvalidKey,
    /// An RSA modulus outside the sizes that are tried, refused before any work.
    #[error("the issuer's RSA key has {bits} bits; {smallest} to {largest} are tried")]
    KeySize {
        /// Bits of the modulus.
        bits: usize,
        /// The smallest size that is tried.
        smallest: usize,
        /// The largest size that is tried.
        largest: usize,
    },
}
