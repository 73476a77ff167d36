//! A stand-in for Apple's push service (APNs), for the tests of programs that send pushes.
//!
//! For everybody who runs a provider: it speaks TLS 1.2 and 1.3 and HTTP/2, looks at the client
//! certificate that is presented (kind, environment, topics, dates, revocation), judges each request as
//! APNs does, knows every [`Reason`](pushcert_types::Reason), and by a [`Script`] breaks in every way in which
//! a server can. It is not APNs: what Apple does not document is written down as an assumption in the
//! README.
//!
//! ```
//! use std::sync::Arc;
//! use pushcert_apns_sim::{Device, Simulator};
//! use pushcert_types::Environment;
//!
//! # fn main() -> Result<(), pushcert_apns_sim::Error> {
//! let token = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
//! let simulator = Simulator::builder(Arc::new(rustls_graviola::default_provider()))
//!     .environment(Environment::Sandbox)
//!     .device(token, Device::registered())
//!     .start()?;
//!
//! // Point the provider at this address, let it trust this anchor, and look what it did.
//! println!("https://localhost:{}", simulator.port());
//! println!("{}", simulator.trust_anchor_pem());
//! assert!(simulator.log().is_empty());
//! simulator.shutdown();
//! # Ok(())
//! # }
//! ```
//!
//! * [`Simulator`] and its [`Builder`] say what it is like, [`Running`] is one that listens
//! * [`Device`] is what a device token stands for
//! * [`Script`] has the exceptions: reasons, GOAWAY, resets, cuts, silence, delays, floods
//! * [`Event`] is a line of the log
//!
//! It runs in a thread of its own, so that tests without tokio can use it. It listens on the loopback
//! address unless told otherwise: it asks nobody for a password.
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

mod alert;
mod builder;
mod chain;
mod client;
mod connection;
mod device;
mod error;
mod http2;
mod judge;
mod log;
mod request;
mod running;
mod script;
mod state;
mod stream;
mod tls;
mod uuid;
mod verifier;

pub use builder::{Alpn, Builder, Limits, Simulator};
pub use chain::ServerChain;
pub use device::{Device, DeviceState};
pub use error::{Error, ErrorKind};
pub use log::{CertificateSeen, Event, EventKind, RequestSeen};
pub use running::Running;
#[cfg(feature = "schema")]
pub use script::script_schema;
pub use script::{Action, AnswerAction, HowToCut, Place, Script, ScriptError, Step, When};

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
