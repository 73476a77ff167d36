//! What a server sends, read off the wire: bounded, and the same wherever the stream is cut.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::taps::connection_taps(data));
