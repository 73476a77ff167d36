//! scrypt (RFC 7914), with its parameters checked against the limits before anything is allocated.

use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::budget::Work;
use crate::error::{Error, ErrorKind, Malformation};

/// ```text
/// scrypt-params ::= SEQUENCE {
///     salt                      OCTET STRING,
///     costParameter             INTEGER (1..MAX),
///     blockSize                 INTEGER (1..MAX),
///     parallelizationParameter  INTEGER (1..MAX),
///     keyLength                 INTEGER (1..MAX) OPTIONAL }
/// ```
#[derive(Clone, Debug)]
pub(crate) struct ScryptParams {
    pub(crate) salt: Vec<u8>,
    pub(crate) cost: u64,
    pub(crate) block_size: u64,
    pub(crate) parallelization: u64,
}

impl ScryptParams {
    pub(crate) fn work(&self) -> Work {
        Work::scrypt(self.cost, self.block_size, self.parallelization)
    }
}

/// Derives `len` bytes. The caller has charged [`ScryptParams::work`].
pub(crate) fn scrypt(
    params: &ScryptParams,
    password: &[u8],
    len: usize,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let invalid = || Error::new(ErrorKind::Malformed(Malformation::Parameter));
    let log_n = u8::try_from(params.cost.trailing_zeros()).map_err(|_| invalid())?;
    let r = u32::try_from(params.block_size).map_err(|_| invalid())?;
    let p = u32::try_from(params.parallelization).map_err(|_| invalid())?;
    let checked = scrypt::Params::new(log_n, r, p).map_err(|_| invalid())?;
    let mut output = Zeroizing::new(vec![0; len]);
    scrypt::scrypt(password, &params.salt, &checked, &mut output).map_err(|_| invalid())?;
    Ok(output)
}
