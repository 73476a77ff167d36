//! The statements of `requirements.md` that the facade proves, named by their ids.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test may panic")]

#[path = "statements/common.rs"]
mod common;
#[path = "statements/export.rs"]
mod export;
#[path = "statements/hostile.rs"]
mod hostile;
#[path = "statements/hostile_requests.rs"]
mod hostile_requests;
#[path = "statements/join.rs"]
mod join;
#[path = "statements/mdm.rs"]
mod mdm;
#[path = "statements/mdm_read.rs"]
mod mdm_read;
#[path = "statements/redact.rs"]
mod redact;
#[path = "statements/report.rs"]
mod report;
#[path = "statements/s0.rs"]
mod s0;
#[path = "statements/s0_export.rs"]
mod s0_export;
#[path = "statements/s1.rs"]
mod s1;
#[path = "statements/s1_connection.rs"]
mod s1_connection;
#[path = "statements/s1_plan.rs"]
mod s1_plan;
#[path = "statements/s1_requests.rs"]
mod s1_requests;
#[path = "statements/s1_revocation.rs"]
mod s1_revocation;
#[path = "statements/s1_trust.rs"]
mod s1_trust;
#[path = "statements/s2_portal.rs"]
mod s2_portal;
#[path = "statements/s2_renewal.rs"]
mod s2_renewal;
