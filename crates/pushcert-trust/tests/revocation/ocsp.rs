//! What an OCSP response says about a certificate, and how it is asked for.

use pushcert_testkit::cert::Extension;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::revocation::{OcspBuilder, Single};
use pushcert_testkit::{der, hex, oid};
use pushcert_trust::revocation::{
    CertStatus, DecodeErrorKind, EvidenceKind, Freshness, Issuer, NonceMatch, OcspRequest,
    OcspResponse, Responder, ResponderId, ResponseStatus, RevocationReason, Status, Unknown,
    Unusable,
};

use crate::common::{
    SERIAL, authority, decode, impostor, leaf, moment, now, ocsp_evidence, ocsp_evidence_for, why,
};

const WHEN: &str = "2026-10-01T12:00:00Z";

fn response() -> OcspBuilder {
    OcspBuilder::new(&authority())
}

fn good() -> Single {
    Single::good(&authority(), &SERIAL)
}

fn revoked(reason: Option<u8>) -> Single {
    Single::revoked(&authority(), &SERIAL, WHEN, reason)
}

#[test]
fn s1_31_a_revoked_leaf_is_revoked_by_an_ocsp_response() {
    for (code, expected) in [
        (None, None),
        (Some(0), Some(RevocationReason::Unspecified)),
        (Some(5), Some(RevocationReason::CessationOfOperation)),
        (Some(6), Some(RevocationReason::CertificateHold)),
    ] {
        let evidence = ocsp_evidence(&response().single(&revoked(code)));
        let Status::Revoked { at, reason, .. } = evidence.status else {
            panic!("{evidence:?}");
        };
        assert_eq!((at, reason), (moment(WHEN), expected));
        assert_eq!(evidence.kind, EvidenceKind::Ocsp);
        assert!(evidence.verified);
    }
}

#[test]
fn good_and_unknown_are_told_apart() {
    let evidence = ocsp_evidence(&response().single(&good()));
    assert_eq!(evidence.status, Status::Good);
    assert_eq!(evidence.freshness, Some(Freshness::Fresh));
    assert_eq!(evidence.this_update, Some(moment("2026-11-20T00:00:00Z")));
    assert_eq!(evidence.next_update, Some(moment("2026-11-27T00:00:00Z")));
    let unknown = Single::unknown(&authority(), &SERIAL);
    let evidence = ocsp_evidence(&response().single(&unknown));
    assert_eq!(
        why(&evidence),
        "unknown: the responder does not know the certificate"
    );
    assert!(evidence.verified);
}

#[test]
fn a_response_about_others_says_nothing() {
    let other = Status::Unknown(Unknown::OtherCertificate);
    let serial = Single::good(&authority(), &[0x17, 0x42]);
    let issuer = Single::good(&impostor(), &SERIAL);
    let hash = good().digest(Digest::Sha384);
    for single in [serial, issuer, hash] {
        let evidence = ocsp_evidence(&response().single(&single));
        assert_eq!(evidence.status, other);
        assert_eq!(evidence.this_update, None);
    }
    assert_eq!(ocsp_evidence(&response()).status, other, "no answer at all");
}

#[test]
fn the_issuer_may_be_named_with_sha256_and_the_serial_padded() {
    let sha256 = response().single(&good().digest(Digest::Sha256));
    assert_eq!(ocsp_evidence(&sha256).status, Status::Good);
    let padded = [&[0, 0][..], &SERIAL].concat();
    let padded = response().single(&Single::good(&authority(), &padded));
    assert_eq!(ocsp_evidence(&padded).status, Status::Good);
}

#[test]
fn of_several_answers_a_revocation_counts_else_the_newest() {
    let unknown = Single::unknown(&authority(), &SERIAL)
        .valid("2026-11-20T12:00:00Z", Some("2026-11-27T00:00:00Z"));
    let stranger = Single::good(&authority(), &[1]);
    for singles in [
        [good(), revoked(Some(1)), unknown.clone()],
        [unknown.clone(), good(), revoked(Some(1))],
    ] {
        let all = singles.iter().fold(response(), OcspBuilder::single);
        assert_eq!(ocsp_evidence(&all).status.as_str(), "revoked");
    }
    for singles in [
        [good(), unknown.clone(), stranger.clone()],
        [stranger, unknown, good()],
    ] {
        let all = singles.iter().fold(response(), OcspBuilder::single);
        assert_eq!(ocsp_evidence(&all).status.as_str(), "unknown");
    }
}

