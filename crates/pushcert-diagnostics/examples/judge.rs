//! Judges a certificate that is described by hand, and tells which programs open a container.
//!
//! `cargo run -p pushcert-diagnostics --example judge`

#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_diagnostics::{
    CertificateFacts, ContainerFacts, FileFacts, Format, IdentityFacts, Input, KeyFacts, MacFacts,
    PartFacts, PasswordState, ProtectionFacts, TopicFacts, UnixTime, diagnose, opens_in,
};
use pushcert_types::{CertificateKind, Environment, PushType};

fn main() {
    let now = UnixTime::parse("2026-11-21T00:00:00Z").expect("it is a time");

    let mut certificate = CertificateFacts::new(CertificateKind::ApnsSandbox);
    certificate.common_name = Some("Apple Sandbox Push Services: com.example.app".into());
    certificate.environments = vec![Environment::Sandbox];
    certificate.topics = vec![TopicFacts::new(
        "com.example.app",
        &[PushType::Alert, PushType::Background],
    )];
    certificate.not_after = Some(now.plus_days(12));

    let mac = MacFacts::new("hmac-sha1", "pkcs12", 1, true);
    let mut container = ContainerFacts::new(Some(mac), PasswordState::Given);
    let rc2 = ProtectionFacts::new("pbe-sha1-rc2-40-cbc", Some(2048));
    container.parts.push(PartFacts::new(rc2, Vec::new()));
    println!("Opens in:");
    for opening in opens_in(&container) {
        let opens = if opening.opens { "yes" } else { "no " };
        println!("  {opens} {:20} {}", opening.consumer.name, opening.why);
    }

    let mut input = Input::new(now, FileFacts::new("push.p12", Format::Pkcs12, 3172));
    input.wanted.environment = Some(Environment::Production);
    input.container = Some(container);
    let key = KeyFacts::new("rsa", Some(2048), None);
    input.identities.push(IdentityFacts::new(key, certificate));

    let report = diagnose(&input);
    println!("\nVerdict: {}\n", report.verdict);
    for finding in &report.findings {
        println!("{finding}\n");
    }
}
