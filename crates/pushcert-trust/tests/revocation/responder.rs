//! Who may answer for an issuer (RFC 6960, section 4.2.2.2).

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::{CertificateBuilder, Extension, extended_key_usage};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::name::Name;
use pushcert_testkit::revocation::{OcspBuilder, Single, responder_certificate};
use pushcert_testkit::{der, oid};
use pushcert_trust::revocation::{
    Issuer, OcspResponse, Responder, ResponderDefect, ResponderId, Status, Unusable,
};

use crate::common::{SERIAL, authority, decode, impostor, now, ocsp_evidence, why};

fn key() -> TestKey {
    TestKey::ec_p256(2)
}

fn appointed() -> CertificateBuilder {
    responder_certificate(&authority(), &key())
}

fn answer(builder: OcspBuilder) -> OcspBuilder {
    builder.single(&Single::good(&authority(), &SERIAL))
}

fn by(certificate: &CertificateBuilder) -> OcspBuilder {
    answer(OcspBuilder::delegated(certificate))
}

fn defect(builder: &OcspBuilder) -> ResponderDefect {
    let evidence = ocsp_evidence(builder);
    assert!(!evidence.verified);
    match evidence.status {
        Status::Unusable(Unusable::Responder(defect)) => defect,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_issuer_may_name_itself_by_key_or_by_name() {
    let response = answer(OcspBuilder::new(&authority()));
    assert_eq!(ocsp_evidence(&response).status, Status::Good);
    let response = response.by_name(&authority().name);
    assert_eq!(ocsp_evidence(&response).status, Status::Good);
}

#[test]
fn an_appointed_responder_may_answer() {
    for builder in [
        by(&appointed()),
        by(&appointed()).by_name(
            &Name::new().utf8(oid::name::COMMON_NAME, "Pushcert Synthetic OCSP Responder"),
        ),
        by(&appointed().key(&TestKey::rsa2048(2))),
    ] {
        let evidence = ocsp_evidence(&builder);
        assert_eq!(evidence.status, Status::Good);
        assert!(evidence.verified);
        let read = OcspResponse::decode(&builder.build()).unwrap();
        let basic = read.basic().unwrap();
        let issuer = decode(&authority().certificate());
        match basic.verify(&Issuer::from(&issuer), now()) {
            Ok(Responder::Delegated(certificate)) => assert_eq!(
                certificate.subject().common_name(),
                Some("Pushcert Synthetic OCSP Responder")
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_responder_of_another_authority_may_not() {
    let stranger = Authority::own("Another CA", TestKey::ec_p256(1));
    for issuer in [stranger, impostor()] {
        let builder = by(&responder_certificate(&issuer, &key()));
        assert_eq!(defect(&builder), ResponderDefect::OtherIssuer);
    }
    let broken = by(&appointed().broken_signature());
    assert_eq!(defect(&broken), ResponderDefect::OtherIssuer);
    assert_eq!(
        defect(&by(&appointed().self_signed())),
        ResponderDefect::OtherIssuer
    );
}

#[test]
fn a_leaf_of_the_same_issuer_is_no_responder() {
    let missing = ResponderDefect::OcspSigningMissing;
    let leaf = CertificateBuilder::apns("com.example.app")
        .issuer(authority())
        .key(&key());
    assert_eq!(defect(&by(&leaf)), missing);
    let without = appointed().without_extension(oid::extension::EXTENDED_KEY_USAGE);
    assert_eq!(defect(&by(&without)), missing);
    let client = appointed().replace_extension(
        oid::extension::EXTENDED_KEY_USAGE,
        extended_key_usage(&[oid::extension::CLIENT_AUTH]),
    );
    assert_eq!(defect(&by(&client)), missing);
    // keyEncipherment only.
    let usage = appointed().replace_extension(oid::extension::KEY_USAGE, der::bits(5, [0x20]));
    assert_eq!(defect(&by(&usage)), missing);
}

#[test]
fn a_responders_certificate_must_be_valid_and_understood() {
    for (not_before, not_after) in [
        ("2025-01-01T00:00:00Z", "2026-11-20T23:59:59Z"),
        ("2026-11-21T00:00:01Z", "2027-01-01T00:00:00Z"),
    ] {
        let builder = by(&appointed().valid(not_before, not_after));
        assert!(matches!(defect(&builder), ResponderDefect::NotValid { .. }));
    }
    let ends_now = by(&appointed().valid("2025-01-01T00:00:00Z", "2026-11-21T00:00:00Z"));
    assert_eq!(ocsp_evidence(&ends_now).status, Status::Good);
    let critical = appointed().extension(Extension::critical("1.2.3.4", der::null()));
    assert_eq!(defect(&by(&critical)), ResponderDefect::CriticalExtension);
}

#[test]
fn a_responder_without_its_certificate_may_not_answer() {
    let missing = ResponderDefect::NoCertificate;
    assert_eq!(defect(&by(&appointed()).certificates(None)), missing);
    let garbage = Some(vec![der::seq([der::null()]), der::null()]);
    let builder = by(&appointed()).certificates(garbage);
    assert_eq!(defect(&builder), missing);
    assert_eq!(
        why(&ocsp_evidence(&builder)),
        "unusable: its responder is not the issuer and shows no certificate"
    );
    let read = OcspResponse::decode(&builder.build()).unwrap();
    let certificates = read.basic().unwrap().certificates();
    assert!(certificates.map(|c| c.is_some()).eq([false, false]));
    // The certificate of somebody else, who is a responder, too.
    let other = responder_certificate(&authority(), &TestKey::ec_p384()).build();
    let builder = by(&appointed()).certificates(Some(vec![other]));
    assert_eq!(defect(&builder), missing);
}

#[test]
fn at_most_sixteen_certificates_are_looked_at() {
    let list = |before: usize| {
        let mut list = vec![appointed().broken_signature().build(); before];
        list.push(appointed().build());
        by(&appointed()).certificates(Some(list))
    };
    assert_eq!(ocsp_evidence(&list(15)).status, Status::Good);
    assert_eq!(defect(&list(16)), ResponderDefect::OtherIssuer);
}

#[test]
fn a_signature_of_anybody_else_is_refused() {
    let refused = |builder: &OcspBuilder| {
        let evidence = ocsp_evidence(builder);
        assert!(!evidence.verified);
        assert!(
            matches!(evidence.status, Status::Unusable(Unusable::Signature(_))),
            "{evidence:?}"
        );
    };
    refused(&answer(OcspBuilder::new(&authority())).broken_signature());
    refused(&by(&appointed()).broken_signature());
    let stranger = TestKey::ec_p256(1);
    let algorithm = SignatureAlgorithm::Sha256Ecdsa;
    refused(&answer(OcspBuilder::new(&authority())).signed_by(&stranger, algorithm));
    refused(&by(&appointed()).signed_by(&stranger, algorithm));
    let rsa = SignatureAlgorithm::Sha256Rsa.identifier();
    refused(&by(&appointed()).outer_algorithm(rsa));
}

#[test]
fn a_responder_with_the_issuers_name_and_its_own_certificate_may_answer() {
    let named = appointed().subject(authority().name);
    let builder = by(&named).by_name(&authority().name);
    assert_eq!(ocsp_evidence(&builder).status, Status::Good);
    let read = OcspResponse::decode(&builder.build()).unwrap();
    assert!(matches!(
        read.basic().unwrap().responder_id(),
        ResponderId::ByName(_)
    ));
}
