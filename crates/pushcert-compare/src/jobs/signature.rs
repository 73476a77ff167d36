//! Verifying the signature of one certificate: the greatest single part of judging it.

use openssl::pkey::PKey;
use openssl::x509::X509;
use pushcert::trust::verify_signed_by;
use pushcert_x509::Certificate;

use crate::contest::{Contest, why};
use crate::inputs::{Issuer, certificate};

/// RSA of 2048 bits with SHA-256, on a decoded certificate with its issuer's key.
///
/// # Errors
/// When the certificate or the key cannot be decoded.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    let der = certificate(Issuer::Unknown);
    let spki = Issuer::Unknown.public_key();
    let ours = Certificate::decode(&der).map_err(why)?;
    let theirs = X509::from_der(&der).map_err(why)?;
    let key = PKey::public_key_from_der(&spki).map_err(why)?;
    let contest = Contest::new("one RSA-2048 signature", 1)
        .entrant("pushcert-trust", move || {
            verify_signed_by(&ours, &spki).map(|()| 1).map_err(why)
        })
        .entrant("openssl", move || {
            theirs.verify(&key).map(usize::from).map_err(why)
        });
    Ok(vec![contest])
}
