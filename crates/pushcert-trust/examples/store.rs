//! Says which of the roots that APNs stands on are among the certificates (DER) given, at the
//! moment (RFC 3339) given as first argument.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_trust::store;
use pushcert_types::{Environment, UnixTime};
use pushcert_x509::Certificate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let at = UnixTime::parse(&arguments.next().ok_or("a moment and files")?)?;
    let mut certificates = Vec::new();
    for file in arguments {
        certificates.push(Certificate::decode(&std::fs::read(file)?)?);
    }
    let report = store::inspect(&certificates, at);
    println!("{} certificates", report.certificates());
    for finding in report.findings() {
        println!("{}: {:?}", finding.root().common_name(), finding.presence());
    }
    for environment in [Environment::Sandbox, Environment::Production] {
        let suffices = report.suffices_for(environment, at);
        println!("suffices for {environment}: {suffices}");
    }
    Ok(())
}
