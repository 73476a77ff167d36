//! Prints what a certificate (DER) says about push, and what is wrong with it.
//!
//! Without an argument it shows a synthetic certificate.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_x509::Certificate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let der = match std::env::args().nth(1) {
        Some(path) => std::fs::read(path)?,
        None => CertificateBuilder::apns("com.example.app").build(),
    };
    let certificate = Certificate::decode(&der)?;
    let push = certificate.push();
    println!("kind          {}", push.kind);
    println!("common name   {:?}", certificate.subject().common_name());
    println!("environments  {:?}", push.environments);
    for entry in &push.topics {
        println!("topic         {} {:?}", entry.topic, entry.push_types);
    }
    if let (Some(from), Some(to)) = (certificate.not_before(), certificate.not_after()) {
        println!("valid         {from} to {to}, {} days", from.days_until(to));
    }
    for problem in certificate.problems() {
        println!("problem       byte {}: {problem}", problem.offset());
    }
    Ok(())
}
