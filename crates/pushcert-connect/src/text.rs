//! Bytes of a stranger as text for a report.

use std::fmt::Debug;

/// The most characters of [`printable`].
const MAX: usize = 64;

/// The first line, with everything but visible ASCII and blanks escaped; at most 64 characters.
pub(crate) fn printable(bytes: &[u8]) -> String {
    let line = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next();
    let mut text = String::new();
    for byte in line.unwrap_or_default() {
        let escaped = match byte {
            b' ' | b'!'..=b'~' => char::from(*byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        };
        if text.len().saturating_add(escaped.len()) > MAX {
            break;
        }
        text.push_str(&escaped);
    }
    text
}

/// The name of a variant, without its operands.
pub(crate) fn short(error: &impl Debug) -> String {
    let text = format!("{error:?}");
    text.split(['(', '{', ' ']).next().unwrap_or("").to_owned()
}
