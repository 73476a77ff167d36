//! Whether a certificate was revoked: CRLs (RFC 5280, section 5) and OCSP (RFC 6960).
//!
//! A [`Crl`] or an [`OcspResponse`] comes from anywhere: a file, a cache, a fetch over plain HTTP.
//! Nothing is believed that the certificate's issuer, or a responder that it appointed, did not
//! sign. [`Crl::evidence`] and [`OcspResponse::evidence`] check all of it and say one of four
//! things ([`Status`]): good, revoked, *unknown* (sound evidence that says nothing about this
//! certificate) and *unusable* (it proves nothing).
//!
//! ```no_run
//! use pushcert_trust::revocation::{Crl, Issuer, Status};
//! use pushcert_trust::signing_authority;
//! use pushcert_types::UnixTime;
//! use pushcert_x509::Certificate;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let leaf = Certificate::decode(&std::fs::read("push.cer")?)?;
//! let crl = Crl::decode(&std::fs::read("wwdrg4-7.crl")?)?;
//! let issuer = Issuer::from(signing_authority(&leaf).ok_or("not by Apple")?);
//! let now = UnixTime::parse("2026-11-21T00:00:00Z")?;
//! if let Status::Revoked { at, reason, .. } = crl.evidence(&leaf, &issuer, now).status {
//!     println!("revoked on {at}, {reason:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! DER only: PEM is unwrapped by the caller. Input is bounded ([`Crl::MAX_BYTES`],
//! [`OcspResponse::MAX_BYTES`]); looking a certificate up in a list takes time in proportion to the
//! list and no memory.

mod asn1;
mod crl;
mod error;
mod evidence;
mod extensions;
mod issuer;
mod ocsp;
mod reason;
mod status;

pub use crl::{Crl, Entries, Entry};
pub use error::{DecodeError, DecodeErrorKind, Field};
pub use evidence::{Evidence, EvidenceKind, Freshness};
pub use issuer::Issuer;
pub use ocsp::{
    BasicResponse, CertStatus, NonceMatch, OcspRequest, OcspResponse, Responder, ResponderDefect,
    ResponderId, ResponseStatus, SingleResponse,
};
pub use reason::RevocationReason;
pub use status::{Status, Unknown, Unusable};
