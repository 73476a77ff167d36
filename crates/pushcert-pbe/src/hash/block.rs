//! SHA-1 and SHA-2 on raw compressions.
//!
//! In a key derivation every hash but the first is of one short digest: its padded block is always
//! the same but for the digest in front. So the loops here keep one such block for each chain,
//! compress it, write the digest back into it, and do nothing else. With HMAC the states after
//! the key are kept, which saves two of four compressions.

use core::marker::PhantomData;

use digest::Digest as _;
use zeroize::{Zeroize, Zeroizing};

use super::engine::{Chain, Digest, Engine, empty, take};

/// A hash function of the SHA-1 and SHA-2 family.
pub(crate) trait BlockHash {
    /// Chaining value.
    type State: Copy + Zeroize;
    /// Input block.
    type Block: Copy + AsMut<[u8]> + Zeroize;
    /// The streaming form, for messages of any length.
    type Stream: digest::Digest;
    /// Initial chaining value.
    const INIT: Self::State;
    /// A block of zeros.
    const ZERO: Self::Block;
    /// Bytes of a block.
    const LEN: usize;
    /// Bytes of a digest.
    const OUTPUT: usize;

    /// One compression.
    fn compress(state: &mut Self::State, block: &Self::Block);
    /// Writes the digest to the start of a block.
    fn store(state: &Self::State, block: &mut Self::Block);
    /// Reads a digest from the start of a block; what lies beyond it in the state becomes zero.
    fn load(digest: &[u8]) -> Self::State;
    /// `into ^= other`.
    fn xor(into: &mut Self::State, other: &Self::State);
}

macro_rules! block_hash {
    ($name:ident, $stream:ty, $word:ty, $words:literal, $block:literal, $output:literal, $compress:path, $init:expr) => {
        /// The hash function of this name.
        #[derive(Debug)]
        pub(crate) struct $name;

        impl BlockHash for $name {
            type State = [$word; $words];
            type Block = [u8; $block];
            type Stream = $stream;
            const INIT: Self::State = $init;
            const ZERO: Self::Block = [0; $block];
            const LEN: usize = $block;
            const OUTPUT: usize = $output;

            #[inline(always)]
            fn compress(state: &mut Self::State, block: &Self::Block) {
                $compress(state, core::slice::from_ref(block));
            }

            #[inline(always)]
            fn store(state: &Self::State, block: &mut Self::Block) {
                const WORDS: usize = $output / size_of::<$word>();
                let (chunks, _) = block.as_chunks_mut::<{ size_of::<$word>() }>();
                for (chunk, word) in chunks.iter_mut().zip(state.iter()).take(WORDS) {
                    *chunk = word.to_be_bytes();
                }
            }

            #[inline(always)]
            fn load(digest: &[u8]) -> Self::State {
                let (chunks, _) = digest.as_chunks::<{ size_of::<$word>() }>();
                let mut state = [0; $words];
                for (word, chunk) in state.iter_mut().zip(chunks) {
                    *word = <$word>::from_be_bytes(*chunk);
                }
                state
            }

            #[inline(always)]
            fn xor(into: &mut Self::State, other: &Self::State) {
                for (into, other) in into.iter_mut().zip(other) {
                    *into ^= other;
                }
            }
        }
    };
}

block_hash!(
    Sha1,
    sha1::Sha1,
    u32,
    5,
    64,
    20,
    sha1::block_api::compress,
    [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ]
);
block_hash!(
    Sha224,
    sha2::Sha224,
    u32,
    8,
    64,
    28,
    sha2::block_api::compress256,
    [
        0xc105_9ed8,
        0x367c_d507,
        0x3070_dd17,
        0xf70e_5939,
        0xffc0_0b31,
        0x6858_1511,
        0x64f9_8fa7,
        0xbefa_4fa4,
    ]
);
block_hash!(
    Sha256,
    sha2::Sha256,
    u32,
    8,
    64,
    32,
    sha2::block_api::compress256,
    [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ]
);
block_hash!(
    Sha384,
    sha2::Sha384,
    u64,
    8,
    128,
    48,
    sha2::block_api::compress512,
    [
        0xcbbb_9d5d_c105_9ed8,
        0x629a_292a_367c_d507,
        0x9159_015a_3070_dd17,
        0x152f_ecd8_f70e_5939,
        0x6733_2667_ffc0_0b31,
        0x8eb4_4a87_6858_1511,
        0xdb0c_2e0d_64f9_8fa7,
        0x47b5_481d_befa_4fa4,
    ]
);
block_hash!(
    Sha512,
    sha2::Sha512,
    u64,
    8,
    128,
    64,
    sha2::block_api::compress512,
    [
        0x6a09_e667_f3bc_c908,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
        0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179,
    ]
);
block_hash!(
    Sha512_256,
    sha2::Sha512_256,
    u64,
    8,
    128,
    32,
    sha2::block_api::compress512,
    [
        0x2231_2194_fc2b_f72c,
        0x9f55_5fa3_c84c_64c2,
        0x2393_b86b_6f53_b151,
        0x9638_7719_5940_eabd,
        0x9628_3ee2_a88e_ffe3,
        0xbe5e_1e25_5386_3992,
        0x2b01_99fc_2c85_b8aa,
        0x0eb7_2ddc_81c5_2ca2,
    ]
);

