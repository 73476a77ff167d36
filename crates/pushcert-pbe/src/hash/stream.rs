//! Every other hash function, through its streaming interface.

use core::marker::PhantomData;

use digest::block_api::BlockSizeUser;
use digest::typenum::Unsigned;
use digest::{Digest as Hash, OutputSizeUser};

use super::engine::{Chain, Digest, Engine, take};

/// [`Engine`] of a hash function of the `digest` crate.
#[derive(Debug)]
pub(crate) struct Stream<D>(PhantomData<D>);

/// HMAC after its key: the two hashes that have taken one block each.
#[derive(Clone)]
pub(crate) struct Keyed<D> {
    inner: D,
    outer: D,
}

fn finish<D: Hash>(hash: D) -> Digest {
    take(hash.finalize().as_mut_slice())
}

impl<D: Hash + BlockSizeUser + Clone> Engine for Stream<D> {
    const OUTPUT: usize = <D as OutputSizeUser>::OutputSize::USIZE;
    const BLOCK: usize = D::BlockSize::USIZE;
    const SIDE_BY_SIDE: bool = false;
    type Keyed = Keyed<D>;

    fn hash(parts: &[&[u8]]) -> Digest {
        let mut hash = D::new();
        for part in parts {
            hash.update(part);
        }
        finish(hash)
    }

    fn rehash<const LANES: usize>(lanes: [&mut Digest; LANES], times: u64) {
        for digest in lanes {
            for _ in 0..times {
                *digest = Self::hash(&[digest.get(..Self::OUTPUT).unwrap_or_default()]);
            }
        }
    }

    fn keyed(key: &[u8]) -> Self::Keyed {
        let short;
        let key = if key.len() > Self::BLOCK {
            short = Self::hash(&[key]);
            short.get(..Self::OUTPUT).unwrap_or_default()
        } else {
            key
        };
        let padded = |pad: u8| {
            let mut hash = D::new();
            for byte in key.iter().chain(core::iter::repeat(&0)).take(Self::BLOCK) {
                hash.update([byte ^ pad]);
            }
            hash
        };
        Keyed {
            inner: padded(0x36),
            outer: padded(0x5c),
        }
    }

    fn mac(keyed: &Self::Keyed, parts: &[&[u8]]) -> Digest {
        let mut inner = keyed.inner.clone();
        for part in parts {
            inner.update(part);
        }
        let inner = finish(inner);
        let mut outer = keyed.outer.clone();
        outer.update(inner.get(..Self::OUTPUT).unwrap_or_default());
        finish(outer)
    }

    fn iterate<const LANES: usize>(keyed: &Self::Keyed, lanes: [&mut Chain; LANES], times: u64) {
        for Chain { last, sum } in lanes {
            for _ in 0..times {
                *last = Self::mac(keyed, &[last.get(..Self::OUTPUT).unwrap_or_default()]);
                for (sum, last) in sum.iter_mut().zip(last.iter()) {
                    *sum ^= last;
                }
            }
        }
    }
}
