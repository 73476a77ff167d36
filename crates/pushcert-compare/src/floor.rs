//! The serial floor of a PKCS#12 file: how many compressions opening it costs at the least.
//!
//! Nearly all the time goes into key derivation, and key derivation is a chain of hash
//! compressions of which each needs the one before. So the number of compressions times the time
//! of one is a limit for whoever computes them one after another. (Two independent chains in one
//! thread can go below it.)

use std::hint::black_box;

/// The hash function of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hash {
    /// SHA-1: 20 bytes.
    Sha1,
    /// SHA-256: 32 bytes.
    Sha256,
}

impl Hash {
    const fn output(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// One derivation of a key or an initialisation vector.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Derivation {
    /// RFC 7292, appendix B.
    Pkcs12 {
        /// Rounds of hashing.
        iterations: usize,
        /// Length of the salt in bytes.
        salt: usize,
        /// Characters of the password, without the terminator.
        password: usize,
        /// Bytes wanted.
        output: usize,
    },
    /// RFC 8018, section 5.2, with HMAC.
    Pbkdf2 {
        /// Rounds of HMAC.
        iterations: usize,
        /// Length of the salt in bytes.
        salt: usize,
        /// Bytes wanted.
        output: usize,
    },
}

/// What opening one file costs in compressions.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Work {
    hash: Hash,
    compressions: usize,
}

/// Blocks of 64 bytes into which a message of this length is padded.
const fn blocks(length: usize) -> usize {
    (length + 8) / 64 + 1
}

/// Length after filling up to whole blocks.
const fn filled(length: usize) -> usize {
    length.div_ceil(64) * 64
}

impl Work {
    /// Of a file whose derivations and MAC all use `hash`; the MAC is over `content` bytes.
    #[must_use]
    pub fn new(hash: Hash, derivations: &[Derivation], content: usize) -> Self {
        let derived: usize = derivations
            .iter()
            .map(|derivation| derivation.compressions(hash))
            .sum();
        // HMAC: the inner hash begins with a block of its own, the outer one has two.
        let mac = blocks(64 + content) + 2;
        Self {
            hash,
            compressions: derived + mac,
        }
    }

    /// How many compressions.
    #[must_use]
    pub const fn compressions(&self) -> usize {
        self.compressions
    }

    /// Computes that many compressions, each a call of its own on a fixed block, each from the
    /// state that the one before left: what a derivation cannot do without.
    ///
    /// (One call over many blocks is a tenth faster, for the state stays in registers. No
    /// derivation can use it, because each block depends on the result before.)
    pub fn compress(&self) {
        const BLOCK: [[u8; 64]; 1] = [[0x5c; 64]];
        match self.hash {
            Hash::Sha1 => {
                let mut state = [1; 5];
                (0..self.compressions).for_each(|_| sha1::block_api::compress(&mut state, &BLOCK));
                black_box(state);
            }
            Hash::Sha256 => {
                let mut state = [1; 8];
                (0..self.compressions)
                    .for_each(|_| sha2::block_api::compress256(&mut state, &BLOCK));
                black_box(state);
            }
        }
    }
}

impl Derivation {
    const fn compressions(self, hash: Hash) -> usize {
        match self {
            Self::Pkcs12 {
                iterations,
                salt,
                password,
                output,
            } => {
                let first = 64 + filled(salt) + filled(2 * password + 2);
                output.div_ceil(hash.output()) * (blocks(first) + iterations - 1)
            }
            // Two for the key, which is hashed once; then two in each round.
            Self::Pbkdf2 {
                iterations,
                salt,
                output,
            } => {
                output.div_ceil(hash.output()) * (2 * (iterations - 1) + blocks(64 + salt + 4)) + 2
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn pkcs12(output: usize) -> Derivation {
        Derivation::Pkcs12 {
            iterations: 2048,
            salt: 8,
            password: 8,
            output,
        }
    }

    /// File a of the specification: MAC key, RC2-40 key and IV, 3DES key and IV.
    #[test]
    fn keychain_style_file() {
        let derivations = [20, 5, 8, 24, 8].map(pkcs12);
        let work = Work::new(Hash::Sha1, &derivations, 1_700);
        assert_eq!(work.compressions(), 6 * 2051 + 28 + 2);
    }

    /// File c of the specification: a MAC key and two PBKDF2 keys, 10,000 iterations each.
    #[test]
    fn keytool_file() {
        let key = Derivation::Pbkdf2 {
            iterations: 10_000,
            salt: 20,
            output: 32,
        };
        let mac = Derivation::Pkcs12 {
            iterations: 10_000,
            salt: 20,
            password: 8,
            output: 32,
        };
        let work = Work::new(Hash::Sha256, &[mac, key, key], 1_500);
        assert_eq!(work.compressions(), 10_003 + 2 * 20_002 + 25 + 2);
    }
}
