//! Replays the committed seeds of the fuzz target `connection_taps`, without any fuzzer.
#![allow(
    clippy::missing_panics_doc,
    reason = "a failed test may panic, and names its seed"
)]

#[path = "../../../fuzz/src/taps.rs"]
pub mod taps;

use std::path::Path;

#[test]
fn connection_taps() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/connection_taps");
    let mut count = 0;
    for entry in std::fs::read_dir(seeds).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        count += 1;
        for end in 0..=bytes.len() {
            taps::connection_taps(&bytes[..end]);
        }
    }
    assert!(count > 0, "there are seeds");
}
