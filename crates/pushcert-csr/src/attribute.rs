//! The attributes of a request (RFC 2986 section 4.1, RFC 2985 section 5.4).
//!
//! ```text
//! Attributes ::= SET OF Attribute
//! Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE (1..MAX) OF ANY }
//!
//! challengePassword ATTRIBUTE ::= { WITH SYNTAX DirectoryString, SINGLE VALUE TRUE }
//! extensionRequest ATTRIBUTE ::= { WITH SYNTAX Extensions, SINGLE VALUE TRUE }
//! Extensions ::= SEQUENCE OF Extension
//! Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
//! ```

use alloc::{collections::BTreeSet, vec::Vec};

use pushcert_keys::ObjectIdentifier;

use crate::error::{Error, Field};
use crate::oid;
use crate::problem::{ProblemKind, Problems};
use crate::tlv::{self, Element, Reader};

/// `challengePassword` (RFC 2985 section 5.4.1)
pub const CHALLENGE_PASSWORD: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.7");
/// `extensionRequest` (RFC 2985 section 5.4.2)
pub const EXTENSION_REQUEST: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.14");

/// How many attributes, and how many requested extensions, are kept.
const MAX_ATTRIBUTES: usize = 1_000;

/// One attribute of a request: what it is, but not what it holds, which may be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    oid: Option<ObjectIdentifier>,
    values: usize,
}

impl Attribute {
    /// The attribute's type; `None` where it is malformed or not supported, which is a problem.
    #[must_use]
    pub const fn oid(&self) -> Option<&ObjectIdentifier> {
        self.oid.as_ref()
    }

    /// How many values it has; one is right.
    #[must_use]
    pub const fn values(&self) -> usize {
        self.values
    }
}

/// The attributes, and the identifiers of the requested extensions.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) list: Vec<Attribute>,
    pub(crate) extensions: Vec<ObjectIdentifier>,
}

/// Reads the attributes as far as they can be read; what is wrong goes to `problems`.
pub(crate) fn decode(element: &Element<'_>, problems: &mut Problems) -> Attributes {
    let mut decoder = Decoder {
        problems,
        found: Attributes::default(),
        seen: BTreeSet::new(),
    };
    if let Err(error) = decoder.attributes(element.reader()) {
        let offset = error.offset().unwrap_or(element.start);
        let cause = error.into_kind();
        let kind = ProblemKind::MalformedAttributes { cause };
        decoder.problems.push(kind, offset);
    }
    decoder.found
}

struct Decoder<'p> {
    problems: &'p mut Problems,
    found: Attributes,
    seen: BTreeSet<ObjectIdentifier>,
}

impl Decoder<'_> {
    fn attributes(&mut self, mut elements: Reader<'_>) -> Result<(), Error> {
        let mut previous: &[u8] = &[];
        while let Some(element) = elements.next()? {
            let field = Field::Attributes;
            if self.found.list.len() == MAX_ATTRIBUTES {
                let kept = MAX_ATTRIBUTES;
                let kind = ProblemKind::TooManyAttributes { field, kept };
                self.problems.push(kind, element.start);
                return Ok(());
            }
            if element.raw < previous {
                self.problems
                    .push(ProblemKind::SetOrder { field }, element.start);
            }
            previous = element.raw;
            self.attribute(&element)?;
        }
        Ok(())
    }

    fn attribute(&mut self, element: &Element<'_>) -> Result<(), Error> {
        let field = Field::Attribute;
        let mut parts = element.expect(tlv::SEQUENCE, field)?.reader();
        let id = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
        let set = parts.expect(tlv::SET, field)?;
        parts.finish(field)?;
        let attribute = oid::read(&id, self.problems);
        let (mut values, mut reader) = (0_usize, set.reader());
        while let Some(value) = reader.next()? {
            values = values.saturating_add(1);
            if attribute == Some(EXTENSION_REQUEST) {
                self.extension_request(&value);
            }
        }
        if values == 0 {
            let kind = ProblemKind::AttributeWithoutValue { attribute };
            self.problems.push(kind, element.start);
        }
        let is_single = matches!(attribute, Some(CHALLENGE_PASSWORD | EXTENSION_REQUEST));
        let is_again = attribute.is_some_and(|oid| !self.seen.insert(oid));
        if is_again || is_single && values > 1 {
            let kind = ProblemKind::DuplicateAttribute { attribute };
            self.problems.push(kind, element.start);
        }
        self.found.list.push(Attribute {
            oid: attribute,
            values,
        });
        Ok(())
    }

    fn extension_request(&mut self, value: &Element<'_>) {
        if let Err(error) = self.extensions(value) {
            let offset = error.offset().unwrap_or(value.start);
            let cause = error.into_kind();
            let kind = ProblemKind::MalformedExtensions { cause };
            self.problems.push(kind, offset);
        }
    }

    fn extensions(&mut self, value: &Element<'_>) -> Result<(), Error> {
        let field = Field::Extensions;
        let mut list = value.expect(tlv::SEQUENCE, field)?.reader();
        while let Some(extension) = list.next()? {
            let mut parts = extension.expect(tlv::SEQUENCE, field)?.reader();
            let id = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
            if self.found.extensions.len() == MAX_ATTRIBUTES {
                let kept = MAX_ATTRIBUTES;
                let kind = ProblemKind::TooManyAttributes { field, kept };
                self.problems.push(kind, extension.start);
                return Ok(());
            }
            let oid = oid::read(&id, self.problems);
            self.found.extensions.extend(oid);
        }
        Ok(())
    }
}
