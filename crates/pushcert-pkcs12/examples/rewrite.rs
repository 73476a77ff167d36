//! Opens files and writes them again, under the same password with the same salts.
//!
//! `cargo run -p pushcert-pkcs12 --features legacy-insecure --example rewrite`, with lines of file
//! name, tab, password (`-` for none, else the password in hexadecimal) on standard input. For each it
//! prints `same`, `ber` (which becomes DER), `differs` or the reason why it does not open. The
//! conformance run feeds it real files.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::io::BufRead;

use pushcert_pkcs12::{Encoding, Limits, Pfx};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (path, password) = line.split_once('\t').ok_or("a line without a tab")?;
        let bytes = std::fs::read(path)?;
        println!("{}", rewrite(&bytes, unhex(password)?.as_deref()));
    }
    Ok(())
}

fn rewrite(bytes: &[u8], password: Option<&str>) -> String {
    let limits = Limits::default();
    let opened = Pfx::decode(bytes, &limits).and_then(|pfx| {
        let trailing = pfx.trailing_bytes();
        Ok((pfx.open(password, &limits)?, trailing))
    });
    let (opened, trailing) = match opened {
        Ok(opened) => opened,
        Err(error) => return format!("closed: {error}"),
    };
    let written = match opened.contents().encode(password.unwrap_or_default()) {
        Ok(written) => written,
        Err(error) => return format!("not written: {error}"),
    };
    if opened.encoding() == Encoding::Ber {
        return match Pfx::decode(&written, &limits).and_then(|pfx| pfx.open(password, &limits)) {
            Ok(again) if again.bags().count() == opened.bags().count() => "ber".into(),
            Ok(_) => "ber: other bags".into(),
            Err(error) => format!("ber: {error}"),
        };
    }
    let original = &bytes[..bytes.len() - trailing];
    if *written == original {
        return "same".into();
    }
    let at = written.iter().zip(original).position(|(a, b)| a != b);
    format!(
        "differs at byte {}",
        at.unwrap_or_else(|| written.len().min(original.len()))
    )
}

fn unhex(text: &str) -> Result<Option<String>, Box<dyn std::error::Error>> {
    if text == "-" {
        return Ok(None);
    }
    let digits: Vec<char> = text.chars().collect();
    let octets = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16))
        .collect::<Result<_, _>>()?;
    Ok(Some(String::from_utf8(octets)?))
}
