//! Open any Apple Push credential, get one verdict, hand it to rustls.
//!
//! For programs that take `.p12`, `.pem` or `.cer` files from people and send pushes with them.
//! Give [`open`] the bytes and it tells what they are, reads what is in them, pairs keys with
//! certificates by their public keys, and judges the whole with the rules of
//! [`diagnostics`]: will this work with APNs, why not, and what to do.
//!
//! ```
//! use pushcert::{Options, UnixTime, open};
//!
//! let options = Options::at(UnixTime::parse("2026-11-21T00:00:00Z")?).with_password("secret");
//! let file = open("push.p12", b"not a credential at all", &options).check();
//! for finding in &file.findings {
//!     println!("{}[{}]: {}; {}", finding.severity, finding.code, finding.message, finding.help);
//! }
//! assert_eq!(file.verdict, Some(pushcert::report::Verdict::Unreadable));
//! # Ok::<(), pushcert::types::ParseTimeError>(())
//! ```
//!
//! | module | does |
//! |---|---|
//! | [`Credential`] | the short way to a TLS configuration |
//! | [`Attempt`] | what is asked of APNs in order to prove a credential |
//! | [`export`] | an identity again, with another password or for another program |
//! | [`join`] | the certificate from Apple and the key that was kept, made one identity |
//! | [`renewal`] | would this certificate, in place of the old one, keep every device? |
//! | [`request`] | what is kept of a request, and the steps in Apple's portals |
//! | [`mdm`] | the vendor's signature under the request of an MDM customer |
//! | [`revocation`] | CRLs and OCSP responses, and what to fetch |
//! | [`plan`] | which connections a server needs for its apps |
//! | [`report`] | the JSON documents that the program prints |
//!
//! The crates below it are re-exported and stand on their own: [`pkcs12`], [`keys`], [`csr`], [`pem`],
//! [`x509`], [`trust`], [`pbe`], [`types`].
//!
//! Nothing here does I/O, reads a clock or draws random numbers; no input makes it panic.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod attempt;
mod credential;
pub mod export;
mod format;
mod hex;
pub mod join;
mod limits;
pub mod mdm;
mod open;
mod options;
mod pair;
pub mod plan;
pub mod renewal;
pub mod report;
pub mod request;
pub mod revocation;

pub use pushcert_csr as csr;
pub use pushcert_diagnostics as diagnostics;
pub use pushcert_keys as keys;
pub use pushcert_pbe as pbe;
pub use pushcert_pem as pem;
pub use pushcert_pkcs12 as pkcs12;
pub use pushcert_trust as trust;
pub use pushcert_types as types;
pub use pushcert_x509 as x509;

pub use attempt::{Attempt, stops_connection};
pub use credential::{Credential, CredentialError};
pub use diagnostics::{Format, Wanted};
pub use limits::{Limits, UnknownLimit};
pub use open::{IdentityRef, Opened, open};
pub use options::Options;
pub use types::{Environment, PushType, UnixTime};
