//! Finding primes.
//!
//! A start is drawn at random: odd, and with its two highest bits set, so that the product of two
//! primes has twice their size. Of the next `2k` odd numbers, for primes of `k` bits, those with a
//! small factor are struck out; the others are tested in their order. One in three hundred starts of
//! 1024 bits has no prime behind it, and another one is drawn.
//!
//! # How sure a prime is
//!
//! A number is taken for a prime after `t` rounds of Miller–Rabin, each with a random base (FIPS
//! 186-5 appendix B.3.1; the test is that of `crypto-primes`). FIPS 186-5 appendix C.1, formula (2),
//! bounds the chance `p(k, t)` that a number is composite after that, if it was drawn uniformly from
//! the odd numbers of `k` bits. Ours are not: each follows from the start. But each of the `2k`
//! numbers is uniform if looked at alone, so the chance that one of them is composite and passes is at
//! most `2k` times that of a single one, which is `p(k, t)` times how often a number passes, about
//! `2/(k ln 2)`. That makes `4/ln 2 ≈ 5.8`, twice that because only half of the numbers of `k` bits
//! have the second bit set, and a little for second starts: less than 12, so four bits. Five are
//! demanded in addition to the bound of table B.1:
//!
//! | bits of a prime | bound, FIPS 186-5 table B.1 | rounds in that table | rounds here |
//! |---|---|---|---|
//! | 1024 | 2⁻¹¹² | 5 | 5 |
//! | 1536 | 2⁻¹²⁸ | 4 | 4 |
//! | 2048 | 2⁻¹⁴⁴ | 4 | 4 |
//! | 3072 | 2⁻¹⁹² (not in the table) | – | 4 |
//! | 4096 | 2⁻¹⁹² (not in the table) | – | 3 |
//!
//! Striking out composites and testing in any order changes none of this.

use alloc::vec;
use alloc::vec::Vec;

use crypto_bigint::{
    BoxedUint, Limb, NonZero, Odd, Reciprocal, U1024, U1536, U2048, U3072, U4096, Uint, Word,
};
use crypto_primes::hazmat::{MillerRabin, SetBits, minimum_mr_iterations, random_odd_integer};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::GenerationStep;
use crate::Error;
use crate::error::ErrorKind;

/// Bits that the search costs, see above.
const SEARCH: u32 = 5;

/// Finds primes of one size.
pub(super) struct Finder {
    /// Bits of a prime.
    bits: u32,
    /// How many odd numbers are looked at from one start.
    window: usize,
    /// Rounds of Miller–Rabin.
    rounds: usize,
    /// A prime less one is no multiple of this.
    exponent: NonZero<Limb>,
    /// Odd primes, in groups: the product of a group fits into a limb.
    groups: Vec<(Reciprocal, Vec<Word>)>,
}

impl Finder {
    /// For primes of 1024 to 4096 bits, less one without a factor in common with the prime `exponent`.
    pub(super) fn new(bits: u32, exponent: u32) -> Result<Self, Error> {
        let wrong = || Error::new(ErrorKind::Computation);
        let exponent = NonZero::new(Limb::from(exponent)).into_option();
        Ok(Self {
            bits,
            window: usize::try_from(bits.saturating_mul(2)).map_err(|_| wrong())?,
            rounds: rounds(bits).ok_or_else(wrong)?,
            exponent: exponent.ok_or_else(wrong)?,
            groups: groups(&small_primes(sieve_limit(bits))),
        })
    }

    /// A random prime.
    pub(super) fn find<R: CryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        progress: &mut dyn FnMut(GenerationStep),
    ) -> Result<BoxedUint, Error> {
        // Arithmetic of a fixed width is faster than any other.
        match self.bits {
            0..=1024 => self.find_in::<{ U1024::LIMBS }, R>(rng, progress),
            1025..=1536 => self.find_in::<{ U1536::LIMBS }, R>(rng, progress),
            1537..=2048 => self.find_in::<{ U2048::LIMBS }, R>(rng, progress),
            2049..=3072 => self.find_in::<{ U3072::LIMBS }, R>(rng, progress),
            _ => self.find_in::<{ U4096::LIMBS }, R>(rng, progress),
        }
    }

    fn find_in<const LIMBS: usize, R: CryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        progress: &mut dyn FnMut(GenerationStep),
    ) -> Result<BoxedUint, Error> {
        let wrong = || Error::new(ErrorKind::Computation);
        let length = core::num::NonZeroU32::new(self.bits).ok_or_else(wrong)?;
        loop {
            let start = random_odd_integer::<Uint<LIMBS>, R>(rng, length, SetBits::TwoMsb)
                .map_err(|_| wrong())?;
            let start = Zeroizing::new(start.get());
            let struck = self.strike(&start);
            let mut candidate = start;
            for struck in struck.iter() {
                if !struck && self.is_prime(&candidate, rng, progress) {
                    progress(GenerationStep::Prime);
                    return Ok(BoxedUint::from(&*candidate));
                }
                *candidate = candidate.wrapping_add(&Uint::from(2u8));
            }
        }
    }

    /// Whether a candidate will do.
    fn is_prime<const LIMBS: usize, R: CryptoRng + ?Sized>(
        &self,
        candidate: &Uint<LIMBS>,
        rng: &mut R,
        progress: &mut dyn FnMut(GenerationStep),
    ) -> bool {
        let fits = candidate.bits() == self.bits && candidate.rem_limb(self.exponent) != Limb::ONE;
        let Some(odd) = Odd::new(*candidate).into_option().filter(|_| fits) else {
            return false;
        };
        progress(GenerationStep::Candidate);
        let test = MillerRabin::new(odd);
        (0..self.rounds).all(|_| test.test_random_base(rng).is_probably_prime())
    }

    /// Which of the odd numbers from `start` on have a small factor.
    fn strike<const LIMBS: usize>(&self, start: &Uint<LIMBS>) -> Zeroizing<Vec<bool>> {
        let mut struck = Zeroizing::new(vec![false; self.window]);
        for (product, primes) in &self.groups {
            let remainder = start.rem_limb_with_reciprocal(product).0;
            for &prime in primes {
                let Some((first, step)) = first_multiple(remainder, prime) else {
                    continue;
                };
                let places = struck.get_mut(first..).unwrap_or_default();
                places
                    .iter_mut()
                    .step_by(step)
                    .for_each(|place| *place = true);
            }
        }
        struck
    }
}

