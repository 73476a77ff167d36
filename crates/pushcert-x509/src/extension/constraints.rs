//! Whether this is a certification authority: `basicConstraints`.
//!
//! ```text
//! BasicConstraints ::= SEQUENCE {
//!     cA                 BOOLEAN DEFAULT FALSE,
//!     pathLenConstraint  INTEGER (0..MAX) OPTIONAL }
//! ```

use super::Extension;
use crate::{
    error::{Error, ErrorKind, Field},
    tlv,
};

/// `basicConstraints` (RFC 5280, section 4.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BasicConstraints {
    /// Whether the subject is a certification authority.
    pub ca: bool,
    /// How many intermediate certificates may follow below it; `None` for no limit.
    pub path_length: Option<u32>,
}

pub(crate) fn basic_constraints(extension: &Extension<'_>) -> Result<BasicConstraints, Error> {
    let field = Field::BasicConstraints;
    let start = extension.value_start;
    let mut parts = tlv::single(extension.value, start, tlv::SEQUENCE, field)?.reader();
    let ca = match parts.optional(tlv::BOOLEAN)? {
        Some(element) => tlv::boolean(&element, field)?,
        None => false,
    };
    let path_length = match parts.optional(tlv::INTEGER)? {
        None => None,
        Some(number) => match number.value {
            [0..=0x7f, ..] if number.value.len() <= 4 => {
                let octets = number.value.iter();
                Some(octets.fold(0_u32, |value, octet| value << 8 | u32::from(*octet)))
            }
            _ => return Err(Error::new(ErrorKind::InvalidValue { field }, number.start)),
        },
    };
    parts.finish(field)?;
    Ok(BasicConstraints { ca, path_length })
}
