//! Checks and pushes against servers on this machine, good and bad.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "connect/answers.rs"]
mod answers;
#[path = "connect/common.rs"]
mod common;
#[path = "connect/kept.rs"]
mod kept;
