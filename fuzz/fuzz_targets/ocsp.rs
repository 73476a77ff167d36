//! OCSP responses: what nobody signed says nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::ocsp(data));
