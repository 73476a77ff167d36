//! Converts a PKCS#12 file of any kind into one that current programs open.
//!
//! `cargo run -p pushcert-pkcs12 --example convert -- FILE PASSWORD OUT NEW_PASSWORD`; without
//! arguments it converts a file made for the purpose, in memory. Keys, certificates, CRLs and their
//! attributes are kept; what `Builder` has no place for is said.
#![expect(clippy::print_stdout, reason = "an example prints")]

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use pushcert_pkcs12::{BagValue, Builder, Limits, Pfx, Profile};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (bytes, password, out, new_password) = match arguments.as_slice() {
        [file, password, out, new] => (
            std::fs::read(file)?,
            password.clone(),
            Some(out),
            new.clone(),
        ),
        _ => {
            let identity = Identity::apns("com.example.app");
            let file = PfxBuilder::keychain_style("old", &identity).build();
            (file, "old".to_owned(), None, "new".to_owned())
        }
    };
    let limits = Limits::default();
    let opened = Pfx::decode(&bytes, &limits)?.open(Some(&password), &limits)?;
    let mut builder = Builder::new(Profile::modern());
    for bag in opened.bags() {
        let attributes = bag.attributes().clone();
        builder = match bag.value() {
            BagValue::Key(key) => builder.key(key, attributes),
            BagValue::ShroudedKey(shrouded) => match &shrouded.key {
                Ok(key) => builder.key(key, attributes),
                Err(error) => return Err(format!("a key does not open: {error}").into()),
            },
            BagValue::Cert { der, .. } => builder.certificate(der, attributes),
            BagValue::Crl { der, .. } => builder.crl(der, attributes),
            BagValue::Secret { secret_type, der } => builder.secret(*secret_type, der, attributes),
            // Its bags follow as bags of their own.
            BagValue::SafeContents { .. } => builder,
            other => return Err(format!("a bag of another kind: {}", other.kind_name()).into()),
        };
    }
    let file = builder.build(&new_password, &mut UnwrapErr(SysRng))?;
    match out {
        // A real program creates the file with mode 0600 and does not overwrite another.
        Some(out) => std::fs::write(out, &file)?,
        None => println!("{} bytes became {} bytes", bytes.len(), file.len()),
    }
    let again = Pfx::decode(&file, &limits)?.open(Some(&new_password), &limits)?;
    println!("{} bags, MAC {:?}", again.bags().count(), again.mac());
    Ok(())
}
