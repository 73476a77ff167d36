//! Apple's certification authorities as data, and the proof that one of them signed a certificate.
//!
//! For programs that must tell a certificate that Apple issued from one that only says so. The
//! authorities are carried as figures (name, public key, key identifier, validity, fingerprint),
//! so nothing is fetched and no trust store is asked. The intermediates that sign push certificates
//! come whole as well, for those who have to put one behind a leaf.
//!
//! * [`AUTHORITIES`] — the figures; [`Authority::generation`] names the ones that sign push
//!   certificates, [`Authority::certificate_der`] has their certificates
//! * [`chain_status`] — `apple`, `apple-by-name-only`, `unknown-issuer` or `self-signed`
//! * [`issuer_of`] — which authority a certificate *names* as its issuer (no cryptography)
//! * [`verify_signed_by`] — one signature, with any key
//! * [`path`](mod@path) — the way up to a root at a moment, which authority ends first, what a server would have
//!   to send, and every reason why it is not valid; judged by `rustls-webpki`
//! * [`store`] — whether a trust store has the roots that the servers of APNs stand on
//! * [`revocation`] — what CRLs and OCSP responses prove about a certificate
//!
//! ```no_run
//! use pushcert_trust::{ChainStatus, chain_status, issuer_of};
//! use pushcert_x509::Certificate;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let leaf = Certificate::decode(&std::fs::read("push.cer")?)?;
//! if chain_status(&leaf, &[]) == ChainStatus::Apple {
//!     let generation = issuer_of(&leaf).and_then(|authority| authority.generation());
//!     println!("issued by Apple, {generation:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A [`ChainStatus`] says nothing about time: an issuer may have expired, which a path tells, and a
//! certificate may have been revoked. All values here are public, so nothing needs to run in constant time.
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

mod authorities;
mod authority;
mod chain;
mod element;
mod error;
pub mod path;
pub mod revocation;
pub mod store;
mod verify;

pub use authorities::AUTHORITIES;
pub use authority::{Authority, AuthorityKey, Curve, Generation};
pub use chain::{ChainStatus, chain_status, issuer_of, signing_authority};
pub use error::{Error, ErrorKind};
/// What the functions here take, for those who have no other use for `pushcert-x509`.
pub use pushcert_x509::{Certificate, SubjectPublicKeyInfo};
pub use verify::verify_signed_by;
