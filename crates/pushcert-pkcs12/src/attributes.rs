//! Attributes of a bag (RFC 7292 section 4.2, RFC 2985 section 5.5).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::asn1::{Reader, Tlv, tag, write};
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
/// They are kept as they stand in the file, so that what is not understood here is not lost when the
/// bag is written again. A broken attribute never fails the file: it is a problem, and those in front
/// of it still come.
///
/// ```
/// use pushcert_pkcs12::Attributes;
///
/// let attributes = Attributes::new().with_friendly_name("push").with_local_key_id(&[7]);
/// assert_eq!(attributes.friendly_name().as_deref(), Some("push"));
/// assert_eq!(attributes.local_key_id(), Some(&[7][..]));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// What stands behind the value of the bag: nothing, or a SET in DER.
    raw: Vec<u8>,
    count: usize,
    problems: Vec<AttributeProblem>,
}

/// An attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute<'a> {
    /// Its type.
    pub oid: ObjectIdentifier,
    /// Its values: the content octets of the SET, each value a DER element.
    pub values: &'a [u8],
}

impl fmt::Debug for Attribute<'_> {
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
    /// The object identifier of its type is valid, and larger than [`ObjectIdentifier`] can hold.
    UnsupportedType,
    /// The name is no UTF-16: an odd number of octets, or half of a surrogate pair.
    InvalidName,
}

impl Attributes {
    /// None at all.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            raw: Vec::new(),
            count: 0,
            problems: Vec::new(),
        }
    }

    /// What stands behind the value of a bag, in DER: nothing, or a SET. Nothing is refused; see
    /// [`Attributes::problems`].
    #[must_use]
    pub fn decode(der: &[u8]) -> Self {
        Self::read(&Reader::new(der), usize::MAX)
    }

    /// The bytes that stand behind the value of the bag: nothing, or a SET in DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.raw
    }

    /// The name for people, from the first `friendlyName` that can be read. Lone surrogates are
    /// U+FFFD.
    #[must_use]
    pub fn friendly_name(&self) -> Option<String> {
        self.first_value(oid::FRIENDLY_NAME, |value| name(value).0)
    }

    /// What says which certificate belongs to which key, from the first `localKeyID` that is an OCTET
    /// STRING.
    #[must_use]
    pub fn local_key_id(&self) -> Option<&[u8]> {
        self.first_value(oid::LOCAL_KEY_ID, |value| {
            (value.tag == tag::OCTET_STRING).then_some(value.value)
        })
    }

    /// All attributes in the order of the file, up to the first that is malformed, without those of
    /// an [unsupported type](AttributeProblem::UnsupportedType).
    pub fn iter(&self) -> impl Iterator<Item = Attribute<'_>> {
        let set = Reader::new(&self.raw)
            .expect(tag::SET)
            .map(|set| set.reader());
        let mut set = set.unwrap_or_else(|_| Reader::new(&[]));
        core::iter::from_fn(move || {
            loop {
                if let Some((oid, values)) = read_one(&mut set).ok()? {
                    let values = values.value;
                    return Some(Attribute { oid, values });
                }
            }
        })
    }

    /// Those of [`Attributes::iter`] that are neither `friendlyName` nor `localKeyID`.
    pub fn others(&self) -> impl Iterator<Item = Attribute<'_>> {
        self.iter()
            .filter(|attribute| !is_interpreted(&attribute.oid))
    }

    /// What is wrong with them.
    #[must_use]
    pub fn problems(&self) -> &[AttributeProblem] {
        &self.problems
    }

    /// The same with this `friendlyName` in place of any other.
    #[must_use]
    pub fn with_friendly_name(self, name: &str) -> Self {
        let octets: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.with(
            oid::FRIENDLY_NAME,
            &write::element(tag::BMP_STRING, &[&octets]),
        )
    }

    /// The same with this `localKeyID` in place of any other.
    #[must_use]
    pub fn with_local_key_id(self, id: &[u8]) -> Self {
        self.with(oid::LOCAL_KEY_ID, &write::octets(id))
    }

    /// The same with this attribute in place of any other of its type. `values` are the content
    /// octets of the SET: DER elements, in the order of DER. What cannot be read as an attribute stays
    /// as it is.
    #[must_use]
    pub fn with(self, oid: ObjectIdentifier, values: &[u8]) -> Self {
        let new = write::sequence(&[&write::oid(&oid), &write::element(tag::SET, &[values])]);
        let mut all = alloc::vec![new.as_slice()];
        let set = Reader::new(&self.raw).expect(tag::SET);
        let mut set = set.map_or_else(|_| Reader::new(&[]), |set| set.reader());
        while let Ok(element) = set.read() {
            let found = read_one(&mut Reader::with_base(element.raw, element.offset));
            if !matches!(found, Ok(Some((found, _))) if found == oid) {
                all.push(element.raw);
            }
        }
        // X.690 section 11.6: the elements of a SET OF in ascending order.
        all.sort_unstable();
        Self::decode(&write::element(tag::SET, &all))
    }

    /// Attributes in all, as far as they were read.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    fn first_value<'a, T>(
        &'a self,
        oid: ObjectIdentifier,
        read: impl Fn(&Tlv<'a>) -> Option<T>,
    ) -> Option<T> {
        self.iter()
            .filter(|attribute| attribute.oid == oid)
            .find_map(|attribute| read(&Reader::new(attribute.values).read().ok()?))
    }

    /// Reads what is left of a bag behind its value; at most `allowed` attributes and one more.
    pub(crate) fn read(rest: &Reader<'_>, allowed: usize) -> Self {
        let mut attributes = Self {
            raw: rest.rest().to_vec(),
            ..Self::default()
        };
        let mut rest = rest.clone();
        if rest.is_empty() {
            return attributes;
        }
        if attributes.read_set(&mut rest, allowed).is_err() || !rest.is_empty() {
            attributes.problems.push(AttributeProblem::Malformed);
        }
        attributes
    }

    fn read_set(&mut self, rest: &mut Reader<'_>, allowed: usize) -> Result<(), pbe::Error> {
        let mut set = rest.expect(tag::SET)?.reader();
        let mut types = Vec::new();
        let mut read = Ok(());
        while !set.is_empty() && self.count <= allowed {
            let one = read_one(&mut set).and_then(|attribute| match attribute {
                Some((oid, values)) => {
                    types.push(oid);
                    self.judge(oid, &values)
                }
                None => {
                    self.problems.push(AttributeProblem::UnsupportedType);
                    Ok(())
                }
            });
            if one.is_err() {
                read = one;
                break;
            }
            self.count = self.count.saturating_add(1);
        }
        self.find_duplicates(types);
        read
    }

    /// Each type that is there more than once, a single time.
    fn find_duplicates(&mut self, mut types: Vec<ObjectIdentifier>) {
        types.sort_unstable();
        for group in types.chunk_by(|a, b| a == b) {
            if let [oid, _, ..] = group {
                self.problems.push(AttributeProblem::Duplicate(*oid));
            }
        }
    }

    /// Notes what is wrong with one attribute.
    fn judge(&mut self, oid: ObjectIdentifier, values: &Tlv<'_>) -> Result<(), pbe::Error> {
        if !is_interpreted(&oid) {
            return Ok(());
        }
        let mut reader = values.reader();
        if reader.is_empty() {
            self.problems.push(AttributeProblem::NoValue(oid));
            return Ok(());
        }
        let value = reader.read()?;
        if !reader.is_empty() {
            self.problems.push(AttributeProblem::SeveralValues(oid));
        }
        let usual = match oid {
            oid::LOCAL_KEY_ID => tag::OCTET_STRING,
            _ => tag::BMP_STRING,
        };
        if value.tag != usual {
            let problem = AttributeProblem::WrongType(oid, value.tag);
            self.problems.push(problem);
        } else if oid == oid::FRIENDLY_NAME && !name(&value).1 {
            self.problems.push(AttributeProblem::InvalidName);
        }
        Ok(())
    }
}

