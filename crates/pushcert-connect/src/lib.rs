//! What pushcert asks the network, within bounds.
//!
//! For now one thing: [`fetch`] gets revocation lists and asks OCSP responders, over plain HTTP. What
//! comes back is bytes; `pushcert_trust::revocation` finds out whether they prove anything.
//!
//! ```no_run
//! use pushcert_connect::fetch::{self, Limits};
//! use pushcert_trust::revocation::Crl;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let bytes = fetch::get("http://crl.apple.com/aai2ca.crl", &Limits::crl())?;
//! println!("{} entries", Crl::decode(&bytes)?.entries().count());
//! # Ok(())
//! # }
//! ```
//!
//! This crate opens sockets; of the others only `pushcert-web` may. It reads no file, asks no clock but
//! for its own timeouts, and keeps nothing.
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

pub mod fetch;
