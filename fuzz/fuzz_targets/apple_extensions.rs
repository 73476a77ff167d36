//! Apple's push extensions inside an otherwise sound certificate.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| pushcert_fuzz::bodies::apple_extensions(data));
