//! Helpers of the tests.

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_x509::{Certificate, ProblemKind};

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
