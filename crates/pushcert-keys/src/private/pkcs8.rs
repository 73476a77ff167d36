//! PKCS#8.

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, Tlv, tag};

use super::{Parts, dsa, ec, rsa, version};
use crate::error::malformed;
use crate::public::{identifier_der, spki};
use crate::{Error, KeyAlgorithm, KeyDefect, PublicKey, oid, write};

/// `OneAsymmetricKey`, RFC 5958 section 2; version 1 is the `PrivateKeyInfo` of RFC 5208.
///
/// ```text
/// OneAsymmetricKey ::= SEQUENCE {
///     version              INTEGER { v1(0), v2(1) },
///     privateKeyAlgorithm  AlgorithmIdentifier,
///     privateKey           OCTET STRING,
///     attributes       [0] IMPLICIT SET OF Attribute OPTIONAL,
///     publicKey        [1] IMPLICIT BIT STRING OPTIONAL }
/// ```
pub(super) struct OneAsymmetricKey<'a> {
    pub(super) identifier: AlgorithmIdentifier<'a>,
    pub(super) identifier_der: &'a [u8],
    pub(super) key: &'a [u8],
    pub(super) key_offset: usize,
    /// The octets of `publicKey`.
    pub(super) public: Option<&'a [u8]>,
    /// The whole structure.
    pub(super) raw: &'a [u8],
    /// Bytes after the last field.
    trailing: usize,
}

impl<'a> OneAsymmetricKey<'a> {
    pub(super) fn read(outer: &Tlv<'a>) -> Result<Self, Error> {
        let mut fields = outer.reader();
        version(&mut fields, &[0, 1])?;
        let start = fields.offset();
        let identifier =
            AlgorithmIdentifier::read(&mut fields).map_err(|error| malformed(&error))?;
        let skipped = start.saturating_sub(outer.content_offset);
        let identifier_der = identifier_der(outer, fields.offset())
            .get(skipped..)
            .unwrap_or_default();
        let key = fields
            .expect(tag::OCTET_STRING)
            .map_err(|error| malformed(&error))?;
        fields
            .optional(tag::CONTEXT_0_CONSTRUCTED)
            .map_err(|error| malformed(&error))?;
        let public = read_public(&mut fields)?;
        Ok(Self {
            identifier,
            identifier_der,
            key: key.value,
            key_offset: key.content_offset,
            public,
            raw: outer.raw,
            trailing: fields.rest().len(),
        })
    }

    /// The public key that stands in the structure.
    pub(super) fn public_key(&self) -> Option<PublicKey> {
        let der = spki(&self.identifier.algorithm, self.parameters(), self.public?);
        PublicKey::from_spki_der(&der).ok()
    }

    /// DER of the parameters of the algorithm; empty if there are none.
    pub(super) fn parameters(&self) -> &'a [u8] {
        self.identifier
            .parameters
            .map_or(&[], |parameters| parameters.raw)
    }
}

/// `publicKey`; some write the tag as if it were EXPLICIT.
fn read_public<'a>(fields: &mut Reader<'a>) -> Result<Option<&'a [u8]>, Error> {
    let bits = match fields.peek() {
        Some(write::CONTEXT_1) => fields.read(),
        Some(write::CONTEXT_1_CONSTRUCTED) => fields
            .read()
            .and_then(|outer| outer.reader().expect(write::BIT_STRING)),
        _ => return Ok(None),
    };
    let bits = bits.map_err(|error| malformed(&error))?;
    Ok(bits.value.split_first().map(|(_, octets)| octets))
}

pub(super) fn read(outer: &Tlv<'_>) -> Result<Parts, Error> {
    let structure = OneAsymmetricKey::read(outer)?;
    let mut parts = match structure.identifier.algorithm {
        oid::RSA | oid::RSA_PSS => rsa::read_pkcs8(&structure)?,
        oid::EC | oid::EC_DH => ec::read_pkcs8(&structure)?,
        oid::DSA => dsa::read_pkcs8(&structure),
        _ => other(&structure),
    };
    if structure.trailing > 0 {
        parts.defects.push(KeyDefect::TrailingBytes {
            length: structure.trailing,
        });
    }
    Ok(parts)
}

/// Ed25519 and the like (RFC 8410 section 7), and everything unknown.
fn other(structure: &OneAsymmetricKey<'_>) -> Parts {
    let mut parts = Parts {
        algorithm: KeyAlgorithm::Other(structure.identifier.algorithm),
        bits: None,
        pkcs8: structure.raw.to_vec().into(),
        public: structure.public_key(),
        defects: alloc::vec::Vec::new(),
    };
    if let Some(public) = &parts.public {
        parts.defects.extend_from_slice(public.defects());
    }
    if let Some((algorithm, expected, _, bits)) =
        KeyAlgorithm::fixed(structure.identifier.algorithm)
    {
        parts.algorithm = algorithm;
        parts.bits = Some(bits);
        let found = Reader::new(structure.key)
            .expect(tag::OCTET_STRING)
            .map_or(0, |inner| inner.value.len());
        if found != expected {
            parts.defects.push(KeyDefect::KeyLength { found, expected });
        }
    }
    parts
}

/// A `PrivateKeyInfo` of version 1.
pub(super) fn write(identifier: &[u8], key: &[u8]) -> zeroize::Zeroizing<alloc::vec::Vec<u8>> {
    let key = write::element(tag::OCTET_STRING, &[key]);
    write::sequence(&[&[tag::INTEGER, 1, 0], identifier, &key])
}
