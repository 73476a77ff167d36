//! The statements of `requirements.md` that the facade proves, named by their ids.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test may panic")]

#[path = "statements/common.rs"]
mod common;
#[path = "statements/export.rs"]
mod export;
#[path = "statements/hostile.rs"]
mod hostile;
#[path = "statements/report.rs"]
mod report;
#[path = "statements/s0.rs"]
mod s0;
#[path = "statements/s0_export.rs"]
mod s0_export;
#[path = "statements/s1.rs"]
mod s1;
