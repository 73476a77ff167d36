//! Opening the file with other libraries.
//!
//! Each function checks the MAC, decrypts everything, decodes keys and certificates, and returns
//! how many there are.

use openssl::pkcs12::Pkcs12;
use openssl::provider::Provider;
use p12_keystore::Pkcs12Archive;

use crate::contest::{Found, why};

/// Makes OpenSSL's old algorithms available for as long as the value lives; RC2-40 is one of them.
///
/// # Errors
/// When the module is not installed.
pub(super) fn legacy_provider() -> Result<Provider, String> {
    Provider::try_load(None, "legacy", true).map_err(why)
}

/// The `openssl` crate: `d2i_PKCS12` and `PKCS12_parse`.
pub(super) fn openssl(der: &[u8], password: &str) -> Found {
    let parsed = Pkcs12::from_der(der)
        .and_then(|pfx| pfx.parse2(password))
        .map_err(why)?;
    let others = parsed.ca.map_or(0, |others| others.len());
    Ok(usize::from(parsed.pkey.is_some()) + usize::from(parsed.cert.is_some()) + others)
}

/// The `p12-keystore` crate, without its pairing of keys and certificates.
pub(super) fn p12_keystore(der: &[u8], password: &str) -> Found {
    let archive = Pkcs12Archive::from_pkcs12(der, password).map_err(why)?;
    Ok(archive.keys.len() + archive.certs.len())
}

/// The version of the OpenSSL that is linked.
pub(super) fn version() -> &'static str {
    openssl::version::version()
}
