//! Parameters of elliptic curve keys.

use pushcert_pbe::asn1::{Reader, Tlv, tag};

use crate::number::Number;
use crate::{Curve, oid};

/// `ECParameters`, RFC 5480 section 2.1.1 and SEC 1 appendix C.2.
///
/// ```text
/// ECParameters ::= CHOICE {
///     namedCurve      OBJECT IDENTIFIER,
///     implicitCurve   NULL,
///     specifiedCurve  SpecifiedECDomain }
/// SpecifiedECDomain ::= SEQUENCE {
///     version  INTEGER,
///     fieldID  SEQUENCE { fieldType OBJECT IDENTIFIER, parameters ANY },
///     curve    SEQUENCE { a OCTET STRING, b OCTET STRING, seed BIT STRING OPTIONAL },
///     base     OCTET STRING,
///     order    INTEGER,
///     cofactor INTEGER OPTIONAL }
/// ```
#[derive(Clone, Copy)]
pub(crate) struct Parameters<'a> {
    pub(crate) curve: Curve,
    pub(crate) bits: Option<u32>,
    /// DER of a `SpecifiedECDomain`, else empty.
    pub(crate) explicit: &'a [u8],
}

impl<'a> Parameters<'a> {
    /// `None` for `implicitCurve` and for what is none of the three.
    pub(crate) fn read(parameters: Tlv<'a>) -> Option<Self> {
        match parameters.tag {
            tag::OID => {
                let curve = Curve::from_oid(parameters.oid().ok()?);
                Some(Self {
                    curve,
                    bits: curve.bits(),
                    explicit: &[],
                })
            }
            tag::SEQUENCE => Some(Self {
                curve: Curve::Explicit,
                bits: prime_bits(parameters.reader()),
                explicit: parameters.raw,
            }),
            _ => None,
        }
    }
}

/// Size of the prime of a `SpecifiedECDomain` over a prime field.
fn prime_bits(mut fields: Reader<'_>) -> Option<u32> {
    fields.expect(tag::INTEGER).ok()?;
    let mut field = fields.sequence().ok()?;
    if field.expect(tag::OID).ok()?.oid().ok()? != oid::PRIME_FIELD {
        return None;
    }
    Number::read(&mut field).ok().map(|prime| prime.bits())
}
