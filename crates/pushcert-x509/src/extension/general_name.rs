//! Names of hosts and places: `subjectAltName` and `cRLDistributionPoints`.
//!
//! ```text
//! GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName
//! GeneralName  ::= CHOICE { …, dNSName [2] IA5String, …,
//!     uniformResourceIdentifier [6] IA5String, … }
//! CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
//! DistributionPoint ::= SEQUENCE {
//!     distributionPoint [0] DistributionPointName OPTIONAL,
//!     reasons           [1] ReasonFlags           OPTIONAL,
//!     cRLIssuer         [2] GeneralNames          OPTIONAL }
//! DistributionPointName ::= CHOICE {
//!     fullName                [0] GeneralNames,
//!     nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
//! ```

use super::Extension;
use crate::{
    error::{Error, ErrorKind, Field},
    tlv::{self, Element, Reader},
};

const DNS_NAME: u8 = 0x82;
pub(super) const URI: u8 = 0x86;

/// An IA5String as text; UTF-8 beyond ASCII is tolerated.
pub(super) fn text<'a>(element: &Element<'a>, field: Field) -> Result<&'a str, Error> {
    core::str::from_utf8(element.value)
        .map_err(|_| Error::new(ErrorKind::InvalidValue { field }, element.value_start))
}

/// Texts of one kind among general names.
#[derive(Clone, Copy, Debug)]
struct Texts<'a> {
    names: Reader<'a>,
    tag: u8,
    field: Field,
}

impl<'a> Texts<'a> {
    fn next(&mut self) -> Result<Option<&'a str>, Error> {
        while let Some(element) = self.names.next()? {
            if element.tag == self.tag {
                return text(&element, self.field).map(Some);
            }
        }
        Ok(None)
    }
}

/// The DNS names; an item is an error where the list stops being readable.
pub(crate) fn dns_names<'a>(
    extension: &Extension<'a>,
) -> Result<impl Iterator<Item = Result<&'a str, Error>> + use<'a>, Error> {
    let field = Field::SubjectAltName;
    let list = tlv::single(extension.value, extension.value_start, tlv::SEQUENCE, field)?;
    let mut texts = Texts {
        names: list.reader(),
        tag: DNS_NAME,
        field,
    };
    Ok(core::iter::from_fn(move || texts.next().transpose()))
}

/// The addresses of revocation lists; an item is an error where a point cannot be read.
pub(crate) fn crl_urls<'a>(
    extension: &Extension<'a>,
) -> Result<impl Iterator<Item = Result<&'a str, Error>> + use<'a>, Error> {
    let field = Field::CrlDistributionPoints;
    let list = tlv::single(extension.value, extension.value_start, tlv::SEQUENCE, field)?;
    let mut points = list.reader();
    let mut texts = Texts {
        names: Reader::new(&[], 0),
        tag: URI,
        field,
    };
    Ok(core::iter::from_fn(move || {
        loop {
            match texts.next().transpose() {
                Some(item) => return Some(item),
                None => match points
                    .next()
                    .transpose()?
                    .and_then(|point| full_name(&point))
                {
                    Ok(names) => texts.names = names,
                    Err(error) => return Some(Err(error)),
                },
            }
        }
    }))
}

/// The full name of a distribution point, empty where it has none.
fn full_name<'a>(point: &Element<'a>) -> Result<Reader<'a>, Error> {
    let field = Field::CrlDistributionPoints;
    let mut parts = point.expect(tlv::SEQUENCE, field)?.reader();
    let Some(name) = parts.optional(0xa0)? else {
        return Ok(Reader::new(&[], 0));
    };
    Ok(match name.reader().optional(0xa0)? {
        Some(names) => names.reader(),
        None => Reader::new(&[], 0),
    })
}
