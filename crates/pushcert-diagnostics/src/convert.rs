//! From what the parsers report to plain facts.
//!
//! Each kind of error of each parser becomes one [`ProblemKind`](crate::ProblemKind), which one rule claims. The
//! enumerations of the parsers can grow; `tests/claims.rs` fails when a kind is not named here.

mod csr;
mod hex;
mod keys;
mod pem;
mod pkcs12;
mod trust;
mod x509;
