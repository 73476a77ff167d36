//! Builds every species of certificate and container synthetically, right and wrong in every field.
#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "test data is built or the test fails"
)]

pub mod authority;
pub mod cert;
pub mod csr;
pub mod der;
pub mod digest;
pub mod hostile;
pub mod identity;
pub mod key;
pub mod name;
pub mod oid;
pub mod other;
pub mod pbe;
pub mod pem;
pub mod pfx;
pub mod samples;

/// Bytes from hexadecimal digits; blanks and colons are skipped.
///
/// # Panics
/// When something else is in the text, or a digit is alone.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect();
    let nibble = |c: char| u8::try_from(c.to_digit(16).expect("a hexadecimal digit")).unwrap_or(0);
    assert!(digits.len().is_multiple_of(2), "a whole number of bytes");
    digits
        .chunks(2)
        .map(|pair| nibble(pair[0]) << 4 | nibble(pair[1]))
        .collect()
}

/// Lower-case hexadecimal.
pub fn hex_lower(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Upper-case hexadecimal.
pub fn hex_upper(bytes: &[u8]) -> String {
    hex_lower(bytes).to_uppercase()
}
