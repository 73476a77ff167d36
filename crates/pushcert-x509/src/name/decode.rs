//! From bytes to the places of a name's parts.

use alloc::vec::Vec;

use super::{AttributeSpans, NameSpans, StringType, attribute_oids, text};
use crate::{
    error::{Error, ErrorKind, Field},
    oid::Oid,
    problem::{NamePart, ProblemKind, Problems},
    tlv::{self, Element, Reader},
};

/// How many attributes of a name are kept; Apple's names have at most five.
const MAX_ATTRIBUTES: usize = 10_000;

/// Reads a name as far as it can be read; what is wrong goes to `problems`.
pub(crate) fn decode(element: &Element<'_>, part: NamePart, problems: &mut Problems) -> NameSpans {
    let mut decoder = Decoder {
        part,
        problems,
        name: NameSpans {
            span: element.span(),
            attributes: Vec::with_capacity(5),
        },
    };
    if let Err(error) = decoder.rdn_sequence(element.reader()) {
        let cause = *error.kind();
        let kind = ProblemKind::MalformedName { part, cause };
        decoder.problems.push(kind, error.offset());
    } else if decoder.name.attributes.is_empty() {
        let kind = ProblemKind::EmptyName { part };
        decoder.problems.push(kind, element.start);
    }
    decoder.name
}

struct Decoder<'p> {
    part: NamePart,
    problems: &'p mut Problems,
    name: NameSpans,
}

impl Decoder<'_> {
    fn rdn_sequence(&mut self, mut rdns: Reader<'_>) -> Result<(), Error> {
        let mut seen = Seen::default();
        let mut rdn = 0_usize;
        while let Some(set) = rdns.next()? {
            let set = set.expect(tlv::SET, Field::RelativeDistinguishedName)?;
            let mut attributes = set.reader();
            let mut count = 0_usize;
            while let Some(attribute) = attributes.next()? {
                if self.name.attributes.len() == MAX_ATTRIBUTES {
                    let (part, kept) = (self.part, MAX_ATTRIBUTES);
                    let kind = ProblemKind::TooManyAttributes { part, kept };
                    self.problems.push(kind, attribute.start);
                    return Ok(());
                }
                self.attribute(&attribute, rdn, &mut seen)?;
                count = count.saturating_add(1);
            }
            if count > 1 {
                let part = self.part;
                self.problems
                    .push(ProblemKind::MultiValuedRdn { part, count }, set.start);
            }
            rdn = rdn.saturating_add(1);
        }
        Ok(())
    }

    fn attribute(
        &mut self,
        attribute: &Element<'_>,
        rdn: usize,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        let field = Field::AttributeTypeAndValue;
        let mut parts = attribute.expect(tlv::SEQUENCE, field)?.reader();
        let oid = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
        let offset = parts.offset();
        let value = parts
            .next()?
            .ok_or_else(|| Error::new(ErrorKind::Missing { field }, offset))?;
        parts.finish(field)?;
        let borrowed = text::borrowed(value.tag, value.value).is_some();
        let converted = if borrowed {
            None
        } else {
            text::converted(value.tag, value.value)
        };
        let is_read = borrowed || converted.is_some();
        self.check(&oid, &value, is_read, seen);
        self.name.attributes.push(AttributeSpans {
            oid: oid.value_span(),
            value: value.value_span(),
            tag: value.tag,
            rdn,
            converted,
        });
        Ok(())
    }

    /// What is worth a remark about one attribute.
    fn check(&mut self, oid: &Element<'_>, value: &Element<'_>, is_read: bool, seen: &mut Seen) {
        let part = self.part;
        let string_type = StringType::from_tag(value.tag);
        let is_uid = oid.value == attribute_oids::UID.as_octets();
        let attribute = Oid::from_octets(oid.value);
        if !attribute.is_valid() {
            let oid_problem = ProblemKind::MalformedOid {
                oid: attribute.clone(),
            };
            self.problems.push(oid_problem, oid.start);
        }
        if seen.again(oid.value) {
            let attribute = attribute.clone();
            self.problems.push(
                ProblemKind::DuplicateAttribute { part, attribute },
                oid.start,
            );
        }
        if !string_type.is_text() || is_uid && string_type != StringType::Utf8 {
            let kind = ProblemKind::AttributeType {
                part,
                attribute: attribute.clone(),
                found: string_type,
            };
            self.problems.push(kind, value.start);
        }
        if string_type.is_text() && !is_read {
            let kind = ProblemKind::MalformedText {
                part,
                attribute,
                string_type,
            };
            self.problems.push(kind, value.start);
        }
    }
}

/// The attributes that must stand there once.
#[derive(Default)]
struct Seen {
    uid: bool,
    common_name: bool,
}

impl Seen {
    /// Whether this one was there before.
    fn again(&mut self, oid: &[u8]) -> bool {
        let place = if oid == attribute_oids::UID.as_octets() {
            &mut self.uid
        } else if oid == attribute_oids::COMMON_NAME.as_octets() {
            &mut self.common_name
        } else {
            return false;
        };
        core::mem::replace(place, true)
    }
}
