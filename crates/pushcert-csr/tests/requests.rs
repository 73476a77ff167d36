//! Requests and vendor-signed requests, against the testkit's independent writer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test may panic")]

#[path = "requests/build.rs"]
mod build;
#[path = "requests/common.rs"]
mod common;
#[path = "requests/decode.rs"]
mod decode;
#[path = "requests/hostile.rs"]
mod hostile;
#[path = "requests/mdm.rs"]
mod mdm;
#[path = "requests/mutations.rs"]
mod mutations;
