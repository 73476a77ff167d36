//! Property lists: bounded, and never larger than their text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::plist(data));
