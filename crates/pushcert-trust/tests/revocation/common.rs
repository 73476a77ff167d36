//! The leaf, its issuer, and short ways to ask about them.

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::revocation::{CrlBuilder, OcspBuilder};
use pushcert_testkit::samples::AT;
use pushcert_trust::revocation::{Crl, Evidence, Issuer, OcspRequest, OcspResponse, Status};
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

pub(crate) const SERIAL: [u8; 3] = [0x17, 0x42, 0x99];

pub(crate) fn now() -> UnixTime {
    moment(AT)
}

pub(crate) fn moment(text: &str) -> UnixTime {
    UnixTime::parse(text).expect("a time")
}

pub(crate) fn decode(der: &[u8]) -> Certificate {
    Certificate::decode(der).expect("a certificate")
}

/// The authority, with a short key: it signs and is checked thousands of times.
pub(crate) fn authority() -> Authority {
    Authority::own("Pushcert Synthetic EC CA", TestKey::ec_p256(0))
}

/// Another one with the same name and key identifier and a key of its own.
pub(crate) fn impostor() -> Authority {
    let mut impostor = authority();
    impostor.key = TestKey::ec_p256(1);
    impostor
}

pub(crate) fn leaf_of(issuer: &Authority) -> CertificateBuilder {
    CertificateBuilder::apns("com.example.app")
        .serial(&SERIAL)
        .issuer(issuer.clone())
}

pub(crate) fn leaf() -> Certificate {
    decode(&leaf_of(&authority()).build())
}

pub(crate) fn list() -> CrlBuilder {
    CrlBuilder::new(&authority())
}

pub(crate) fn read(list: &CrlBuilder) -> Crl {
    Crl::decode(&list.build()).expect("a revocation list")
}

/// What a list says about the leaf, all checks done.
pub(crate) fn crl_evidence(list: &CrlBuilder) -> Evidence {
    crl_evidence_at(list, now())
}

pub(crate) fn crl_evidence_at(list: &CrlBuilder, at: UnixTime) -> Evidence {
    let issuer = decode(&authority().certificate());
    read(list).evidence(&leaf(), &Issuer::from(&issuer), at)
}

/// What a response says about the leaf, all checks done.
pub(crate) fn ocsp_evidence(response: &OcspBuilder) -> Evidence {
    ocsp_evidence_for(response, None)
}

pub(crate) fn ocsp_evidence_for(response: &OcspBuilder, request: Option<&OcspRequest>) -> Evidence {
    let issuer = decode(&authority().certificate());
    OcspResponse::decode(&response.build())
        .expect("an OCSP response")
        .evidence(&leaf(), &Issuer::from(&issuer), request, now())
}

/// The text of the reason why evidence does not tell.
pub(crate) fn why(evidence: &Evidence) -> String {
    match &evidence.status {
        Status::Unknown(why) => format!("unknown: {why}"),
        Status::Unusable(why) => format!("unusable: {why}"),
        told => panic!("it tells: {told:?}"),
    }
}
