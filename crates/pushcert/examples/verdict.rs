//! Prints the verdict over a file: `cargo run -p pushcert --example verdict -- FILE [PASSWORD]`.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::time::SystemTime;

use pushcert::{Options, UnixTime, open};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)?
        .as_secs();
    let mut options = Options::at(UnixTime::from_secs(now.try_into()?));
    if let Some(password) = arguments.next() {
        options = options.with_password(&password);
    }

    let opened = open(&path, &std::fs::read(&path)?, &options);
    let report = opened.diagnose();
    println!("{path}: {}, {}", opened.format(), report.verdict);
    for finding in &report.findings {
        println!("\n{finding}");
    }
    Ok(())
}
