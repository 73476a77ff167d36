//! Questions and answers about single certificates (RFC 6960).

mod answer;
mod basic;
mod cert_id;
mod decode;
mod request;
mod response;
mod verify;

pub use answer::{CertStatus, SingleResponse};
pub use basic::{BasicResponse, NonceMatch, ResponderId};
pub use request::OcspRequest;
pub use response::{OcspResponse, ResponseStatus};
pub use verify::{Responder, ResponderDefect};

/// `id-pkix-ocsp-basic`
const BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
/// `id-pkix-ocsp-nonce`
const NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2];
