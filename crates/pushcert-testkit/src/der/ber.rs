//! BER forms of DER values: indefinite lengths and OCTET STRINGs in fragments (X.690 section 8).
//!
//! These are the forms that older Apple, Windows and Java writers used: the value is the same, the
//! bytes are not.

use super::{octets, read, tlv};

/// One constructed value with indefinite length and end-of-contents octets.
pub fn indefinite(tag: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = vec![tag, 0x80];
    out.extend_from_slice(content.as_ref());
    out.extend([0, 0]);
    out
}

/// Rewrites every constructed value of a DER value with indefinite length; primitives stay.
///
/// # Panics
/// When `der` is not DER.
pub fn indefinite_all(der: &[u8]) -> Vec<u8> {
    let (value, _) = read::first(der);
    if value.tag & 0x20 == 0 {
        return value.whole.to_vec();
    }
    let children: Vec<u8> = value
        .children()
        .iter()
        .flat_map(|child| indefinite_all(child.whole))
        .collect();
    indefinite(value.tag, children)
}

/// How an OCTET STRING is cut up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fragments {
    /// `24 len 04 .. 04 ..`: constructed with a definite length.
    Definite,
    /// `24 80 04 .. 04 .. 00 00`.
    Indefinite,
    /// Fragments that are constructed themselves, two levels deep.
    Nested,
}

/// An OCTET STRING in fragments of `size` bytes each.
pub fn fragmented(content: &[u8], size: usize, style: Fragments) -> Vec<u8> {
    let pieces = content.chunks(size.max(1)).map(octets);
    match style {
        Fragments::Definite => tlv(0x24, pieces.flatten().collect::<Vec<u8>>()),
        Fragments::Indefinite => indefinite(0x24, pieces.flatten().collect::<Vec<u8>>()),
        Fragments::Nested => {
            let pieces: Vec<Vec<u8>> = pieces.collect();
            let pairs: Vec<u8> = pieces
                .chunks(2)
                .flat_map(|pair| tlv(0x24, pair.concat()))
                .collect();
            indefinite(0x24, pairs)
        }
    }
}

/// Rewrites every constructed value with indefinite length and every OCTET STRING (universal tag
/// 4) in indefinite fragments of `size` bytes.
///
/// # Panics
/// When `der` is not DER.
pub fn rewrite(der: &[u8], size: usize) -> Vec<u8> {
    let (value, _) = read::first(der);
    match value.tag {
        0x04 => fragmented(value.content, size, Fragments::Indefinite),
        tag if tag & 0x20 == 0 => value.whole.to_vec(),
        tag => {
            let children: Vec<u8> = value
                .children()
                .iter()
                .flat_map(|child| rewrite(child.whole, size))
                .collect();
            indefinite(tag, children)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der;

    #[test]
    fn every_constructed_value_becomes_indefinite() {
        let der = der::seq([der::seq([der::int(1)]), octets([1, 2, 3])]);
        assert_eq!(
            indefinite_all(&der),
            [0x30, 0x80, 0x30, 0x80, 2, 1, 1, 0, 0, 4, 3, 1, 2, 3, 0, 0]
        );
    }

    #[test]
    fn fragments_hold_the_same_octets() {
        assert_eq!(
            fragmented(&[1, 2, 3], 2, Fragments::Definite),
            [0x24, 7, 4, 2, 1, 2, 4, 1, 3]
        );
        assert_eq!(
            fragmented(&[1, 2, 3], 1, Fragments::Nested),
            [
                0x24, 0x80, 0x24, 6, 4, 1, 1, 4, 1, 2, 0x24, 3, 4, 1, 3, 0, 0
            ]
        );
    }
}
