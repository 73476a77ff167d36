//! From the figures of a key back to its encoding (RFC 5280, section 4.1.2.7).

use alloc::vec::Vec;

use super::AuthorityKey;
use crate::element::element;

const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];

fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    match magnitude.first() {
        Some(0..=0x7f) => element(0x02, &[magnitude]),
        _ => element(0x02, &[&[0], magnitude]),
    }
}

pub(super) fn encode(key: &AuthorityKey) -> Vec<u8> {
    let (algorithm, octets) = match key {
        AuthorityKey::Rsa { modulus, exponent } => (
            element(0x30, &[&element(0x06, &[RSA_ENCRYPTION]), &[0x05, 0]]),
            element(0x30, &[&unsigned(modulus), &unsigned(exponent)]),
        ),
        AuthorityKey::Ec { curve, point } => {
            let curve = element(0x06, &[curve.oid_octets()]);
            (
                element(0x30, &[&element(0x06, &[EC_PUBLIC_KEY]), &curve]),
                point.to_vec(),
            )
        }
    };
    element(0x30, &[&algorithm, &element(0x03, &[&[0], &octets])])
}
