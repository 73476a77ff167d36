//! What the key derivations ask of a hash function.

use zeroize::{Zeroize, Zeroizing};

/// Room for the longest digest; the first [`Engine::OUTPUT`] bytes count.
pub(crate) type Digest = Zeroizing<[u8; 64]>;

/// A digest with nothing in it.
pub(crate) fn empty() -> Digest {
    Zeroizing::new([0; 64])
}

/// Moves a digest from where a hash function left it.
pub(crate) fn take(from: &mut [u8]) -> Digest {
    let mut digest = empty();
    for (to, from) in digest.iter_mut().zip(from.iter()) {
        *to = *from;
    }
    from.zeroize();
    digest
}

/// One output block of PBKDF2 on its way (RFC 8018 section 5.2).
pub(crate) struct Chain {
    /// `U_i`, the last value.
    pub(crate) last: Digest,
    /// The exclusive or of all values so far.
    pub(crate) sum: Digest,
}

/// A hash function, with the two loops that take all the time of a key derivation.
pub(crate) trait Engine {
    /// Bytes of a digest.
    const OUTPUT: usize;
    /// Bytes of an input block.
    const BLOCK: usize;
    /// Whether several lanes take less time than one after the other.
    const SIDE_BY_SIDE: bool;
    /// HMAC after its key.
    type Keyed;

    /// Hash of the parts, one after the other.
    fn hash(parts: &[&[u8]]) -> Digest;

    /// Replaces each digest by its own hash, `times` times. The lanes do not depend on each other
    /// and run side by side.
    fn rehash<const LANES: usize>(lanes: [&mut Digest; LANES], times: u64);

    /// HMAC after its key (RFC 2104).
    fn keyed(key: &[u8]) -> Self::Keyed;

    /// HMAC of the parts, one after the other.
    fn mac(keyed: &Self::Keyed, parts: &[&[u8]]) -> Digest;

    /// Takes each chain `times` values further, each the HMAC of the one before. The lanes run side
    /// by side.
    fn iterate<const LANES: usize>(keyed: &Self::Keyed, lanes: [&mut Chain; LANES], times: u64);
}

/// Runs the expression with `$engine` bound to the engine of a [`HashAlgorithm`](super::HashAlgorithm).
macro_rules! with_engine {
    ($hash:expr, $engine:ident => $body:expr) => {{
        use $crate::hash::HashAlgorithm as Algorithm;
        use $crate::hash::block::{self, Block};
        use $crate::hash::stream::Stream;
        match $hash {
            Algorithm::Sha1 => {
                type $engine = Block<block::Sha1>;
                $body
            }
            Algorithm::Sha224 => {
                type $engine = Block<block::Sha224>;
                $body
            }
            Algorithm::Sha256 => {
                type $engine = Block<block::Sha256>;
                $body
            }
            Algorithm::Sha384 => {
                type $engine = Block<block::Sha384>;
                $body
            }
            Algorithm::Sha512 => {
                type $engine = Block<block::Sha512>;
                $body
            }
            Algorithm::Sha512_256 => {
                type $engine = Block<block::Sha512_256>;
                $body
            }
            Algorithm::Sha512_224 => {
                type $engine = Stream<sha2::Sha512_224>;
                $body
            }
            Algorithm::Md2 => {
                type $engine = Stream<md2::Md2>;
                $body
            }
            Algorithm::Md4 => {
                type $engine = Stream<md4::Md4>;
                $body
            }
            Algorithm::Md5 => {
                type $engine = Stream<md5::Md5>;
                $body
            }
            Algorithm::Sha3_224 => {
                type $engine = Stream<sha3::Sha3_224>;
                $body
            }
            Algorithm::Sha3_256 => {
                type $engine = Stream<sha3::Sha3_256>;
                $body
            }
            Algorithm::Sha3_384 => {
                type $engine = Stream<sha3::Sha3_384>;
                $body
            }
            Algorithm::Sha3_512 => {
                type $engine = Stream<sha3::Sha3_512>;
                $body
            }
            Algorithm::Ripemd160 => {
                type $engine = Stream<ripemd::Ripemd160>;
                $body
            }
            Algorithm::Sm3 => {
                type $engine = Stream<sm3::Sm3>;
                $body
            }
            Algorithm::Blake2b512 => {
                type $engine = Stream<blake2::Blake2b512>;
                $body
            }
            Algorithm::Blake2s256 => {
                type $engine = Stream<blake2::Blake2s256>;
                $body
            }
            Algorithm::Whirlpool => {
                type $engine = Stream<whirlpool::Whirlpool>;
                $body
            }
        }
    }};
}
pub(crate) use with_engine;
