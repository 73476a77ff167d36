//! ECDSA on P-256 and P-384 (FIPS 186-5, section 6.4.2).
//!
//! ```text
//! Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }
//! ```

use der::{Decode, Reader, SliceReader, asn1::UintRef};

use crate::{
    authority::Curve,
    error::{Error, ErrorKind},
};

/// `None` for a curve that is not implemented.
pub(super) fn verify(
    curve: &[u8],
    point: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Option<Result<(), Error>> {
    if curve == Curve::P256.oid_octets() {
        Some(verify_p256(point, digest, signature))
    } else if curve == Curve::P384.oid_octets() {
        Some(verify_p384(point, digest, signature))
    } else {
        None
    }
}

/// Strict DER; both numbers padded to the size of the curve's order. `None` when they do not fit.
fn scalars<const N: usize>(signature: &[u8]) -> Option<([u8; N], [u8; N])> {
    let mut reader = SliceReader::new(signature).ok()?;
    let (r, s) = reader
        .sequence(|numbers| -> Result<_, der::Error> {
            Ok((UintRef::decode(numbers)?, UintRef::decode(numbers)?))
        })
        .ok()?;
    reader.finish().ok()?;
    Some((padded(r.as_bytes())?, padded(s.as_bytes())?))
}

fn padded<const N: usize>(number: &[u8]) -> Option<[u8; N]> {
    let mut octets = [0; N];
    let start = N.checked_sub(number.len())?;
    octets.get_mut(start..)?.copy_from_slice(number);
    Some(octets)
}

macro_rules! verify_on {
    ($name:ident, $curve:ident, $size:literal) => {
        fn $name(point: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), Error> {
            use $curve::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};

            let key = VerifyingKey::from_sec1_bytes(point)
                .map_err(|_| Error::from(ErrorKind::InvalidKey))?;
            scalars::<$size>(signature)
                .and_then(|(r, s)| Signature::from_scalars(r, s).ok())
                .and_then(|signature| key.verify_prehash(digest, &signature).ok())
                .ok_or_else(|| ErrorKind::InvalidSignature.into())
        }
    };
}

verify_on!(verify_p256, p256, 32);
verify_on!(verify_p384, p384, 48);
