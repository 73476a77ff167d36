//! Vendor-signed requests: whatever is read is written again in the right form.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::mdm_request(data));
