//! The `pushcert` program.
fn main() {}
