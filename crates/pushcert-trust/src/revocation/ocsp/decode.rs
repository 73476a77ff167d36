//! From bytes to a response.
//!
//! ```text
//! OCSPResponse ::= SEQUENCE {
//!     responseStatus ENUMERATED,
//!     responseBytes  [0] EXPLICIT SEQUENCE {
//!         responseType OBJECT IDENTIFIER,
//!         response     OCTET STRING } OPTIONAL }
//! BasicOCSPResponse ::= SEQUENCE {
//!     tbsResponseData    ResponseData,
//!     signatureAlgorithm AlgorithmIdentifier,
//!     signature          BIT STRING,
//!     certs              [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
//! ResponseData ::= SEQUENCE {
//!     version            [0] EXPLICIT Version DEFAULT v1,
//!     responderID        ResponderID,
//!     producedAt         GeneralizedTime,
//!     responses          SEQUENCE OF SingleResponse,
//!     responseExtensions [1] EXPLICIT Extensions OPTIONAL }
//! ResponderID ::= CHOICE { byName [1] Name, byKey [2] OCTET STRING }
//! ```

use core::ops::Range;

use der::Tag;
use pushcert_types::UnixTime;
use pushcert_x509::{NameBuf, Oid};

use super::{
    BASIC, NONCE,
    basic::{BasicResponse, Parts, ResponderSpan},
    response::{OcspResponse, ResponseStatus},
};
use crate::revocation::{
    asn1::{Algorithm, Element, Input, constructed, document, single},
    error::{DecodeError, DecodeErrorKind, Field},
    extensions::{Extension, Extensions},
};

pub(super) fn response(der: &[u8], limit: usize) -> Result<OcspResponse, DecodeError> {
    let outer = document(der, limit, Field::OcspResponse)?;
    let mut parts = outer.input();
    let code = parts.expect(Tag::Enumerated, Field::ResponseStatus)?;
    let status = ResponseStatus::from_code(code.small(Field::ResponseStatus)?);
    let wrapper = parts.optional(constructed(0), Field::ResponseBytes)?;
    parts.finish(Field::OcspResponse)?;
    let basic = match (status, wrapper) {
        (ResponseStatus::Successful, Some(wrapper)) => Some(basic(der, &wrapper)?),
        (ResponseStatus::Successful, None) => {
            return Err(outer.malformed(Field::ResponseBytes));
        }
        // What stands beside an error is not looked at.
        _ => None,
    };
    Ok(OcspResponse { status, basic })
}

fn basic(der: &[u8], wrapper: &Element<'_>) -> Result<BasicResponse, DecodeError> {
    let field = Field::ResponseBytes;
    let start = wrapper.value_span().start;
    let mut parts = single(wrapper.value, start, Tag::Sequence, field)?.input();
    let kind = parts.expect(Tag::ObjectIdentifier, field)?;
    let octets = parts.expect(Tag::OctetString, field)?;
    parts.finish(field)?;
    if kind.value != BASIC {
        let oid = Oid::from_octets(kind.value);
        let kind_error = DecodeErrorKind::ResponseType { oid };
        return Err(DecodeError::new(kind_error, kind.start));
    }
    Ok(BasicResponse {
        parts: basic_parts(der, &octets)?,
        der: der.into(),
    })
}

fn basic_parts(der: &[u8], octets: &Element<'_>) -> Result<Parts, DecodeError> {
    let field = Field::BasicResponse;
    let start = octets.value_span().start;
    let mut outer = single(octets.value, start, Tag::Sequence, field)?.input();
    let tbs = outer.expect(Tag::Sequence, Field::ResponseData)?;
    let algorithm = outer.expect(Tag::Sequence, Field::AlgorithmIdentifier)?;
    let signature = outer.expect(Tag::BitString, Field::SignatureValue)?;
    let certificates = outer.optional(constructed(0), Field::Certificates)?;
    outer.finish(field)?;

    let data = response_data(der, &tbs)?;
    Ok(Parts {
        tbs: tbs.span(),
        algorithm: Algorithm::read(&algorithm)?.signature_algorithm(),
        signature: signature.bit_string(Field::SignatureValue)?,
        certificates: inner_list(certificates.as_ref(), Field::Certificates)?,
        ..data
    })
}

/// The signed part; what stands outside of it is left empty.
fn response_data(der: &[u8], tbs: &Element<'_>) -> Result<Parts, DecodeError> {
    let mut fields = tbs.input();
    version(&mut fields)?;
    let responder = responder(der, &fields.any(Field::ResponderId)?)?;
    let produced_at = fields.expect(Tag::GeneralizedTime, Field::ProducedAt)?;
    let responses = fields.expect(Tag::Sequence, Field::SingleResponse)?;
    let wrapper = fields.optional(constructed(1), Field::Extensions)?;
    fields.finish(Field::ResponseData)?;
    let produced_at: UnixTime = produced_at.time(Field::ProducedAt)?;
    let mut parts = Parts::new(responder, produced_at, responses.value_span());
    let Some(wrapper) = wrapper else {
        return Ok(parts);
    };
    let mut inner = wrapper.input();
    let list = inner.expect(Tag::Sequence, Field::Extensions)?;
    inner.finish(Field::Extensions)?;
    let mut extensions = Extensions::of(Some(&list));
    while let Some(extension) = extensions.next()? {
        if extension.oid == NONCE {
            parts.nonce = Some(nonce(&extension));
        } else if let Some(oid) = extension.refused() {
            parts.unknown_critical.get_or_insert(oid);
        }
    }
    Ok(parts)
}

/// `Version ::= INTEGER { v1(0) }`
fn version(fields: &mut Input<'_>) -> Result<(), DecodeError> {
    let field = Field::Version;
    let Some(wrapper) = fields.optional(constructed(0), field)? else {
        return Ok(());
    };
    let start = wrapper.value_span().start;
    match single(wrapper.value, start, Tag::Integer, field)?.small(field)? {
        0 => Ok(()),
        other => {
            let found = u32::from(other).saturating_add(1);
            let kind = DecodeErrorKind::UnknownVersion { found };
            Err(DecodeError::new(kind, wrapper.start))
        }
    }
}

fn responder(der: &[u8], element: &Element<'_>) -> Result<ResponderSpan, DecodeError> {
    let field = Field::ResponderId;
    let start = element.value_span().start;
    if element.tag == constructed(1) {
        let name = single(element.value, start, Tag::Sequence, field)?;
        let octets = der.get(name.span()).unwrap_or_default();
        let name = NameBuf::decode(octets).map_err(|_| element.malformed(field))?;
        return Ok(ResponderSpan::Name(name));
    }
    if element.tag == constructed(2) {
        let hash = single(element.value, start, Tag::OctetString, field)?;
        return Ok(ResponderSpan::Key(hash.value_span()));
    }
    Err(element.malformed(field))
}

/// The content of the SEQUENCE inside a wrapper, nothing where there is no wrapper.
fn inner_list(wrapper: Option<&Element<'_>>, field: Field) -> Result<Range<usize>, DecodeError> {
    let Some(wrapper) = wrapper else {
        return Ok(0..0);
    };
    let start = wrapper.value_span().start;
    Ok(single(wrapper.value, start, Tag::Sequence, field)?.value_span())
}

/// `Nonce ::= OCTET STRING` (RFC 9654); before RFC 8954 any octets.
fn nonce(extension: &Extension<'_>) -> Range<usize> {
    extension
        .single(Tag::OctetString, Field::Nonce)
        .map_or_else(|_| extension.span(), |nonce| nonce.value_span())
}
