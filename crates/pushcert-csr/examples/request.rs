//! Says what is in a request or in a vendor-signed request, or in a built-in sample:
//!
//! ```text
//! cargo run -p pushcert-csr --example request -- FILE
//! ```
//!
//! For a second opinion it prints the request as PEM, which `openssl req -verify -noout -text` takes.
#![expect(clippy::print_stdout, reason = "an example shows something")]

use std::{env, error::Error, fs};

use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::{ErrorKind, MdmPushRequest};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::mdm::MdmRequestBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = match env::args().nth(1) {
        Some(path) => fs::read(path)?,
        None => MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5)).build(),
    };
    match MdmPushRequest::decode(&bytes) {
        Ok(signed) => {
            println!("signed by a vendor, {} certificates", signed.chain().len());
            for remark in signed.remarks() {
                println!("  remark     {remark}");
            }
            show(signed.request());
        }
        Err(error) if *error.kind() == ErrorKind::PlainRequest => {
            show(&CertificationRequest::parse(&bytes)?);
        }
        Err(signed) => match CertificationRequest::parse(&bytes) {
            Ok(request) => show(&request),
            Err(plain) => {
                println!("no request: {plain}");
                println!("no vendor-signed request: {signed}");
            }
        },
    }
    Ok(())
}

fn show(request: &CertificationRequest) {
    for attribute in request.subject().attributes() {
        let oid = attribute.oid().map(ToString::to_string).unwrap_or_default();
        // Escaped, because the text is the file's.
        println!(
            "  {oid:<22} {:?} ({})",
            attribute.text_lossy(),
            attribute.string_type()
        );
    }
    if let Some(key) = request.public_key() {
        println!(
            "  key        {} {}",
            key.algorithm(),
            key.bits().unwrap_or(0)
        );
    }
    println!("  signature  {}", request.signature_algorithm());
    match request.verify() {
        Ok(()) => println!("  verifies"),
        Err(error) => println!("  {error}"),
    }
    if request.has_challenge_password() {
        println!("  has a challenge password");
    }
    for problem in request.problems() {
        println!("  problem    {problem} (at byte {})", problem.offset());
    }
    print!("{}", request.encode_pem());
}
