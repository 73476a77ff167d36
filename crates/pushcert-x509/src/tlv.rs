//! Tag, length, value: the reader under everything else.
//!
//! It reads definite lengths of up to four octets, minimal or not, and low tag numbers. It slices
//! the input and never allocates; nesting is followed only where the caller asks for it.

use crate::error::{Error, ErrorKind, Field};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

const CONSTRUCTED: u8 = 0x20;

/// Deepest nesting that [`first_long_length`] follows; certificates have less than half of it.
const MAX_DEPTH: usize = 16;

/// A part of the input, by byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

/// One element. Offsets count from the start of the whole input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    /// Where the tag stands.
    pub(crate) start: usize,
    /// Where the value begins.
    pub(crate) value_start: usize,
    pub(crate) value: &'a [u8],
    has_minimal_length: bool,
}

impl<'a> Element<'a> {
    pub(crate) fn end(&self) -> usize {
        self.value_start.saturating_add(self.value.len())
    }

    /// Header and value.
    pub(crate) fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end(),
        }
    }

    pub(crate) fn value_span(&self) -> Span {
        Span {
            start: self.value_start,
            end: self.end(),
        }
    }

    /// A reader over the value.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader::new(self.value, self.value_start)
    }

    pub(crate) fn expect(self, tag: u8, field: Field) -> Result<Self, Error> {
        if self.tag == tag {
            return Ok(self);
        }
        Err(Error::new(
            ErrorKind::UnexpectedTag {
                field,
                expected: tag,
                found: self.tag,
            },
            self.start,
        ))
    }
}

/// Reads elements one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// `offset` is where `bytes` begin in the whole input.
    pub(crate) const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self {
            rest: bytes,
            offset,
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) fn peek_tag(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, `None` at the end and after an error.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, Error> {
        let outcome = self.read();
        if outcome.is_err() {
            self.rest = &[];
        }
        outcome
    }

    fn read(&mut self) -> Result<Option<Element<'a>>, Error> {
        let Some(tag) = self.peek_tag() else {
            return Ok(None);
        };
        let fail = |kind| Err(Error::new(kind, self.offset));
        if tag & 0x1f == 0x1f {
            return fail(ErrorKind::HighTagNumber);
        }
        let Some(header) = Header::read(self.rest) else {
            return fail(ErrorKind::TruncatedHeader);
        };
        let header = match header {
            Ok(header) => header,
            Err(kind) => return fail(kind),
        };
        let (_, after) = self.rest.split_at_checked(header.size).unwrap_or_default();
        let Some((value, rest)) = after.split_at_checked(header.length) else {
            return fail(ErrorKind::Truncated {
                declared: header.length,
                available: after.len(),
            });
        };
        let element = Element {
            tag,
            start: self.offset,
            value_start: self.offset.saturating_add(header.size),
            value,
            has_minimal_length: header.is_minimal,
        };
        self.rest = rest;
        self.offset = element.end();
        Ok(Some(element))
    }

    /// The next element, which must be there and have this tag.
    pub(crate) fn expect(&mut self, tag: u8, field: Field) -> Result<Element<'a>, Error> {
        let start = self.offset;
        self.next()?
            .ok_or(Error::new(ErrorKind::Missing { field }, start))?
            .expect(tag, field)
    }

    /// The next element if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.peek_tag() == Some(tag) {
            self.next()
        } else {
            Ok(None)
        }
    }

    pub(crate) fn finish(&self, field: Field) -> Result<(), Error> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::TrailingBytes {
                field,
                count: self.rest.len(),
            },
            self.offset,
        ))
    }
}

struct Header {
    size: usize,
    length: usize,
    is_minimal: bool,
}

