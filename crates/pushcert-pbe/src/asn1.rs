//! A reader and a writer of tag-length-value elements, for this crate, `pushcert-pkcs12` and
//! `pushcert-keys`.
//!
//! Not part of the public interface. It copies nothing, allocates nothing, never recurses, and
//! keeps the absolute offset of what it reads, so that an error can say where it is.

use const_oid::ObjectIdentifier;

use crate::error::{Error, ErrorKind, Iterations, Malformation};

pub mod write;

/// Identifier octets used by the structures of PKCS#5 and PKCS#12.
pub mod tag {
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// OCTET STRING, primitive.
    pub const OCTET_STRING: u8 = 0x04;
    /// OCTET STRING, constructed (BER only).
    pub const OCTET_STRING_CONSTRUCTED: u8 = 0x24;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// UTF8String.
    pub const UTF8_STRING: u8 = 0x0c;
    /// PrintableString.
    pub const PRINTABLE_STRING: u8 = 0x13;
    /// T61String.
    pub const T61_STRING: u8 = 0x14;
    /// IA5String.
    pub const IA5_STRING: u8 = 0x16;
    /// BMPString.
    pub const BMP_STRING: u8 = 0x1e;
    /// SEQUENCE.
    pub const SEQUENCE: u8 = 0x30;
    /// SET.
    pub const SET: u8 = 0x31;
    /// `[0]`, primitive.
    pub const CONTEXT_0: u8 = 0x80;
    /// `[0]`, constructed.
    pub const CONTEXT_0_CONSTRUCTED: u8 = 0xa0;
    /// The bit that marks a constructed encoding.
    pub const CONSTRUCTED: u8 = 0x20;
}

/// Identifier and length octets of one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "shared inside the workspace only"
)]
pub struct Header {
    /// First identifier octet: class, constructed bit, and the tag number when it is below 31.
    pub tag: u8,
    /// Identifier octets.
    pub tag_len: usize,
    /// Identifier and length octets together.
    pub len: usize,
    /// Content octets; `None` for the indefinite form.
    pub content: Option<usize>,
    /// Whether the length is in the shortest form.
    pub minimal: bool,
}

impl Header {
    /// Reads the header at the start of `bytes`, in BER.
    ///
    /// # Errors
    /// [`Malformation`] when the bytes end early, or tag or length are not valid BER or do not fit
    /// the address space. That the content is there is not checked.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformation> {
        let (&tag, mut rest) = bytes.split_first().ok_or(Malformation::Truncated)?;
        let mut tag_len = 1_usize;
        if tag & 0x1f == 0x1f {
            (tag_len, rest) = high_tag(rest)?;
        }
        let (&first, rest) = rest.split_first().ok_or(Malformation::Truncated)?;
        let mut header = Self {
            tag,
            tag_len,
            len: tag_len.saturating_add(1),
            content: Some(usize::from(first)),
            minimal: true,
        };
        match first {
            0..=0x7f => {}
            0x80 => {
                header.content = None;
                if tag & tag::CONSTRUCTED == 0 {
                    return Err(Malformation::Length);
                }
            }
            0xff => return Err(Malformation::Length),
            _ => {
                let count = usize::from(first & 0x7f);
                let octets = rest.get(..count).ok_or(Malformation::Truncated)?;
                let length = long_length(octets)?;
                header.minimal = length > 0x7f && octets.first() != Some(&0);
                header.content = Some(length);
                header.len = header.len.saturating_add(count);
            }
        }
        Ok(header)
    }
}

/// Octets of a tag number of 31 or more: `(identifier octets in all, what follows them)`.
fn high_tag(rest: &[u8]) -> Result<(usize, &[u8]), Malformation> {
    if matches!(rest.first(), Some(&0x80)) {
        return Err(Malformation::Tag);
    }
    let last = rest
        .iter()
        .take(5)
        .position(|octet| octet & 0x80 == 0)
        .ok_or(if rest.len() < 5 {
            Malformation::Truncated
        } else {
            Malformation::Tag
        })?;
    if last == 0 && rest.first().is_some_and(|octet| *octet < 0x1f) {
        return Err(Malformation::Tag);
    }
    let count = last.saturating_add(1);
    let rest = rest.get(count..).ok_or(Malformation::Truncated)?;
    Ok((count.saturating_add(1), rest))
}

/// Value of the octets of a long length.
fn long_length(octets: &[u8]) -> Result<usize, Malformation> {
    octets.iter().try_fold(0_usize, |length, octet| {
        length
            .checked_mul(256)
            .and_then(|shifted| shifted.checked_add(usize::from(*octet)))
            .ok_or(Malformation::Length)
    })
}

