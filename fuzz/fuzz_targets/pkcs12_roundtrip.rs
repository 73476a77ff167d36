//! PKCS#12: writing and reading are inverse.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::pkcs12_roundtrip(data));
