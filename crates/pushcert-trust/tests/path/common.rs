//! Helpers of the tests.

use pushcert_testkit::{
    authority::Authority,
    cert::{CertificateBuilder, Extension},
    der,
    key::TestKey,
    oid,
};
use pushcert_trust::path::{Path, PathErrorKind, path};
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

pub(crate) fn moment(text: &str) -> UnixTime {
    UnixTime::parse(text).expect("a moment")
}

/// Inside of the validity of the testkit's leaves.
pub(crate) fn now() -> UnixTime {
    moment("2026-10-01T00:00:00Z")
}

pub(crate) fn read(builder: &CertificateBuilder) -> Certificate {
    Certificate::decode(&builder.build()).expect("a certificate")
}

pub(crate) fn apns() -> CertificateBuilder {
    CertificateBuilder::apns("com.example.app")
}

pub(crate) fn leaf_by(issuer: &Authority) -> CertificateBuilder {
    apns().issuer(issuer.clone())
}

/// An authority's certificate, to be changed.
pub(crate) fn authority(own: &Authority, issuer: &Authority) -> CertificateBuilder {
    CertificateBuilder::new(own.name.clone())
        .key(&own.key)
        .issuer(issuer.clone())
        .valid("2020-02-19T18:13:47Z", "2039-12-31T23:59:59Z")
        .extension(Extension::critical(
            oid::extension::BASIC_CONSTRAINTS,
            der::seq([der::boolean(true)]),
        ))
        .authority_key_id()
        .extension(Extension::new(
            oid::extension::SUBJECT_KEY_ID,
            der::octets(&own.key_id),
        ))
        .extension(Extension::critical(
            oid::extension::KEY_USAGE,
            der::bits(1, [0x06]),
        ))
}

pub(crate) fn root() -> Authority {
    Authority::synthetic()
}

pub(crate) fn middle() -> Authority {
    Authority::synthetic_intermediate()
}

pub(crate) fn lower() -> Authority {
    Authority::own("Pushcert Lower CA", TestKey::ec_p256(1))
}

/// Every reason, with its step.
pub(crate) fn reasons(path: &Path<'_>) -> Vec<(Option<usize>, PathErrorKind)> {
    let errors = path.errors().iter();
    errors
        .map(|error| (error.step(), error.kind().clone()))
        .collect()
}

/// The path with these others and the synthetic root as anchor.
pub(crate) fn with<'a>(
    leaf: &'a Certificate,
    others: &'a [Certificate],
    anchors: &'a [Certificate],
    at: UnixTime,
) -> Path<'a> {
    let others: Vec<&Certificate> = others.iter().collect();
    let anchors: Vec<&Certificate> = anchors.iter().collect();
    path(leaf, &others, &anchors, at)
}
