//! INTEGERs of any length, as they stand in keys.

use pushcert_pbe::Malformation;
use pushcert_pbe::asn1::{Reader, tag};

use crate::Error;
use crate::error::{ErrorKind, malformed};

/// An INTEGER: its sign, and the octets of its content without leading zeros.
///
/// Superfluous leading zeros are no reason to refuse a key. The content of a negative number is
/// kept as it is: nearly always the zero octet before a high bit was lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number<'a> {
    pub(crate) negative: bool,
    pub(crate) octets: &'a [u8],
}

impl<'a> Number<'a> {
    pub(crate) fn new(content: &'a [u8]) -> Self {
        let zeros = content.iter().take_while(|&&octet| octet == 0).count();
        Self {
            negative: content.first().is_some_and(|first| first & 0x80 != 0),
            octets: content.get(zeros..).unwrap_or_default(),
        }
    }

    /// A number that is not negative, big-endian.
    pub(crate) fn unsigned(octets: &'a [u8]) -> Self {
        Self {
            negative: false,
            ..Self::new(octets)
        }
    }

    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let element = reader
            .expect(tag::INTEGER)
            .map_err(|error| malformed(&error))?;
        if element.value.is_empty() {
            let kind = ErrorKind::Malformed(Malformation::Integer);
            return Err(Error::at(kind, element.offset));
        }
        Ok(Self::new(element.value))
    }

    /// Number of bits, of a negative number those of its content.
    pub(crate) fn bits(&self) -> u32 {
        let Some(first) = self.octets.first() else {
            return 0;
        };
        u32::try_from(self.octets.len())
            .unwrap_or(u32::MAX)
            .saturating_mul(8)
            .saturating_sub(first.leading_zeros())
    }

    /// Whether the value is 0 or 1.
    pub(crate) fn is_trivial(&self) -> bool {
        matches!(self.octets, [] | [1])
    }

    pub(crate) fn is_even(&self) -> bool {
        self.octets.last().is_none_or(|last| last & 1 == 0)
    }

    pub(crate) fn small(&self) -> Option<u64> {
        if self.negative || self.octets.len() > 8 {
            return None;
        }
        let value = self.octets.iter().fold(0u64, |value, &octet| {
            value.wrapping_shl(8) | u64::from(octet)
        });
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers() {
        let number = Number::new(&[0, 0, 1, 0xff]);
        assert_eq!(
            (number.negative, number.bits(), number.small()),
            (false, 9, Some(511))
        );
        let number = Number::new(&[0x80]);
        assert_eq!(
            (number.negative, number.bits(), number.small()),
            (true, 8, None)
        );
        let number = Number::new(&[0]);
        assert_eq!(
            (number.is_even(), number.bits(), number.small()),
            (true, 0, Some(0))
        );
        assert!(number.is_trivial());
    }
}
