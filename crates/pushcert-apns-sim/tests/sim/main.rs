//! Tests against a client that is not ours: tokio-rustls and h2.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with it")]

mod breaks;
mod chains;
mod handshake;
mod handshake_breaks;
mod reasons;
mod running;
mod support;
