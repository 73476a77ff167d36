//! PKCS#12: both stages, under limits.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::pkcs12_decode(data));
