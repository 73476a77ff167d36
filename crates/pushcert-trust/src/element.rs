//! Writing one element of DER.

use alloc::vec::Vec;

/// Two numbers, a point or a request are far below this; a longer value is encoded with four
/// octets too.
const SHORT: usize = 0x80;

/// A tag, the length, and the parts one after the other.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = Vec::with_capacity(length.saturating_add(6));
    der.push(tag);
    let octets = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    match octets {
        [0, 0, 0, low] if length < SHORT => der.push(low),
        [0, 0, 0, low] => der.extend([0x81, low]),
        [0, 0, high, low] => der.extend([0x82, high, low]),
        [a, b, c, d] => der.extend([0x84, a, b, c, d]),
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}
