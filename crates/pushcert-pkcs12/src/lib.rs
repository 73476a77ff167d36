//! PKCS#12 (RFC 7292), read and written: DER and BER, every algorithm in use, and errors that tell a
//! wrong password, a corrupt file, an unsupported algorithm and a limit apart.
//!
//! A PKCS#12 file (`.p12`, `.pfx`) holds private keys, certificates and what belongs to them, in
//! parts that may be encrypted under a password, with a MAC over all of them. Programs have written
//! it in many ways for thirty years. This crate reads what they wrote, in DER and in BER, with every
//! algorithm in use, and when it cannot, its error says which of the four reasons it is. It knows
//! nothing of certificates or keys beyond their place in the file: they come out as DER.
//!
//! It is `no_std` with `alloc`, has no `unsafe` code, does no I/O, and withstands files that are
//! made to cost time or memory: every cost is checked against [`Limits`] before it is incurred.
//!
//! # The tree
//!
//! ```text
//! PFX                                        Pfx::decode: no password needed
//! ├── version                   always 3
//! ├── authSafe: ContentInfo     data; its octets are what the MAC is over
//! │   └── AuthenticatedSafe     one ContentInfo for each part       → Part
//! │       ├── data              in the clear
//! │       ├── encryptedData     under a password                    → Protection, iterations
//! │       └── envelopedData     under a public key (not supported)
//! └── macData                   absent: no integrity                → MacData
//!     ├── mac                   HMAC with a key of RFC 7292 B, or PBMAC1 (RFC 9579)
//!     ├── macSalt
//!     └── iterations            1 when absent, as many files have it
//!
//! each part, decrypted: SafeContents         Pfx::open: password needed → SafeContents
//! └── SafeBag …                                                     → SafeBag
//!     ├── bagId, bagValue                                           → BagValue
//!     │   ├── keyBag                PrivateKeyInfo in the clear     → Key
//!     │   ├── pkcs8ShroudedKeyBag   EncryptedPrivateKeyInfo         → ShroudedKey
//!     │   ├── certBag               X.509 or SDSI certificate       → Cert
//!     │   ├── crlBag                                                → Crl
//!     │   ├── secretBag                                             → Secret
//!     │   └── safeContentsBag       more bags, one level deeper     → SafeContents
//!     └── bagAttributes             friendlyName, localKeyID, …     → Attributes
//! ```
//!
//! # Example
//!
//! ```
//! use pushcert_pkcs12::{ErrorKind, Limits, Pfx};
//!
//! # fn read(bytes: &[u8]) -> Result<(), pushcert_pkcs12::Error> {
//! let limits = Limits::default();
//! let pfx = Pfx::decode(bytes, &limits)?;
//! for part in pfx.parts() {
//!     println!("{} with {:?} iterations", part.protection(), part.iterations());
//! }
//! match pfx.open(Some("password"), &limits) {
//!     Ok(opened) => {
//!         for bag in opened.bags() {
//!             println!("{} {:?}", bag.kind_name(), bag.attributes().friendly_name());
//!         }
//!     }
//!     Err(error) if matches!(error.kind(), ErrorKind::WrongPassword { .. }) => println!("try again"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! # assert!(read(&[]).is_err());
//! ```
//!
//! # Writing
//!
//! [`Builder`] makes a file from keys and certificates under a [`Profile`], with fresh salts. For
//! everything else there is [`Contents`]: what [`Opened::contents`] gives, or what is put together by
//! hand from [`SafeContents`], [`SafeBag`], [`Scheme`] and [`MacScheme`]. [`Contents::encode`] is the
//! exact inverse of [`Pfx::open`]: unknown bags and attributes, their order, and every parameter come
//! out as they went in.
//!
//! ```
//! use pushcert_pkcs12::{Builder, Limits, Pfx, Profile};
//! # fn random() -> impl rand_core::CryptoRng {
//! #     getrandom::rand_core::UnwrapErr(getrandom::SysRng)
//! # }
//! # let (key, certificate) = ([0x30, 0], [0x30, 0]);
//!
//! // `random()` is any `rand_core::CryptoRng`, such as that of the crate `getrandom`.
//! let file = Builder::new(Profile::modern())
//!     .identity(&key, &[&certificate], Some("a name"))
//!     .build("password", &mut random())?;
//!
//! let limits = Limits::default();
//! let opened = Pfx::decode(&file, &limits)?.open(Some("password"), &limits)?;
//! assert_eq!(opened.contents().encode("password")?, file);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The feature `legacy-insecure` allows to write what is weak: RC2, RC4, DES, 3DES, CAST5, Blowfish,
//! MD5, and so [`Profile`]'s `compatible` and `legacy`. Reading such files needs no feature.
//!
//! # Passwords
//!
//! | derivation | forms that are tried, the first is written |
//! |---|---|
//! | RFC 7292 appendix B, password not empty | [`PasswordEncoding::Bmp`], [`PasswordEncoding::Utf8AsBmp`] where it differs |
//! | RFC 7292 appendix B, password empty | `00 00` ([`PasswordEncoding::Bmp`]), [`PasswordEncoding::ZeroBytes`] |
//! | PBES1, PBES2 | [`PasswordEncoding::Utf8`], [`PasswordEncoding::Bmp`], [`PasswordEncoding::Latin1`] where it differs |
//! | PBMAC1 | [`PasswordEncoding::Utf8`]; beyond ASCII the other two as well |
//!
//! [`Opened::password`], [`SafeContents::encoding`] and [`ShroudedKey::encoding`] tell which one was
//! right. The MAC, each part and each key are tried by themselves: they need not agree. Where they even
//! have different passwords, [`Pfx::open_any`] takes all of them.
//!
//! # Telling errors apart
//!
//! | what happened | [`ErrorKind`] |
//! |---|---|
//! | the bytes are something else | `NotPkcs12` |
//! | no password was given and one is needed; an empty one was tried in both encodings | `PasswordRequired` |
//! | the MAC does not match under any form of the password | `WrongPassword`, [`Layer::Integrity`] |
//! | there is no MAC, and a part does not decrypt | `WrongPassword`, [`Layer::Privacy`] |
//! | the MAC matched and a part does not decrypt: it has another password | `WrongPassword`, [`Layer::Privacy`] |
//! | one key does not decrypt: it has another password | the store opens; that bag carries `WrongPassword`, [`Layer::Key`] |
//! | an algorithm of the MAC or of a part is not implemented | `UnsupportedAlgorithm` with its OID |
//! | an algorithm of one key is not implemented | the store opens; that bag carries the error |
//! | the structure is broken, in the clear, or after a MAC that matched or a decryption that succeeded | `Corrupt` |
//! | a MAC, IV, key or ciphertext of an impossible length, an impossible iteration count | `Corrupt` |
//! | more than the limits allow | `LimitExceeded` with name, value asked for, value allowed |
//!
//! A MAC that does not match cannot tell a wrong password from a changed file: nothing can, because
//! the password is what the MAC is keyed with.

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

mod attributes;
mod bag;
mod ber;
mod builder;
mod content;
mod contents;
mod encode;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod limits;
mod mac;
mod oid;
mod open;
mod pfx;
mod safe_contents;

pub use attributes::{Attribute, AttributeProblem, Attributes};
pub use bag::{BagValue, CertType, CrlType, SafeBag, ShroudedKey};
pub use builder::{Builder, Mac, Profile};
pub use contents::{Contents, SafeContents};
pub use encode::EncodeError;
pub use error::{Corruption, Error, ErrorKind, Layer};
pub use limits::{LimitName, Limits};
pub use mac::{MacAlgorithm, MacData, MacKdf, MacScheme};
pub use open::{EmptyEncoding, MacStatus, Opened, PasswordUse};
pub use pfx::{Encoding, Part, Pfx};
pub use pushcert_pbe::{
    self as pbe, EncryptError, Encryption, HashAlgorithm, ObjectIdentifier, PasswordEncoding,
    Protection, Scheme,
};
