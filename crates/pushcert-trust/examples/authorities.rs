//! Prints Apple's authorities, or who signed the certificates (DER) given as arguments.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_trust::{AUTHORITIES, Authority, chain_status, issuer_of};
use pushcert_x509::Certificate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    for path in &files {
        let certificate = Certificate::decode(&std::fs::read(path)?)?;
        let issuer = issuer_of(&certificate).map(Authority::common_name);
        println!("{path}: {} ({issuer:?})", chain_status(&certificate, &[]));
    }
    if files.is_empty() {
        for authority in AUTHORITIES {
            let generation = authority.generation().map_or("", |g| g.as_str());
            println!(
                "{generation:<5}{} to {}  {}",
                authority.not_before(),
                authority.not_after(),
                authority.common_name()
            );
        }
    }
    Ok(())
}