/// One element.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "shared inside the workspace only"
)]
pub struct Tlv<'a> {
    /// First identifier octet.
    pub tag: u8,
    /// Where the element starts.
    pub offset: usize,
    /// Where its content starts.
    pub content_offset: usize,
    /// The content octets.
    pub value: &'a [u8],
    /// The whole element.
    pub raw: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// A reader of the content.
    #[must_use]
    pub fn reader(&self) -> Reader<'a> {
        Reader::with_base(self.value, self.content_offset)
    }

    /// The object identifier that the content octets are.
    ///
    /// # Errors
    /// [`Malformation::Oid`]; [`ErrorKind::UnsupportedObjectIdentifier`] for one that is valid.
    pub fn oid(&self) -> Result<ObjectIdentifier, Error> {
        ObjectIdentifier::from_bytes(self.value).map_err(|_| {
            if !is_oid(self.value) {
                return self.error(Malformation::Oid);
            }
            let octets = self.value.len();
            Error::at(
                ErrorKind::UnsupportedObjectIdentifier { octets },
                self.offset,
            )
        })
    }

    /// The INTEGER that the content octets are.
    ///
    /// # Errors
    /// [`Malformation::Integer`].
    pub fn integer(&self) -> Result<Integer, Error> {
        Integer::decode(self.value).map_err(|malformation| self.error(malformation))
    }

    /// The INTEGER that the content octets are, as an iteration count; `u64::MAX` for
    /// that or more.
    ///
    /// # Errors
    /// [`Malformation::Integer`], [`ErrorKind::IterationsOutOfRange`].
    pub fn iterations(&self) -> Result<u64, Error> {
        self.integer()?
            .iterations()
            .map_err(|kind| Error::at(kind, self.offset))
    }

    /// An error at the start of this element.
    #[must_use]
    pub fn error(&self, malformation: Malformation) -> Error {
        Error::at(ErrorKind::Malformed(malformation), self.offset)
    }
}

/// Whether the octets are an object identifier of any size (X.690 section 8.19): the last octet ends
/// a number, and no number begins with a zero.
fn is_oid(octets: &[u8]) -> bool {
    let ends = |octet: &u8| octet & 0x80 == 0;
    let starts = core::iter::once(true).chain(octets.iter().map(ends));
    let padded = starts
        .zip(octets)
        .any(|(starts, octet)| starts && *octet == 0x80);
    octets.last().is_some_and(ends) && !padded
}

/// The value of an INTEGER of any size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "shared inside the workspace only")]
pub enum Integer {
    /// 0 to 2⁶⁴ − 1.
    Unsigned(u64),
    /// Below 0; `i64::MIN` stands for that or less.
    Negative(i64),
    /// 2⁶⁴ or more; the number of its octets without a leading zero.
    Huge(usize),
}

impl Integer {
    fn decode(octets: &[u8]) -> Result<Self, Malformation> {
        let (first, rest) = octets.split_first().ok_or(Malformation::Integer)?;
        let second_is_high = rest.first().map(|octet| octet & 0x80 != 0);
        if matches!(
            (first, second_is_high),
            (0, Some(false)) | (0xff, Some(true))
        ) {
            return Err(Malformation::Integer);
        }
        if first & 0x80 != 0 {
            let value = octets.iter().fold(-1_i64, |value, octet| {
                value.wrapping_shl(8) | i64::from(*octet)
            });
            return Ok(Self::Negative(if octets.len() > 8 {
                i64::MIN
            } else {
                value
            }));
        }
        let digits = if *first == 0 { rest } else { octets };
        if digits.len() > 8 {
            return Ok(Self::Huge(digits.len()));
        }
        Ok(Self::Unsigned(
            digits.iter().fold(0, |value: u64, octet| {
                value.wrapping_shl(8) | u64::from(*octet)
            }),
        ))
    }

    /// The value; `None` below 0; `u64::MAX` for that or more.
    #[must_use]
    pub const fn saturating(self) -> Option<u64> {
        match self {
            Self::Unsigned(value) => Some(value),
            Self::Negative(_) => None,
            Self::Huge(_) => Some(u64::MAX),
        }
    }

    /// The value as an iteration count; `u64::MAX` for that or more, which no limit allows.
    ///
    /// # Errors
    /// [`ErrorKind::IterationsOutOfRange`] for 0 and negative values.
    pub fn iterations(self) -> Result<u64, ErrorKind> {
        let found = match self {
            Self::Unsigned(0) => Iterations::Zero,
            Self::Unsigned(count) => return Ok(count),
            Self::Huge(_) => return Ok(u64::MAX),
            Self::Negative(value) => Iterations::Negative(value),
        };
        Err(ErrorKind::IterationsOutOfRange { found })
    }
}

