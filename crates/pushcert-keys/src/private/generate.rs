//! Generating RSA keys.

mod prime;

use crypto_bigint::BoxedUint;
use rand_core::CryptoRng;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use zeroize::Zeroizing;

use self::prime::Finder;
use super::{PrivateKey, pkcs8};
use crate::error::ErrorKind;
use crate::number::Number;
use crate::{Error, oid, write};

/// Sizes of new keys in bits. FIPS 186-5 section 5.1 asks for 2048; above 8192 TLS libraries refuse.
const SMALLEST: u32 = 2048;
const LARGEST: u32 = 8192;
/// The size of every TLS key is a whole number of octets.
const STEP: u32 = 8;
/// The public exponent of all new keys, F4.
const EXPONENT: u32 = 65537;

/// What happened while a key is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GenerationStep {
    /// A number without small factors is about to be tested. About thirty for a prime of 1024 bits,
    /// sixty for one of 2048; chance decides.
    Candidate,
    /// A prime was found. A key needs two, and hardly ever another one.
    Prime,
}

impl PrivateKey {
    /// Generates an RSA key with the public exponent 65537: [`generate_rsa_with`](Self::generate_rsa_with)
    /// without anybody watching.
    ///
    /// ```
    /// # fn main() -> Result<(), pushcert_keys::Error> {
    /// # let rng = &mut pushcert_testkit::random::Predictable::new("an example");
    /// use pushcert_keys::PrivateKey;
    ///
    /// let key = PrivateKey::generate_rsa(2048, rng)?;
    /// assert_eq!(key.bits(), Some(2048));
    /// assert_eq!(key.defects(), []);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`generate_rsa_with`](Self::generate_rsa_with).
    pub fn generate_rsa<R: CryptoRng + ?Sized>(bits: u32, rng: &mut R) -> Result<Self, Error> {
        Self::generate_rsa_with(bits, rng, &mut |_| ())
    }

    /// Generates an RSA key with the public exponent 65537, and says how it goes.
    ///
    /// `bits` is the size of the modulus: 2048 to 8192, a multiple of 8. The key is of the form that
    /// [`decode`](Self::decode) gives for PKCS#8, and has passed its checks. `progress` is called at
    /// every step, so that a terminal can show life; what it learns is not secret.
    ///
    /// The primes are found as [FIPS 186-5 appendix
    /// A.1.3](https://doi.org/10.6028/NIST.FIPS.186-5) asks: both of half the size with their two
    /// highest bits set, more than 2^(bits/2 − 100) apart, and a private exponent of more than half
    /// the size.
    ///
    /// `rng` must be a secure generator with a fresh seed: the key is as secret as its state.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::KeySize`], [`ErrorKind::KeySizeStep`]: another size.
    /// * [`ErrorKind::Computation`]: the key did not pass its checks.
    pub fn generate_rsa_with<R: CryptoRng + ?Sized>(
        bits: u32,
        rng: &mut R,
        progress: &mut dyn FnMut(GenerationStep),
    ) -> Result<Self, Error> {
        if !(SMALLEST..=LARGEST).contains(&bits) {
            return Err(Error::new(ErrorKind::KeySize {
                bits,
                smallest: SMALLEST,
                largest: LARGEST,
            }));
        }
        if !bits.is_multiple_of(STEP) {
            return Err(ErrorKind::KeySizeStep { bits, step: STEP }.into());
        }
        loop {
            let (p, q) = primes(bits, rng, progress)?;
            let Ok(key) = rsa::RsaPrivateKey::from_p_q(p, q, EXPONENT.into()) else {
                return Err(ErrorKind::Computation.into());
            };
            // FIPS 186-5 appendix A.1.1, criterion 3 (a). It fails with a chance of 2^(−bits/2).
            if key.d().bits() > bits / 2 {
                return encode(&key, bits);
            }
        }
    }
}

/// Two primes, the larger one first, as many programs expect.
fn primes<R: CryptoRng + ?Sized>(
    bits: u32,
    rng: &mut R,
    progress: &mut dyn FnMut(GenerationStep),
) -> Result<(BoxedUint, BoxedUint), Error> {
    let half = bits / 2;
    let finder = Finder::new(half, EXPONENT)?;
    let first = Zeroizing::new(finder.find(rng, progress)?);
    loop {
        let second = Zeroizing::new(finder.find(rng, progress)?);
        let (p, q) = if *first > *second {
            (&first, &second)
        } else {
            (&second, &first)
        };
        // FIPS 186-5 appendix A.1.1, criterion 2 (d).
        let apart = Zeroizing::new(p.wrapping_sub(&**q));
        if apart.bits() > half.saturating_sub(100) {
            return Ok(((**p).clone(), (**q).clone()));
        }
    }
}

/// The key in PKCS#8, read again with all checks.
fn encode(key: &rsa::RsaPrivateKey, bits: u32) -> Result<PrivateKey, Error> {
    let secret = |number: &BoxedUint| Zeroizing::new(number.to_be_bytes());
    let ([p, q], Some(dp), Some(dq), Some(qinv)) =
        (key.primes(), key.dp(), key.dq(), key.crt_coefficient())
    else {
        return Err(ErrorKind::Computation.into());
    };
    let qinv = Zeroizing::new(qinv);
    let integer = |octets: &[u8]| write::integer(Number::unsigned(octets));
    let inner = write::sequence(&[
        &integer(&[]),
        &integer(&key.n_bytes()),
        &integer(&key.e_bytes()),
        &integer(&secret(key.d())),
        &integer(&secret(p)),
        &integer(&secret(q)),
        &integer(&secret(dp)),
        &integer(&secret(dq)),
        &integer(&secret(&qinv)),
    ]);
    let identifier = write::sequence(&[&write::oid(&oid::RSA), write::NULL]);
    let key = PrivateKey::decode(&pkcs8::write(&identifier, &inner))?;
    if key.defects.is_empty() && key.bits == Some(bits) {
        Ok(key)
    } else {
        Err(ErrorKind::Computation.into())
    }
}
