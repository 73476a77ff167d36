//! What the fuzz targets run. Ordinary functions, so that a test of the workspace can replay the
//! seeds without any fuzzer: `crates/pushcert/tests/fuzz_seeds.rs`, and of `taps`
//! `crates/pushcert-connect/tests/fuzz_seeds.rs`.
#![forbid(unsafe_code)]

pub mod bodies;
pub mod taps;
