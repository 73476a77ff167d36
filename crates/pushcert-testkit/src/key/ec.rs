//! EC keys as a scalar and a point.

use crate::{der, oid};

/// The private scalar, the public point and the curve of an EC key. Every field may be changed
/// before the key is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the standard has exactly these fields"
)]
pub struct EcNumbers {
    /// ECParameters as a TLV: the OID of a named curve, or the SEQUENCE of explicit parameters.
    pub parameters: Vec<u8>,
    /// The private scalar, fixed length of the curve.
    pub scalar: Vec<u8>,
    /// The uncompressed point: `04`, x, y.
    pub point: Vec<u8>,
}

impl EcNumbers {
    pub(super) fn from_pkcs8(pkcs8: &[u8]) -> Self {
        let inner = der::read::at(pkcs8, &[2]).content;
        let fields = der::read::first(inner).0.children();
        let point = fields
            .iter()
            .find(|field| field.tag == 0xa1)
            .expect("a public key");
        Self {
            parameters: der::read::at(pkcs8, &[1, 1]).whole.to_vec(),
            scalar: fields[1].content.to_vec(),
            point: point.children()[0].content[1..].to_vec(),
        }
    }

    /// ECPrivateKey with parameters and public key (RFC 5915 section 3).
    pub fn sec1_der(&self) -> Vec<u8> {
        der::seq([
            der::int(1),
            der::octets(&self.scalar),
            der::explicit(0, &self.parameters),
            der::explicit(1, der::bits(0, &self.point)),
        ])
    }

    /// PrivateKeyInfo; inside, ECPrivateKey without parameters, as OpenSSL writes it.
    pub fn pkcs8_der(&self) -> Vec<u8> {
        let inner = der::seq([
            der::int(1),
            der::octets(&self.scalar),
            der::explicit(1, der::bits(0, &self.point)),
        ]);
        let algorithm = der::algorithm(oid::key::EC, Some(&self.parameters));
        der::seq([der::int(0), algorithm, der::octets(inner)])
    }

    /// PrivateKeyInfo whose ECPrivateKey has no public key.
    pub fn pkcs8_without_point(&self) -> Vec<u8> {
        let inner = der::seq([der::int(1), der::octets(&self.scalar)]);
        let algorithm = der::algorithm(oid::key::EC, Some(&self.parameters));
        der::seq([der::int(0), algorithm, der::octets(inner)])
    }

    /// SubjectPublicKeyInfo.
    pub fn spki_der(&self) -> Vec<u8> {
        der::seq([
            der::algorithm(oid::key::EC, Some(&self.parameters)),
            der::bits(0, &self.point),
        ])
    }

    /// The same key with the last byte of y changed, so that the point is not on the curve.
    pub fn with_point_off_curve(&self) -> Self {
        let mut out = self.clone();
        let last = out.point.len() - 1;
        out.point[last] ^= 1;
        out
    }
}

/// The parameters of P-256 spelled out (SpecifiedECDomain, RFC 3279 section 2.3.5), which PKIX
/// forbids (RFC 5480 section 2.1.1) and which hid CVE-2020-0601 and CVE-2022-0778.
pub fn explicit_p256_parameters() -> Vec<u8> {
    let hex = |text: &str| crate::hex(text);
    let prime = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    let a = hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc");
    let b = hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    let generator = hex(concat!(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    ));
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    der::seq([
        der::int(1),
        der::seq([der::oid(oid::key::PRIME_FIELD), der::uint(&prime)]),
        der::seq([der::octets(a), der::octets(b)]),
        der::octets(generator),
        der::uint(&order),
        der::int(1),
    ])
}
