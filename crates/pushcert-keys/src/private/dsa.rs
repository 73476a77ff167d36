//! DSA keys: recognised, so that a report can name them.

use alloc::vec::Vec;

use pushcert_pbe::asn1::Tlv;

use super::pkcs8::{self, OneAsymmetricKey};
use super::{Parts, version};
use crate::number::Number;
use crate::public::{dsa_bits, spki};
use crate::{Error, KeyAlgorithm, PublicKey, oid, write};

pub(super) fn read_pkcs8(structure: &OneAsymmetricKey<'_>) -> Parts {
    Parts {
        algorithm: KeyAlgorithm::Dsa,
        bits: structure.identifier.parameters.and_then(dsa_bits),
        pkcs8: structure.raw.to_vec().into(),
        public: structure.public_key(),
        defects: Vec::new(),
    }
}

/// The form of OpenSSL, which no standard describes.
///
/// ```text
/// DSAPrivateKey ::= SEQUENCE {
///     version INTEGER (0),
///     p INTEGER, q INTEGER, g INTEGER, y INTEGER, x INTEGER }
/// ```
pub(super) fn read_openssl(outer: &Tlv<'_>) -> Result<Parts, Error> {
    let mut fields = outer.reader();
    version(&mut fields, &[0])?;
    let p = Number::read(&mut fields)?;
    let q = Number::read(&mut fields)?;
    let g = Number::read(&mut fields)?;
    let y = Number::read(&mut fields)?;
    let x = Number::read(&mut fields)?;
    let parameters = write::sequence(&[&write::integer(p), &write::integer(q), &write::integer(g)]);
    let identifier = write::sequence(&[&write::oid(&oid::DSA), &parameters]);
    let public = spki(&oid::DSA, &parameters, &write::integer(y));
    Ok(Parts {
        algorithm: KeyAlgorithm::Dsa,
        bits: Some(p.bits()),
        pkcs8: pkcs8::write(&identifier, &write::integer(x)),
        public: PublicKey::from_spki_der(&public).ok(),
        defects: Vec::new(),
    })
}
