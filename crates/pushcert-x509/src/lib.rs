//! An RFC 5280 view of a certificate, with Apple's push extensions decoded.
//!
//! For programs that must say what a certificate *is* even when something about it is wrong.
//! [`Certificate::decode`] fails only where the bytes are no certificate at all; everything
//! else that departs from the standards, or from what Apple writes, becomes a typed [`Problem`],
//! and all the other facts still come. Nothing is judged here: whether a problem matters is for
//! `pushcert-diagnostics`.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let der = std::fs::read("push.cer")?;
//! let certificate = pushcert_x509::Certificate::decode(&der)?;
//! println!("{}", certificate.push().kind);
//! for entry in &certificate.push().topics {
//!     println!("{}: {:?}", entry.topic, entry.push_types);
//! }
//! for problem in certificate.problems() {
//!     println!("byte {}: {problem}", problem.offset());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Why not on top of an ASN.1 crate
//!
//! Readers made for valid certificates refuse what a doctor must read: lengths that are not
//! minimal, `UniversalString`, object identifiers under `2.40` and above, times with an offset.
//! This crate has a reader of its own in about a hundred lines (definite lengths, low tag
//! numbers, no recursion over the input's depth, no allocation from a declared length).
//!
//! # Text
//!
//! Strings are given as they stand in the certificate, control and bidirectional characters
//! included. Escape them before they reach a terminal, a page or a log.
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

mod algorithm;
mod apple;
mod certificate;
mod error;
mod extension;
mod name;
mod oid;
mod problem;
mod spki;
mod time;
mod tlv;

pub use algorithm::{HashAlgorithm, SignatureAlgorithm};
pub use apple::{PushFacts, TopicEntry, TopicsFrom, known as apple_oids};
pub use certificate::Certificate;
pub use error::{Error, ErrorKind, Field};
pub use extension::{
    AccessMethod, BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage, Policy,
    known as extension_oids,
};
pub use name::{Attribute, Name, NameBuf, StringType, attribute_oids};
pub use oid::Oid;
pub use problem::{NamePart, Problem, ProblemKind, TimeOddity, TopicDefect, ValidityEnd};
pub use spki::{PublicKeyRef, SubjectPublicKeyInfo};
