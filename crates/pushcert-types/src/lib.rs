//! The vocabulary of certificate-based Apple Push.
//!
//! This crate is for anyone who talks about Apple push credentials in Rust: it names the things
//! that Apple's pages name, gives each its one spelling, and knows the small fixed rules between
//! them. It reads no file, opens no connection, asks no clock, and depends on nothing but `alloc`.
//!
//! * [`Topic`] — the value of the `apns-topic` header, always safe to use as a header or a file name
//! * [`PushType`] — the value of `apns-push-type`, with the suffix that its topic carries
//! * [`Environment`] — sandbox or production
//! * [`PushRequest`] — path and headers of one push over a connection with a certificate
//! * [`CertificateKind`] — the kinds of certificate that Apple issues around push
//! * [`Reason`] — why APNs refused a request, with its HTTP status and a meaning in one line
//! * [`connection`] — how far a connection to APNs came, and what was seen on the way
//! * [`UnixTime`] — a moment in whole seconds, shown and read as RFC 3339, total over `i64`
//!
//! ```
//! use pushcert_types::{CertificateKind, PushType, Topic, UnixTime};
//!
//! let app = Topic::parse("com.example.app")?;
//! let voip = PushType::Voip.topic_for(&app)?;
//! assert_eq!(voip.as_str(), "com.example.app.voip");
//! assert_eq!(voip.push_types(CertificateKind::Apns), [PushType::Voip]);
//!
//! let now: UnixTime = "2026-11-21T00:00:00Z".parse()?;
//! let not_after: UnixTime = "2027-06-01T18:36:26Z".parse()?;
//! assert_eq!(now.days_until(not_after), 192);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable
    )
)]

extern crate alloc;

pub mod connection;
mod environment;
mod kind;
mod named;
mod push_request;
mod push_type;
mod reason;
mod time;
mod topic;

pub use environment::Environment;
pub use kind::CertificateKind;
pub use named::UnknownName;
pub use push_request::{Priority, PushRequest, PushRequestError};
pub use push_type::{CertificateSupport, PushType};
pub use reason::Reason;
pub use time::{ParseTimeError, UnixTime};
pub use topic::{Topic, TopicError};
