//! Revocation lists: what is listed is never good.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::crl(data));
