//! The public key (RFC 5280, section 4.1.2.7; RFC 3279; RFC 5480).
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE {
//!     algorithm        AlgorithmIdentifier,
//!     subjectPublicKey BIT STRING }
//! RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
//! ```

use crate::{
    error::{Error, ErrorKind, Field},
    oid::Oid,
    tlv::{self, Element, Reader},
};

const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];

/// A `SubjectPublicKeyInfo`, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct SubjectPublicKeyInfo<'a> {
    algorithm: &'a [u8],
    parameters: Option<Element<'a>>,
    key: Element<'a>,
}

/// A public key, taken apart as far as a signature check needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKeyRef<'a> {
    /// RSA: two magnitudes, big-endian, without leading zeros. A negative number in the encoding
    /// is refused.
    Rsa {
        /// The modulus n.
        modulus: &'a [u8],
        /// The public exponent e.
        exponent: &'a [u8],
    },
    /// A point on a named curve.
    Ec {
        /// The content octets of the curve's identifier.
        curve: &'a [u8],
        /// The point (SEC 1, 2.3.3).
        point: &'a [u8],
    },
    /// Any other algorithm, or an EC key with explicit parameters.
    Other,
}

impl<'a> SubjectPublicKeyInfo<'a> {
    /// Reads a `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    ///
    /// An [`Error`] whose offset counts from the start of `der`.
    pub fn decode(der: &'a [u8]) -> Result<Self, Error> {
        let field = Field::SubjectPublicKeyInfo;
        let outer = tlv::single(der, 0, tlv::SEQUENCE, field)?;
        Self::from_element(&outer)
    }

    pub(crate) fn from_element(outer: &Element<'a>) -> Result<Self, Error> {
        let field = Field::SubjectPublicKeyInfo;
        let mut parts = outer.reader();
        let mut algorithm = parts
            .expect(tlv::SEQUENCE, Field::AlgorithmIdentifier)?
            .reader();
        let oid = algorithm.expect(tlv::OBJECT_IDENTIFIER, Field::AlgorithmIdentifier)?;
        let parameters = algorithm.next()?;
        algorithm.finish(Field::AlgorithmIdentifier)?;
        let key = parts.expect(tlv::BIT_STRING, field)?;
        parts.finish(field)?;
        if key.value.first() != Some(&0) {
            return Err(Error::new(ErrorKind::InvalidValue { field }, key.start));
        }
        Ok(Self {
            algorithm: oid.value,
            parameters,
            key,
        })
    }

    /// The identifier of the key's algorithm.
    #[must_use]
    pub fn algorithm(&self) -> Oid {
        Oid::from_octets(self.algorithm)
    }

    /// The key's octets, for RSA an `RSAPublicKey`, for EC a point.
    #[must_use]
    pub fn key_octets(&self) -> &'a [u8] {
        self.key.value.get(1..).unwrap_or_default()
    }

    /// The key, taken apart.
    ///
    /// # Errors
    ///
    /// An [`Error`] when an RSA key is not two positive numbers.
    pub fn public_key(&self) -> Result<PublicKeyRef<'a>, Error> {
        match self.algorithm {
            RSA_ENCRYPTION => self.rsa(),
            EC_PUBLIC_KEY => Ok(match self.parameters {
                Some(Element {
                    tag: tlv::OBJECT_IDENTIFIER,
                    value,
                    ..
                }) => PublicKeyRef::Ec {
                    curve: value,
                    point: self.key_octets(),
                },
                _ => PublicKeyRef::Other,
            }),
            _ => Ok(PublicKeyRef::Other),
        }
    }

    fn rsa(&self) -> Result<PublicKeyRef<'a>, Error> {
        let field = Field::RsaPublicKey;
        let offset = self.key.value_start.saturating_add(1);
        let mut numbers = tlv::single(self.key_octets(), offset, tlv::SEQUENCE, field)?.reader();
        let modulus = magnitude(&mut numbers)?;
        let exponent = magnitude(&mut numbers)?;
        numbers.finish(field)?;
        Ok(PublicKeyRef::Rsa { modulus, exponent })
    }
}

/// A positive INTEGER without its leading zeros.
fn magnitude<'a>(numbers: &mut Reader<'a>) -> Result<&'a [u8], Error> {
    let field = Field::RsaPublicKey;
    let number = numbers.expect(tlv::INTEGER, field)?;
    let zeros = number.value.iter().take_while(|octet| **octet == 0).count();
    match (number.value.first(), number.value.get(zeros..)) {
        (Some(0..=0x7f), Some(magnitude)) if !magnitude.is_empty() => Ok(magnitude),
        _ => Err(Error::new(ErrorKind::InvalidValue { field }, number.start)),
    }
}
