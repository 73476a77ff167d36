//! RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2), by encoding and comparing.
//!
//! Nothing is parsed out of the decrypted block: the one block that is right is built and
//! compared, so trailing bytes, short padding and odd encodings inside it cannot pass.
//!
//! The Montgomery parameters are computed for each check. Keeping them for the authorities would
//! save about an eighth of a check and cost 13 KB of constants.

use alloc::{vec, vec::Vec};

use crypto_bigint::{
    Odd, U1024, U2048, U3072, U4096, U8192, Uint,
    modular::{FixedMontyForm, FixedMontyParams},
};
use pushcert_x509::HashAlgorithm;

use crate::error::{Error, ErrorKind};

/// Below this nothing is proved; above it the check takes too long (CVE-2023-6237).
const SMALLEST_BITS: usize = 512;
const LARGEST_BITS: usize = 8192;

/// A key whose numbers are within bounds.
#[derive(Debug)]
pub(super) struct PublicKey<'a> {
    modulus: &'a [u8],
    exponent: u64,
}

impl<'a> PublicKey<'a> {
    /// Both numbers big-endian without leading zeros.
    pub(super) fn new(modulus: &'a [u8], exponent: &[u8]) -> Result<Self, Error> {
        let leading = modulus.first().map_or(8, |octet| octet.leading_zeros());
        let bits = modulus
            .len()
            .saturating_mul(8)
            .saturating_sub(usize::try_from(leading).unwrap_or(8));
        if !(SMALLEST_BITS..=LARGEST_BITS).contains(&bits) {
            return Err(Error::from(ErrorKind::KeySize {
                bits,
                smallest: SMALLEST_BITS,
                largest: LARGEST_BITS,
            }));
        }
        let is_odd = modulus.last().is_some_and(|octet| octet & 1 == 1);
        let exponent = exponent
            .iter()
            .try_fold(0_u64, |value, octet| {
                Some(value.checked_mul(256)? | u64::from(*octet))
            })
            .filter(|exponent| *exponent >= 3 && exponent & 1 == 1);
        match exponent {
            Some(exponent) if is_odd => Ok(Self { modulus, exponent }),
            _ => Err(ErrorKind::InvalidKey.into()),
        }
    }

    /// Whether `signature` is this key's over a hash.
    pub(super) fn verify(
        &self,
        algorithm: HashAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), Error> {
        let expected = self.modulus.len();
        if signature.len() != expected {
            let found = signature.len();
            return Err(Error::from(ErrorKind::SignatureLength { found, expected }));
        }
        let invalid = || Error::from(ErrorKind::InvalidSignature);
        let encoded = emsa_pkcs1_v1_5(algorithm, digest, expected).ok_or_else(invalid)?;
        let message = self.power(signature).ok_or_else(invalid)?;
        if message == encoded {
            Ok(())
        } else {
            Err(invalid())
        }
    }

    /// `signature ^ exponent mod modulus`, `None` unless the signature is below the modulus.
    fn power(&self, signature: &[u8]) -> Option<Vec<u8>> {
        match self.modulus.len() {
            0..=128 => power::<{ U1024::LIMBS }, 128>(self, signature),
            129..=256 => power::<{ U2048::LIMBS }, 256>(self, signature),
            257..=384 => power::<{ U3072::LIMBS }, 384>(self, signature),
            385..=512 => power::<{ U4096::LIMBS }, 512>(self, signature),
            _ => power::<{ U8192::LIMBS }, 1024>(self, signature),
        }
    }
}

fn power<const LIMBS: usize, const BYTES: usize>(
    key: &PublicKey<'_>,
    signature: &[u8],
) -> Option<Vec<u8>> {
    let modulus = number::<LIMBS, BYTES>(key.modulus)?;
    let signature = number::<LIMBS, BYTES>(signature)?;
    if signature >= modulus {
        return None;
    }
    let parameters = FixedMontyParams::new_vartime(Odd::new(modulus).into_option()?);
    let base = FixedMontyForm::new(&signature, &parameters);
    // From the second highest bit of the exponent down; it is at least 3.
    let highest = 63_u32.saturating_sub(key.exponent.leading_zeros());
    let mut result = base;
    for bit in (0..highest).rev() {
        result = result.square();
        if key.exponent >> bit & 1 == 1 {
            result = result.mul(&base);
        }
    }
    let octets = big_endian::<LIMBS, BYTES>(&result.retrieve());
    let start = BYTES.checked_sub(key.modulus.len())?;
    octets.get(start..).map(Vec::from)
}

/// `BYTES` must be the size of the number; shorter input is padded in front.
fn number<const LIMBS: usize, const BYTES: usize>(octets: &[u8]) -> Option<Uint<LIMBS>> {
    let mut padded = [0; BYTES];
    let start = BYTES.checked_sub(octets.len())?;
    padded.get_mut(start..)?.copy_from_slice(octets);
    Some(Uint::from_be_slice(&padded))
}

fn big_endian<const LIMBS: usize, const BYTES: usize>(number: &Uint<LIMBS>) -> [u8; BYTES] {
    let mut octets = [0; BYTES];
    let limbs = number.as_words().iter().rev();
    let size = crypto_bigint::Limb::BYTES;
    for (place, limb) in octets.chunks_exact_mut(size).zip(limbs) {
        place.copy_from_slice(&limb.to_be_bytes());
    }
    octets
}

/// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2): `00 01 FF … FF 00 DigestInfo`; `None` where the
/// modulus is too short for it or the hash has no `DigestInfo` here.
fn emsa_pkcs1_v1_5(algorithm: HashAlgorithm, digest: &[u8], length: usize) -> Option<Vec<u8>> {
    let prefix = digest_info_prefix(algorithm)?;
    let info = prefix.len().checked_add(digest.len())?;
    let padding = length.checked_sub(info)?.checked_sub(3)?;
    if padding < 8 {
        return None;
    }
    let mut encoded = vec![0xff; length];
    let (start, rest) = encoded.split_at_mut_checked(2)?;
    start.copy_from_slice(&[0, 1]);
    let (zero, info) = rest.split_at_mut_checked(padding)?.1.split_first_mut()?;
    *zero = 0;
    let (place, hash) = info.split_at_mut_checked(prefix.len())?;
    place.copy_from_slice(prefix);
    (hash.len() == digest.len()).then(|| hash.copy_from_slice(digest))?;
    Some(encoded)
}

/// `DigestInfo` up to the hash (RFC 8017, section 9.2, note 1), with the NULL parameters.
const fn digest_info_prefix(algorithm: HashAlgorithm) -> Option<&'static [u8]> {
    macro_rules! sha2 {
        ($outer:literal, $number:literal, $length:literal) => {
            &[
                0x30, $outer, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, $number, 5, 0,
                4, $length,
            ]
        };
    }
    Some(match algorithm {
        HashAlgorithm::Sha1 => &[
            0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14,
        ],
        HashAlgorithm::Sha224 => sha2!(0x2d, 4, 0x1c),
        HashAlgorithm::Sha256 => sha2!(0x31, 1, 0x20),
        HashAlgorithm::Sha384 => sha2!(0x41, 2, 0x30),
        HashAlgorithm::Sha512 => sha2!(0x51, 3, 0x40),
        _ => return None,
    })
}
