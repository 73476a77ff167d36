//! Identifiers of pushes.

use std::fmt::Write as _;

/// A random identifier (RFC 9562, version 4) in its canonical form, lower case.
pub(crate) fn fresh() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness all identifiers are the same: a test sees it, nobody is harmed.
    let _ = getrandom::fill(&mut bytes);
    if let Some(version) = bytes.get_mut(6) {
        *version = *version & 0x0f | 0x40;
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = *variant & 0x3f | 0x80;
    }
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether it is 8, 4, 4, 4 and 12 hexadecimal digits.
pub(crate) fn is_one(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_fresh_identifier_is_one() {
        let one = super::fresh();
        assert!(super::is_one(&one), "{one}");
        assert_ne!(one, super::fresh());
        assert!(!super::is_one("eabeae54-14a8-11e5-b60b-1697f925ec7"));
        assert!(!super::is_one("eabeae54-14a8-11e5-b60b-1697f925ec7g"));
    }
}
