//! Helpers of the tests.

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_types::CertificateKind;
use pushcert_x509::{Certificate, ProblemKind};

pub(crate) const APP: &str = "com.example.app";

pub(crate) fn apns() -> CertificateBuilder {
    CertificateBuilder::apns(APP)
}

pub(crate) fn decode(builder: &CertificateBuilder) -> Certificate {
    Certificate::decode(&builder.build()).expect("a certificate")
}

pub(crate) fn topics(certificate: &Certificate) -> Vec<&str> {
    certificate
        .push()
        .topics
        .iter()
        .map(|entry| entry.topic.as_str())
        .collect()
}

pub(crate) fn kinds(certificate: &Certificate) -> Vec<ProblemKind> {
    certificate
        .problems()
        .iter()
        .map(|problem| problem.kind().clone())
        .collect()
}

/// The problems of a builder for the kind `apns` are exactly these, and the kind is still known.
#[track_caller]
pub(crate) fn expect(builder: &CertificateBuilder, expected: &[ProblemKind]) -> Certificate {
    let certificate = decode(builder);
    assert_eq!(kinds(&certificate), expected);
    for problem in certificate.problems() {
        assert!(problem.offset() <= certificate.der().len());
        assert!(problem.to_string().chars().all(|c| !c.is_control()));
    }
    assert_eq!(certificate.push().kind, CertificateKind::Apns);
    certificate
}
