//! The base64 of RFC 4648 section 4, for characters that were checked already.
//!
//! Neither direction has a branch or a memory access that depends on the characters, for they may
//! be those of a private key. Written so that the compiler can use vector instructions: reading a
//! folder of certificates is mostly this.

use alloc::vec::Vec;

/// Characters of one step.
const SYMBOLS: usize = 64;
/// Octets of one step.
const OCTETS: usize = 48;

/// `value` if `condition`, else 0.
const fn select(condition: bool, value: u8) -> u8 {
    let mask = if condition { 0xff } else { 0 };
    mask & value
}

/// The value of a base64 character; 0 for any other octet.
const fn value(symbol: u8) -> u8 {
    select(symbol.wrapping_sub(b'A') < 26, symbol.wrapping_sub(b'A'))
        | select(symbol.wrapping_sub(b'a') < 26, symbol.wrapping_sub(71))
        | select(symbol.wrapping_sub(b'0') < 10, symbol.wrapping_add(4))
        | select(symbol == b'+', 62)
        | select(symbol == b'/', 63)
}

/// The character of a value of six bits.
const fn symbol(value: u8) -> u8 {
    select(value < 26, value.wrapping_add(b'A'))
        | select(value.wrapping_sub(26) < 26, value.wrapping_add(71))
        | select(value.wrapping_sub(52) < 10, value.wrapping_sub(4))
        | select(value == 62, b'+')
        | select(value == 63, b'/')
}

fn decode_step<const S: usize, const O: usize>(symbols: [u8; S]) -> [u8; O] {
    let values = symbols.map(value);
    let mut octets = [0; O];
    let threes = octets.as_chunks_mut::<3>().0;
    for (&[a, b, c, d], three) in values.as_chunks::<4>().0.iter().zip(threes) {
        *three = [
            a.wrapping_shl(2) | b.wrapping_shr(4),
            b.wrapping_shl(4) | c.wrapping_shr(2),
            c.wrapping_shl(6) | d,
        ];
    }
    octets
}

/// Decodes in place. The characters are those of the alphabet, without padding; of a last group of
/// two or three the superfluous bits are dropped, a last group of one is dropped.
pub(crate) fn decode(buffer: &mut Vec<u8>) {
    let length = buffer.len();
    let mut read = 0usize;
    let mut written = 0usize;
    while let Some(&symbols) = chunk::<SYMBOLS>(buffer, read) {
        store::<OCTETS>(buffer, written, decode_step(symbols));
        read = read.saturating_add(SYMBOLS);
        written = written.saturating_add(OCTETS);
    }
    while let Some(&symbols) = chunk::<4>(buffer, read) {
        store::<3>(buffer, written, decode_step(symbols));
        read = read.saturating_add(4);
        written = written.saturating_add(3);
    }
    let rest = buffer.get(read..).unwrap_or_default();
    let mut last = [b'A'; 4];
    for (slot, &symbol) in last.iter_mut().zip(rest) {
        *slot = symbol;
    }
    let octets: [u8; 3] = decode_step(last);
    let count = length.saturating_sub(read).saturating_sub(1).min(2);
    for &octet in octets.iter().take(count) {
        store(buffer, written, [octet]);
        written = written.saturating_add(1);
    }
    buffer.truncate(written);
}

fn chunk<const N: usize>(buffer: &[u8], at: usize) -> Option<&[u8; N]> {
    buffer.get(at..)?.first_chunk()
}

/// Octets are always fewer than the characters that they come from, so they fit.
fn store<const N: usize>(buffer: &mut [u8], at: usize, octets: [u8; N]) {
    if let Some(slot) = buffer.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *slot = octets;
    }
}

/// The characters of up to three octets, with padding.
pub(crate) fn encode(octets: &[u8]) -> [u8; 4] {
    let mut three = [0u8; 3];
    for (slot, &octet) in three.iter_mut().zip(octets) {
        *slot = octet;
    }
    let [a, b, c] = three;
    let symbols = [
        a.wrapping_shr(2),
        a.wrapping_shl(4) & 0x30 | b.wrapping_shr(4),
        b.wrapping_shl(2) & 0x3c | c.wrapping_shr(6),
        c & 0x3f,
    ]
    .map(symbol);
    let [w, x, y, _] = symbols;
    match octets.len() {
        1 => [w, x, b'=', b'='],
        2 => [w, x, y, b'='],
        _ => symbols,
    }
}

/// Clears the bits of the last character that belong to no octet; says whether any were set.
pub(crate) fn clear_unused_bits(symbols: &mut [u8]) -> bool {
    let mask = match symbols.len() % 4 {
        2 => 0x0f,
        3 => 0x03,
        _ => 0,
    };
    let Some(last) = symbols.last_mut() else {
        return false;
    };
    let before = *last;
    *last = symbol(value(before) & !mask);
    *last != before
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Base64Unpadded, Encoding};
    use proptest::prelude::*;

    #[test]
    fn characters_and_values() {
        for octet in 0..64 {
            assert_eq!(value(symbol(octet)), octet);
            assert!(crate::bytes::is_base64(symbol(octet)));
        }
        let others = (0..=255u8).filter(|&octet| !crate::bytes::is_base64(octet));
        assert_eq!(others.map(value).max(), Some(0));
    }

    proptest! {
        #[test]
        fn another_implementation_agrees(octets in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut buffer = Base64Unpadded::encode_string(&octets).into_bytes();
            prop_assert!(!clear_unused_bits(&mut buffer));
            decode(&mut buffer);
            prop_assert_eq!(&buffer, &octets);
            let text: Vec<u8> = octets.chunks(3).flat_map(encode).collect();
            prop_assert_eq!(text, Base64::encode_string(&octets).into_bytes());
        }
    }
}
