//! Lists the blocks of the files named on the command line, or of a built-in sample:
//!
//! ```text
//! cargo run -p pushcert-pem --example scan -- FILE…
//! ```
#![expect(clippy::print_stdout, reason = "an example shows something")]

use std::{env, fs, io};

use pushcert_pem::{Limits, encode, looks_like_bare_base64, scan};

fn main() -> io::Result<()> {
    let mut shown = false;
    for path in env::args_os().skip(1) {
        println!("{}:", path.display());
        show(&fs::read(&path)?);
        shown = true;
    }
    if !shown {
        let certificate = encode("CERTIFICATE", &[0x30, 0x03, 0x02, 0x01, 0x01]);
        let request = encode("NEW CERTIFICATE REQUEST", &[0x30, 0x00]);
        let glued = format!("Bag Attributes\n{}{}", certificate.trim_end(), *request);
        println!("{glued}");
        show(glued.as_bytes());
    }
    Ok(())
}

fn show(input: &[u8]) {
    let document = match scan(input, &Limits::default()) {
        Ok(document) => document,
        Err(error) => return println!("  refused: {error}"),
    };
    println!("  encoding {}", document.encoding);
    for block in &document.blocks {
        match &block.body {
            Ok(body) => println!("  {:?} {} bytes, {:?}", block.span, body.len(), block.label),
            Err(error) => println!("  {:?} {error}, {:?}", block.span, block.label),
        }
        for header in &block.headers {
            println!("    {:?}: {:?}", header.name, header.value);
        }
        for remark in &block.remarks {
            println!("    remark: {}", remark.kind);
        }
    }
    for remark in &document.remarks {
        println!("  {:?} {}", remark.span, remark.kind);
    }
    if document.blocks.is_empty() && looks_like_bare_base64(input) {
        println!("  the BEGIN and END lines are missing");
    }
}
