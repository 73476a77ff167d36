//! Lists of extensions in CRLs, their entries and OCSP.
//!
//! ```text
//! Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
//! Extension  ::= SEQUENCE {
//!     extnID    OBJECT IDENTIFIER,
//!     critical  BOOLEAN DEFAULT FALSE,
//!     extnValue OCTET STRING }
//! ```

use core::ops::Range;

use der::Tag;
use pushcert_x509::Oid;

use super::{
    asn1::{Element, Input, single},
    error::{DecodeError, Field},
};

/// One extension, borrowed.
#[derive(Clone, Debug)]
pub(super) struct Extension<'a> {
    pub(super) oid: &'a [u8],
    pub(super) critical: bool,
    value: Element<'a>,
}

impl<'a> Extension<'a> {
    /// The identifier, if not knowing the extension forbids to use what it stands in.
    pub(super) fn refused(&self) -> Option<Oid> {
        self.critical.then(|| Oid::from_octets(self.oid))
    }

    /// The one element that is the value.
    pub(super) fn single(&self, tag: Tag, field: Field) -> Result<Element<'a>, DecodeError> {
        single(self.value.value, self.value.value_span().start, tag, field)
    }

    /// Where the content of `extnValue` stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.value.value_span()
    }
}

/// The extensions in a SEQUENCE, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Extensions<'a>(Option<Input<'a>>);

impl<'a> Extensions<'a> {
    /// Those in a list; none where there is no list.
    pub(super) fn of(list: Option<&Element<'a>>) -> Self {
        Self(list.map(Element::input))
    }

    pub(super) fn next(&mut self) -> Result<Option<Extension<'a>>, DecodeError> {
        let field = Field::Extensions;
        let Some(list) = &mut self.0 else {
            return Ok(None);
        };
        if list.is_empty() {
            return Ok(None);
        }
        let mut parts = list.expect(Tag::Sequence, field)?.input();
        let oid = parts.expect(Tag::ObjectIdentifier, field)?.value;
        let critical = parts
            .optional(Tag::Boolean, field)?
            .is_some_and(|element| element.value != [0]);
        let value = parts.expect(Tag::OctetString, field)?;
        parts.finish(field)?;
        Ok(Some(Extension {
            oid,
            critical,
            value,
        }))
    }
}
