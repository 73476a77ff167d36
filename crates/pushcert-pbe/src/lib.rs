//! Password-based encryption of RFC 8018 and RFC 7292 under one work budget.
//!
//! PKCS#12 files and encrypted PKCS#8 keys name in an `AlgorithmIdentifier` how their content was
//! encrypted, and the file itself says how much work the reader has to do: an iteration count, or
//! the memory of scrypt. This crate reads such an identifier, tells what it asks for, refuses it
//! when it asks for more than the caller allows, and only then derives a key and decrypts.
//!
//! It is for programs that have to read what they are given: every scheme that is found in real
//! files is understood, the weak ones of the nineties included, because somebody who repairs a
//! file has to be able to open it first. It does no I/O, has no clock and no randomness, is
//! `no_std` with `alloc`, and contains no `unsafe` code.
//!
//! # Example
//!
//! ```
//! use pushcert_pbe::{Budget, ErrorKind, Limits, Password, Protection, Scheme};
//!
//! // AlgorithmIdentifier: pbeWithSHAAnd3-KeyTripleDES-CBC, salt of 8 bytes, 2048 iterations.
//! let identifier = [
//!     0x30, 0x1c, 0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01, 0x03,
//!     0x30, 0x0e, 0x04, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 0x02, 0x02, 0x08, 0x00,
//! ];
//! let scheme = Scheme::decode(&identifier)?;
//! assert_eq!(scheme.protection(), Protection::PbeSha1TripleDes3KeyCbc);
//! assert_eq!(scheme.iterations(), Some(2048));
//!
//! let mut budget = Budget::new(&Limits::default());
//! let refused = scheme.decrypt(&Password::new("wrong"), &[0; 16], &mut budget).unwrap_err();
//! assert_eq!(refused.kind(), &ErrorKind::BadPadding);
//! # Ok::<(), pushcert_pbe::Error>(())
//! ```
//!
//! # Writing
//!
//! [`Encryption`] says how something new is to be encrypted; [`Encryption::scheme`] draws salt and
//! initialisation vector from the caller's random numbers, and [`Scheme::encrypt`] encrypts. What is
//! weak ([`Protection::is_weak`], and MD5) is read without further ado and written only with the
//! feature `legacy-insecure`.
//!
//! # Schemes
//!
//! | family | source | what is read |
//! |---|---|---|
//! | PKCS#12 PBE | RFC 7292 appendix C | RC4-128, RC4-40, 3DES with 3 and 2 keys, RC2-128, RC2-40 |
//! | PBES1 | RFC 8018 appendix A.3 | MD2, MD5, SHA-1 with DES and RC2 |
//! | PBES2 | RFC 8018 appendix A.4 | PBKDF2 with HMAC of MD5, SHA-1, SHA-2, SHA-3, SM3; scrypt (RFC 7914); AES, 3DES, DES, RC2, Camellia, ARIA, SM4, CAST5, Blowfish in CBC mode; AES-GCM |
//! | PBMAC1 | RFC 9579 | PBKDF2 as above, every HMAC of [`HashAlgorithm`] |
//! | OpenSSL PEM | `DEK-Info`, RFC 1421 | `EVP_BytesToKey` with MD5; DES, 3DES, AES, Camellia, RC2, Blowfish, CAST5 |
//!
//! # Telling errors apart
//!
//! | what happened | [`ErrorKind`] |
//! |---|---|
//! | wrong password, or the encrypted bytes are damaged | `BadPadding`, always the same, whatever was wrong inside |
//! | an algorithm that is not implemented | `UnsupportedAlgorithm` with its OID |
//! | more work, memory or length than allowed | `LimitExceeded` with name, value asked for, value allowed; before the work |
//! | an iteration count of 0 or below | `IterationsOutOfRange` |
//! | an identifier that breaks its standard | `Malformed`, `InvalidIv`, `InvalidKeyLength`, `InvalidCiphertextLength` |

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

#[doc(hidden)]
pub mod asn1;
mod budget;
mod cipher;
mod error;
mod hash;
mod kdf;
mod legacy;
mod limits;
mod mac;
mod oid;
mod password;
mod protection;
mod scheme;

pub use budget::{Budget, Work};
pub use const_oid::ObjectIdentifier;
pub use error::{Error, ErrorKind, Iterations, Malformation};
pub use hash::HashAlgorithm;
pub use kdf::{Pkcs12KeyId, pbkdf2, pkcs12_kdf};
pub use legacy::{LegacyCipher, LegacyEncryption};
pub use limits::{LimitName, Limits};
pub use mac::{Pbmac1, Pkcs12Mac, hmac};
pub use password::{Password, PasswordEncoding};
pub use protection::Protection;
pub use scheme::{Decrypted, EncryptError, Encryption, Scheme};
