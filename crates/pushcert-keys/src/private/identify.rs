//! What a DER structure is, by the tags of its first fields.

use pushcert_pbe::asn1::{Reader, Tlv, tag};

use crate::error::{ErrorKind, Found, malformed};
use crate::{Error, write};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Pkcs8,
    Pkcs1,
    Sec1,
    Dsa,
    Encrypted,
    Other(Found),
}

/// Fields that are looked at: as many as an `RSAPrivateKey` has.
const FIELDS: usize = 9;

pub(super) fn identify<'a>(reader: &mut Reader<'a>) -> Result<(Shape, Tlv<'a>), Error> {
    if reader.peek() != Some(tag::SEQUENCE) {
        let found = match reader.rest() {
            [] => Found::Empty,
            bytes if pushcert_pem::looks_like_pem(bytes) => Found::Pem,
            _ => Found::Unknown,
        };
        return Err(Error::new(ErrorKind::NotAPrivateKey { found }));
    }
    let outer = reader.read().map_err(|error| malformed(&error))?;
    let mut fields = outer.reader();
    let mut tags = [0u8; FIELDS];
    let mut broken = None;
    for slot in &mut tags {
        if fields.is_empty() {
            break;
        }
        match fields.read() {
            Ok(field) => *slot = field.tag,
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    let shape = shape(&tags, &outer);
    match broken {
        Some(error) if shape == Shape::Other(Found::Unknown) => Err(malformed(&error)),
        _ => Ok((shape, outer)),
    }
}

fn shape(tags: &[u8; FIELDS], outer: &Tlv<'_>) -> Shape {
    use tag::{INTEGER, OCTET_STRING, SEQUENCE};
    match *tags {
        [INTEGER, SEQUENCE, OCTET_STRING, ..] => Shape::Pkcs8,
        [INTEGER, OCTET_STRING, ..] => Shape::Sec1,
        [INTEGER, INTEGER, 0, ..] => Shape::Other(Found::PublicKey),
        [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, 0, ..] => Shape::Dsa,
        [INTEGER, INTEGER, INTEGER, ..] => Shape::Pkcs1,
        [INTEGER, SEQUENCE, SEQUENCE | 0, 0, ..] => Shape::Other(Found::Pkcs12),
        [SEQUENCE, OCTET_STRING, 0, ..] => Shape::Encrypted,
        [SEQUENCE, write::BIT_STRING, 0, ..] => Shape::Other(Found::PublicKey),
        [SEQUENCE, SEQUENCE, write::BIT_STRING, 0, ..] => Shape::Other(signed(outer)),
        _ => Shape::Other(Found::Unknown),
    }
}

/// A certificate or a request: the fourth field of a `CertificationRequestInfo` is `[0]`.
fn signed(outer: &Tlv<'_>) -> Found {
    let fourth = || {
        let mut fields = outer.reader().sequence().ok()?;
        for _ in 0..3 {
            fields.read().ok()?;
        }
        fields.peek()
    };
    match fourth() {
        Some(tag::CONTEXT_0_CONSTRUCTED) => Found::CertificationRequest,
        Some(_) => Found::Certificate,
        None => Found::Unknown,
    }
}
