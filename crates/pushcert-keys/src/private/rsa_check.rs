//! Whether the numbers of an RSA key fit each other.
//!
//! The arithmetic of `crypto-bigint` runs in a time that depends on the sizes of the numbers only.

use alloc::vec::Vec;

use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use zeroize::Zeroizing;

use super::rsa::RsaPrivateKey;
use crate::number::Number;
use crate::{KeyDefect, RsaField};

/// Longest number that is computed with, in bits.
const MAX_BITS: u32 = 16384;

type Uint = Zeroizing<BoxedUint>;

pub(super) fn check(key: &RsaPrivateKey<'_>, defects: &mut Vec<KeyDefect>) {
    let private = [
        (key.private_exponent, RsaField::PrivateExponent),
        (key.prime1, RsaField::Prime1),
        (key.prime2, RsaField::Prime2),
        (key.exponent1, RsaField::Exponent1),
        (key.exponent2, RsaField::Exponent2),
        (key.coefficient, RsaField::Coefficient),
    ];
    let before = defects.len();
    defects.extend(
        private
            .iter()
            .filter(|(number, _)| number.negative)
            .map(|&(_, field)| KeyDefect::RsaNegative(field)),
    );
    if key.multi_prime {
        defects.push(KeyDefect::RsaMultiPrime);
    }
    if key.prime1.is_trivial() || key.prime2.is_trivial() {
        defects.push(KeyDefect::RsaPrimesMissing);
        return;
    }
    if key.prime1 == key.prime2 {
        defects.push(KeyDefect::RsaPrimesEqual);
    }
    let public = [key.modulus, key.public_exponent];
    let mut all = private.iter().map(|&(number, _)| number).chain(public);
    if all.any(|number| number.bits() > MAX_BITS) {
        defects.push(KeyDefect::RsaUnchecked);
        return;
    }
    let any_negative = public.iter().any(|number| number.negative);
    if any_negative || defects.get(before..).is_some_and(has_negative) {
        return;
    }
    defects.extend(
        inconsistent(key)
            .into_iter()
            .map(KeyDefect::RsaInconsistent),
    );
}

fn has_negative(defects: &[KeyDefect]) -> bool {
    defects
        .iter()
        .any(|defect| matches!(defect, KeyDefect::RsaNegative(_)))
}

/// The fields that do not fit. A wrong prime makes other fields wrong too; then only the primes are
/// named.
fn inconsistent(key: &RsaPrivateKey<'_>) -> Vec<RsaField> {
    let (p, q) = (uint(key.prime1), uint(key.prime2));
    if !key.multi_prime && product(&p, &q) != uint(key.modulus) {
        return [RsaField::Modulus].into();
    }
    let (Some(p_less_one), Some(q_less_one), Some(p)) =
        (less_one(key.prime1), less_one(key.prime2), non_zero(&p))
    else {
        return [RsaField::Prime1].into();
    };
    let d = uint(key.private_exponent);
    let de = product(&d, &uint(key.public_exponent));
    let mut wrong = Vec::new();
    if !is_one(&rem(&de, &p_less_one)) || !is_one(&rem(&de, &q_less_one)) {
        wrong.push(RsaField::PrivateExponent);
    }
    if *rem(&d, &p_less_one) != *uint(key.exponent1) {
        wrong.push(RsaField::Exponent1);
    }
    if *rem(&d, &q_less_one) != *uint(key.exponent2) {
        wrong.push(RsaField::Exponent2);
    }
    let inverse = uint(key.coefficient);
    if *inverse >= **p || !is_one(&rem(&product(&inverse, &q), &p)) {
        wrong.push(RsaField::Coefficient);
    }
    wrong
}

/// The value of a number of at most [`MAX_BITS`] that is not negative.
fn uint(number: Number<'_>) -> Uint {
    let bits = number.bits().next_multiple_of(64).max(64);
    Zeroizing::new(BoxedUint::from_be_slice_truncated(number.octets, bits))
}

/// One less than a number of two or more.
fn less_one(number: Number<'_>) -> Option<Zeroizing<NonZero<BoxedUint>>> {
    let value = Zeroizing::new(uint(number).wrapping_sub(BoxedUint::one()));
    non_zero(&value)
}

fn non_zero(value: &BoxedUint) -> Option<Zeroizing<NonZero<BoxedUint>>> {
    value.to_nz().into_option().map(Zeroizing::new)
}

fn product(a: &BoxedUint, b: &BoxedUint) -> Uint {
    Zeroizing::new(a.concatenating_mul(b))
}

fn rem(value: &BoxedUint, modulus: &NonZero<BoxedUint>) -> Uint {
    Zeroizing::new(value.rem(modulus))
}

fn is_one(value: &BoxedUint) -> bool {
    value.is_one().into()
}
