//! A program that does nothing: what starting and ending a Rust program costs.

fn main() {}
