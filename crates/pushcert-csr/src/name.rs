//! The subject of a request (RFC 2986 section 4.1, RFC 5280 section 4.1.2.4).
//!
//! ```text
//! Name ::= CHOICE { rdnSequence RDNSequence }
//! RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
//! RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
//! AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
//! ```

mod decode;
mod text;

use alloc::{borrow::Cow, string::String, vec::Vec};

use pushcert_keys::ObjectIdentifier;

pub(crate) use decode::decode;
pub use text::StringType;

/// `commonName` (X.520)
pub const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// `countryName` (X.520)
pub const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
/// `emailAddress` (RFC 2985 section 5.2.1)
pub const EMAIL: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");

/// The subject of a request, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    der: Vec<u8>,
    attributes: Vec<SubjectAttribute>,
}

impl Subject {
    /// The encoding of the whole name, with tag and length.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether there is no attribute.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The attributes in the order of the request, at most 1,000.
    #[must_use]
    pub fn attributes(&self) -> &[SubjectAttribute] {
        &self.attributes
    }

    /// The text of the first attribute of a type, `None` where there is none or it is no text.
    #[must_use]
    pub fn text(&self, oid: &ObjectIdentifier) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.oid.as_ref() == Some(oid))?
            .text()
    }
}

/// One attribute of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectAttribute {
    oid: Option<ObjectIdentifier>,
    string_type: StringType,
    octets: Vec<u8>,
    text: Option<String>,
    rdn: usize,
}

impl SubjectAttribute {
    /// The attribute's type; `None` where it is malformed or not supported, which is a problem.
    #[must_use]
    pub const fn oid(&self) -> Option<&ObjectIdentifier> {
        self.oid.as_ref()
    }

    /// The type of the value.
    #[must_use]
    pub const fn string_type(&self) -> StringType {
        self.string_type
    }

    /// The content octets of the value.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Which relative distinguished name it is in, counted from 0.
    #[must_use]
    pub const fn rdn(&self) -> usize {
        self.rdn
    }

    /// The value as text, control characters and all; `None` where it is no text or malformed.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The value as text, with U+FFFD for what is malformed.
    #[must_use]
    pub fn text_lossy(&self) -> Cow<'_, str> {
        match self.text() {
            Some(text) => Cow::Borrowed(text),
            None => String::from_utf8_lossy(&self.octets),
        }
    }
}
