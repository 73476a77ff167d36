//! The facts from pushcert.

use std::hint::black_box;

use pushcert::{Options, UnixTime};
use pushcert_x509::{Attribute, Certificate, Name};

use crate::contest::{Found, why};
use crate::inputs::CHECKED_AT;

/// `pushcert-x509`: what the peers read, and Apple's extensions.
pub(super) fn facts(der: &[u8]) -> Found {
    let certificate = Certificate::decode(der).map_err(why)?;
    black_box((
        certificate.version(),
        certificate.serial(),
        certificate.signature_algorithm(),
    ));
    black_box((certificate.not_before(), certificate.not_after()));
    let key = certificate.public_key().map_err(why)?;
    black_box((key.public_key().map_err(why)?, certificate.sha256()));
    if certificate.push().topics.is_empty() || certificate.is_ca() {
        return Err("not the push certificate that was built".to_owned());
    }

    let names = name(&certificate.issuer()) + name(&certificate.subject());
    let flags = [
        certificate.subject_key_id().is_some(),
        certificate.authority_key_id().is_some(),
        certificate.key_usage().is_some(),
        certificate.extended_key_usage().is_some(),
    ];
    let flags = flags.into_iter().filter(|there| *there).count();
    let urls = certificate
        .crl_urls()
        .chain(certificate.ocsp_urls())
        .chain(certificate.ca_issuers_urls());
    Ok(names + flags + urls.count())
}

fn name(name: &Name<'_>) -> usize {
    let read =
        |attribute: &Attribute<'_>| black_box((attribute.oid(), attribute.text())).1.is_some();
    name.attributes().filter(read).count()
}

/// The facade on PEM: read, signature verified, judged by every rule, reported.
pub(super) fn check(pem: &[u8]) -> Found {
    let at = UnixTime::parse(CHECKED_AT).map_err(why)?;
    Ok(pushcert::open("push.pem", pem, &Options::at(at))
        .check()
        .certificates
        .len())
}
