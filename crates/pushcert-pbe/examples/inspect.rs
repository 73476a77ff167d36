//! Says what an encrypted PKCS#8 key asks for, and decrypts it.
//!
//! `cargo run -p pushcert-pbe --example inspect -- KEY.der PASSWORD`; without arguments it takes a
//! key made for the purpose.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_pbe::asn1::{Reader, tag};
use pushcert_pbe::{Budget, Limits, Password, Scheme};
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (bytes, password) = match (arguments.next(), arguments.next()) {
        (Some(path), password) => (std::fs::read(path)?, password.unwrap_or_default()),
        _ => {
            let protection = Protection::pbes2_aes256(2048);
            let key = encrypted_pkcs8(&TestKey::ec_p256(0), &protection, "secret");
            (key, "secret".to_owned())
        }
    };
    // EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, OCTET STRING }
    let mut fields = Reader::new(&bytes).sequence()?;
    let scheme = Scheme::decode(fields.read()?.raw)?;
    let ciphertext = fields.expect(tag::OCTET_STRING)?.value;
    println!("protection  {}", scheme.protection());
    match scheme.iterations() {
        Some(iterations) => println!("iterations  {iterations}"),
        None => println!("memory      {} bytes", scheme.cost().memory),
    }
    let mut budget = Budget::new(&Limits::default());
    let decrypted = scheme.open(&Password::new(&password), ciphertext, &mut budget)?;
    println!("password    {}", decrypted.encoding);
    println!("plaintext   {} bytes", decrypted.plaintext.len());
    println!("work        {} iterations", budget.spent());
    Ok(())
}
