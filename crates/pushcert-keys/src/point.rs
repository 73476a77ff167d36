//! Points of elliptic curves.

use alloc::vec::Vec;

use p256::elliptic_curve::sec1::ToSec1Point;

use crate::{Curve, KeyDefect};

/// A public point in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// Uncompressed on the curves that can be computed with, else compressed: an uncompressed point
    /// can always be compressed. Bytes that are no point stay as they are.
    pub(crate) canonical: Vec<u8>,
    pub(crate) defect: Option<KeyDefect>,
}

impl Point {
    /// Reads an ECPoint (SEC 1 section 2.3.3): compressed, uncompressed or hybrid.
    pub(crate) fn new(curve: Curve, octets: &[u8]) -> Self {
        let plain = from_hybrid(octets);
        let octets = plain.as_deref().unwrap_or(octets);
        if let Some(checked) = uncompressed(curve, octets) {
            return match checked {
                Some(canonical) => Self {
                    canonical,
                    defect: None,
                },
                None => Self::invalid(octets),
            };
        }
        let (Some((&form, coordinates)), Some(field)) =
            (octets.split_first(), curve.field_octets())
        else {
            return Self::unchecked(octets);
        };
        match form {
            2 | 3 if coordinates.len() == field => Self::unchecked(octets),
            4 if coordinates.len() == field.saturating_mul(2) => {
                let (x, y) = coordinates.split_at_checked(field).unwrap_or_default();
                let parity = y.last().map_or(0, |last| last & 1);
                let mut canonical = Vec::with_capacity(octets.len());
                canonical.push(2 | parity);
                canonical.extend_from_slice(x);
                Self {
                    canonical,
                    defect: None,
                }
            }
            _ => Self::invalid(octets),
        }
    }

    fn unchecked(octets: &[u8]) -> Self {
        Self {
            canonical: octets.to_vec(),
            defect: octets.is_empty().then_some(KeyDefect::EcPointInvalid),
        }
    }

    fn invalid(octets: &[u8]) -> Self {
        Self {
            canonical: octets.to_vec(),
            defect: Some(KeyDefect::EcPointInvalid),
        }
    }
}

/// A hybrid point (form 6 or 7) as an uncompressed one. `None` for another form, or if its form
/// does not fit its y.
fn from_hybrid(octets: &[u8]) -> Option<Vec<u8>> {
    let (&form, coordinates) = octets.split_first()?;
    let parity = coordinates.last()? & 1;
    if form != 6 | parity {
        return None;
    }
    let mut plain = Vec::with_capacity(octets.len());
    plain.push(4);
    plain.extend_from_slice(coordinates);
    Some(plain)
}

/// The uncompressed form, after the check that the point is on the curve: `None` if this is not a
/// curve that can be computed with, `Some(None)` if the point is not valid.
fn uncompressed(curve: Curve, octets: &[u8]) -> Option<Option<Vec<u8>>> {
    let point = match curve {
        Curve::P256 => p256::PublicKey::from_sec1_bytes(octets)
            .ok()
            .map(|key| key.to_sec1_point(false).as_bytes().to_vec()),
        Curve::P384 => p384::PublicKey::from_sec1_bytes(octets)
            .ok()
            .map(|key| key.to_sec1_point(false).as_bytes().to_vec()),
        Curve::P521 => p521::PublicKey::from_sec1_bytes(octets)
            .ok()
            .map(|key| key.to_sec1_point(false).as_bytes().to_vec()),
        _ => return None,
    };
    Some(point)
}

/// The public point of a private number, uncompressed: `None` if this is not a curve that can be
/// computed with, `Some(None)` if the number is out of range. `scalar` has the length of the curve.
pub(crate) fn derive(curve: Curve, scalar: &[u8]) -> Option<Option<Vec<u8>>> {
    let point = match curve {
        Curve::P256 => p256::SecretKey::from_slice(scalar)
            .ok()
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        Curve::P384 => p384::SecretKey::from_slice(scalar)
            .ok()
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        Curve::P521 => p521::SecretKey::from_slice(scalar)
            .ok()
            .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec()),
        _ => return None,
    };
    Some(point)
}
