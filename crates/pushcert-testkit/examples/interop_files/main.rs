//! Writes the PKCS#12 files that other programs are to open, with a manifest: what
//! `cargo xtask interop` starts with. Nothing in them is random, so two runs write the same bytes.
//!
//! ```sh
//! cargo run -p pushcert-testkit --example interop_files -- DIR
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

mod form;
mod integrity;
mod protection;
mod who;

use std::path::Path;
use std::process::ExitCode;

use pushcert_testkit::interop;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir] = args.as_slice() else {
        eprintln!("usage: interop_files DIR");
        return ExitCode::from(2);
    };
    let files = [
        protection::files(),
        integrity::files(),
        form::files(),
        who::files(),
    ]
    .concat();
    match interop::write(Path::new(dir), &files) {
        Ok(()) => {
            println!("wrote {} files", files.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("interop_files: {error}");
            ExitCode::FAILURE
        }
    }
}