#[test]
fn a_stale_response_revokes_but_never_says_good() {
    let old = |single: Single| single.valid("2026-10-02T00:00:00Z", Some("2026-10-09T00:00:00Z"));
    let evidence = ocsp_evidence(&response().single(&old(good())));
    assert_eq!(why(&evidence), "unusable: it ended on 2026-10-09T00:00:00Z");
    assert!(evidence.verified);
    let evidence = ocsp_evidence(&response().single(&old(revoked(Some(1)))));
    assert_eq!(evidence.status.as_str(), "revoked");
    // A suspension may have ended since.
    let evidence = ocsp_evidence(&response().single(&old(revoked(Some(6)))));
    assert_eq!(evidence.status.as_str(), "unusable");
    let future = good().valid("2026-11-22T00:00:00Z", Some("2026-11-29T00:00:00Z"));
    let evidence = ocsp_evidence(&response().single(&future));
    assert_eq!(
        why(&evidence),
        "unusable: it begins on 2026-11-22T00:00:00Z"
    );
    let open = good().valid("2026-11-20T00:00:00Z", None);
    let evidence = ocsp_evidence(&response().single(&open));
    assert_eq!(evidence.status, Status::Good);
    let open = good().valid("2026-11-01T00:00:00Z", None);
    let evidence = ocsp_evidence(&response().single(&open));
    assert_eq!(evidence.status.as_str(), "unusable");
}

#[test]
fn a_response_without_an_answer_is_typed() {
    for (code, status, text) in [
        (1, ResponseStatus::MalformedRequest, "malformedRequest"),
        (2, ResponseStatus::InternalError, "internalError"),
        (3, ResponseStatus::TryLater, "tryLater"),
        (5, ResponseStatus::SigRequired, "sigRequired"),
        (6, ResponseStatus::Unauthorized, "unauthorized"),
        (4, ResponseStatus::Other(4), "status 4"),
    ] {
        let builder = response().status(code);
        let read = OcspResponse::decode(&builder.build()).unwrap();
        assert_eq!(read.response_status(), status);
        assert!(read.basic().is_none());
        let evidence = ocsp_evidence(&builder);
        assert_eq!(
            why(&evidence),
            format!("unusable: the responder gave no answer: {text}")
        );
        assert!(!evidence.verified && evidence.freshness.is_none());
    }
    // OpenSSL writes the same five bytes.
    assert_eq!(response().status(6).build(), hex("30030a0106"));
}

#[test]
fn the_fields_of_a_response_are_read() {
    let builder = response()
        .produced_at("2026-11-20T01:02:03Z")
        .single(&revoked(Some(1)))
        .single(&good())
        .nonce(&[7; 16]);
    let read = OcspResponse::decode(&builder.build()).unwrap();
    let basic = read.basic().unwrap();
    assert_eq!(basic.produced_at(), moment("2026-11-20T01:02:03Z"));
    assert_eq!(basic.nonce(), Some(&[7; 16][..]));
    assert_eq!(basic.signature_algorithm().as_str(), "sha256-ecdsa");
    assert!(matches!(basic.responder_id(), ResponderId::ByKey(hash) if hash.len() == 20));
    let answers: Vec<_> = basic.responses().map(Result::unwrap).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0].serial(), SERIAL);
    assert!(matches!(
        answers[0].cert_status(),
        CertStatus::Revoked { .. }
    ));
    assert_eq!(answers[1].cert_status(), CertStatus::Good);
    let issuer = decode(&authority().certificate());
    let issuer = Issuer::from(&issuer);
    assert!(answers[1].is_for(&leaf(), &issuer));
    let impostor = decode(&impostor().certificate());
    assert!(!answers[1].is_for(&leaf(), &Issuer::from(&impostor)));
    assert!(matches!(
        basic.verify(&issuer, now()),
        Ok(Responder::Issuer)
    ));
}

