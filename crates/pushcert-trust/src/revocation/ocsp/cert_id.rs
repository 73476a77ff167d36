//! How OCSP names a certificate (RFC 6960, section 4.1.1).
//!
//! ```text
//! CertID ::= SEQUENCE {
//!     hashAlgorithm  AlgorithmIdentifier,
//!     issuerNameHash OCTET STRING, -- of the issuer's name
//!     issuerKeyHash  OCTET STRING, -- of the octets of the issuer's key
//!     serialNumber   CertificateSerialNumber }
//! ```

use alloc::vec::Vec;

use der::Tag;
use pushcert_x509::{Certificate, SubjectPublicKeyInfo};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::{
    element::element,
    error::ErrorKind,
    revocation::{
        asn1::{Algorithm, Element, number},
        error::{DecodeError, Field},
        issuer::Issuer,
    },
};

const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];

/// One that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CertIdRef<'a> {
    hash_algorithm: &'a [u8],
    name_hash: &'a [u8],
    key_hash: &'a [u8],
    pub(super) serial: &'a [u8],
}

impl<'a> CertIdRef<'a> {
    pub(super) fn read(element: &Element<'a>) -> Result<Self, DecodeError> {
        let field = Field::CertId;
        let mut parts = element.input();
        let algorithm = parts.expect(Tag::Sequence, field)?;
        let id = Self {
            hash_algorithm: Algorithm::read(&algorithm)?.oid,
            name_hash: parts.expect(Tag::OctetString, field)?.value,
            key_hash: parts.expect(Tag::OctetString, field)?.value,
            serial: parts.expect(Tag::Integer, field)?.value,
        };
        parts.finish(field)?;
        Ok(id)
    }
}

/// The certificate that is asked about, in each of the ways in which it may be named.
#[derive(Clone, Debug)]
pub(super) struct CertId {
    sha1: [[u8; 20]; 2],
    sha256: [[u8; 32]; 2],
    serial: Vec<u8>,
}

impl CertId {
    /// The name is taken from the certificate, so that the bytes are those of its encoding.
    pub(super) fn of(certificate: &Certificate, issuer: &Issuer<'_>) -> Result<Self, ErrorKind> {
        let spki_der = issuer.spki_der();
        let spki = SubjectPublicKeyInfo::decode(&spki_der).map_err(|_| ErrorKind::InvalidKey)?;
        let hashed = [certificate.issuer().der(), spki.key_octets()];
        Ok(Self {
            sha1: hashed.map(|octets| Sha1::digest(octets).into()),
            sha256: hashed.map(|octets| Sha256::digest(octets).into()),
            serial: certificate.serial().into(),
        })
    }

    pub(super) fn is(&self, id: &CertIdRef<'_>) -> bool {
        let [name, key]: [&[u8]; 2] = match id.hash_algorithm {
            SHA1 => self.sha1.each_ref().map(<[u8; 20]>::as_slice),
            SHA256 => self.sha256.each_ref().map(<[u8; 32]>::as_slice),
            _ => return false,
        };
        id.name_hash == name && id.key_hash == key && number(id.serial) == number(&self.serial)
    }

    /// With SHA-1, which is what responders know.
    pub(super) fn encode(&self) -> Vec<u8> {
        let [name, key] = &self.sha1;
        let algorithm = element(0x30, &[&element(0x06, &[SHA1]), &[0x05, 0]]);
        let parts: [&[u8]; 4] = [
            &algorithm,
            &element(0x04, &[name]),
            &element(0x04, &[key]),
            &element(0x02, &[&self.serial]),
        ];
        element(0x30, &parts)
    }
}
