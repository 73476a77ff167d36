//! Elements with their places, over the strict DER reader of `der`.

use core::ops::Range;

use der::{
    Decode, Reader, SliceReader, Tag, TagNumber, Tagged,
    asn1::{AnyRef, GeneralizedTime, UtcTime},
};
use pushcert_types::UnixTime;
use pushcert_x509::{Oid, SignatureAlgorithm};

use super::error::{DecodeError, DecodeErrorKind, Field};

/// `[number]` around other elements.
pub(super) const fn constructed(number: u32) -> Tag {
    context(number, true)
}

/// `[number]` in place of a primitive type.
pub(super) const fn primitive(number: u32) -> Tag {
    context(number, false)
}

const fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific {
        constructed,
        number: TagNumber(number),
    }
}

/// One element. Offsets count from the start of the whole input.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
    pub(super) tag: Tag,
    pub(super) start: usize,
    value_start: usize,
    pub(super) value: &'a [u8],
}

impl<'a> Element<'a> {
    /// Header and value.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.value_start.saturating_add(self.value.len())
    }

    pub(super) fn value_span(&self) -> Range<usize> {
        self.value_start..self.value_start.saturating_add(self.value.len())
    }

    /// The elements inside.
    pub(super) fn input(&self) -> Input<'a> {
        Input::new(self.value, self.value_start)
    }

    pub(super) const fn malformed(&self, field: Field) -> DecodeError {
        DecodeError::malformed(field, self.start)
    }

    fn any(&self, field: Field) -> Result<AnyRef<'a>, DecodeError> {
        AnyRef::new(self.tag, self.value).map_err(|_| self.malformed(field))
    }

    /// `Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }`, since 1970.
    pub(super) fn time(&self, field: Field) -> Result<UnixTime, DecodeError> {
        let any = self.any(field)?;
        let duration = match self.tag {
            Tag::UtcTime => any.decode_as::<UtcTime>().map(|t| t.to_unix_duration()),
            _ => any
                .decode_as::<GeneralizedTime>()
                .map(|t| t.to_unix_duration()),
        };
        duration
            .ok()
            .and_then(|duration| i64::try_from(duration.as_secs()).ok())
            .map(UnixTime::from_secs)
            .ok_or_else(|| self.malformed(field))
    }

    /// The octets of a BIT STRING of whole octets.
    pub(super) fn bit_string(&self, field: Field) -> Result<Range<usize>, DecodeError> {
        match self.value.first() {
            Some(0) => Ok(self.value_start.saturating_add(1)..self.span().end),
            _ => Err(self.malformed(field)),
        }
    }

    /// An INTEGER from 0 to 127.
    pub(super) fn small(&self, field: Field) -> Result<u8, DecodeError> {
        match self.value {
            [number @ 0..=0x7f] => Ok(*number),
            _ => Err(self.malformed(field)),
        }
    }
}

/// Elements one after the other.
#[derive(Clone, Debug)]
pub(super) struct Input<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Input<'a> {
    /// `offset` is where `bytes` begin in the whole input.
    pub(super) const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self {
            rest: bytes,
            offset,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, `None` at the end and after an error.
    pub(super) fn next(&mut self, field: Field) -> Result<Option<Element<'a>>, DecodeError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let bytes = core::mem::take(&mut self.rest);
        let start = self.offset;
        let failed = |_| DecodeError::malformed(field, start);
        let mut reader = SliceReader::new(bytes).map_err(failed)?;
        let any = AnyRef::decode(&mut reader).map_err(failed)?;
        let length = usize::try_from(reader.position()).map_err(failed)?;
        self.rest = bytes.get(length..).unwrap_or_default();
        self.offset = start.saturating_add(length);
        Ok(Some(Element {
            tag: any.tag(),
            start,
            value_start: self.offset.saturating_sub(any.value().len()),
            value: any.value(),
        }))
    }

    /// The next element, which must be there and have this tag.
    pub(super) fn expect(&mut self, tag: Tag, field: Field) -> Result<Element<'a>, DecodeError> {
        let start = self.offset;
        self.next(field)?
            .filter(|element| element.tag == tag)
            .ok_or_else(|| DecodeError::malformed(field, start))
    }

    /// The next element if it has this tag.
    pub(super) fn optional(
        &mut self,
        tag: Tag,
        field: Field,
    ) -> Result<Option<Element<'a>>, DecodeError> {
        let ahead = SliceReader::new(self.rest).and_then(|reader| Tag::peek(&reader));
        match ahead {
            Ok(ahead) if ahead == tag => self.next(field),
            // Nothing, or something else that is read, or refused, as what it is.
            _ => Ok(None),
        }
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self, field: Field) -> Result<Element<'a>, DecodeError> {
        let start = self.offset;
        self.next(field)?
            .ok_or_else(|| DecodeError::malformed(field, start))
    }

    /// A `Time`, of either type.
    pub(super) fn time(&mut self, field: Field) -> Result<UnixTime, DecodeError> {
        self.any(field)?.time(field)
    }

    pub(super) fn finish(&self, field: Field) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let count = self.rest.len();
        let kind = DecodeErrorKind::TrailingBytes { field, count };
        Err(DecodeError::new(kind, self.offset))
    }
}

