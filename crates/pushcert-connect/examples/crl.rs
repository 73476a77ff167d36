//! Fetches a revocation list and says what is in it:
//! `cargo run -p pushcert-connect --example crl -- http://crl.apple.com/aai2ca.crl`
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use std::process::ExitCode;

use pushcert_connect::fetch::{self, Limits};
use pushcert_trust::revocation::Crl;

fn main() -> ExitCode {
    let url = std::env::args().nth(1);
    let url = url.as_deref().unwrap_or("http://crl.apple.com/aai2ca.crl");
    let bytes = match fetch::get(url, &Limits::crl()) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{error} ({})", error.remedy().as_str());
            return ExitCode::FAILURE;
        }
    };
    match Crl::decode(&bytes) {
        Ok(crl) => {
            println!("issued:  {}", crl.this_update());
            if let Some(end) = crl.next_update() {
                println!("until:   {end}");
            }
            println!("entries: {}", crl.entries().count());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("no revocation list: {error}");
            ExitCode::FAILURE
        }
    }
}