/// [`Engine`] of a [`BlockHash`].
#[derive(Debug)]
pub(crate) struct Block<H>(PhantomData<H>);

/// The two states of HMAC after its key.
pub(crate) struct Keyed<H: BlockHash> {
    inner: H::State,
    outer: H::State,
    /// The padded key, for messages of any length.
    key: Zeroizing<H::Block>,
}

impl<H: BlockHash> Drop for Keyed<H> {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

/// A block that holds one digest behind `before` bytes of earlier message: the digest, the bit
/// that ends the message, and the length.
fn padded<H: BlockHash>(digest: &[u8], before: usize) -> Zeroizing<H::Block> {
    let mut block = Zeroizing::new(H::ZERO);
    let bytes = (*block).as_mut();
    let bits = before.saturating_add(H::OUTPUT).saturating_mul(8);
    // 84 to 192 bytes: the bit length always fits the last two octets.
    let bits = u16::try_from(bits).unwrap_or(0).to_be_bytes();
    let end = [0x80];
    let length_at = H::LEN.saturating_sub(bits.len());
    for (to, from) in bytes
        .iter_mut()
        .zip(digest.iter().take(H::OUTPUT).chain(&end))
    {
        *to = *from;
    }
    for (to, from) in bytes.iter_mut().skip(length_at).zip(bits) {
        *to = from;
    }
    block
}

fn xored<H: BlockHash>(key: &H::Block, pad: u8) -> Zeroizing<H::Block> {
    let mut block = Zeroizing::new(*key);
    for byte in (*block).as_mut() {
        *byte ^= pad;
    }
    block
}

fn copy_digest(digest: &mut Digest, block: &mut [u8], len: usize) {
    for (to, from) in digest.iter_mut().zip(block.iter().take(len)) {
        *to = *from;
    }
}

impl<H: BlockHash> Engine for Block<H> {
    const OUTPUT: usize = H::OUTPUT;
    const BLOCK: usize = H::LEN;
    const SIDE_BY_SIDE: bool = true;
    type Keyed = Keyed<H>;

    fn hash(parts: &[&[u8]]) -> Digest {
        let mut hash = H::Stream::new();
        for part in parts {
            hash.update(part);
        }
        take(hash.finalize().as_mut_slice())
    }

    fn rehash<const LANES: usize>(mut lanes: [&mut Digest; LANES], times: u64) {
        let mut blocks = lanes.each_ref().map(|digest| padded::<H>(&***digest, 0));
        for _ in 0..times {
            for block in &mut blocks {
                let mut state = H::INIT;
                H::compress(&mut state, block);
                H::store(&state, block);
            }
        }
        for (digest, block) in lanes.iter_mut().zip(&mut blocks) {
            copy_digest(digest, (**block).as_mut(), H::OUTPUT);
        }
    }

    fn keyed(key: &[u8]) -> Self::Keyed {
        let short;
        let key = if key.len() > H::LEN {
            short = Self::hash(&[key]);
            short.get(..H::OUTPUT).unwrap_or_default()
        } else {
            key
        };
        let mut block = Zeroizing::new(H::ZERO);
        for (to, from) in (*block).as_mut().iter_mut().zip(key) {
            *to = *from;
        }
        let (mut inner, mut outer) = (H::INIT, H::INIT);
        H::compress(&mut inner, &xored::<H>(&block, 0x36));
        H::compress(&mut outer, &xored::<H>(&block, 0x5c));
        Keyed {
            inner,
            outer,
            key: block,
        }
    }

    fn mac(keyed: &Self::Keyed, parts: &[&[u8]]) -> Digest {
        let mut pad = xored::<H>(&keyed.key, 0x36);
        let mut inner = H::Stream::new();
        inner.update((*pad).as_mut());
        for part in parts {
            inner.update(part);
        }
        let mut block = padded::<H>(&*take(inner.finalize().as_mut_slice()), H::LEN);
        let mut state = keyed.outer;
        H::compress(&mut state, &block);
        H::store(&state, &mut block);
        let mut digest = empty();
        copy_digest(&mut digest, (*block).as_mut(), H::OUTPUT);
        digest
    }

    fn iterate<const LANES: usize>(
        keyed: &Self::Keyed,
        mut lanes: [&mut Chain; LANES],
        times: u64,
    ) {
        let mut blocks = lanes
            .each_ref()
            .map(|chain| padded::<H>(&*chain.last, H::LEN));
        let mut sums = lanes.each_ref().map(|chain| H::load(&*chain.sum));
        for _ in 0..times {
            // The inner hashes of all lanes first, then the outer ones: neighbours that do not
            // depend on each other is what the processor can overlap.
            for block in &mut blocks {
                let mut state = keyed.inner;
                H::compress(&mut state, block);
                H::store(&state, block);
            }
            for (block, sum) in blocks.iter_mut().zip(&mut sums) {
                let mut state = keyed.outer;
                H::compress(&mut state, block);
                H::store(&state, block);
                H::xor(sum, &state);
            }
        }
        for ((chain, block), sum) in lanes.iter_mut().zip(&mut blocks).zip(&mut sums) {
            copy_digest(&mut chain.last, (**block).as_mut(), H::OUTPUT);
            H::store(sum, block);
            copy_digest(&mut chain.sum, (**block).as_mut(), H::OUTPUT);
            sum.zeroize();
        }
    }
}
