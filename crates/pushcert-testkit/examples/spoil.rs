//! Builds a healthy credential, spoils it in a few ways, and says what came out.
//!
//! ```sh
//! cargo run -p pushcert-testkit --example spoil
//! ```
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use pushcert_testkit::authority::Generation;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pfx::{Encoding, Mac, PfxBuilder};
use pushcert_testkit::{hex_lower, hostile};

fn main() {
    let healthy = Identity::apns("com.example.app").with_synthetic_chain();
    let look_alike = CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4);
    let files = [
        (
            "as Keychain writes it",
            PfxBuilder::keychain_style("secret", &healthy),
        ),
        (
            "the same in BER",
            PfxBuilder::keychain_style("secret", &healthy).encoding(Encoding::BerEverywhere(256)),
        ),
        (
            "half of the MAC",
            PfxBuilder::openssl3_default("secret", &healthy)
                .mac(Mac::new(Digest::Sha256, 2048).truncated(16)),
        ),
        (
            "signed by somebody else",
            PfxBuilder::plain(&Identity::new(&look_alike)),
        ),
        (
            "the key of another",
            PfxBuilder::plain(&Identity::from_parts(
                &TestKey::rsa2048(3),
                healthy.certificate.clone(),
            )),
        ),
    ];
    for (what, builder) in files {
        let bytes = builder.build();
        let digest = hex_lower(&Digest::Sha256.hash(&bytes)[..8]);
        println!("{:>5} bytes, sha256 {digest}…: {what}", bytes.len());
    }
    for section in hostile::Section::ALL {
        println!(
            "{:>5} hostile files under {}",
            hostile::section(section).len(),
            section.as_str()
        );
    }
}
