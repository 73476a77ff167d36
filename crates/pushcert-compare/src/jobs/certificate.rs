//! Decoding a certificate and reading every fact in it.

mod ours;
mod peers;

use std::array;

use pushcert_testkit::pem;

use crate::contest::Contest;
use crate::inputs::{Issuer, certificate};

/// The facts that are counted: attributes of both names as text, key usage, extended key usage,
/// subject and authority key identifier, and every URL of CRL, OCSP and issuer.
///
/// All entrants must find the same number. Apple's extensions are read by pushcert alone, and are
/// not counted.
///
/// # Errors
/// When pushcert cannot read the certificate.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    let der = certificate(Issuer::AppleLike);
    let expected = ours::facts(&der)?;
    let [first, second, third, fourth] = array::from_fn(|_| der.clone());
    let contest = Contest::new("one certificate, all facts", expected)
        .entrant("pushcert-x509 (with Apple's extensions)", move || {
            ours::facts(&first)
        })
        .entrant("openssl", move || peers::openssl(&second))
        .entrant("x509-cert", move || peers::x509_cert(&third))
        .entrant("x509-parser", move || peers::x509_parser(&fourth));
    Ok(vec![contest, judged(&der)])
}

/// The whole work on one PEM file, without starting a process; decoding with a peer beside it.
fn judged(der: &[u8]) -> Contest<'static> {
    let text = pem::encode("CERTIFICATE", der).into_bytes();
    let [first, second, third] = array::from_fn(|_| text.clone());
    Contest::new("one PEM certificate, the whole work", 1)
        .entrant("pushcert: opened and judged", move || ours::check(&first))
        .entrant("openssl: decoded only", move || peers::openssl_pem(&second))
        .entrant("x509-cert: decoded only", move || {
            peers::x509_cert_pem(&third)
        })
}
