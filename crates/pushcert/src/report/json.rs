//! The document as text.

use alloc::string::String;
use core::fmt::Write as _;

use pushcert_diagnostics::is_unsafe;
use serde::Serialize;

/// JSON with two spaces of indent and a final line end.
///
/// Strings of a file may hold anything. JSON itself escapes the ASCII control characters; the C1
/// controls, the bidirectional and the invisible characters are escaped here as well, so that the
/// text is safe to print. Reading it back gives the original strings.
#[must_use]
pub fn to_json<T: Serialize>(document: &T) -> String {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii() || !is_unsafe(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('\n');
    out
}
