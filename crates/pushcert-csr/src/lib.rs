//! PKCS#10 certification requests, and the vendor-signed request for an MDM push certificate.
//!
//! The first step to a push certificate is a request, and the portal's only answer to a bad one is
//! that it is bad. This crate says what is in it, checks its signature, and writes good ones.
//!
//! * [`CertificationRequest`] is a request (RFC 2986): its subject, key, attributes and signature.
//!   What departs from the standards is a typed [`Problem`].
//! * [`RequestBuilder`] writes one in the form that Keychain Access gives it, and gives nothing out
//!   that does not read back and verify.
//! * [`mdm::MdmPushRequest`] is the file that Apple's Push Certificates Portal takes: a request, the
//!   signature of an MDM vendor over it, and the vendor's chain.
//! * [`plist`] reads the property list around that: bounded, without a document type's entities.
//!
//! Nothing is judged here: whether a problem matters is for `pushcert-diagnostics`. There is no I/O,
//! and random numbers, for blinding, come from the caller.
//!
//! ```
//! use pushcert_csr::{CertificationRequest, RequestBuilder};
//! # use pushcert_testkit::{key::TestKey, random::Predictable};
//! # let key = pushcert_keys::PrivateKey::decode(&TestKey::rsa2048(0).pkcs8_der())?;
//! # let mut rng = Predictable::new("example");
//!
//! let request = RequestBuilder::new("admin@example.com", "Example Ltd.").country("US").build(&key, &mut rng)?;
//! let text = request.encode_pem();
//! assert!(text.starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
//!
//! let again = CertificationRequest::parse(text.as_bytes())?;
//! again.verify()?;
//! assert_eq!(again.email(), Some("admin@example.com"));
//! assert_eq!(again.signature_algorithm().name(), "sha256-rsa");
//! assert!(again.problems().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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

mod attribute;
mod build;
mod error;
pub mod mdm;
mod name;
mod oid;
pub mod plist;
mod problem;
mod request;
mod tlv;

pub use attribute::Attribute;
pub use build::RequestBuilder;
pub use error::{Error, ErrorKind, Field, TextDefect};
pub use name::{StringType, Subject, SubjectAttribute};
pub use problem::{Problem, ProblemKind};
pub use request::CertificationRequest;

/// Identifiers of attributes: of subjects (X.520, RFC 2985) and of requests (RFC 2985 section 5.4).
pub mod attribute_oids {
    pub use crate::attribute::{CHALLENGE_PASSWORD, EXTENSION_REQUEST};
    pub use crate::name::{COMMON_NAME, COUNTRY, EMAIL};
}

/// The example of the README, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
