//! Elliptic curve keys.

use alloc::vec::Vec;

use pushcert_pbe::asn1::{Reader, Tlv, tag};
use zeroize::Zeroizing;

use super::pkcs8::{self, OneAsymmetricKey};
use super::{Parts, read_sequence, version};
use crate::error::{ErrorKind, malformed};
use crate::public::{Parameters, spki};
use crate::{Curve, Error, KeyAlgorithm, KeyDefect, PublicKey, oid, point, write};

/// `ECPrivateKey`, SEC 1 appendix C.4, RFC 5915 section 3.
///
/// ```text
/// ECPrivateKey ::= SEQUENCE {
///     version        INTEGER { ecPrivkeyVer1(1) },
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
struct EcPrivateKey<'a> {
    raw: &'a [u8],
    private: &'a [u8],
    parameters: Option<Tlv<'a>>,
    public: Option<&'a [u8]>,
    trailing: usize,
}

impl<'a> EcPrivateKey<'a> {
    fn decode(der: &'a [u8]) -> Result<Self, Error> {
        let mut fields = read_sequence(der)?;
        version(&mut fields, &[1])?;
        let read = |fields: &mut Reader<'a>| {
            let private = fields.expect(tag::OCTET_STRING)?;
            let parameters = fields
                .optional(tag::CONTEXT_0_CONSTRUCTED)?
                .map(|outer| outer.reader().read())
                .transpose()?;
            let public = fields
                .optional(write::CONTEXT_1_CONSTRUCTED)?
                .map(|outer| outer.reader().expect(write::BIT_STRING))
                .transpose()?;
            Ok((private, parameters, public))
        };
        let (private, parameters, public) =
            read(&mut fields).map_err(|error: pushcert_pbe::Error| malformed(&error))?;
        Ok(Self {
            raw: der,
            private: private.value,
            parameters,
            public: public.and_then(|bits| bits.value.split_first().map(|(_, octets)| octets)),
            trailing: fields.rest().len(),
        })
    }
}

/// Reads a SEC 1 key.
pub(super) fn read_sec1(der: &[u8]) -> Result<Parts, Error> {
    let key = EcPrivateKey::decode(der)?;
    build(&key, None, None)
}

/// Reads the key inside of a PKCS#8 structure.
pub(super) fn read_pkcs8(structure: &OneAsymmetricKey<'_>) -> Result<Parts, Error> {
    let key =
        EcPrivateKey::decode(structure.key).map_err(|error| error.within(structure.key_offset))?;
    build(&key, structure.identifier.parameters, structure.public)
}

/// The private number of a key, in the length of its curve.
pub(super) fn scalar_of(
    structure: &OneAsymmetricKey<'_>,
    curve: Curve,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let key =
        EcPrivateKey::decode(structure.key).map_err(|error| error.within(structure.key_offset))?;
    scalar(key.private, curve, &mut Vec::new()).ok_or(Error::new(ErrorKind::UnsupportedKey {
        key: KeyAlgorithm::Ec(curve),
    }))
}

/// Puts together what the key says and what the structure around it says.
fn build(
    key: &EcPrivateKey<'_>,
    outer: Option<Tlv<'_>>,
    outer_public: Option<&[u8]>,
) -> Result<Parts, Error> {
    let mut defects = Vec::new();
    let (element, parameters) = choose_parameters(outer, key.parameters, &mut defects)?;
    let scalar = scalar(key.private, parameters.curve, &mut defects);
    let derived = scalar
        .as_ref()
        .and_then(|scalar| point::derive(parameters.curve, scalar));
    if derived == Some(None) {
        defects.push(KeyDefect::EcScalarRange);
    }
    let public_of = |octets: &[u8]| PublicKey::from_spki_der(&spki(&oid::EC, element, octets)).ok();
    let own = derived.flatten().and_then(|octets| public_of(&octets));
    let claims = [key.public, outer_public].into_iter().flatten();
    let public = choose_public(own, claims.filter_map(public_of), &mut defects);
    if key.trailing > 0 {
        defects.push(KeyDefect::TrailingBytes {
            length: key.trailing,
        });
    }
    Ok(Parts {
        algorithm: KeyAlgorithm::Ec(parameters.curve),
        bits: parameters.bits,
        pkcs8: normalised(
            key,
            element,
            scalar.as_ref(),
            public
                .as_ref()
                .and_then(PublicKey::uncompressed_point)
                .or(key.public)
                .or(outer_public),
        ),
        public,
        defects,
    })
}