#[test]
fn a_nonce_must_be_that_of_the_request() {
    let issuer = decode(&authority().certificate());
    let plain = OcspRequest::new(&leaf(), &Issuer::from(&issuer)).unwrap();
    let request = plain.clone().with_nonce(&[7; 16]);
    for (builder, expected, matched) in [
        (response().nonce(&[7; 16]), "good", NonceMatch::Same),
        (response(), "good", NonceMatch::Absent),
        (
            response().nonce(&[8; 16]),
            "unusable",
            NonceMatch::Different,
        ),
        (
            response().nonce(&[7; 15]),
            "unusable",
            NonceMatch::Different,
        ),
    ] {
        let builder = builder.single(&good());
        let evidence = ocsp_evidence_for(&builder, Some(&request));
        assert_eq!(evidence.status.as_str(), expected, "{matched:?}");
        let read = OcspResponse::decode(&builder.build()).unwrap();
        let basic = read.basic().unwrap();
        assert_eq!(basic.nonce_match(&request), matched);
        assert_eq!(basic.nonce_match(&plain), NonceMatch::NotAsked);
    }
    let evidence = ocsp_evidence_for(
        &response().nonce(&[8; 16]).single(&revoked(None)),
        Some(&request),
    );
    assert_eq!(evidence.status, Status::Unusable(Unusable::NonceMismatch));
    // Before RFC 8954 a nonce was not wrapped.
    let raw = Extension::new(oid::extension::OCSP_NONCE, vec![7; 16]);
    let read = OcspResponse::decode(&response().extension(raw).build()).unwrap();
    assert_eq!(read.basic().unwrap().nonce(), Some(&[7; 16][..]));
}

#[test]
fn extensions_that_are_critical_and_unknown_forbid_the_use() {
    let unknown = Extension::critical("1.2.3.4", der::null());
    let expected = "unusable: it has the critical extension 1.2.3.4, which is not known";
    let whole = response().single(&revoked(None)).extension(unknown.clone());
    assert_eq!(why(&ocsp_evidence(&whole)), expected);
    let single = response().single(&good().extension(unknown.clone()));
    assert_eq!(why(&ocsp_evidence(&single)), expected);
    // That of another answer does not matter.
    let other = Single::good(&authority(), &[1]).extension(unknown);
    let evidence = ocsp_evidence(&response().single(&other).single(&good()));
    assert_eq!(evidence.status, Status::Good);
}

#[test]
fn versions_and_types_that_are_not_known_are_refused() {
    let kind = |builder: OcspBuilder| {
        let error = OcspResponse::decode(&builder.build()).unwrap_err();
        error.kind().clone()
    };
    assert_eq!(
        kind(response().version(1)),
        DecodeErrorKind::UnknownVersion { found: 2 }
    );
    assert!(OcspResponse::decode(&response().version(0).build()).is_ok());
    assert!(matches!(
        kind(response().response_type("1.2.3")),
        DecodeErrorKind::ResponseType { .. }
    ));
    // "Successful", and nothing with it.
    assert!(OcspResponse::decode(&hex("30030a0100")).is_err());
}

/// The request by hand: RFC 6960, section 4.1.1.
#[test]
fn a_request_has_the_layout_of_the_standard() {
    let issuer = decode(&authority().certificate());
    let request = OcspRequest::new(&leaf(), &Issuer::from(&issuer)).unwrap();
    let id = |digest: Digest| {
        der::seq([
            der::algorithm(digest.oid(), Some(&der::null())),
            der::octets(digest.hash(&authority().name.der())),
            der::octets(digest.hash(&authority().key.public_key_bits())),
            der::int_raw(&SERIAL),
        ])
    };
    let list = der::seq([der::seq([id(Digest::Sha1)])]);
    assert_eq!(request.encode(), der::seq([der::seq([&list])]));
    let nonce = der::seq([
        der::oid(oid::extension::OCSP_NONCE),
        der::octets(der::octets([9; 32])),
    ]);
    let extensions = der::explicit(2, der::seq([nonce]));
    assert_eq!(
        request.with_nonce(&[9; 32]).encode(),
        der::seq([der::seq([list, extensions])])
    );
}

#[test]
fn a_request_can_be_made_with_the_figures_of_an_authority() {
    let g4 = pushcert_trust::AUTHORITIES
        .iter()
        .find(|a| a.generation() == Some(pushcert_trust::Generation::G4))
        .unwrap();
    let certificate = decode(g4.certificate_der().unwrap());
    let look_alike = pushcert_testkit::authority::Authority::apple_like(
        pushcert_testkit::authority::Generation::G4,
    );
    let leaf = decode(&crate::common::leaf_of(&look_alike).build());
    let figures = OcspRequest::new(&leaf, &Issuer::from(g4)).unwrap();
    let whole = OcspRequest::new(&leaf, &Issuer::from(&certificate)).unwrap();
    assert_eq!(figures.encode(), whole.encode());
}
