//! A writer of the few DER structures that PKCS#12 and private keys need.

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use super::tag;

/// NULL, as the parameters of an algorithm that has none.
pub const NULL: &[u8] = &[tag::NULL, 0];

/// One element with the parts as its content. The buffer is allocated once, at its full size: a
/// growing one would leave copies of a key behind.
#[must_use]
pub fn element(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(length.saturating_add(10)));
    out.push(tag);
    let octets = length.to_be_bytes();
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    let octets = octets.get(zeros..).unwrap_or_default();
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let count = u8::try_from(octets.len()).unwrap_or(0x7f);
            out.push(0x80 | count);
            out.extend_from_slice(octets);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SEQUENCE of these elements.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    element(tag::SEQUENCE, parts)
}

/// An OBJECT IDENTIFIER.
#[must_use]
pub fn oid(id: &ObjectIdentifier) -> Zeroizing<Vec<u8>> {
    element(tag::OID, &[id.as_bytes()])
}

/// An OCTET STRING.
#[must_use]
pub fn octets(content: &[u8]) -> Zeroizing<Vec<u8>> {
    element(tag::OCTET_STRING, &[content])
}

/// An INTEGER that is not negative.
#[must_use]
pub fn unsigned(number: u64) -> Zeroizing<Vec<u8>> {
    let octets = number.to_be_bytes();
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    // At least one octet, and a zero in front where the first would make it negative.
    let octets = octets.get(zeros.min(7)..).unwrap_or_default();
    let high = octets.first().is_some_and(|first| first & 0x80 != 0);
    let sign: &[u8] = if high { &[0] } else { &[] };
    element(tag::INTEGER, &[sign, octets])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minimal() {
        assert_eq!(element(4, &[&[7; 127]])[..2], [4, 127]);
        assert_eq!(element(4, &[&[7; 128]])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[&[7; 200], &[7; 56]])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn numbers_are_minimal_and_positive() {
        assert_eq!(**unsigned(0), [2, 1, 0]);
        assert_eq!(**unsigned(127), [2, 1, 127]);
        assert_eq!(**unsigned(128), [2, 2, 0, 128]);
        assert_eq!(**unsigned(2048), [2, 2, 8, 0]);
        assert_eq!(
            **unsigned(u64::MAX),
            [2, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255]
        );
    }
}
