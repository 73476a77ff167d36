//! From bytes to the parts of a subject.

use alloc::{collections::BTreeSet, vec::Vec};

use pushcert_keys::ObjectIdentifier;

use super::{COMMON_NAME, COUNTRY, EMAIL, StringType, Subject, SubjectAttribute};
use crate::error::{Error, Field};
use crate::oid;
use crate::problem::{ProblemKind, Problems};
use crate::tlv::{self, Element, Reader};

/// How many attributes of a subject are kept.
const MAX_ATTRIBUTES: usize = 1_000;

/// Reads a name as far as it can be read; what is wrong goes to `problems`.
pub(crate) fn decode(element: &Element<'_>, problems: &mut Problems) -> Subject {
    let mut decoder = Decoder {
        problems,
        attributes: Vec::with_capacity(3),
        seen: BTreeSet::new(),
    };
    if let Err(error) = decoder.rdn_sequence(element.reader()) {
        let offset = error.offset().unwrap_or(element.start);
        let cause = error.into_kind();
        let kind = ProblemKind::MalformedSubject { cause };
        decoder.problems.push(kind, offset);
    } else if decoder.attributes.is_empty() {
        decoder
            .problems
            .push(ProblemKind::EmptySubject, element.start);
    }
    Subject {
        der: element.raw.to_vec(),
        attributes: decoder.attributes,
    }
}

struct Decoder<'p> {
    problems: &'p mut Problems,
    attributes: Vec<SubjectAttribute>,
    seen: BTreeSet<ObjectIdentifier>,
}

impl Decoder<'_> {
    fn rdn_sequence(&mut self, mut rdns: Reader<'_>) -> Result<(), Error> {
        let field = Field::RelativeDistinguishedName;
        let mut rdn = 0_usize;
        while let Some(set) = rdns.next()? {
            let set = set.expect(tlv::SET, field)?;
            let mut elements = set.reader();
            let (mut count, mut previous): (usize, &[u8]) = (0, &[]);
            while let Some(element) = elements.next()? {
                if self.attributes.len() == MAX_ATTRIBUTES {
                    let (field, kept) = (Field::Subject, MAX_ATTRIBUTES);
                    let kind = ProblemKind::TooManyAttributes { field, kept };
                    self.problems.push(kind, element.start);
                    return Ok(());
                }
                if element.raw < previous {
                    self.problems
                        .push(ProblemKind::SetOrder { field }, element.start);
                }
                previous = element.raw;
                self.attribute(&element, rdn)?;
                count = count.saturating_add(1);
            }
            match count {
                0 => self.problems.push(ProblemKind::EmptyRdn, set.start),
                1 => {}
                _ => self
                    .problems
                    .push(ProblemKind::MultiValuedRdn { count }, set.start),
            }
            rdn = rdn.saturating_add(1);
        }
        Ok(())
    }

    fn attribute(&mut self, attribute: &Element<'_>, rdn: usize) -> Result<(), Error> {
        let field = Field::AttributeTypeAndValue;
        let mut parts = attribute.expect(tlv::SEQUENCE, field)?.reader();
        let id = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
        let value = parts.required(field)?;
        parts.finish(field)?;
        let string_type = StringType::from_tag(value.tag);
        let attribute = SubjectAttribute {
            oid: oid::read(&id, self.problems),
            string_type,
            octets: value.value.to_vec(),
            text: string_type.read(value.value),
            rdn,
        };
        self.check(&id, &value, &attribute);
        self.attributes.push(attribute);
        Ok(())
    }

    /// What is worth a remark about one attribute.
    fn check(&mut self, id: &Element<'_>, value: &Element<'_>, attribute: &SubjectAttribute) {
        let (oid, string_type) = (attribute.oid, attribute.string_type);
        if let Some(attribute @ (EMAIL | COMMON_NAME | COUNTRY)) = oid
            && !self.seen.insert(attribute)
        {
            let kind = ProblemKind::DuplicateName { attribute };
            self.problems.push(kind, id.start);
        }
        let is_expected = match oid {
            Some(EMAIL) => string_type == StringType::Ia5,
            Some(COUNTRY) => string_type == StringType::Printable,
            _ => string_type.is_text(),
        };
        if !is_expected {
            let kind = ProblemKind::StringType {
                attribute: oid,
                found: string_type,
            };
            self.problems.push(kind, value.start);
        }
        if string_type.is_text() && attribute.text.is_none() {
            let kind = ProblemKind::MalformedText {
                attribute: oid,
                string_type,
            };
            self.problems.push(kind, value.start);
        }
    }
}
