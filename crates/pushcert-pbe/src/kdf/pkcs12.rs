//! RFC 7292 appendix B.2.

use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::mem;

use zeroize::Zeroizing;

use super::Pkcs12KeyId;
use crate::hash::engine::{Digest, Engine};
use crate::hash::lanes::{self, Job, Rehash};

/// One derivation between two of its output blocks.
struct Derivation {
    /// `D`: the diversifier, one block of the identifier octet.
    diversifier: Vec<u8>,
    /// `I = S || P`, updated after every output block.
    input: Zeroizing<Vec<u8>>,
}

impl Derivation {
    fn new<E: Engine>(id: Pkcs12KeyId, password: &[u8], salt: &[u8]) -> Self {
        let salt_len = salt.len().next_multiple_of(E::BLOCK);
        let password_len = password.len().next_multiple_of(E::BLOCK);
        let mut input = Zeroizing::new(vec![0; salt_len.saturating_add(password_len)]);
        let (front, back) = input.split_at_mut(salt_len);
        repeat(front, salt);
        repeat(back, password);
        Self {
            diversifier: vec![id.octet(); E::BLOCK],
            input,
        }
    }

    /// `H(D || I)`, the first of the hashes of one output block.
    fn start<E: Engine>(&self) -> Digest {
        E::hash(&[&self.diversifier, &self.input])
    }

    /// `I_j = (I_j + B + 1) mod 2^v`, where `B` repeats the output block `A`.
    fn update<E: Engine>(&mut self, digest: &Digest) {
        for block in self.input.chunks_mut(E::BLOCK) {
            let repeated = digest.iter().take(E::OUTPUT).cycle().take(E::BLOCK);
            // B is as long as the block, so both can be walked from their ends.
            let repeated: Zeroizing<Vec<u8>> = Zeroizing::new(repeated.copied().collect());
            let mut carry = 1_u16;
            for (byte, add) in block.iter_mut().zip(repeated.iter()).rev() {
                carry = carry
                    .wrapping_add(u16::from(*byte))
                    .wrapping_add(u16::from(*add));
                let [high, low] = carry.to_be_bytes();
                *byte = low;
                carry = u16::from(high);
            }
        }
    }
}

/// Fills `to` with copies of `from`, the last one cut.
fn repeat(to: &mut [u8], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from.iter().cycle()) {
        *to = *from;
    }
}

/// What a [`Derivation`] fills, block after block.
struct Output<'a, E> {
    derivation: Derivation,
    iterations: u64,
    /// What is left to fill.
    rest: &'a mut [u8],
    engine: PhantomData<E>,
}

impl<'a, E: Engine> Output<'a, E> {
    fn new(
        id: Pkcs12KeyId,
        password: &[u8],
        salt: &[u8],
        iterations: u64,
        rest: &'a mut [u8],
    ) -> Self {
        Self {
            derivation: Derivation::new::<E>(id, password, salt),
            iterations,
            rest,
            engine: PhantomData,
        }
    }
}

impl<E: Engine> Job for Output<'_, E> {
    type State = Digest;

    fn length(&self) -> u64 {
        let blocks = u64::try_from(self.rest.len().div_ceil(E::OUTPUT)).unwrap_or(u64::MAX);
        self.iterations.saturating_mul(blocks)
    }

    fn start(&mut self) -> Option<(Digest, u64)> {
        if self.rest.is_empty() {
            return None;
        }
        let first = self.derivation.start::<E>();
        Some((first, self.iterations.saturating_sub(1)))
    }

    fn finish(&mut self, end: &Digest) {
        let rest = mem::take(&mut self.rest);
        let (block, rest) = rest.split_at_mut(rest.len().min(E::OUTPUT));
        repeat(block, end.get(..E::OUTPUT).unwrap_or_default());
        if !rest.is_empty() {
            self.derivation.update::<E>(end);
        }
        self.rest = rest;
    }
}

/// One derived value.
pub(crate) fn derive_one<E: Engine>(
    id: Pkcs12KeyId,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    let mut output = Zeroizing::new(vec![0; len]);
    let job = Output::<E>::new(id, password, salt, iterations, &mut output);
    lanes::run(&Rehash::<E>(PhantomData), &mut [job]);
    output
}

/// Key and initialisation vector of one scheme, under the same password as others.
pub(crate) struct KeyAndIv<'a> {
    pub(crate) salt: &'a [u8],
    pub(crate) iterations: u64,
    pub(crate) key_len: usize,
    pub(crate) iv_len: usize,
}

/// Key and initialisation vector, one behind the other, for each scheme. None of them depends on
/// another: all run side by side.
pub(crate) fn derive_keys_and_ivs<E: Engine>(
    password: &[u8],
    wanted: &[KeyAndIv<'_>],
) -> Vec<Zeroizing<Vec<u8>>> {
    let len = |one: &KeyAndIv<'_>| one.key_len.saturating_add(one.iv_len);
    let mut outputs: Vec<_> = wanted
        .iter()
        .map(|one| Zeroizing::new(vec![0; len(one)]))
        .collect();
    let mut jobs = Vec::with_capacity(wanted.len().saturating_mul(2));
    for (one, output) in wanted.iter().zip(&mut outputs) {
        let (key, iv) = output.split_at_mut(one.key_len.min(len(one)));
        for (id, rest) in [(Pkcs12KeyId::Encryption, key), (Pkcs12KeyId::Iv, iv)] {
            jobs.push(Output::<E>::new(
                id,
                password,
                one.salt,
                one.iterations,
                rest,
            ));
        }
    }
    lanes::run(&Rehash::<E>(PhantomData), &mut jobs);
    drop(jobs);
    outputs
}