/// The least `i` with which `start + 2i` is a multiple of an odd prime, and the step to the next.
/// `remainder` is that of `start`, or one that is congruent to it.
fn first_multiple(remainder: Word, prime: Word) -> Option<(usize, usize)> {
    // start + 2i ≡ 0, so 2i is prime − remainder, or that and one more prime if it is odd.
    let missing = match remainder.checked_rem(prime)? {
        0 => 0,
        remainder => prime.checked_sub(remainder)?,
    };
    let even = if missing & 1 == 0 {
        missing
    } else {
        missing.checked_add(prime)?
    };
    Some((
        usize::try_from(even >> 1).ok()?,
        usize::try_from(prime).ok()?,
    ))
}

/// Up to where small factors are looked for. A remainder costs about one ten thousandth of a test of
/// 1024 bits; there the sum of both is least, and flat, at this limit, and the longer the prime the
/// higher.
const fn sieve_limit(bits: u32) -> usize {
    match bits {
        0..1536 => 1 << 18,
        1536..2048 => 1 << 19,
        _ => 1 << 20,
    }
}

/// The odd primes below `limit`, by the sieve of Eratosthenes.
fn small_primes(limit: usize) -> Vec<Word> {
    let mut composite = vec![false; limit];
    let mut primes = Vec::new();
    for number in (3..limit).step_by(2) {
        if composite.get(number) != Some(&false) {
            continue;
        }
        primes.extend(Word::try_from(number));
        let square = number.saturating_mul(number);
        let multiples = composite.get_mut(square..).unwrap_or_default();
        multiples
            .iter_mut()
            .step_by(number)
            .for_each(|place| *place = true);
    }
    primes
}

/// Groups of primes whose product fits into a limb: one long division serves all of a group.
fn groups(primes: &[Word]) -> Vec<(Reciprocal, Vec<Word>)> {
    let mut groups = Vec::new();
    let (mut product, mut group): (Word, Vec<Word>) = (1, Vec::new());
    let mut close = |product: Word, group: Vec<Word>| {
        if let Some(product) = NonZero::new(Limb(product)).into_option() {
            groups.push((Reciprocal::new(product), group));
        }
    };
    for &prime in primes {
        if let Some(larger) = product.checked_mul(prime) {
            product = larger;
            group.push(prime);
        } else {
            close(product, core::mem::take(&mut group));
            product = prime;
            group.push(prime);
        }
    }
    close(product, group);
    groups
}

/// Rounds of Miller–Rabin for primes of this size.
const fn rounds(bits: u32) -> Option<usize> {
    let bound = match bits {
        0..1536 => 112,
        1536..2048 => 128,
        2048..3072 => 144,
        _ => 192,
    };
    minimum_mr_iterations(bits, u32::saturating_add(bound, SEARCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_miller_rabin() {
        let of = [1024, 1536, 2048, 3072, 4096].map(rounds);
        assert_eq!(of, [Some(5), Some(4), Some(4), Some(4), Some(3)]);
    }

    #[test]
    fn small_primes_are_all_there() {
        assert_eq!(small_primes(30), [3, 5, 7, 11, 13, 17, 19, 23, 29]);
        // Figures of the prime counting function, less one for 2.
        assert_eq!(small_primes(1 << 10).len(), 171);
        assert_eq!(small_primes(1 << 18).len(), 22999);
    }

    /// What is struck out has a small factor, and nothing else is: against trial division.
    #[test]
    fn numbers_with_small_factors_are_struck_out() {
        let finder = Finder::new(1024, 65537).expect("a size in range");
        let primes = small_primes(sieve_limit(1024));
        let start = U1024::ONE
            .shl_vartime(1023)
            .wrapping_add(&U1024::from(12345u32));
        let struck = finder.strike(&start);
        assert_eq!(struck.len(), 2048);
        let mut number = start;
        for (place, struck) in struck.iter().enumerate().take(200) {
            let divides = |prime: &Word| {
                let divisor = NonZero::new(Limb(*prime)).expect("not zero");
                number.rem_limb(divisor) == Limb::ZERO
            };
            assert_eq!(primes.iter().any(divides), *struck, "place {place}");
            number = number.wrapping_add(&U1024::from(2u32));
        }
    }
}
