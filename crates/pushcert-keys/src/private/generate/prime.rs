//! Finding primes.

use crypto_bigint::{BoxedUint, Limb, NonZero, Odd, U1024, U1536, U2048, U3072, U4096, Uint};
use crypto_primes::Flavor;
use crypto_primes::hazmat::{
    MillerRabin, SetBits, SieveFactory, SmallFactorsSieveFactory, minimum_mr_iterations,
};
use rand_core::CryptoRng;
use zeroize::Zeroize;

use super::GenerationStep;
use crate::Error;
use crate::error::ErrorKind;

/// A random prime of this size with its two highest bits set, so that the product of two has twice
/// the size; less one, it has no factor in common with the prime `exponent`.
pub(super) fn find<R: CryptoRng + ?Sized>(
    bits: u32,
    exponent: u32,
    rng: &mut R,
    progress: &mut dyn FnMut(GenerationStep),
) -> Result<BoxedUint, Error> {
    // Arithmetic of a fixed width is much faster than any other.
    match bits {
        0..=1024 => fixed::<{ U1024::LIMBS }, R>(bits, exponent, rng, progress),
        1025..=1536 => fixed::<{ U1536::LIMBS }, R>(bits, exponent, rng, progress),
        1537..=2048 => fixed::<{ U2048::LIMBS }, R>(bits, exponent, rng, progress),
        2049..=3072 => fixed::<{ U3072::LIMBS }, R>(bits, exponent, rng, progress),
        _ => fixed::<{ U4096::LIMBS }, R>(bits, exponent, rng, progress),
    }
}

fn fixed<const LIMBS: usize, R: CryptoRng + ?Sized>(
    bits: u32,
    exponent: u32,
    rng: &mut R,
    progress: &mut dyn FnMut(GenerationStep),
) -> Result<BoxedUint, Error> {
    let exponent = NonZero::new(Limb::from(exponent))
        .into_option()
        .ok_or(ErrorKind::Computation)?;
    let rounds = minimum_mr_iterations(bits, error_bound(bits)).ok_or(ErrorKind::Computation)?;
    let mut factory =
        SmallFactorsSieveFactory::<Uint<LIMBS>>::new(Flavor::Any, bits, SetBits::TwoMsb)
            .map_err(|_| ErrorKind::Computation)?;
    loop {
        let sieve = factory
            .make_sieve(rng, None)
            .map_err(|_| ErrorKind::Computation)?
            .ok_or(ErrorKind::Computation)?;
        for mut candidate in sieve {
            if candidate.rem_limb(exponent) == Limb::ONE {
                continue;
            }
            progress(GenerationStep::Candidate);
            let Some(odd) = Odd::new(candidate).into_option() else {
                continue;
            };
            let test = MillerRabin::new(odd);
            if (0..rounds).all(|_| test.test_random_base(rng).is_probably_prime()) {
                progress(GenerationStep::Prime);
                let prime = BoxedUint::from(&candidate);
                candidate.zeroize();
                return Ok(prime);
            }
        }
    }
}

/// Binary logarithm of how seldom a prime of this size may be none: the strength of the modulus, SP
/// 800-57 part 1 table 2.
const fn error_bound(bits: u32) -> u32 {
    match bits {
        0..1536 => 112,
        1536..3840 => 128,
        _ => 192,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_miller_rabin() {
        let rounds = |bits| minimum_mr_iterations(bits, error_bound(bits));
        assert_eq!(
            [1024, 1536, 2048, 3072, 4096].map(rounds),
            [Some(5), Some(4), Some(3), Some(2), Some(3)]
        );
    }
}
