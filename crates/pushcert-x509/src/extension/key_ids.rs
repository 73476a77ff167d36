//! Key identifiers, by which Apple's authorities are told apart.
//!
//! ```text
//! SubjectKeyIdentifier   ::= KeyIdentifier
//! AuthorityKeyIdentifier ::= SEQUENCE {
//!     keyIdentifier             [0] KeyIdentifier            OPTIONAL,
//!     authorityCertIssuer       [1] GeneralNames             OPTIONAL,
//!     authorityCertSerialNumber [2] CertificateSerialNumber  OPTIONAL }
//! KeyIdentifier ::= OCTET STRING
//! ```

use super::Extension;
use crate::{
    error::{Error, Field},
    tlv,
};

pub(crate) fn subject_key_id<'a>(extension: &Extension<'a>) -> Result<&'a [u8], Error> {
    let field = Field::SubjectKeyIdentifier;
    let start = extension.value_start;
    Ok(tlv::single(extension.value, start, tlv::OCTET_STRING, field)?.value)
}

/// The identifier is optional; an authority may be named by issuer and serial number instead.
pub(crate) fn authority_key_id<'a>(extension: &Extension<'a>) -> Result<Option<&'a [u8]>, Error> {
    let field = Field::AuthorityKeyIdentifier;
    let start = extension.value_start;
    let mut parts = tlv::single(extension.value, start, tlv::SEQUENCE, field)?.reader();
    let key_id = parts.optional(0x80)?.map(|element| element.value);
    parts.optional(0xa1)?;
    parts.optional(0x82)?;
    parts.finish(field)?;
    Ok(key_id)
}
