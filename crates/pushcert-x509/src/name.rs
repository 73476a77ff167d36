//! Names: issuer and subject (RFC 5280, sections 4.1.2.4 and 4.1.2.6).
//!
//! ```text
//! Name ::= CHOICE { rdnSequence RDNSequence }
//! RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
//! RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//! AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
//! ```

mod decode;
mod owned;
mod text;

use alloc::{borrow::Cow, boxed::Box, string::String, vec::Vec};

pub(crate) use decode::decode;
pub use owned::NameBuf;
pub use text::StringType;
pub(crate) use text::text_of;

use crate::{oid::Oid, tlv::Span};

/// Attribute types (X.520, RFC 4519, RFC 2985).
pub mod attribute_oids {
    use crate::oid::Oid;

    /// `commonName`
    pub const COMMON_NAME: Oid = Oid::known([0x55, 4, 3]);
    /// `countryName`
    pub const COUNTRY: Oid = Oid::known([0x55, 4, 6]);
    /// `localityName`
    pub const LOCALITY: Oid = Oid::known([0x55, 4, 7]);
    /// `stateOrProvinceName`
    pub const STATE: Oid = Oid::known([0x55, 4, 8]);
    /// `organizationName`
    pub const ORGANIZATION: Oid = Oid::known([0x55, 4, 10]);
    /// `organizationalUnitName`
    pub const ORGANIZATIONAL_UNIT: Oid = Oid::known([0x55, 4, 11]);
    /// `userId`, where Apple writes the topic
    pub const UID: Oid = Oid::known([0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1]);
    /// `emailAddress`
    pub const EMAIL: Oid = Oid::known([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1]);
    /// `domainComponent`
    pub const DOMAIN_COMPONENT: Oid =
        Oid::known([0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 0x19]);
}

/// Where the parts of a name stand in the certificate.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameSpans {
    pub(crate) span: Span,
    pub(crate) attributes: Vec<AttributeSpans>,
}

#[derive(Clone, Debug)]
pub(crate) struct AttributeSpans {
    oid: Span,
    value: Span,
    tag: u8,
    rdn: usize,
    /// The text, where it had to be converted to UTF-8.
    converted: Option<Box<str>>,
}

/// A distinguished name, borrowed from its certificate.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    bytes: &'a [u8],
    spans: &'a NameSpans,
}

impl<'a> Name<'a> {
    pub(crate) const fn new(bytes: &'a [u8], spans: &'a NameSpans) -> Self {
        Self { bytes, spans }
    }

    /// The encoding of the whole name, with tag and length.
    #[must_use]
    pub fn der(&self) -> &'a [u8] {
        self.spans.span.of(self.bytes)
    }

    /// Whether there is no attribute.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.attributes.is_empty()
    }

    /// The attributes in the order of the certificate, as far as they can be read.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let bytes = self.bytes;
        self.spans
            .attributes
            .iter()
            .map(move |spans| Attribute { bytes, spans })
    }

    /// The text of the first attribute of a type, `None` where there is none or it is no text.
    #[must_use]
    pub fn text(&self, attribute: &Oid) -> Option<&'a str> {
        self.attributes()
            .find(|candidate| candidate.oid_octets() == attribute.as_octets())?
            .text()
    }

    /// CN.
    #[must_use]
    pub fn common_name(&self) -> Option<&'a str> {
        self.text(&attribute_oids::COMMON_NAME)
    }

    /// UID: for Apple's push certificates the topic, for MDM vendors the team id.
    #[must_use]
    pub fn uid(&self) -> Option<&'a str> {
        self.text(&attribute_oids::UID)
    }

    /// O.
    #[must_use]
    pub fn organization(&self) -> Option<&'a str> {
        self.text(&attribute_oids::ORGANIZATION)
    }

    /// OU: in Apple's leaves the team id, in its newer authorities the generation.
    #[must_use]
    pub fn organizational_unit(&self) -> Option<&'a str> {
        self.text(&attribute_oids::ORGANIZATIONAL_UNIT)
    }

    /// C.
    #[must_use]
    pub fn country(&self) -> Option<&'a str> {
        self.text(&attribute_oids::COUNTRY)
    }

    /// `emailAddress`.
    #[must_use]
    pub fn email(&self) -> Option<&'a str> {
        self.text(&attribute_oids::EMAIL)
    }

    /// Whether both names have the same attributes with the same texts in the same order,
    /// whatever string types they are written in. (Section 7.1 also folds case and blanks;
    /// Apple's names need neither, and folding would make more names look alike.)
    #[must_use]
    pub fn same_as(&self, other: &Name<'_>) -> bool {
        let (left, right) = (&self.spans.attributes, &other.spans.attributes);
        self.der() == other.der()
            || left.len() == right.len()
                && self
                    .attributes()
                    .zip(other.attributes())
                    .all(|(a, b)| a.same_as(&b))
    }
}

/// One attribute of a name.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    bytes: &'a [u8],
    spans: &'a AttributeSpans,
}

impl<'a> Attribute<'a> {
    fn oid_octets(&self) -> &'a [u8] {
        self.spans.oid.of(self.bytes)
    }

    /// The attribute's type.
    #[must_use]
    pub fn oid(&self) -> Oid {
        Oid::from_octets(self.oid_octets())
    }

    /// The type of the value.
    #[must_use]
    pub const fn string_type(&self) -> StringType {
        StringType::from_tag(self.spans.tag)
    }

    /// The content octets of the value.
    #[must_use]
    pub fn octets(&self) -> &'a [u8] {
        self.spans.value.of(self.bytes)
    }

    /// Which relative distinguished name it is in, counted from 0.
    #[must_use]
    pub const fn rdn(&self) -> usize {
        self.spans.rdn
    }

    /// The value as text, control characters and all; `None` where it is no text or malformed.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        match &self.spans.converted {
            Some(text) => Some(text),
            None => text::borrowed(self.spans.tag, self.octets()),
        }
    }

    /// The value as text, with U+FFFD for what is malformed.
    #[must_use]
    pub fn text_lossy(&self) -> Cow<'a, str> {
        match self.text() {
            Some(text) => Cow::Borrowed(text),
            None => String::from_utf8_lossy(self.octets()),
        }
    }

    fn same_as(&self, other: &Attribute<'_>) -> bool {
        if self.oid_octets() != other.oid_octets() || self.rdn() != other.rdn() {
            return false;
        }
        match (self.text(), other.text()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.octets() == other.octets(),
            _ => false,
        }
    }
}
