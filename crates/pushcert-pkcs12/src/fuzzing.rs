//! Not part of the public interface: inner functions that have fuzz targets of their own.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::ber;
use crate::error::Error;

/// An element in DER, if it was not.
pub type Rewritten = Option<Zeroizing<Vec<u8>>>;

/// The first element of `input` in DER (`None` where it is DER already), and the bytes of the input
/// that it takes. At most `depth` constructed elements may be open at once.
///
/// # Errors
/// `Corrupt` for what is not BER, `LimitExceeded` for depth.
pub fn normalise(input: &[u8], depth: u64) -> Result<(Rewritten, usize), Error> {
    let normalised = ber::normalise(input, depth, depth)?;
    Ok((normalised.rewritten, normalised.consumed))
}
