//! Certificates of every kind, right and wrong, built by the testkit.

#[path = "certificates/apple.rs"]
mod apple;
#[path = "certificates/common.rs"]
mod common;
#[path = "certificates/kinds.rs"]
mod kinds;
#[path = "certificates/names.rs"]
mod names;
#[path = "certificates/problems.rs"]
mod problems;
#[path = "certificates/properties.rs"]
mod properties;
#[path = "certificates/standard.rs"]
mod standard;
