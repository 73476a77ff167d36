//! From a key and certificates to the bytes of a profile.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use pushcert_keys::{EncryptedPrivateKey, PrivateKey};
use pushcert_pbe::{Encryption, Protection};
use pushcert_pkcs12::Builder;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{ExportError, ExportOptions, Profile};

/// What is to be written.
pub(super) struct Content<'a> {
    pub(super) key: &'a PrivateKey,
    /// DER, leaf first.
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) friendly_name: Option<String>,
}

impl Content<'_> {
    /// The bytes of the file.
    pub(super) fn encode<R: CryptoRng + ?Sized>(
        &self,
        options: &ExportOptions,
        iterations: Option<u64>,
        rng: &mut R,
    ) -> Result<Zeroizing<Vec<u8>>, ExportError> {
        match (container(options.profile), iterations) {
            (Some(profile), Some(iterations)) => {
                self.pkcs12(profile.with_iterations(iterations), options, rng)
            }
            (Some(profile), None) => self.pkcs12(profile, options, rng),
            (None, iterations) => self.pem(options, iterations, rng),
        }
    }

    fn pkcs12<R: CryptoRng + ?Sized>(
        &self,
        profile: pushcert_pkcs12::Profile,
        options: &ExportOptions,
        rng: &mut R,
    ) -> Result<Zeroizing<Vec<u8>>, ExportError> {
        let certificates: Vec<&[u8]> = self.certificates.iter().map(Vec::as_slice).collect();
        let name = self.friendly_name.as_deref();
        Ok(Builder::new(profile)
            .identity(self.key.pkcs8_der(), &certificates, name)
            .build(options.password(), rng)?)
    }

    /// Certificates first, leaf first of all, then the key: the order that servers take.
    fn pem<R: CryptoRng + ?Sized>(
        &self,
        options: &ExportOptions,
        iterations: Option<u64>,
        rng: &mut R,
    ) -> Result<Zeroizing<Vec<u8>>, ExportError> {
        let password = options.password.as_ref().map(|password| password.as_str());
        let key = private_key_pem(self.key, password.zip(iterations), rng)?;
        let mut text = pem_bundle(&self.certificates, &key);
        Ok(Zeroizing::new(mem::take(&mut *text).into_bytes()))
    }
}

/// One PEM text of certificates in DER, leaf first, and the key behind them, which is PEM already.
pub(crate) fn pem_bundle(certificates: &[Vec<u8>], key: &str) -> Zeroizing<String> {
    let certificates: Vec<Zeroizing<String>> = certificates
        .iter()
        .map(|der| pushcert_pem::encode("CERTIFICATE", der))
        .collect();
    // As long as it will be: a text that grows leaves copies of the key behind.
    let length = certificates.iter().map(|text| text.len()).sum::<usize>();
    let mut file = Zeroizing::new(String::with_capacity(length.saturating_add(key.len())));
    for text in &certificates {
        file.push_str(text);
    }
    file.push_str(key);
    file
}

/// A private key as PEM: PKCS#8 (RFC 5958), encrypted with AES-256-CBC and PBKDF2-HMAC-SHA-256 where there is a
/// password, which comes with the iterations of the derivation.
///
/// # Errors
/// Whatever keeps the key from being encrypted, such as no iterations at all.
pub fn private_key_pem<R: CryptoRng + ?Sized>(
    key: &PrivateKey,
    password: Option<(&str, u64)>,
    rng: &mut R,
) -> Result<Zeroizing<String>, ExportError> {
    let Some((password, iterations)) = password else {
        return Ok(pushcert_pem::encode("PRIVATE KEY", key.pkcs8_der()));
    };
    let encryption = Encryption::new(Protection::Pbes2Aes256Cbc, iterations);
    let key = EncryptedPrivateKey::encrypt(key, &encryption, password, rng)?;
    Ok(pushcert_pem::encode("ENCRYPTED PRIVATE KEY", &key.encode()))
}

/// The profile of the container, where it is one.
fn container(profile: Profile) -> Option<pushcert_pkcs12::Profile> {
    match profile {
        Profile::Pem => None,
        Profile::P12Modern => Some(pushcert_pkcs12::Profile::modern()),
        #[cfg(feature = "legacy-insecure")]
        Profile::P12Compatible => Some(pushcert_pkcs12::Profile::compatible()),
        #[cfg(feature = "legacy-insecure")]
        Profile::P12Legacy => Some(pushcert_pkcs12::Profile::legacy()),
    }
}
