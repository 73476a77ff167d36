//! Tag, length, value: definite lengths of up to four octets, minimal or not, and low tag numbers.
//! Slices of the input, no allocation, no recursion.

use crate::error::{Error, ErrorKind, Field};

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// `[0]`, constructed.
pub(crate) const CONTEXT_0: u8 = 0xa0;

const CONSTRUCTED: u8 = 0x20;

/// One element. Offsets count from the start of the whole input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    /// Where the tag stands.
    pub(crate) start: usize,
    /// Where the value begins.
    value_start: usize,
    pub(crate) value: &'a [u8],
    /// Header and value.
    pub(crate) raw: &'a [u8],
    has_minimal_length: bool,
}

impl<'a> Element<'a> {
    /// A reader over the value.
    pub(crate) const fn reader(&self) -> Reader<'a> {
        Reader::new(self.value, self.value_start)
    }

    pub(crate) fn expect(self, tag: u8, field: Field) -> Result<Self, Error> {
        if self.tag == tag {
            return Ok(self);
        }
        let kind = ErrorKind::UnexpectedTag {
            field,
            expected: tag,
            found: self.tag,
        };
        Err(Error::at(kind, self.start))
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

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next element, `None` at the end and after an error.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, Error> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        match element(self.rest, self.offset) {
            Ok(element) => {
                self.rest = self.rest.get(element.raw.len()..).unwrap_or_default();
                self.offset = self.offset.saturating_add(element.raw.len());
                Ok(Some(element))
            }
            Err(error) => {
                self.rest = &[];
                Err(error)
            }
        }
    }

    /// The next element, which must be there.
    pub(crate) fn required(&mut self, field: Field) -> Result<Element<'a>, Error> {
        let start = self.offset;
        self.next()?
            .ok_or_else(|| Error::at(ErrorKind::Missing { field }, start))
    }

    /// The next element, which must be there and have this tag.
    pub(crate) fn expect(&mut self, tag: u8, field: Field) -> Result<Element<'a>, Error> {
        self.required(field)?.expect(tag, field)
    }

    pub(crate) fn finish(&self, field: Field) -> Result<(), Error> {
        let count = self.rest.len();
        if count == 0 {
            return Ok(());
        }
        let kind = ErrorKind::TrailingBytes { field, count };
        Err(Error::at(kind, self.offset))
    }
}

fn element(bytes: &[u8], start: usize) -> Result<Element<'_>, Error> {
    let fail = |kind| Error::at(kind, start);
    let tag = bytes.first().copied().unwrap_or_default();
    if tag & 0x1f == 0x1f {
        return Err(fail(ErrorKind::HighTagNumber));
    }
    let (header, length, has_minimal_length) = length(bytes).map_err(fail)?;
    let available = bytes.len().saturating_sub(header);
    let end = header.saturating_add(length);
    let (Some(raw), Some(value)) = (bytes.get(..end), bytes.get(header..end)) else {
        let declared = length;
        return Err(fail(ErrorKind::Truncated {
            declared,
            available,
        }));
    };
    Ok(Element {
        tag,
        start,
        value_start: start.saturating_add(header),
        value,
        raw,
        has_minimal_length,
    })
}

/// Octets of the header, of the value, and whether the length is in its shortest form.
fn length(bytes: &[u8]) -> Result<(usize, usize, bool), ErrorKind> {
    let first = *bytes.get(1).ok_or(ErrorKind::TruncatedHeader)?;
    if first < 0x80 {
        return Ok((2, usize::from(first), true));
    }
    let octets = first & 0x7f;
    if octets == 0 {
        return Err(ErrorKind::IndefiniteLength);
    }
    if octets > 4 {
        return Err(ErrorKind::LengthTooLarge { octets });
    }
    let header = usize::from(octets).saturating_add(2);
    let octets = bytes.get(2..header).ok_or(ErrorKind::TruncatedHeader)?;
    let length = octets
        .iter()
        .fold(0_u32, |length, octet| length << 8 | u32::from(*octet));
    let is_minimal = octets.first() != Some(&0) && length >= 0x80;
    Ok((
        header,
        usize::try_from(length).unwrap_or(usize::MAX),
        is_minimal,
    ))
}

/// Where the first length stands that is longer than it need be (X.690 section 10.1), looking into
/// every constructed element, as far as the bytes can be read.
pub(crate) fn first_long_length(bytes: &[u8]) -> Option<usize> {
    let (mut rest, mut offset) = (bytes, 0_usize);
    while !rest.is_empty() {
        let element = element(rest, offset).ok()?;
        if !element.has_minimal_length {
            return Some(element.start);
        }
        // The elements inside follow the header, and what follows them is the next one: the ends of
        // the constructed ones do not matter here.
        let step = if element.tag & CONSTRUCTED == 0 {
            element.raw.len()
        } else {
            element.value_start.saturating_sub(element.start)
        };
        rest = rest.get(step..)?;
        offset = offset.saturating_add(step);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> Result<Option<usize>, ErrorKind> {
        Reader::new(bytes, 0)
            .next()
            .map(|element| element.map(|element| element.value.len()))
            .map_err(|error| error.kind().clone())
    }

    #[test]
    fn headers_that_cannot_be_read() {
        assert_eq!(first(&[]), Ok(None));
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
            assert_eq!(first(bytes), Err(kind), "{bytes:02x?}");
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
        assert_eq!(first(&bytes), Ok(Some(3)));
        assert_eq!(first_long_length(&bytes), Some(0));
        assert_eq!(first_long_length(&[0x30, 3, 0x04, 0x81, 0]), Some(2));
        assert_eq!(
            first_long_length(&[0x30, 4, 0x30, 2, 4, 0, 4, 0x81, 0]),
            Some(6)
        );
        assert_eq!(first_long_length(&[0x30, 2, 0x04, 0]), None);
    }
}
