//! Opens a PKCS#12 file and says what is in it, or precisely why it does not open.
//!
//! `cargo run -p pushcert-pkcs12 --example open -- FILE PASSWORD`; without arguments it takes a
//! file made for the purpose.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_pkcs12::{ErrorKind, Limits, Pfx};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (bytes, password) = match arguments.next() {
        Some(path) => (std::fs::read(path)?, arguments.next()),
        None => {
            let identity = Identity::apns("com.example.app");
            let file = PfxBuilder::keychain_style("secret", &identity).build();
            (file, Some("secret".to_owned()))
        }
    };
    let limits = Limits::default();
    let pfx = Pfx::decode(&bytes, &limits)?;
    match pfx.open(password.as_deref(), &limits) {
        Ok(opened) => {
            println!("password {:?}, MAC {:?}", opened.password(), opened.mac());
            for bag in opened.bags() {
                let name = bag.attributes().friendly_name();
                let name = name.as_deref().unwrap_or("(no name)");
                println!("{:13} {name:?}", bag.kind_name());
            }
        }
        Err(error) => match error.kind() {
            ErrorKind::PasswordRequired => println!("say the password"),
            ErrorKind::WrongPassword { layer } => println!("another password: {layer}"),
            ErrorKind::LimitExceeded { limit, asked, .. } => {
                println!("raise {limit} to {asked} if you trust the file");
            }
            _ => println!("{error}"),
        },
    }
    Ok(())
}
