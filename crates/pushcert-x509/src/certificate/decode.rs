//! From bytes to a certificate.

use super::{Certificate, Parts, View, fields};
use crate::{
    apple,
    error::{Error, ErrorKind, Field},
    extension, name,
    problem::{NamePart, ProblemKind, Problems},
    spki::SubjectPublicKeyInfo,
    tlv::{self, Element, Reader},
};

const VERSION: u8 = 0xa0;
const UNIQUE_IDS: [u8; 4] = [0x81, 0xa1, 0x82, 0xa2];
const EXTENSIONS: u8 = 0xa3;

pub(super) fn decode(der: &[u8]) -> Result<Certificate, Error> {
    let mut problems = Problems::default();
    let mut input = Reader::new(der, 0);
    let certificate = input.expect(tlv::SEQUENCE, Field::Certificate)?;
    let parts = parts(&certificate, &mut problems)?;
    if let Err(error) = input.finish(Field::Certificate)
        && let ErrorKind::TrailingBytes { count, .. } = *error.kind()
    {
        problems.push(ProblemKind::TrailingBytes { count }, error.offset());
    }
    let der = certificate.span().of(der);
    if let Some(offset) = tlv::first_long_length(der, 0) {
        problems.push(ProblemKind::LongLength, offset);
    }
    extension::check(der, &parts.extensions, &mut problems);
    let push = apple::decode(&View::new(der, &parts), &mut problems);
    Ok(Certificate {
        der: der.into(),
        parts,
        push,
        problems: problems.into_vec(),
    })
}

fn parts(certificate: &Element<'_>, problems: &mut Problems) -> Result<Parts, Error> {
    let mut outer = certificate.reader();
    let tbs = outer.expect(tlv::SEQUENCE, Field::TbsCertificate)?;
    let mut fields = tbs.reader();
    let version = fields.optional(VERSION)?;
    let serial = fields.expect(tlv::INTEGER, Field::SerialNumber)?;
    let inner_algorithm = fields.expect(tlv::SEQUENCE, Field::Signature)?;
    let issuer = fields.expect(tlv::SEQUENCE, Field::Issuer)?;
    let validity = fields.expect(tlv::SEQUENCE, Field::Validity)?;
    let subject = fields.expect(tlv::SEQUENCE, Field::Subject)?;
    let spki = fields.expect(tlv::SEQUENCE, Field::SubjectPublicKeyInfo)?;
    let algorithm = outer.expect(tlv::SEQUENCE, Field::SignatureAlgorithm)?;
    let signature = outer.expect(tlv::BIT_STRING, Field::SignatureValue)?;
    outer.finish(Field::Certificate)?;

    let version = fields::version(version.as_ref(), problems);
    fields::check_serial(&serial, problems);
    let algorithm = fields::signature_algorithm(&inner_algorithm, &algorithm, problems)?;
    let issuer = name::decode(&issuer, NamePart::Issuer, problems);
    let (not_before, not_after) = fields::validity(&validity, problems);
    let subject = name::decode(&subject, NamePart::Subject, problems);
    check_public_key(&spki, problems);
    let extensions = fields_behind_key(fields, problems);
    if let Some(extensions) = &extensions
        && version < 3
    {
        let kind = ProblemKind::ExtensionsInOldVersion { version };
        problems.push(kind, extensions.start);
    }
    Ok(Parts {
        tbs: tbs.span(),
        version,
        serial: serial.value_span(),
        signature_algorithm: algorithm,
        signature: fields::signature(&signature, problems),
        issuer,
        not_before,
        not_after,
        subject,
        spki: spki.span(),
        extensions: extensions
            .map(|wrapper| extension::decode(&wrapper, problems))
            .unwrap_or_default(),
    })
}

fn check_public_key(spki: &Element<'_>, problems: &mut Problems) {
    let key = SubjectPublicKeyInfo::from_element(spki).and_then(|key| key.public_key());
    if let Err(error) = key {
        let cause = *error.kind();
        problems.push(ProblemKind::MalformedPublicKey { cause }, error.offset());
    }
}

/// Skips the unique identifiers and returns the wrapper of the extensions.
fn fields_behind_key<'a>(mut fields: Reader<'a>, problems: &mut Problems) -> Option<Element<'a>> {
    let mut extensions = None;
    loop {
        let outcome = match fields.peek_tag() {
            None => return extensions,
            Some(tag) if UNIQUE_IDS.contains(&tag) && extensions.is_none() => fields.next(),
            Some(EXTENSIONS) if extensions.is_none() => fields.next().inspect(|found| {
                extensions = *found;
            }),
            Some(_) => fields.finish(Field::TbsCertificate).map(|()| None),
        };
        if let Err(error) = outcome {
            let cause = *error.kind();
            problems.push(ProblemKind::MalformedTbsTail { cause }, error.offset());
            return extensions;
        }
    }
}
