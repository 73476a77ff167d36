//! Bounded GET and POST over plain HTTP.
//!
//! CRLs and OCSP responses are signed, so they are published over plain HTTP, and nothing else is
//! spoken here. The address comes out of a stranger's file: by default only hosts below `apple.com`
//! are asked, and private addresses never are ([`Limits`]).

mod address;
mod error;
mod exchange;
mod limits;

pub use error::{Error, ErrorKind, Remedy};
pub use limits::{Limits, Policy};

use exchange::{Request, follow};

/// The body of what stands at an address.
///
/// # Errors
///
/// [`Error`] when the address is refused, nobody answers, the answer is not `200`, too long or too
/// late.
pub fn get(url: &str, limits: &Limits) -> Result<Vec<u8>, Error> {
    follow(url, &Request::Get, limits)
}

/// The body of the answer to a body of a media type.
///
/// Redirects are followed where they keep the method (307, 308).
///
/// # Errors
///
/// As [`get`].
pub fn post(url: &str, content_type: &str, body: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    follow(url, &Request::Post { content_type, body }, limits)
}
