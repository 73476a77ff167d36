//! From DER to the fields of a request.

use alloc::vec::Vec;

use pushcert_keys::{PublicKey, SignatureAlgorithm};

use super::{CertificationRequest, MAX_LENGTH};
use crate::attribute::{self, Attributes};
use crate::error::{Error, ErrorKind, Field};
use crate::name;
use crate::oid;
use crate::problem::{ProblemKind, Problems};
use crate::tlv::{self, Element, Reader};

pub(super) fn decode(bytes: &[u8]) -> Result<CertificationRequest, Error> {
    if bytes.len() > MAX_LENGTH {
        return Err(Error::new(ErrorKind::TooLong {
            length: bytes.len(),
            allowed: MAX_LENGTH,
        }));
    }
    let mut problems = Problems::default();
    let mut reader = Reader::new(bytes, 0);
    let outer = reader.expect(tlv::SEQUENCE, Field::CertificationRequest)?;
    if !reader.rest().is_empty() {
        let count = reader.rest().len();
        problems.push(ProblemKind::TrailingBytes { count }, reader.offset());
    }
    if let Some(offset) = tlv::first_long_length(outer.raw) {
        problems.push(ProblemKind::LongLength, offset);
    }
    let mut parts = outer.reader();
    let info = parts.expect(tlv::SEQUENCE, Field::CertificationRequestInfo)?;
    let identifier = parts.expect(tlv::SEQUENCE, Field::SignatureAlgorithm)?;
    let signature = parts.expect(tlv::BIT_STRING, Field::Signature)?;
    parts.finish(Field::CertificationRequest)?;

    let mut fields = info.reader();
    let version = version(&fields.expect(tlv::INTEGER, Field::Version)?, &mut problems);
    let subject = fields.expect(tlv::SEQUENCE, Field::Subject)?;
    let subject = name::decode(&subject, &mut problems);
    let spki = fields.expect(tlv::SEQUENCE, Field::SubjectPublicKeyInfo)?;
    let public_key = public_key(&spki, &mut problems);
    let Attributes { list, extensions } = attributes(&mut fields, &mut problems)?;
    Ok(CertificationRequest {
        der: outer.raw.to_vec(),
        info: info.raw.to_vec(),
        version,
        subject,
        spki: spki.raw.to_vec(),
        public_key,
        attributes: list,
        extensions,
        algorithm: algorithm(&identifier, &mut problems)?,
        signature: bits(&signature, &mut problems)?,
        problems: problems.into_vec(),
    })
}

/// The value of the version; what is wrong with it goes to `problems`.
fn version(element: &Element<'_>, problems: &mut Problems) -> u64 {
    let is_minimal = match element.value {
        [] => false,
        [first, second, ..] => {
            !(*first == 0 && *second < 0x80 || *first == 0xff && *second >= 0x80)
        }
        [_] => true,
    };
    if !is_minimal {
        problems.push(ProblemKind::VersionEncoding, element.start);
    }
    let is_negative = element.value.first().is_some_and(|first| *first >= 0x80);
    let found = if is_negative {
        u64::MAX
    } else {
        element.value.iter().fold(0_u64, |value, octet| {
            value.saturating_mul(256).saturating_add(u64::from(*octet))
        })
    };
    if found != 0 {
        problems.push(ProblemKind::Version { found }, element.start);
    }
    found
}

fn public_key(spki: &Element<'_>, problems: &mut Problems) -> Option<PublicKey> {
    match PublicKey::from_spki_der(spki.raw) {
        Ok(key) => Some(key),
        Err(error) => {
            let offset = spki.start.saturating_add(error.offset().unwrap_or(0));
            let cause = error.kind().clone();
            problems.push(ProblemKind::PublicKey { cause }, offset);
            None
        }
    }
}

fn attributes(fields: &mut Reader<'_>, problems: &mut Problems) -> Result<Attributes, Error> {
    let start = fields.offset();
    let Some(element) = fields.next()? else {
        problems.push(ProblemKind::AttributesMissing, start);
        return Ok(Attributes::default());
    };
    let element = element.expect(tlv::CONTEXT_0, Field::Attributes)?;
    fields.finish(Field::CertificationRequestInfo)?;
    Ok(attribute::decode(&element, problems))
}

/// Reads the `AlgorithmIdentifier`. Parameters are NULL for RSA (RFC 4055 section 5) and absent for
/// ECDSA (RFC 5758 section 3.2).
fn algorithm(
    identifier: &Element<'_>,
    problems: &mut Problems,
) -> Result<SignatureAlgorithm, Error> {
    let field = Field::SignatureAlgorithm;
    let mut parts = identifier.reader();
    let id = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
    let oid = oid::read(&id, problems)
        .ok_or_else(|| Error::at(ErrorKind::InvalidValue { field }, id.start))?;
    let start = parts.offset();
    let parameters = parts.next()?;
    let is_null = parameters.is_some_and(|it| it.tag == tlv::NULL && it.value.is_empty());
    let is_alone = parts.finish(field).is_ok();
    let algorithm = SignatureAlgorithm::from_oid(oid);
    let problem = match algorithm {
        _ if !is_alone => Some(ProblemKind::Parameters),
        SignatureAlgorithm::RsaPkcs1(_) => match parameters {
            None => Some(ProblemKind::ParametersMissing),
            Some(_) => (!is_null).then_some(ProblemKind::Parameters),
        },
        SignatureAlgorithm::Ecdsa(_) => match parameters {
            None => None,
            Some(_) if is_null => Some(ProblemKind::ParametersPresent),
            Some(_) => Some(ProblemKind::Parameters),
        },
        _ => None,
    };
    if let Some(problem) = problem {
        problems.push(problem, start);
    }
    Ok(algorithm)
}

/// The octets of the signature's BIT STRING.
fn bits(element: &Element<'_>, problems: &mut Problems) -> Result<Vec<u8>, Error> {
    let field = Field::Signature;
    let (unused, octets) = element
        .value
        .split_first()
        .ok_or_else(|| Error::at(ErrorKind::InvalidValue { field }, element.start))?;
    if *unused != 0 {
        let kind = ProblemKind::UnusedBits { count: *unused };
        problems.push(kind, element.start);
    }
    Ok(octets.to_vec())
}
