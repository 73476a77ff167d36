//! Public keys, and whether two are the same.

mod ec;
mod verify;

use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;
use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, Tlv, tag};
use sha2::{Digest, Sha256};

pub(crate) use self::ec::Parameters;
pub(crate) use self::verify::{check_rsa_bits, digest_info, is_sha2};
use crate::error::malformed;
use crate::number::Number;
use crate::point::Point;
use crate::{Curve, Error, KeyAlgorithm, KeyDefect, RsaField, oid, write};

/// A public key: `SubjectPublicKeyInfo`, [RFC 5280 section
/// 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1).
///
/// ```text
/// SubjectPublicKeyInfo ::= SEQUENCE {
///     algorithm         AlgorithmIdentifier,
///     subjectPublicKey  BIT STRING }
/// ```
///
/// Two keys are equal (`==`) if their numbers are, however they are encoded:
///
/// * RSA: modulus and exponent with their signs. Leading zeros do not count, nor does whether the
///   key is restricted to PSS.
/// * Elliptic curves: curve and point. On P-256, P-384 and P-521 a compressed point equals its
///   uncompressed form; a point that is not on the curve equals only itself. On other curves
///   points are compared by x and the parity of y. A curve with explicit parameters equals only one
///   with the same parameters.
/// * Other algorithms, and keys that break the encoding of theirs: algorithm identifier and key, as
///   they are encoded.
#[derive(Clone)]
pub struct PublicKey {
    spki: Vec<u8>,
    algorithm: KeyAlgorithm,
    bits: Option<u32>,
    numbers: Numbers,
    defects: Vec<KeyDefect>,
}

/// What is compared.
#[derive(Clone, PartialEq, Eq)]
enum Numbers {
    Rsa {
        modulus: (bool, Vec<u8>),
        exponent: (bool, Vec<u8>),
    },
    Ec {
        curve: Curve,
        /// DER of explicit parameters, else empty.
        explicit: Vec<u8>,
        point: Vec<u8>,
    },
    Opaque {
        algorithm: Vec<u8>,
        key: Vec<u8>,
    },
}

/// Whether two public keys have the same numbers; the same as `a == b`.
#[must_use]
pub fn same_key(a: &PublicKey, b: &PublicKey) -> bool {
    a == b
}

impl PublicKey {
    /// Decodes a `SubjectPublicKeyInfo`, as it stands in certificates, requests and `PUBLIC KEY`
    /// blocks. Bytes after it are a defect.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) if this structure is broken. A key
    /// whose inner encoding is broken is no error but has [`KeyDefect::PublicKeyMalformed`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(der);
        let outer = reader
            .expect(tag::SEQUENCE)
            .map_err(|error| malformed(&error))?;
        let mut fields = outer.reader();
        let identifier =
            AlgorithmIdentifier::read(&mut fields).map_err(|error| malformed(&error))?;
        let identifier_der = identifier_der(&outer, fields.offset());
        let key = fields
            .expect(write::BIT_STRING)
            .map_err(|error| malformed(&error))?;
        let (&unused, octets) = key.value.split_first().unwrap_or((&1, &[]));
        let mut public = Self {
            spki: outer.raw.to_vec(),
            algorithm: KeyAlgorithm::Other(identifier.algorithm),
            bits: None,
            numbers: Numbers::Opaque {
                algorithm: identifier_der.to_vec(),
                key: key.value.to_vec(),
            },
            defects: Vec::new(),
        };
        public.read_numbers(&identifier, octets);
        if unused != 0 {
            public.defects.push(KeyDefect::PublicKeyMalformed);
        }
        let length = fields.rest().len().saturating_add(reader.rest().len());
        if length > 0 {
            public.defects.push(KeyDefect::TrailingBytes { length });
        }
        Ok(public)
    }

    /// Decodes an `RSAPublicKey` ([RFC 8017 appendix
    /// A.1.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.1)), as it stands in
    /// `RSA PUBLIC KEY` blocks.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Malformed`](crate::ErrorKind::Malformed).
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, Error> {
        read_rsa(der)?;
        Self::from_spki_der(&spki(&oid::RSA, write::NULL, der))
    }

    fn read_numbers(&mut self, identifier: &AlgorithmIdentifier<'_>, octets: &[u8]) {
        match identifier.algorithm {
            id @ (oid::RSA | oid::RSA_PSS) => self.read_rsa(id, octets),
            oid::EC | oid::EC_DH => self.read_ec(identifier.parameters, octets),
            oid::DSA => {
                self.algorithm = KeyAlgorithm::Dsa;
                self.bits = identifier.parameters.and_then(dsa_bits);
            }
            id => {
                if let Some((algorithm, _, length, bits)) = KeyAlgorithm::fixed(id) {
                    self.algorithm = algorithm;
                    self.bits = Some(bits);
                    if octets.len() != length {
                        self.defects.push(KeyDefect::PublicKeyMalformed);
                    }
                }
            }
        }
    }

    fn read_rsa(&mut self, id: ObjectIdentifier, octets: &[u8]) {
        self.algorithm = if id == oid::RSA {
            KeyAlgorithm::Rsa
        } else {
            KeyAlgorithm::RsaPss
        };
        let Ok((modulus, exponent)) = read_rsa(octets) else {
            self.defects.push(KeyDefect::PublicKeyMalformed);
            return;
        };
        self.bits = Some(modulus.bits());
        rsa_defects(modulus, exponent, &mut self.defects);
        self.numbers = Numbers::Rsa {
            modulus: (modulus.negative, modulus.octets.to_vec()),
            exponent: (exponent.negative, exponent.octets.to_vec()),
        };
    }

    fn read_ec(&mut self, parameters: Option<Tlv<'_>>, octets: &[u8]) {
        let Some(parameters) = parameters.and_then(Parameters::read) else {
            self.defects.push(KeyDefect::PublicKeyMalformed);
            return;
        };
        let curve = parameters.curve;
        self.algorithm = KeyAlgorithm::Ec(curve);
        self.bits = parameters.bits;
        if curve == Curve::Explicit {
            self.defects.push(KeyDefect::EcExplicitParameters);
        }
        let point = Point::new(curve, octets);
        self.defects.extend(point.defect);
        self.numbers = Numbers::Ec {
            curve,
            explicit: parameters.explicit.to_vec(),
            point: point.canonical,
        };
    }

    /// The `SubjectPublicKeyInfo` in DER, as it was read.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// SHA-256 of [`spki_der`](Self::spki_der), the usual fingerprint of a key. Equal keys have
    /// equal fingerprints only if they are encoded the same way, as nearly all are.
    #[must_use]
    pub fn spki_sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.spki).into()
    }

    /// The algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// Its size in bits: of the modulus for RSA and DSA, of the field for elliptic curves, of the
    /// encoded key for Ed25519 and the like. `None` if the encoding does not tell.
    #[must_use]
    pub const fn bits(&self) -> Option<u32> {
        self.bits
    }

    /// What is wrong with it.
    #[must_use]
    pub fn defects(&self) -> &[KeyDefect] {
        &self.defects
    }

    /// The uncompressed point, on a curve that can be computed with.
    pub(crate) fn uncompressed_point(&self) -> Option<&[u8]> {
        match &self.numbers {
            Numbers::Ec { point, .. } if point.first() == Some(&4) => Some(point),
            _ => None,
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("algorithm", &self.algorithm)
            .field("bits", &self.bits)
            .field("defects", &self.defects)
            .finish_non_exhaustive()
    }
}

