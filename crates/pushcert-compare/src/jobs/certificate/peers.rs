//! The same facts from other libraries, as far as each offers them.
//!
//! Each function decodes the certificate, reads version, serial number, algorithms, validity as
//! seconds, public key and SHA-256 fingerprint, and returns the number of the [counted](super)
//! facts.

use std::hint::black_box;

use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::x509::{X509, X509NameRef};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::der::asn1::{Ia5StringRef, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{Decode, DecodePem, Encode, Tag, Tagged};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints,
    ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_parser::extensions::{
    DistributionPointName as ParsedPointName, GeneralName as ParsedName, ParsedExtension,
};
use x509_parser::parse_x509_certificate;
use x509_parser::x509::X509Name;

use crate::contest::{Found, why};

/// The `openssl` crate. It has no access to extensions that OpenSSL does not know, so Apple's are
/// not looked at.
pub(super) fn openssl(der: &[u8]) -> Found {
    let certificate = X509::from_der(der).map_err(why)?;
    let epoch = Asn1Time::from_unix(0).map_err(why)?;
    let not_before = epoch.diff(certificate.not_before()).map_err(why)?;
    let not_after = epoch.diff(certificate.not_after()).map_err(why)?;
    let fingerprint = certificate.digest(MessageDigest::sha256()).map_err(why)?;
    black_box((
        certificate.version(),
        certificate.serial_number(),
        certificate.signature_algorithm().object().nid(),
    ));
    black_box((
        not_before,
        not_after,
        certificate.public_key().map_err(why)?,
        fingerprint,
    ));
    black_box(certificate.pathlen());

    let names =
        openssl_name(certificate.issuer_name())? + openssl_name(certificate.subject_name())?;
    let identifiers = [
        certificate.subject_key_id().is_some(),
        certificate.authority_key_id().is_some(),
    ];
    let usages = [
        certificate.key_usage().is_some(),
        certificate.extended_key_usage().is_some(),
    ];
    let flags = identifiers
        .into_iter()
        .chain(usages)
        .filter(|there| *there)
        .count();
    let points = certificate.crl_distribution_points();
    let crl = points
        .iter()
        .flatten()
        .filter_map(|point| point.distpoint()?.fullname())
        .flatten();
    let access = certificate.authority_info();
    let locations = access
        .iter()
        .flatten()
        .filter_map(|access| access.location().uri());
    Ok(names + flags + crl.filter_map(|name| name.uri()).count() + locations.count())
}

/// The `openssl` crate on PEM, decoding only.
pub(super) fn openssl_pem(pem: &[u8]) -> Found {
    X509::from_pem(pem).map(|_| 1).map_err(why)
}

/// The `x509-cert` crate on PEM, decoding only.
pub(super) fn x509_cert_pem(pem: &[u8]) -> Found {
    Certificate::from_pem(pem).map(|_| 1).map_err(why)
}

fn openssl_name(name: &X509NameRef) -> Found {
    let mut count = 0;
    for entry in name.entries() {
        black_box((entry.object().nid(), entry.data().to_string().map_err(why)?));
        count += 1;
    }
    Ok(count)
}

/// The `x509-cert` crate.
pub(super) fn x509_cert(der: &[u8]) -> Found {
    let certificate = Certificate::from_der(der).map_err(why)?;
    let tbs = certificate.tbs_certificate();
    let validity = tbs.validity();
    black_box((
        tbs.version(),
        tbs.serial_number().as_bytes(),
        certificate.signature_algorithm().oid,
    ));
    black_box((
        validity.not_before.to_unix_duration(),
        validity.not_after.to_unix_duration(),
    ));
    black_box(tbs.subject_public_key_info().to_der().map_err(why)?);
    black_box((
        Sha256::digest(der),
        tbs.get_extension::<BasicConstraints>().map_err(why)?,
    ));

    let names = x509_cert_name(tbs.issuer())? + x509_cert_name(tbs.subject())?;
    let flags = [
        tbs.get_extension::<SubjectKeyIdentifier>()
            .map_err(why)?
            .is_some(),
        tbs.get_extension::<AuthorityKeyIdentifier>()
            .map_err(why)?
            .is_some(),
        tbs.get_extension::<KeyUsage>().map_err(why)?.is_some(),
        tbs.get_extension::<ExtendedKeyUsage>()
            .map_err(why)?
            .is_some(),
    ];
    let flags = flags.into_iter().filter(|there| *there).count();
    let points = tbs.get_extension::<CrlDistributionPoints>().map_err(why)?;
    let crl = points
        .iter()
        .flat_map(|(_, points)| &points.0)
        .filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
    let access = tbs
        .get_extension::<AuthorityInfoAccessSyntax>()
        .map_err(why)?;
    let locations = access
        .iter()
        .flat_map(|(_, access)| &access.0)
        .map(|access| &access.access_location);
    let is_url = |name: &&GeneralName| matches!(name, GeneralName::UniformResourceIdentifier(_));
    Ok(names + flags + crl.flatten().filter(is_url).count() + locations.filter(is_url).count())
}

fn x509_cert_name(name: &Name) -> Found {
    let mut count = 0;
    for attribute in name.iter() {
        let value = &attribute.value;
        let text: &str = match value.tag() {
            Tag::Utf8String => value
                .decode_as::<Utf8StringRef<'_>>()
                .map_err(why)?
                .as_str(),
            Tag::PrintableString => value
                .decode_as::<PrintableStringRef<'_>>()
                .map_err(why)?
                .as_str(),
            _ => value.decode_as::<Ia5StringRef<'_>>().map_err(why)?.as_str(),
        };
        black_box((attribute.oid, text));
        count += 1;
    }
    Ok(count)
}

/// The `x509-parser` crate.
pub(super) fn x509_parser(der: &[u8]) -> Found {
    let (_, certificate) = parse_x509_certificate(der).map_err(why)?;
    let validity = certificate.validity();
    black_box((
        certificate.version(),
        certificate.raw_serial(),
        certificate.signature_algorithm.oid(),
    ));
    black_box((
        validity.not_before.timestamp(),
        validity.not_after.timestamp(),
    ));
    black_box((
        certificate.public_key().raw,
        Sha256::digest(der),
        certificate.is_ca(),
    ));

    let names = x509_parser_name(certificate.issuer())? + x509_parser_name(certificate.subject())?;
    let facts =
        certificate
            .extensions()
            .iter()
            .map(|extension| match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(_)
                | ParsedExtension::AuthorityKeyIdentifier(_)
                | ParsedExtension::KeyUsage(_)
                | ParsedExtension::ExtendedKeyUsage(_) => 1,
                ParsedExtension::AuthorityInfoAccess(access) => access
                    .iter()
                    .filter(|access| matches!(access.access_location, ParsedName::URI(_)))
                    .count(),
                ParsedExtension::CRLDistributionPoints(points) => points
                    .iter()
                    .filter_map(|point| match &point.distribution_point {
                        Some(ParsedPointName::FullName(names)) => Some(names),
                        _ => None,
                    })
                    .flatten()
                    .filter(|name| matches!(name, ParsedName::URI(_)))
                    .count(),
                _ => 0,
            });
    Ok(names + facts.sum::<usize>())
}

fn x509_parser_name(name: &X509Name<'_>) -> Found {
    let mut count = 0;
    for attribute in name.iter_attributes() {
        black_box((attribute.attr_type(), attribute.as_str().map_err(why)?));
        count += 1;
    }
    Ok(count)
}
