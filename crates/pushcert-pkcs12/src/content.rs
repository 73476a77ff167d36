//! `ContentInfo` and `EncryptedData` (RFC 2315 sections 7 and 13, RFC 7292 section 4.1).
//!
//! ```text
//! ContentInfo ::= SEQUENCE {
//!     contentType  OBJECT IDENTIFIER,
//!     content      [0] EXPLICIT ANY DEFINED BY contentType OPTIONAL }
//! EncryptedData ::= SEQUENCE {
//!     version               INTEGER,
//!     encryptedContentInfo  EncryptedContentInfo }
//! EncryptedContentInfo ::= SEQUENCE {
//!     contentType                 OBJECT IDENTIFIER,
//!     contentEncryptionAlgorithm  AlgorithmIdentifier,
//!     encryptedContent            [0] IMPLICIT OCTET STRING OPTIONAL }
//! ```
//!
//! Each of the two OPTIONAL fields has to be there in PKCS#12.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, Tlv, tag};
use pushcert_pbe::{self as pbe, Malformation, ObjectIdentifier, Scheme};

use crate::error::{Corruption, Error};
use crate::oid;

/// Type and content of a `ContentInfo`.
pub(crate) struct ContentInfo<'a> {
    pub(crate) content_type: ObjectIdentifier,
    content: Option<Tlv<'a>>,
    offset: usize,
}

impl<'a> ContentInfo<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, pbe::Error> {
        let offset = reader.offset();
        let mut fields = reader.sequence()?;
        let content_type = fields.expect(tag::OID)?.oid()?;
        let content = match fields.optional(tag::CONTEXT_0_CONSTRUCTED)? {
            None => None,
            Some(explicit) => {
                let mut inner = explicit.reader();
                let content = inner.read()?;
                inner.finish()?;
                Some(content)
            }
        };
        fields.finish()?;
        Ok(Self {
            content_type,
            content,
            offset,
        })
    }

    fn content(&self, base: Option<usize>) -> Result<Tlv<'a>, Error> {
        self.content.ok_or_else(|| {
            let offset = base.and_then(|base| base.checked_add(self.offset));
            Error::corrupt(Corruption::MissingContent).at(offset)
        })
    }

    /// The content of type `data`: an OCTET STRING.
    pub(crate) fn data(&self, base: Option<usize>) -> Result<Tlv<'a>, Error> {
        let content = self.content(base)?;
        if content.tag != tag::OCTET_STRING {
            let malformation = Malformation::Unexpected {
                expected: tag::OCTET_STRING,
                found: content.tag,
            };
            return Err(Error::from_pbe(&content.error(malformation), base));
        }
        Ok(content)
    }

    /// The content of type `encryptedData`.
    pub(crate) fn encrypted(&self, base: Option<usize>) -> Result<EncryptedContent, Error> {
        let content = self.content(base)?;
        EncryptedContent::read(&content)
            .map_err(|error| Error::from_pbe(&error, base))?
            .ok_or_else(|| {
                let offset = base.and_then(|base| base.checked_add(content.offset));
                Error::corrupt(Corruption::MissingContent).at(offset)
            })
    }
}

/// Where a ciphertext is in the bytes that were read.
pub(crate) enum Ciphertext {
    /// In one piece.
    Whole(Range<usize>),
    /// In pieces, each an OCTET STRING.
    Pieces(Range<usize>),
}

impl Ciphertext {
    /// The bytes, given those that were read; joined only now, for that takes as much memory again.
    pub(crate) fn bytes<'a>(&self, read: &'a [u8]) -> Cow<'a, [u8]> {
        let bytes = |range: &Range<usize>| read.get(range.clone()).unwrap_or_default();
        match self {
            Self::Whole(range) => Cow::Borrowed(bytes(range)),
            Self::Pieces(range) => {
                let pieces = bytes(range);
                let mut joined = Vec::with_capacity(pieces.len());
                let mut reader = Reader::new(pieces);
                // Every piece was read once already.
                while let Ok(piece) = reader.expect(tag::OCTET_STRING) {
                    joined.extend_from_slice(piece.value);
                }
                Cow::Owned(joined)
            }
        }
    }
}

/// The range of an element's content.
pub(crate) fn content_range(element: &Tlv<'_>) -> Range<usize> {
    let start = element.content_offset;
    start..start.saturating_add(element.value.len())
}

/// What `EncryptedData` holds.
pub(crate) struct EncryptedContent {
    /// The scheme; an error of its own when it is not implemented.
    pub(crate) scheme: Result<Scheme, ObjectIdentifier>,
    /// Type of what is encrypted.
    pub(crate) content_type: ObjectIdentifier,
    /// The ciphertext.
    pub(crate) ciphertext: Ciphertext,
}

impl EncryptedContent {
    /// `None` when `encryptedContent` is absent.
    fn read(encrypted_data: &Tlv<'_>) -> Result<Option<Self>, pbe::Error> {
        let mut reader = Reader::with_base(encrypted_data.raw, encrypted_data.offset);
        let mut fields = reader.sequence()?;
        fields.expect(tag::INTEGER)?.integer()?;
        let mut info = fields.sequence()?;
        let content_type = info.expect(tag::OID)?.oid()?;
        let scheme = scheme(&AlgorithmIdentifier::read(&mut info)?)?;
        let Some(content) = info.peek() else {
            return Ok(None);
        };
        let ciphertext = match content {
            tag::CONTEXT_0_CONSTRUCTED => {
                let string = info.read()?;
                check_pieces(&string)?;
                Ciphertext::Pieces(content_range(&string))
            }
            _ => Ciphertext::Whole(content_range(&info.expect(tag::CONTEXT_0)?)),
        };
        info.finish()?;
        Ok(Some(Self {
            scheme,
            content_type,
            ciphertext,
        }))
    }
}

/// The scheme of an identifier, or the algorithm in it that is not implemented.
pub(crate) fn scheme(
    identifier: &AlgorithmIdentifier<'_>,
) -> Result<Result<Scheme, ObjectIdentifier>, pbe::Error> {
    match Scheme::from_identifier(identifier) {
        Ok(scheme) => Ok(Ok(scheme)),
        Err(error) => match error.kind() {
            pbe::ErrorKind::UnsupportedAlgorithm { oid } => Ok(Err(*oid)),
            _ => Err(error),
        },
    }
}

/// Whether a constructed IMPLICIT string (BER) is of pieces, each an OCTET STRING that is whole by
/// now.
fn check_pieces(string: &Tlv<'_>) -> Result<(), pbe::Error> {
    let mut pieces = string.reader();
    while !pieces.is_empty() {
        pieces.expect(tag::OCTET_STRING)?;
    }
    Ok(())
}

/// Whether a part or a whole file is in the clear.
pub(crate) fn is_data(oid: &ObjectIdentifier) -> bool {
    *oid == oid::DATA
}
