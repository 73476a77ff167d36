//! Random numbers that are the same in every run.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

use crate::digest::stretch;

/// Bytes that depend on a seed and on how many were taken before. As predictable as can be: never
/// for a real file.
#[derive(Clone, Debug)]
pub struct Predictable {
    seed: String,
    taken: u64,
}

impl Predictable {
    /// The numbers of this seed, from the first.
    #[must_use]
    pub fn new(seed: &str) -> Self {
        Self {
            seed: seed.into(),
            taken: 0,
        }
    }
}

impl TryRng for Predictable {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.copy_from_slice(&stretch(&self.seed, &self.taken.to_string(), out.len()));
        self.taken += 1;
        Ok(())
    }
}

impl TryCryptoRng for Predictable {}
