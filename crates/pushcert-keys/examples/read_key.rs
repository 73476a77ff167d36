//! Says what the keys of a file are, or of a built-in sample:
//!
//! ```text
//! cargo run -p pushcert-keys --example read_key -- FILE [PASSWORD]
//! ```
#![expect(clippy::print_stdout, reason = "an example shows something")]

use std::{env, error::Error, fs};

use pushcert_keys::{Budget, EncryptedPrivateKey, ErrorKind, Limits, PemKey, PrivateKey};

/// RFC 8410 section 10.3: an Ed25519 key in PKCS#8, under a label that lies.
const SAMPLE: &str = "-----BEGIN RSA PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END RSA PRIVATE KEY-----
";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let bytes = match arguments.next() {
        Some(path) => fs::read(path)?,
        None => SAMPLE.as_bytes().to_vec(),
    };
    let password = arguments.next().unwrap_or_default();
    let mut budget = Budget::new(&Limits::default());

    if !pushcert_pem::looks_like_pem(&bytes) {
        let key = match PrivateKey::decode(&bytes) {
            Err(error) if *error.kind() == ErrorKind::Encrypted => {
                EncryptedPrivateKey::decode(&bytes)?.decrypt(&password, &mut budget)
            }
            other => other,
        };
        show(&key?);
        return Ok(());
    }
    for block in &pushcert_pem::scan(&bytes, &pushcert_pem::Limits::default())?.blocks {
        let result = PemKey::from_block(block).and_then(|key| {
            println!("{}: protection {}", block.label, key.protection());
            key.into_private_key(&password, &mut budget)
        });
        match result {
            Ok(key) => show(&key),
            Err(error) => println!("{}: {error}", block.label),
        }
    }
    Ok(())
}

fn show(key: &PrivateKey) {
    println!("  algorithm  {}", key.algorithm());
    println!("  encoding   {}", key.encoding());
    if let Some(bits) = key.bits() {
        println!("  bits       {bits}");
    }
    if let Some(public) = key.public_key() {
        let digest: String = public
            .spki_sha256()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect();
        println!("  public key {digest}");
    }
    for defect in key.defects() {
        println!("  defect     {defect}");
    }
    if let Some(note) = key.label_note() {
        println!("  note       {note}");
    }
}