/// Exactly one element with this tag.
pub(super) fn single(
    bytes: &[u8],
    offset: usize,
    tag: Tag,
    field: Field,
) -> Result<Element<'_>, DecodeError> {
    let mut input = Input::new(bytes, offset);
    let element = input.expect(tag, field)?;
    input.finish(field)?;
    Ok(element)
}

/// The one element of a limited number of bytes.
pub(super) fn document(der: &[u8], limit: usize, field: Field) -> Result<Element<'_>, DecodeError> {
    let bytes = der.len();
    if bytes > limit {
        let kind = DecodeErrorKind::TooLarge { bytes, limit };
        return Err(DecodeError::new(kind, 0));
    }
    single(der, 0, Tag::Sequence, field)
}

/// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Algorithm<'a> {
    pub(super) oid: &'a [u8],
    /// Tag and content of the parameters; NULL counts as absent.
    parameters: Option<(Tag, &'a [u8])>,
}

impl<'a> Algorithm<'a> {
    pub(super) fn read(element: &Element<'a>) -> Result<Self, DecodeError> {
        let field = Field::AlgorithmIdentifier;
        let mut parts = element.input();
        let oid = parts.expect(Tag::ObjectIdentifier, field)?.value;
        let parameters = parts.next(field)?;
        parts.finish(field)?;
        let parameters = parameters.map(|element| (element.tag, element.value));
        Ok(Self {
            oid,
            parameters: parameters.filter(|(tag, value)| *tag != Tag::Null || !value.is_empty()),
        })
    }

    /// None of the algorithms that can be checked has parameters: with some it is another one.
    pub(super) fn signature_algorithm(&self) -> SignatureAlgorithm {
        let oid = Oid::from_octets(self.oid);
        match self.parameters {
            None => SignatureAlgorithm::from_oid(&oid),
            Some(_) => SignatureAlgorithm::Other(oid),
        }
    }
}

/// The octets of an INTEGER without those that only repeat the sign: equal numbers, equal octets.
pub(super) fn number(octets: &[u8]) -> &[u8] {
    let mut rest = octets;
    while let [first, tail @ ..] = rest {
        let is_padding = match (*first, tail.first()) {
            (0, Some(next)) => next & 0x80 == 0,
            (0xff, Some(next)) => next & 0x80 != 0,
            _ => false,
        };
        if !is_padding {
            break;
        }
        rest = tail;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_compared_without_padding() {
        assert_eq!(number(&[0, 0, 0x7f]), [0x7f]);
        assert_eq!(number(&[0, 0x80]), [0, 0x80]);
        assert_eq!(number(&[0xff, 0xff, 0x80]), [0x80]);
        assert_eq!(number(&[0xff, 0x7f]), [0xff, 0x7f]);
        assert_eq!(number(&[0]), [0]);
        assert_eq!(number(&[]), []);
        assert_ne!(number(&[0, 0x80]), number(&[0x80]));
    }
}