/// The bytes of the first field of a structure, which ends at the offset `end`.
pub(crate) fn identifier_der<'a>(outer: &Tlv<'a>, end: usize) -> &'a [u8] {
    let length = end.saturating_sub(outer.content_offset);
    outer.value.get(..length).unwrap_or_default()
}

/// A `SubjectPublicKeyInfo` of these parts; `parameters` is DER.
pub(crate) fn spki(algorithm: &ObjectIdentifier, parameters: &[u8], key: &[u8]) -> Vec<u8> {
    let identifier = write::sequence(&[&write::oid(algorithm), parameters]);
    let key = write::bit_string(write::BIT_STRING, key);
    write::sequence(&[&identifier, &key]).to_vec()
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`
fn read_rsa(der: &[u8]) -> Result<(Number<'_>, Number<'_>), Error> {
    let mut reader = Reader::new(der);
    let mut fields = reader.sequence().map_err(|error| malformed(&error))?;
    let modulus = Number::read(&mut fields)?;
    let exponent = Number::read(&mut fields)?;
    fields.finish().map_err(|error| malformed(&error))?;
    reader.finish().map_err(|error| malformed(&error))?;
    Ok((modulus, exponent))
}

/// What can be said of the public numbers alone.
fn rsa_defects(modulus: Number<'_>, exponent: Number<'_>, defects: &mut Vec<KeyDefect>) {
    let bits = modulus.bits();
    if !(1024..=8192).contains(&bits) || !bits.is_multiple_of(8) {
        defects.push(KeyDefect::RsaModulusSize { bits });
    }
    if modulus.is_even() {
        defects.push(KeyDefect::RsaModulusEven);
    }
    for (number, field) in [
        (modulus, RsaField::Modulus),
        (exponent, RsaField::PublicExponent),
    ] {
        if number.negative {
            defects.push(KeyDefect::RsaNegative(field));
        }
    }
    match exponent.small() {
        Some(1) => defects.push(KeyDefect::RsaExponentOne),
        _ if exponent.is_even() => defects.push(KeyDefect::RsaExponentEven),
        _ if exponent.bits() > 64 => defects.push(KeyDefect::RsaExponentLarge {
            bits: exponent.bits(),
        }),
        _ => {}
    }
}

/// Size of p in `Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }`.
pub(crate) fn dsa_bits(parameters: Tlv<'_>) -> Option<u32> {
    if parameters.tag != tag::SEQUENCE {
        return None;
    }
    Number::read(&mut parameters.reader())
        .ok()
        .map(|p| p.bits())
}
