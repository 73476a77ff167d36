//! The plain fields of a certificate.

use pushcert_types::UnixTime;

use crate::{
    algorithm::SignatureAlgorithm,
    error::{Error, Field},
    problem::{ProblemKind, Problems, ValidityEnd},
    time,
    tlv::{self, Element, Reader, Span},
};

/// RFC 5280, section 4.1.2.2.
const LONGEST_SERIAL: usize = 20;

/// `Version ::= INTEGER { v1(0), v2(1), v3(2) }`; 0 stands for an unreadable one.
pub(super) fn version(wrapper: Option<&Element<'_>>, problems: &mut Problems) -> u32 {
    let Some(wrapper) = wrapper else {
        return 1;
    };
    let number = tlv::single(
        wrapper.value,
        wrapper.value_start,
        tlv::INTEGER,
        Field::Version,
    );
    let found = match number.map(|number| number.value) {
        Ok([number @ 0..=0x7f]) => u32::from(*number).saturating_add(1),
        _ => 0,
    };
    if !(1..=3).contains(&found) {
        problems.push(ProblemKind::UnknownVersion { found }, wrapper.start);
    }
    found
}

pub(super) fn check_serial(serial: &Element<'_>, problems: &mut Problems) {
    let octets = serial.value.len();
    let kind = match serial.value {
        [] => ProblemKind::SerialLength { octets },
        [0x80..=0xff, ..] => ProblemKind::SerialNegative,
        value if value.iter().all(|octet| *octet == 0) => ProblemKind::SerialZero,
        [0, 0..=0x7f, ..] => ProblemKind::SerialNotMinimal,
        _ if octets > LONGEST_SERIAL => ProblemKind::SerialLength { octets },
        _ => return,
    };
    problems.push(kind, serial.start);
}

type AlgorithmParts<'a> = (&'a [u8], Option<(u8, &'a [u8])>);

/// The algorithm beside the signature; the one in the signed part must be the same.
pub(super) fn signature_algorithm(
    inner: &Element<'_>,
    outer: &Element<'_>,
    problems: &mut Problems,
) -> Result<SignatureAlgorithm, Error> {
    let (inner_oid, inner_parameters) = algorithm_identifier(inner)?;
    let (outer_oid, outer_parameters) = algorithm_identifier(outer)?;
    let algorithm = SignatureAlgorithm::from_octets(outer_oid);
    if inner_oid != outer_oid || inner_parameters != outer_parameters {
        let kind = ProblemKind::SignatureAlgorithmMismatch {
            inner: SignatureAlgorithm::from_octets(inner_oid),
            outer: algorithm.clone(),
        };
        problems.push(kind, outer.start);
    }
    Ok(algorithm)
}

/// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`:
/// the identifier, and tag and content of the parameters; NULL counts as absent.
fn algorithm_identifier<'a>(element: &Element<'a>) -> Result<AlgorithmParts<'a>, Error> {
    let field = Field::AlgorithmIdentifier;
    let mut parts = element.reader();
    let oid = parts.expect(tlv::OBJECT_IDENTIFIER, field)?;
    let parameters = parts.next()?;
    parts.finish(field)?;
    let parameters = parameters
        .filter(|parameters| parameters.tag != tlv::NULL)
        .map(|parameters| (parameters.tag, parameters.value));
    Ok((oid.value, parameters))
}

/// The signature without the octet that counts unused bits.
pub(super) fn signature(element: &Element<'_>, problems: &mut Problems) -> Span {
    if element.value.first() != Some(&0) {
        problems.push(ProblemKind::MalformedSignature, element.start);
    }
    let Span { start, end } = element.value_span();
    Span {
        start: start.saturating_add(1).min(end),
        end,
    }
}

/// `Validity ::= SEQUENCE { notBefore Time, notAfter Time }`
pub(super) fn validity(
    validity: &Element<'_>,
    problems: &mut Problems,
) -> (Option<UnixTime>, Option<UnixTime>) {
    let mut times = validity.reader();
    let not_before = time(&mut times, ValidityEnd::NotBefore, problems);
    let not_after = time(&mut times, ValidityEnd::NotAfter, problems);
    if let (Some(not_before), Some(not_after)) = (not_before, not_after)
        && not_before > not_after
    {
        let kind = ProblemKind::ValidityReversed {
            not_before,
            not_after,
        };
        problems.push(kind, validity.start);
    }
    (not_before, not_after)
}

fn time(times: &mut Reader<'_>, end: ValidityEnd, problems: &mut Problems) -> Option<UnixTime> {
    let offset = times.offset();
    let element = times.next().ok().flatten();
    let Some((moment, oddity)) = element.and_then(|element| time::decode(&element)) else {
        problems.push(ProblemKind::MalformedTime { end }, offset);
        return None;
    };
    if let Some(oddity) = oddity {
        problems.push(ProblemKind::OddTime { end, oddity }, offset);
    }
    Some(moment)
}