/// Type and values of the next attribute; `None` where the type is valid and cannot be held.
fn is_interpreted(oid: &ObjectIdentifier) -> bool {
    matches!(*oid, oid::FRIENDLY_NAME | oid::LOCAL_KEY_ID)
}

fn read_one<'a>(set: &mut Reader<'a>) -> Result<Option<(ObjectIdentifier, Tlv<'a>)>, pbe::Error> {
    let mut fields = set.sequence()?;
    let id = fields.expect(tag::OID)?;
    let values = fields.expect(tag::SET)?;
    fields.finish()?;
    match id.oid() {
        Ok(oid) => Ok(Some((oid, values))),
        Err(error) => match error.kind() {
            pbe::ErrorKind::UnsupportedObjectIdentifier { .. } => Ok(None),
            _ => Err(error),
        },
    }
}

/// The text of a `friendlyName`, and whether it is valid UTF-16 where it is a BMPString.
fn name(value: &Tlv<'_>) -> (Option<String>, bool) {
    match value.tag {
        tag::BMP_STRING => {
            let (name, valid) = utf16(value.value);
            (Some(name), valid)
        }
        tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => (
            core::str::from_utf8(value.value).ok().map(String::from),
            true,
        ),
        // ISO 8859-1 is what everybody means by T61String.
        tag::T61_STRING => (
            Some(value.value.iter().copied().map(char::from).collect()),
            true,
        ),
        _ => (None, true),
    }
}

fn utf16(octets: &[u8]) -> (String, bool) {
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
    (name, valid)
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attributes")
            .field("types", &DebugTypes(self))
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

/// The types of the attributes: the values can be secrets.
struct DebugTypes<'a>(&'a Attributes);

impl fmt::Debug for DebugTypes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types = self.0.iter().map(|attribute| attribute.oid);
        f.debug_list().entries(types).finish()
    }
}
