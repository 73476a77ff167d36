//! RFC 8018 section 5.2.

use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::hash::engine::{Chain, Engine};
use crate::hash::lanes::{self, Iterate, Job};

/// A derivation under the same password as others.
#[derive(Clone, Copy)]
pub(crate) struct Pbkdf2<'a> {
    pub(crate) salt: &'a [u8],
    pub(crate) iterations: u64,
    pub(crate) len: usize,
}

/// One output block.
struct Block<'a> {
    /// `U_1`; gone when the chain was started.
    first: Option<Chain>,
    /// The hashes that follow it.
    again: u64,
    output: &'a mut [u8],
}

impl Job for Block<'_> {
    type State = Chain;

    fn length(&self) -> u64 {
        self.again
    }

    fn start(&mut self) -> Option<(Chain, u64)> {
        self.first.take().map(|first| (first, self.again))
    }

    fn finish(&mut self, end: &Chain) {
        for (to, from) in self.output.iter_mut().zip(end.sum.iter()) {
            *to = *from;
        }
    }
}

/// Derives all of them. No output block depends on another one: all run side by side.
pub(crate) fn pbkdf2_all<E: Engine>(
    password: &[u8],
    wanted: &[Pbkdf2<'_>],
) -> Vec<Zeroizing<Vec<u8>>> {
    let keyed = E::keyed(password);
    let mut outputs: Vec<_> = wanted
        .iter()
        .map(|one| Zeroizing::new(vec![0; one.len]))
        .collect();
    let mut blocks = Vec::new();
    for (one, output) in wanted.iter().zip(&mut outputs) {
        for (index, output) in (1_u32..).zip(output.chunks_mut(E::OUTPUT)) {
            let first = E::mac(&keyed, &[one.salt, &index.to_be_bytes()]);
            blocks.push(Block {
                first: Some(Chain {
                    last: first.clone(),
                    sum: first,
                }),
                again: one.iterations.saturating_sub(1),
                output,
            });
        }
    }
    lanes::run(&Iterate::<E>(keyed), &mut blocks);
    drop(blocks);
    outputs
}
