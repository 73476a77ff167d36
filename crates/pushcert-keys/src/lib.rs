//! Private keys of every common encoding, and matching them with certificates by public key.
//!
//! A private key comes as PKCS#8, PKCS#1 or SEC 1, encrypted or not, as DER or as PEM with a label
//! that may be wrong. This crate reads all of them, tells what the key is, which defects it has,
//! and gives it back as the one form that TLS libraries take: PKCS#8.
//!
//! * [`PrivateKey::decode`] tells the encodings apart by their content.
//! * [`EncryptedPrivateKey`] is an encrypted PKCS#8 key: first what protects it, then, with a
//!   password and a [`Budget`], the key. It is written as well.
//! * [`PemKey::from_block`] takes a block of [`pushcert_pem`], the old `Proc-Type: 4,ENCRYPTED`
//!   form included, and notes a label that says something else than the content.
//! * [`PrivateKey::sign`] and [`PublicKey::verify`] are for requests: RSA with PKCS#1 v1.5, and
//!   ECDSA. [`SignatureAlgorithm`] reads and writes how they are named.
//! * [`PrivateKey::generate_rsa`] makes a new key.
//! * [`PublicKey`] compares numbers, not encodings: a key belongs to a certificate if modulus and
//!   exponent, or curve and point, are the same.
//!
//! The crate knows nothing of Apple, does no I/O, and decrypts nothing with a private key. It signs
//! with the `rsa` crate, on blinded numbers; how long that takes can still be measured over a network
//! (RUSTSEC-2023-0071), so it is for a person at a terminal and not for a service. Keys are wiped from
//! memory when dropped, are not `Clone`, and their `Debug` shows their kind only. What the libraries
//! below keep on the stack or move on the heap while they compute is not in our hands.
//!
//! ```
//! use pushcert_keys::{ErrorKind, KeyAlgorithm, KeyEncoding, PrivateKey};
//!
//! // Ed25519, RFC 8410 section 10.3.
//! let der = [
//!     0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
//!     0xd4, 0xee, 0x72, 0xdb, 0xf9, 0x13, 0x58, 0x4a, 0xd5, 0xb6, 0xd8, 0xf1, 0xf7, 0x69, 0xf8, 0xad,
//!     0x3a, 0xfe, 0x7c, 0x28, 0xcb, 0xf1, 0xd4, 0xfb, 0xe0, 0x97, 0xa8, 0x8f, 0x44, 0x75, 0x58, 0x42,
//! ];
//! let key = PrivateKey::decode(&der)?;
//! assert_eq!(key.algorithm(), KeyAlgorithm::Ed25519);
//! assert_eq!(key.encoding(), KeyEncoding::Pkcs8);
//! assert_eq!(format!("{key:?}"), "PrivateKey(ed25519, pkcs8)");
//!
//! let error = PrivateKey::decode(b"not a key").unwrap_err();
//! assert!(matches!(error.kind(), ErrorKind::NotAPrivateKey { .. }));
//! # Ok::<(), pushcert_keys::Error>(())
//! ```
//!
//! # What is understood how far
//!
//! | algorithm | recognised | bits | public key without a copy of it in the file | checked | signs and verifies |
//! |---|---|---|---|---|---|
//! | RSA, RSA-PSS | yes | modulus | yes | signs, sizes, exponents, `p·q = n`, CRT fields | RSA with PKCS#1 v1.5, 512 to 8192 bits; not PSS |
//! | EC on P-256, P-384, P-521 | yes | field | computed | point, scalar, both public keys | yes |
//! | EC on other curves | by OID | field | no | lengths | – |
//! | EC with explicit parameters | as such | field | no | refused by most software: a defect | – |
//! | Ed25519, Ed448, X25519, X448 | yes | yes | no | lengths | – |
//! | DSA | yes | modulus | no | – | – |
//! | others | OID | – | no | – | – |
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::unreachable
    )
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod algorithm;
mod curve;
mod defect;
mod encrypted;
mod error;
mod number;
mod oid;
mod pem;
mod point;
mod private;
mod public;
mod signature;
mod write;

pub use algorithm::KeyAlgorithm;
pub use const_oid::ObjectIdentifier;
pub use curve::Curve;
pub use defect::{KeyDefect, RsaField};
pub use encrypted::EncryptedPrivateKey;
pub use error::{Error, ErrorKind, Found};
pub use pem::{LabelNote, LegacyEncryptedKey, PemKey, from_pem_block};
pub use private::{GenerationStep, KeyEncoding, PrivateKey};
pub use public::{PublicKey, same_key};
pub use pushcert_pbe::{Budget, EncryptError, Encryption, HashAlgorithm, Limits, Protection};
pub use signature::{Signature, SignatureAlgorithm};

/// The example of the README, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
