//! Under which rules a certificate was issued: `certificatePolicies`.
//!
//! ```text
//! certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
//! PolicyInformation ::= SEQUENCE {
//!     policyIdentifier   OBJECT IDENTIFIER,
//!     policyQualifiers   SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
//! PolicyQualifierInfo ::= SEQUENCE {
//!     policyQualifierId  OBJECT IDENTIFIER,
//!     qualifier          ANY }
//! CPSuri ::= IA5String
//! ```

use super::{Extension, general_name::text};
use crate::{
    error::{Error, ErrorKind, Field},
    oid::Oid,
    tlv::{self, Element},
};

const CPS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 2, 1];
const IA5_STRING: u8 = 0x16;

/// One policy (RFC 5280, section 4.2.1.4).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy<'a> {
    /// The policy's identifier.
    pub oid: Oid,
    /// Where the certification practice statement is published.
    pub cps: Option<&'a str>,
}

pub(crate) fn policies<'a>(
    extension: &Extension<'a>,
) -> Result<impl Iterator<Item = Result<Policy<'a>, Error>> + use<'a>, Error> {
    let field = Field::CertificatePolicies;
    let list = tlv::single(extension.value, extension.value_start, tlv::SEQUENCE, field)?;
    let mut reader = list.reader();
    Ok(core::iter::from_fn(move || {
        let element = reader.next().transpose()?;
        Some(element.and_then(|element| policy(&element)))
    }))
}

fn policy<'a>(element: &Element<'a>) -> Result<Policy<'a>, Error> {
    let field = Field::CertificatePolicies;
    let mut parts = element.expect(tlv::SEQUENCE, field)?.reader();
    let oid = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
    let mut cps = None;
    if let Some(qualifiers) = parts.optional(tlv::SEQUENCE)? {
        let mut qualifiers = qualifiers.reader();
        while let Some(qualifier) = qualifiers.next()? {
            cps = cps.or(cps_uri(&qualifier)?);
        }
    }
    parts.finish(field)?;
    Ok(Policy {
        oid: Oid::from_octets(oid.value),
        cps,
    })
}

fn cps_uri<'a>(qualifier: &Element<'a>) -> Result<Option<&'a str>, Error> {
    let field = Field::CertificatePolicies;
    let mut parts = qualifier.expect(tlv::SEQUENCE, field)?.reader();
    let oid = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
    if oid.value != CPS {
        return Ok(None);
    }
    let offset = parts.offset();
    let uri = parts
        .next()?
        .ok_or(Error::new(ErrorKind::Missing { field }, offset))?;
    text(&uri.expect(IA5_STRING, field)?, field).map(Some)
}
