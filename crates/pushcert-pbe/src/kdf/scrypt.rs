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

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7914 section 12, the vectors that take less than 2 MiB.
    #[test]
    fn rfc_7914() {
        let derive = |password: &[u8], salt: &[u8], cost, block_size, parallelization| {
            let params = ScryptParams {
                salt: salt.to_vec(),
                cost,
                block_size,
                parallelization,
            };
            scrypt(&params, password, 64)
                .expect("valid parameters")
                .to_vec()
        };
        let first = derive(b"", b"", 16, 1, 1);
        assert_eq!(first[..8], [0x77, 0xd6, 0x57, 0x62, 0x38, 0x65, 0x7b, 0x20]);
        let second = derive(b"password", b"NaCl", 1024, 8, 16);
        assert_eq!(
            second[..8],
            [0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00]
        );
    }
}
