//! What keys need beside the shared writer of DER.

use alloc::vec::Vec;

use pushcert_pbe::asn1::tag;
use zeroize::Zeroizing;

pub(crate) use pushcert_pbe::asn1::write::{NULL, element, oid, sequence};

pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const CONTEXT_1: u8 = 0x81;
pub(crate) const CONTEXT_1_CONSTRUCTED: u8 = 0xa1;

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
    fn integers_keep_their_sign() {
        assert_eq!(**integer(Number::new(&[0x80])), [2, 1, 0x80]);
        assert_eq!(**integer(Number::new(&[0, 0x80])), [2, 2, 0, 0x80]);
        assert_eq!(**integer(Number::new(&[0, 0])), [2, 1, 0]);
    }
}
