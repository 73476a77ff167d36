//! Where to ask about revocation and find the issuer: `authorityInfoAccess`.
//!
//! ```text
//! AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
//! AccessDescription ::= SEQUENCE {
//!     accessMethod    OBJECT IDENTIFIER,
//!     accessLocation  GeneralName }
//! ```

use super::{
    Extension,
    general_name::{URI, text},
};
use crate::{
    error::{Error, ErrorKind, Field},
    tlv::{self, Element, Reader},
};

/// What is found at an address (RFC 5280, section 4.2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessMethod {
    /// An OCSP responder.
    Ocsp,
    /// The issuer's certificate.
    CaIssuers,
    /// Something else.
    Other,
}

impl AccessMethod {
    const fn from_octets(octets: &[u8]) -> Self {
        match octets {
            [0x2b, 6, 1, 5, 5, 7, 0x30, 1] => Self::Ocsp,
            [0x2b, 6, 1, 5, 5, 7, 0x30, 2] => Self::CaIssuers,
            _ => Self::Other,
        }
    }
}

/// The access descriptions whose location is an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccessUrls<'a>(Reader<'a>);

pub(crate) fn access_urls<'a>(extension: &Extension<'a>) -> Result<AccessUrls<'a>, Error> {
    let field = Field::AuthorityInfoAccess;
    let list = tlv::single(extension.value, extension.value_start, tlv::SEQUENCE, field)?;
    Ok(AccessUrls(list.reader()))
}

impl<'a> Iterator for AccessUrls<'a> {
    type Item = Result<(AccessMethod, &'a str), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = match self.0.next().transpose()? {
                Ok(element) => description(&element),
                Err(error) => Err(error),
            };
            if let Some(item) = item.transpose() {
                return Some(item);
            }
        }
    }
}

fn description<'a>(element: &Element<'a>) -> Result<Option<(AccessMethod, &'a str)>, Error> {
    let field = Field::AuthorityInfoAccess;
    let mut parts = element.expect(tlv::SEQUENCE, field)?.reader();
    let method = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
    let offset = parts.offset();
    let location = parts
        .next()?
        .ok_or(Error::new(ErrorKind::Missing { field }, offset))?;
    parts.finish(field)?;
    if location.tag != URI {
        return Ok(None);
    }
    let method = AccessMethod::from_octets(method.value);
    Ok(Some((method, text(&location, field)?)))
}
