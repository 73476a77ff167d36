//! Checks and pushes against servers on this machine, good and bad.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "connect/answers.rs"]
mod answers;
#[path = "connect/common.rs"]
mod common;
#[path = "connect/faults_http.rs"]
mod faults_http;
#[path = "connect/faults_tcp.rs"]
mod faults_tcp;
#[path = "connect/faults_tls.rs"]
mod faults_tls;
#[path = "connect/kept.rs"]
mod kept;
