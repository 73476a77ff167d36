//! RFC 7292 appendix B.2.

use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::Pkcs12KeyId;
use crate::hash::engine::{Digest, Engine};

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

/// One derived value.
pub(crate) fn derive_one<E: Engine>(
    id: Pkcs12KeyId,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    len: usize,
) -> Zeroizing<Vec<u8>> {
    let mut output = Zeroizing::new(vec![0; len]);
    fill::<E>(
        &mut Derivation::new::<E>(id, password, salt),
        iterations,
        &mut output,
    );
    output
}

/// Key and initialisation vector of one scheme. They do not depend on each other, so the first
/// block of each runs side by side.
pub(crate) fn derive_key_and_iv<E: Engine>(
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    key_len: usize,
    iv_len: usize,
) -> (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>) {
    let mut key = Derivation::new::<E>(Pkcs12KeyId::Encryption, password, salt);
    let mut iv = Derivation::new::<E>(Pkcs12KeyId::Iv, password, salt);
    let mut lanes = [key.start::<E>(), iv.start::<E>()];
    E::rehash(&mut lanes, iterations.saturating_sub(1));
    let [key_block, iv_block] = lanes;
    let finish = |derivation: &mut Derivation, block: &Digest, len: usize| {
        let mut output = Zeroizing::new(vec![0; len]);
        let (first, rest) = output.split_at_mut(len.min(E::OUTPUT));
        repeat(first, block.get(..E::OUTPUT).unwrap_or_default());
        if !rest.is_empty() {
            derivation.update::<E>(block);
            fill::<E>(derivation, iterations, rest);
        }
        output
    };
    (
        finish(&mut key, &key_block, key_len),
        finish(&mut iv, &iv_block, iv_len),
    )
}

fn fill<E: Engine>(derivation: &mut Derivation, iterations: u64, output: &mut [u8]) {
    let mut chunks = output.chunks_mut(E::OUTPUT).peekable();
    while let Some(chunk) = chunks.next() {
        let mut lanes = [derivation.start::<E>()];
        E::rehash(&mut lanes, iterations.saturating_sub(1));
        let [digest] = lanes;
        repeat(chunk, digest.get(..E::OUTPUT).unwrap_or_default());
        if chunks.peek().is_some() {
            derivation.update::<E>(&digest);
        }
    }
}
