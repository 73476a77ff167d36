//! Proves that APNs accepts a credential, sends pushes with it, and fetches what proves that it was not revoked.
//!
//! * [`Checker`] — checks one credential or many, and sends a push; what comes back is [`ConnectionFacts`]
//! * [`Connection`] — kept open, for many pushes; [`manager`] replaces it with its credential, [`reload`] notices
//!   when that has to be
//! * [`provider`] — which cryptography TLS runs on
//! * [`ClientIdentity`], [`Roots`], [`client_config`] — what a connection is made with; the last one is for
//!   programs that have a TLS client of their own, and with the feature `hyper` `https_connector` for hyper
//! * [`blocking`] — checks and pushes for programs without tokio
//! * [`fetch`] — revocation lists and OCSP responses over plain HTTP, within bounds
//!
//! Nothing here judges: facts go to `pushcert-diagnostics`.
//!
//! This crate opens sockets; of the others only `pushcert-web` may. It reads no file but the trust store of the
//! machine and what [`reload`] is told to watch, asks no clock but for its own timeouts and the validity of
//! servers, and writes nothing.
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

mod batch;
pub mod blocking;
mod check;
mod config;
mod connection;
mod failure;
pub mod fetch;
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "hyper")]
mod hyper;
mod identity;
pub mod manager;
pub mod provider;
pub mod reload;
mod roots;
mod tap;
mod target;
mod text;

pub use batch::{Checks, Job};
pub use check::Checker;
pub use config::{ConfigError, ConfigErrorKind, TlsVersions, client_config};
pub use connection::{Connection, Ending, PushError, PushErrorKind};
#[cfg(feature = "hyper")]
pub use hyper::https_connector;
pub use identity::{ClientIdentity, IdentityError, IdentityErrorKind};
/// The vocabulary of the facts.
pub use pushcert_types::connection::{
    Alert, AnswerFacts, ClientCertificateFacts, ConnectionFacts, Failure, FailureKind,
    ServerChainFacts, Stage, StageFacts, TlsFacts, TlsVersion, TooLarge, TrustSource,
};
pub use roots::{Roots, RootsError, RootsErrorKind};
pub use target::{Question, Target};
/// The crates whose types stand in the interface here.
#[cfg(feature = "hyper")]
pub use {hyper_rustls, hyper_util};
/// The crates whose types stand in the interface here.
pub use {rustls, rustls_pki_types as pki_types};
