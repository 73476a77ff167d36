//! Attributes of a bag (RFC 7292 section 4.2, RFC 2985 section 5.5).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::{Reader, Tlv, tag};
use pushcert_pbe::{self as pbe, ObjectIdentifier};

use crate::oid;

/// The attributes of a bag.
///
/// ```text
/// bagAttributes    SET OF PKCS12Attribute OPTIONAL
/// PKCS12Attribute ::= SEQUENCE {
///     attrId      OBJECT IDENTIFIER,
///     attrValues  SET OF ANY }
/// friendlyName  BMPString    (RFC 2985 section 5.5.1)
/// localKeyID    OCTET STRING (RFC 2985 section 5.5.2)
/// ```
///
/// A broken attribute never fails the file: it is a problem, and the others still come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attributes {
    /// The name for people, from the first `friendlyName`. Lone surrogates are U+FFFD.
    pub friendly_name: Option<String>,
    /// What says which certificate belongs to which key, from the first `localKeyID`.
    pub local_key_id: Option<Vec<u8>>,
    /// All others, and repeated ones, in the order of the file.
    pub others: Vec<Attribute>,
    /// What is wrong with them.
    pub problems: Vec<AttributeProblem>,
}

/// An attribute that this crate does not interpret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute {
    /// Its type.
    pub oid: ObjectIdentifier,
    /// Its values: the content octets of the SET, each value a DER element.
    pub values: Vec<u8>,
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values can be secrets.
        f.debug_struct("Attribute")
            .field("oid", &self.oid)
            .finish_non_exhaustive()
    }
}

/// What is wrong with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeProblem {
    /// The attributes, or one of them, are not what RFC 7292 says; those behind it are not read.
    Malformed,
    /// The attribute occurs more than once in one bag; the first one counts.
    Duplicate(ObjectIdentifier),
    /// `friendlyName` or `localKeyID` has no value. Others may have none: Windows marks keys of the
    /// machine with an attribute that is empty.
    NoValue(ObjectIdentifier),
    /// The attribute has more than one value where one is allowed; the first one counts.
    SeveralValues(ObjectIdentifier),
    /// The value has another type than its attribute says; the identifier octet found.
    WrongType(ObjectIdentifier, u8),
    /// The name is no UTF-16: an odd number of octets, or half of a surrogate pair.
    InvalidName,
}

impl Attributes {
    /// The name for people.
    #[must_use]
    pub fn friendly_name(&self) -> Option<&str> {
        self.friendly_name.as_deref()
    }

    /// What says which certificate belongs to which key.
    #[must_use]
    pub fn local_key_id(&self) -> Option<&[u8]> {
        self.local_key_id.as_deref()
    }

    /// Attributes in all, read or not.
    pub(crate) fn count(&self) -> usize {
        let named = [self.friendly_name.is_some(), self.local_key_id.is_some()];
        let named = named.iter().filter(|there| **there).count();
        self.others.len().saturating_add(named)
    }

    /// Reads what is left of a bag behind its value; at most `allowed` attributes and one more.
    pub(crate) fn read(rest: &mut Reader<'_>, allowed: usize) -> Self {
        let mut attributes = Self::default();
        if rest.is_empty() {
            return attributes;
        }
        if attributes.read_set(rest, allowed).is_err() || !rest.is_empty() {
            attributes.problems.push(AttributeProblem::Malformed);
        }
        attributes
    }

    fn read_set(&mut self, rest: &mut Reader<'_>, allowed: usize) -> Result<(), pbe::Error> {
        let mut set = rest.expect(tag::SET)?.reader();
        while !set.is_empty() && self.count() <= allowed {
            let mut fields = set.sequence()?;
            let attribute = fields.expect(tag::OID)?.oid()?;
            let values = fields.expect(tag::SET)?;
            fields.finish()?;
            self.add(attribute, &values)?;
        }
        Ok(())
    }

    fn add(&mut self, attribute: ObjectIdentifier, values: &Tlv<'_>) -> Result<(), pbe::Error> {
        let mut reader = values.reader();
        let known = matches!(attribute, oid::FRIENDLY_NAME | oid::LOCAL_KEY_ID);
        if known && reader.is_empty() {
            self.problems.push(AttributeProblem::NoValue(attribute));
            return Ok(());
        }
        let repeated = match attribute {
            oid::FRIENDLY_NAME => self.friendly_name.is_some(),
            oid::LOCAL_KEY_ID => self.local_key_id.is_some(),
            _ => self.others.iter().any(|other| other.oid == attribute),
        };
        if repeated {
            self.problems.push(AttributeProblem::Duplicate(attribute));
        }
        if repeated || !known {
            self.others.push(Attribute {
                oid: attribute,
                values: values.value.to_vec(),
            });
            return Ok(());
        }
        let value = reader.read()?;
        if !reader.is_empty() {
            self.problems
                .push(AttributeProblem::SeveralValues(attribute));
        }
        if attribute == oid::LOCAL_KEY_ID {
            self.set_local_key_id(&value);
        } else {
            self.set_friendly_name(&value);
        }
        Ok(())
    }

    fn set_local_key_id(&mut self, value: &Tlv<'_>) {
        if value.tag == tag::OCTET_STRING {
            self.local_key_id = Some(value.value.to_vec());
        } else {
            let problem = AttributeProblem::WrongType(oid::LOCAL_KEY_ID, value.tag);
            self.problems.push(problem);
        }
    }

    fn set_friendly_name(&mut self, value: &Tlv<'_>) {
        if value.tag != tag::BMP_STRING {
            let problem = AttributeProblem::WrongType(oid::FRIENDLY_NAME, value.tag);
            self.problems.push(problem);
        }
        let name = match value.tag {
            tag::BMP_STRING => self.utf16(value.value),
            tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => {
                core::str::from_utf8(value.value).ok().map(String::from)
            }
            // ISO 8859-1 is what everybody means by T61String.
            tag::T61_STRING => Some(value.value.iter().copied().map(char::from).collect()),
            _ => None,
        };
        self.friendly_name = name;
    }

    fn utf16(&mut self, octets: &[u8]) -> Option<String> {
        let (pairs, odd) = octets.as_chunks::<2>();
        let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
        let mut valid = odd.is_empty();
        let name = char::decode_utf16(units)
            .map(|unit| {
                unit.unwrap_or_else(|_| {
                    valid = false;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        if !valid {
            self.problems.push(AttributeProblem::InvalidName);
        }
        Some(name)
    }
}
