//! The writer.

use alloc::string::String;

use zeroize::Zeroizing;

use crate::base64;

/// Bytes of one line: 64 base64 characters.
const LINE: usize = 48;

/// Writes a block as [RFC 7468 section 3](https://www.rfc-editor.org/rfc/rfc7468#section-3) wants
/// it: 64 columns, LF after every line, the last one too.
///
/// `label` is written as it is given; nothing in it is checked or escaped, so use one of the labels
/// of RFC 7468 section 4. The text is wiped when it is dropped and was never moved in memory.
///
/// ```
/// let text = pushcert_pem::encode("X509 CRL", b"not really one");
/// assert_eq!(*text, "-----BEGIN X509 CRL-----\nbm90IHJlYWxseSBvbmU=\n-----END X509 CRL-----\n");
/// ```
#[must_use]
pub fn encode(label: &str, der: &[u8]) -> Zeroizing<String> {
    let lines = der.len().div_ceil(LINE);
    let capacity = lines
        .saturating_mul(65)
        .saturating_add(label.len().saturating_mul(2))
        .saturating_add(32);
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    for line in der.chunks(LINE) {
        for octets in line.chunks(3) {
            text.extend(base64::encode(octets).map(char::from));
        }
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    #[test]
    fn lines_have_64_columns() {
        let text = encode("X", &[0; 97]);
        let lines: Vec<usize> = text.lines().map(|line| line.to_string().len()).collect();
        assert_eq!(lines, [17, 64, 64, 4, 15]);
        assert!(text.capacity() >= text.len());
    }

    #[test]
    fn nothing_is_two_lines() {
        assert_eq!(*encode("X", &[]), "-----BEGIN X-----\n-----END X-----\n");
    }
}
