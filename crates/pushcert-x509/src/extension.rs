//! Extensions (RFC 5280, section 4.2).
//!
//! ```text
//! Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
//! Extension  ::= SEQUENCE {
//!     extnID    OBJECT IDENTIFIER,
//!     critical  BOOLEAN DEFAULT FALSE,
//!     extnValue OCTET STRING }
//! ```

mod access;
mod check;
mod constraints;
mod general_name;
mod key_ids;
pub mod known;
mod list;
mod policies;
mod usage;

pub use access::AccessMethod;
pub(crate) use access::access_urls;
pub(crate) use check::check;
pub use constraints::BasicConstraints;
pub(crate) use constraints::basic_constraints;
pub(crate) use general_name::{crl_urls, dns_names};
pub(crate) use key_ids::{authority_key_id, subject_key_id};
pub(crate) use list::{ExtensionSpans, decode};
pub use policies::Policy;
pub(crate) use policies::policies;
pub use usage::{ExtendedKeyUsage, KeyUsage};
pub(crate) use usage::{extended_key_usage, key_usage};

use crate::oid::Oid;

/// One extension, borrowed from its certificate.
#[derive(Clone, Copy, Debug)]
pub struct Extension<'a> {
    pub(crate) oid: &'a [u8],
    pub(crate) critical: bool,
    pub(crate) value: &'a [u8],
    pub(crate) value_start: usize,
}

impl<'a> Extension<'a> {
    /// The extension's identifier.
    #[must_use]
    pub fn oid(&self) -> Oid {
        Oid::from_octets(self.oid)
    }

    /// Whether a reader that does not know the extension must refuse the certificate.
    #[must_use]
    pub const fn critical(&self) -> bool {
        self.critical
    }

    /// The content of the OCTET STRING `extnValue`.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    pub(crate) fn is(&self, oid: &Oid) -> bool {
        self.oid == oid.as_octets()
    }
}