/// Reads the elements of a slice one after the other, in DER.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// A reader whose offsets count from the start of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self::with_base(bytes, 0)
    }

    /// A reader whose offsets count from `base`.
    #[must_use]
    pub const fn with_base(bytes: &'a [u8], base: usize) -> Self {
        Self {
            rest: bytes,
            offset: base,
        }
    }

    /// Where the next element starts.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The bytes that are not read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// First identifier octet of the next element.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] when there is none, it is cut off, or its length is not DER.
    pub fn read(&mut self) -> Result<Tlv<'a>, Error> {
        let offset = self.offset;
        let fail = |malformation| Error::at(ErrorKind::Malformed(malformation), offset);
        let header = Header::decode(self.rest).map_err(fail)?;
        let content = match header.content {
            Some(content) if header.minimal => content,
            _ => return Err(fail(Malformation::Length)),
        };
        let total = header
            .len
            .checked_add(content)
            .ok_or_else(|| fail(Malformation::Length))?;
        let (raw, rest) = self
            .rest
            .split_at_checked(total)
            .ok_or_else(|| fail(Malformation::Truncated))?;
        let value = raw.get(header.len..).unwrap_or_default();
        self.rest = rest;
        self.offset = offset.saturating_add(total);
        Ok(Tlv {
            tag: header.tag,
            offset,
            content_offset: offset.saturating_add(header.len),
            value,
            raw,
        })
    }

    /// The next element, which must have this identifier octet.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`].
    pub fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, Error> {
        match self.peek() {
            Some(found) if found != tag => {
                let malformation = Malformation::Unexpected {
                    expected: tag,
                    found,
                };
                Err(Error::at(ErrorKind::Malformed(malformation), self.offset))
            }
            _ => self.read(),
        }
    }

    /// The next element when it has this identifier octet.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`].
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Error> {
        if self.peek() == Some(tag) {
            self.read().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The content of the next element, which must be a SEQUENCE.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`].
    pub fn sequence(&mut self) -> Result<Self, Error> {
        Ok(self.expect(tag::SEQUENCE)?.reader())
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// [`Malformation::Trailing`].
    pub fn finish(&self) -> Result<(), Error> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Error::at(
                ErrorKind::Malformed(Malformation::Trailing),
                self.offset,
            ))
        }
    }
}

/// `AlgorithmIdentifier` (RFC 5280 section 4.1.1.2).
///
/// ```text
/// AlgorithmIdentifier ::= SEQUENCE {
///     algorithm   OBJECT IDENTIFIER,
///     parameters  ANY DEFINED BY algorithm OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "shared inside the workspace only"
)]
pub struct AlgorithmIdentifier<'a> {
    /// The algorithm.
    pub algorithm: ObjectIdentifier,
    /// Its parameters.
    pub parameters: Option<Tlv<'a>>,
    /// Where the identifier starts.
    pub offset: usize,
    /// The whole element.
    pub raw: &'a [u8],
}

impl<'a> AlgorithmIdentifier<'a> {
    /// Reads the next element as an identifier.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`].
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let offset = reader.offset();
        let element = reader.expect(tag::SEQUENCE)?;
        let mut fields = element.reader();
        let algorithm = fields.expect(tag::OID)?.oid()?;
        let parameters = if fields.is_empty() {
            None
        } else {
            Some(fields.read()?)
        };
        fields.finish()?;
        Ok(Self {
            algorithm,
            parameters,
            offset,
            raw: element.raw,
        })
    }

    /// A reader of the content of the parameters, which must be a SEQUENCE.
    ///
    /// # Errors
    /// [`Malformation::MissingParameter`], [`Malformation::Unexpected`].
    pub fn parameter_sequence(&self) -> Result<Reader<'a>, Error> {
        let parameters = self.required()?;
        Reader::with_base(parameters.raw, parameters.offset).sequence()
    }

    /// The parameters.
    ///
    /// # Errors
    /// [`Malformation::MissingParameter`].
    pub fn required(&self) -> Result<Tlv<'a>, Error> {
        self.parameters.ok_or_else(|| {
            Error::at(
                ErrorKind::Malformed(Malformation::MissingParameter),
                self.offset,
            )
        })
    }

    /// That this algorithm is not supported.
    #[must_use]
    pub fn unsupported(&self) -> Error {
        Error::at(
            ErrorKind::UnsupportedAlgorithm {
                oid: self.algorithm,
            },
            self.offset,
        )
    }
}
