//! Says what can be known of a PKCS#12 file without its password.
//!
//! `cargo run -p pushcert-pkcs12 --example list -- FILE`; without arguments it takes a file made for
//! the purpose.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_pkcs12::{Limits, Pfx};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = match std::env::args().nth(1) {
        Some(path) => std::fs::read(path)?,
        None => PfxBuilder::keytool17("secret", &Identity::apns("com.example.app")).build(),
    };
    let pfx = Pfx::decode(&bytes, &Limits::default())?;
    println!("encoding  {}", pfx.encoding());
    match pfx.mac() {
        Some(mac) => println!(
            "mac       {}, {} with {} iterations",
            mac.algorithm(),
            mac.kdf(),
            mac.iterations()
        ),
        None => println!("mac       none: nothing protects the file against changes"),
    }
    for part in pfx.parts() {
        match part.iterations() {
            Some(count) => println!("part      {} with {count} iterations", part.protection()),
            None => println!("part      {}", part.protection()),
        }
    }
    println!("trailing  {} bytes", pfx.trailing_bytes());
    Ok(())
}