impl Header {
    /// `None` when the header is cut off.
    fn read(bytes: &[u8]) -> Option<Result<Self, ErrorKind>> {
        let first = *bytes.get(1)?;
        if first < 0x80 {
            return Some(Ok(Self {
                size: 2,
                length: usize::from(first),
                is_minimal: true,
            }));
        }
        let count = first & 0x7f;
        if count == 0 {
            return Some(Err(ErrorKind::IndefiniteLength));
        }
        if count > 4 {
            return Some(Err(ErrorKind::LengthTooLarge { octets: count }));
        }
        let size = usize::from(count).saturating_add(2);
        let octets = bytes.get(2..size)?;
        let length = octets
            .iter()
            .fold(0_u32, |length, octet| length << 8 | u32::from(*octet));
        Some(Ok(Self {
            size,
            length: usize::try_from(length).unwrap_or(usize::MAX),
            is_minimal: octets.first() != Some(&0) && length >= 0x80,
        }))
    }
}

/// Reads exactly one element with this tag.
pub(crate) fn single(
    bytes: &[u8],
    offset: usize,
    tag: u8,
    field: Field,
) -> Result<Element<'_>, Error> {
    let mut reader = Reader::new(bytes, offset);
    let element = reader.expect(tag, field)?;
    reader.finish(field)?;
    Ok(element)
}

/// A BOOLEAN: any value but zero is true (BER); more or less than one octet is an error.
pub(crate) fn boolean(element: &Element<'_>, field: Field) -> Result<bool, Error> {
    match element.value {
        [octet] => Ok(*octet != 0),
        _ => Err(Error::new(
            ErrorKind::InvalidValue { field },
            element.value_start,
        )),
    }
}

/// Where the first length stands that is longer than it need be (X.690, 10.1), looking into
/// every constructed element. What cannot be read is skipped: others report it.
pub(crate) fn first_long_length(bytes: &[u8], offset: usize) -> Option<usize> {
    let mut stack = [Reader::new(&[], 0); MAX_DEPTH];
    let mut depth = 0_usize;
    *stack.get_mut(depth)? = Reader::new(bytes, offset);
    loop {
        match stack.get_mut(depth)?.next() {
            Ok(Some(element)) if !element.has_minimal_length => return Some(element.start),
            Ok(Some(element)) if element.tag & CONSTRUCTED != 0 => {
                if let Some(place) = stack.get_mut(depth.saturating_add(1)) {
                    *place = element.reader();
                    depth = depth.saturating_add(1);
                }
            }
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => depth = depth.checked_sub(1)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> Result<Option<Element<'_>>, ErrorKind> {
        Reader::new(bytes, 0).next().map_err(|error| *error.kind())
    }

    #[test]
    fn headers_that_cannot_be_read() {
        assert!(matches!(first(&[]), Ok(None)));
        for (bytes, kind) in [
            (&[0x30][..], ErrorKind::TruncatedHeader),
            (&[0x30, 0x82, 0x01], ErrorKind::TruncatedHeader),
            (&[0x30, 0x80, 0, 0], ErrorKind::IndefiniteLength),
            (&[0x30, 0xff], ErrorKind::LengthTooLarge { octets: 127 }),
            (&[0x1f, 0x1f, 0], ErrorKind::HighTagNumber),
            (
                &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0],
                ErrorKind::Truncated {
                    declared: 0xffff_ffff,
                    available: 1,
                },
            ),
        ] {
            assert_eq!(first(bytes).err(), Some(kind), "{bytes:02x?}");
        }
    }

    #[test]
    fn an_error_is_the_end() {
        let mut reader = Reader::new(&[0x30, 9, 1], 0);
        assert!(reader.next().is_err());
        assert!(matches!(reader.next(), Ok(None)));
    }

    #[test]
    fn long_lengths_are_read_and_found() {
        let bytes = [0x30, 0x84, 0, 0, 0, 3, 0x04, 0x81, 0x00];
        assert_eq!(first(&bytes).unwrap().unwrap().value.len(), 3);
        assert_eq!(first_long_length(&bytes, 7), Some(7));
        assert_eq!(first_long_length(&[0x30, 3, 0x04, 0x81, 0], 0), Some(2));
        assert_eq!(first_long_length(&[0x30, 2, 0x04, 0], 0), None);
    }

    #[test]
    fn depth_is_bounded() {
        let mut bytes = alloc::vec![];
        for _ in 0..200_000 {
            bytes.extend_from_slice(&[0x30, 0x82, 0xff, 0xff]);
        }
        assert_eq!(first_long_length(&bytes, 0), None);
    }
}
