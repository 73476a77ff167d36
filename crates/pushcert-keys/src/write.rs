//! A writer of the few DER structures that keys need.

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;
use pushcert_pbe::asn1::tag;
use zeroize::Zeroizing;

pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const CONTEXT_1: u8 = 0x81;
pub(crate) const CONTEXT_1_CONSTRUCTED: u8 = 0xa1;
pub(crate) const NULL: &[u8] = &[tag::NULL, 0];

/// One element with the parts as its content. The buffer is allocated once, at its full size: a
/// growing one would leave copies of a key behind.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
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

pub(crate) fn sequence(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    element(tag::SEQUENCE, parts)
}

pub(crate) fn oid(id: &ObjectIdentifier) -> Zeroizing<Vec<u8>> {
    element(tag::OID, &[id.as_bytes()])
}

/// A BIT STRING of whole octets.
pub(crate) fn bit_string(tag: u8, octets: &[u8]) -> Zeroizing<Vec<u8>> {
    element(tag, &[&[0], octets])
}

/// An INTEGER of these octets, which have no leading zeros; a negative number is written as it was.
pub(crate) fn integer(number: crate::number::Number<'_>) -> Zeroizing<Vec<u8>> {
    let high = number.octets.first().is_none_or(|first| first & 0x80 != 0);
    let zero: &[u8] = if high && !number.negative { &[0] } else { &[] };
    element(tag::INTEGER, &[zero, number.octets])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    #[test]
    fn lengths_are_minimal() {
        assert_eq!(element(4, &[&[7; 127]])[..2], [4, 127]);
        assert_eq!(element(4, &[&[7; 128]])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[&[7; 200], &[7; 56]])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_keep_their_sign() {
        assert_eq!(**integer(Number::new(&[0x80])), [2, 1, 0x80]);
        assert_eq!(**integer(Number::new(&[0, 0x80])), [2, 2, 0, 0x80]);
        assert_eq!(**integer(Number::new(&[0, 0])), [2, 1, 0]);
    }
}
