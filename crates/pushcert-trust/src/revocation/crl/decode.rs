//! From bytes to a list.

use core::ops::Range;

use der::Tag;
use pushcert_types::UnixTime;
use pushcert_x509::{NameBuf, Oid};

use super::{ListExtensions, Parts, scope};
use crate::revocation::{
    asn1::{Algorithm, Element, Input, constructed, document, primitive},
    error::{DecodeError, DecodeErrorKind, Field},
    extensions::{Extension, Extensions},
};

/// The extensions of a list that are known, by the last arc under `id-ce` (2.5.29).
const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 20];
const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1d, 27];
const ISSUING_DISTRIBUTION_POINT: &[u8] = &[0x55, 0x1d, 28];
const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 35];

pub(super) fn parts(der: &[u8], limit: usize) -> Result<Parts, DecodeError> {
    let list = document(der, limit, Field::CertificateList)?;
    let mut outer = list.input();
    let tbs = outer.expect(Tag::Sequence, Field::TbsCertList)?;
    let algorithm = outer.expect(Tag::Sequence, Field::AlgorithmIdentifier)?;
    let signature = outer.expect(Tag::BitString, Field::SignatureValue)?;
    outer.finish(Field::CertificateList)?;

    let mut fields = tbs.input();
    let version = version(&mut fields)?;
    let inner = fields.expect(Tag::Sequence, Field::AlgorithmIdentifier)?;
    let issuer = fields.expect(Tag::Sequence, Field::Issuer)?;
    let this_update = fields.time(Field::ThisUpdate)?;
    let next_update = next_update(&mut fields)?;
    let entries = fields.optional(Tag::Sequence, Field::RevokedCertificates)?;
    let extensions = fields.optional(constructed(0), Field::Extensions)?;
    fields.finish(Field::TbsCertList)?;

    let algorithm = Algorithm::read(&algorithm)?;
    let is_same = Algorithm::read(&inner)? == algorithm;
    Ok(Parts {
        tbs: tbs.span(),
        version,
        algorithm: is_same.then(|| algorithm.signature_algorithm()),
        signature: signature.bit_string(Field::SignatureValue)?,
        issuer: name(der, &issuer)?,
        this_update,
        next_update,
        entries: entries.map_or(0..0, |entries| entries.value_span()),
        extensions: list_extensions(extensions.as_ref())?,
    })
}

/// `Version ::= INTEGER { v1(0), v2(1) }`, absent for v1.
fn version(fields: &mut Input<'_>) -> Result<u32, DecodeError> {
    let Some(element) = fields.optional(Tag::Integer, Field::Version)? else {
        return Ok(1);
    };
    match element.small(Field::Version)? {
        1 => Ok(2),
        other => {
            let found = u32::from(other).saturating_add(1);
            let kind = DecodeErrorKind::UnknownVersion { found };
            Err(DecodeError::new(kind, element.start))
        }
    }
}

fn next_update(fields: &mut Input<'_>) -> Result<Option<UnixTime>, DecodeError> {
    let field = Field::NextUpdate;
    for tag in [Tag::UtcTime, Tag::GeneralizedTime] {
        if let Some(element) = fields.optional(tag, field)? {
            return element.time(field).map(Some);
        }
    }
    Ok(None)
}

fn name(der: &[u8], element: &Element<'_>) -> Result<NameBuf, DecodeError> {
    let octets = der.get(element.span()).unwrap_or_default();
    NameBuf::decode(octets).map_err(|_| element.malformed(Field::Issuer))
}

fn list_extensions(wrapper: Option<&Element<'_>>) -> Result<ListExtensions, DecodeError> {
    let mut read = ListExtensions::default();
    let Some(wrapper) = wrapper else {
        return Ok(read);
    };
    let mut inner = wrapper.input();
    let list = inner.expect(Tag::Sequence, Field::Extensions)?;
    inner.finish(Field::Extensions)?;
    let mut extensions = Extensions::of(Some(&list));
    while let Some(extension) = extensions.next()? {
        match extension.oid {
            CRL_NUMBER => {
                let number = extension.single(Tag::Integer, Field::CrlNumber)?;
                read.number = Some(number.value_span());
            }
            DELTA_CRL_INDICATOR => read.is_delta = true,
            ISSUING_DISTRIBUTION_POINT => read.scope = Some(scope::read(&extension)?),
            AUTHORITY_KEY_IDENTIFIER => read.authority_key_id = authority_key_id(&extension)?,
            _ => {
                if let Some(oid) = extension.refused() {
                    let first: &mut Option<Oid> = &mut read.unknown_critical;
                    first.get_or_insert(oid);
                }
            }
        }
    }
    Ok(read)
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] KeyIdentifier OPTIONAL, … }`
fn authority_key_id(extension: &Extension<'_>) -> Result<Option<Range<usize>>, DecodeError> {
    let field = Field::AuthorityKeyIdentifier;
    let mut parts = extension.single(Tag::Sequence, field)?.input();
    let key_id = parts.optional(primitive(0), field)?;
    Ok(key_id.map(|element| element.value_span()))
}
