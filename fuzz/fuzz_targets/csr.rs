//! Certification requests: whatever decodes decodes to the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::csr(data));