/// The parameters and their DER: those outside of the key go first.
fn choose_parameters<'a>(
    outside: Option<Tlv<'a>>,
    inside: Option<Tlv<'a>>,
    defects: &mut Vec<KeyDefect>,
) -> Result<(&'a [u8], Parameters<'a>), Error> {
    let read = |element: Tlv<'a>| Some((element.raw, Parameters::read(element)?));
    let (outside, inside) = (outside.and_then(read), inside.and_then(read));
    if let (Some((outside, _)), Some((inside, _))) = (outside, inside)
        && outside != inside
    {
        defects.push(KeyDefect::EcCurveMismatch);
    }
    let missing = pushcert_pbe::Malformation::MissingParameter;
    let (element, parameters) = outside
        .or(inside)
        .ok_or(Error::new(ErrorKind::Malformed(missing)))?;
    if parameters.curve == Curve::Explicit {
        defects.push(KeyDefect::EcExplicitParameters);
    }
    Ok((element, parameters))
}

/// The public key that is right as far as can be known; adds what is wrong with the others.
fn choose_public(
    own: Option<PublicKey>,
    claims: impl Iterator<Item = PublicKey>,
    defects: &mut Vec<KeyDefect>,
) -> Option<PublicKey> {
    let mut chosen = own;
    let mut add = |defect| {
        if !defects.contains(&defect) {
            defects.push(defect);
        }
    };
    for claim in claims {
        claim.defects().iter().copied().for_each(&mut add);
        if *chosen.get_or_insert_with(|| claim.clone()) != claim {
            add(KeyDefect::PublicKeyMismatch);
        }
    }
    chosen
}

/// The private number in the length of the curve; `None` if the curve does not tell its length, or
/// if the number is longer.
fn scalar(octets: &[u8], curve: Curve, defects: &mut Vec<KeyDefect>) -> Option<Zeroizing<Vec<u8>>> {
    let expected = curve.field_octets()?;
    let found = octets.len();
    if found != expected {
        defects.push(KeyDefect::EcScalarLength { found, expected });
    }
    let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
    let digits = octets.get(zeros..).unwrap_or_default();
    let padding = expected.checked_sub(digits.len())?;
    let mut scalar = Zeroizing::new(Vec::with_capacity(expected));
    scalar.resize(padding, 0);
    scalar.extend_from_slice(digits);
    Some(scalar)
}

/// PKCS#8 with the curve in the algorithm identifier only, the private number in full length, and
/// the public key, right or claimed, if there is one. What cannot be written that way is wrapped as it is.
fn normalised(
    key: &EcPrivateKey<'_>,
    parameters: &[u8],
    scalar: Option<&Zeroizing<Vec<u8>>>,
    point: Option<&[u8]>,
) -> Zeroizing<Vec<u8>> {
    let identifier = write::sequence(&[&write::oid(&oid::EC), parameters]);
    let Some(scalar) = scalar else {
        return pkcs8::write(&identifier, key.raw);
    };
    let private = write::element(tag::OCTET_STRING, &[scalar]);
    let point = point.map(|octets| {
        let bits = write::bit_string(write::BIT_STRING, octets);
        write::element(write::CONTEXT_1_CONSTRUCTED, &[&bits])
    });
    let point = point.as_ref().map_or(&[][..], |point| point);
    let inner = write::sequence(&[&[tag::INTEGER, 1, 1], &private, point]);
    pkcs8::write(&identifier, &inner)
}
