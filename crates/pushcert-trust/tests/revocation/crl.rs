//! What a revocation list says about a certificate.

use pushcert_testkit::authority::{Authority, Generation};
use pushcert_testkit::cert::{CertificateBuilder, Extension, crl_distribution_points};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::name::Name;
use pushcert_testkit::revocation::{CrlBuilder, Entry, shard};
use pushcert_testkit::{der, oid};
use pushcert_trust::ErrorKind;
use pushcert_trust::revocation::{
    Crl, EvidenceKind, Freshness, Issuer, RevocationReason, Status, Unknown, Unusable,
};

use crate::common::{
    SERIAL, authority, crl_evidence, crl_evidence_at, decode, impostor, leaf, leaf_of, list,
    moment, now, read, why,
};

#[test]
fn s1_31_a_revoked_leaf_is_revoked_by_a_crl() {
    let entry = Entry::new(&SERIAL)
        .at("2026-10-01T12:00:00Z")
        .reason(1)
        .invalidity_date("2026-09-30T00:00:00Z");
    let evidence = crl_evidence(&list().revoke(&[1]).entry(&entry).revoke(&[2]));
    let Status::Revoked {
        at,
        reason,
        invalidity_date,
        ..
    } = evidence.status
    else {
        panic!("{evidence:?}");
    };
    assert_eq!(at, moment("2026-10-01T12:00:00Z"));
    assert_eq!(reason, Some(RevocationReason::KeyCompromise));
    assert_eq!(invalidity_date, Some(moment("2026-09-30T00:00:00Z")));
    assert_eq!(evidence.kind, EvidenceKind::Crl);
    assert!(evidence.verified);
    assert_eq!(
        evidence.issuer_common_name.as_deref(),
        Some("Pushcert Synthetic EC CA")
    );
}

#[test]
fn a_leaf_that_is_not_listed_is_good() {
    let evidence = crl_evidence(&list().revoke(&[1]).revoke(&[0x17, 0x42]));
    assert_eq!(evidence.status, Status::Good);
    assert_eq!(evidence.freshness, Some(Freshness::Fresh));
    assert_eq!(evidence.this_update, Some(moment("2026-11-20T00:00:00Z")));
    assert_eq!(evidence.next_update, Some(moment("2026-11-27T00:00:00Z")));
    // A list without entries has no such field at all.
    assert_eq!(crl_evidence(&list()).status, Status::Good);
}

#[test]
fn the_fields_of_a_list_are_read() {
    let url = "http://crl.example.com/synthetic-1.crl";
    let crl = read(&list().shard(&[url]).many(3));
    assert_eq!(crl.version(), 2);
    assert_eq!(crl.issuer().common_name(), Some("Pushcert Synthetic EC CA"));
    assert_eq!(crl.number(), Some(&[1][..]));
    assert_eq!(crl.authority_key_id(), Some(authority().key_id.as_slice()));
    assert_eq!(crl.distribution_points().collect::<Vec<_>>(), [url]);
    assert!(!crl.is_delta());
    let entries: Vec<_> = crl.entries().map(Result::unwrap).collect();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[2].serial, [0, 0, 3]);
    assert_eq!(entries[2].revoked_at, moment("2026-10-01T12:00:00Z"));
    assert_eq!(
        entries[2].reason,
        Some(RevocationReason::CessationOfOperation)
    );
    assert!(entries[2].is_for(&[3]) && !entries[2].is_for(&[4]));
    let bare = list()
        .version(None)
        .without_extension(oid::extension::CRL_NUMBER)
        .without_extension(oid::extension::AUTHORITY_KEY_ID);
    let bare = read(&bare);
    assert_eq!((bare.version(), bare.number()), (1, None));
    assert_eq!(bare.authority_key_id(), None);
}

#[test]
fn serial_numbers_are_compared_as_numbers() {
    let issuer = decode(&authority().certificate());
    for (serial, listed, is_same) in [
        (&[0x17][..], &[0, 0, 0x17][..], true),
        (&[0, 0x97], &[0x97], false),
        (&[0xff, 0x97], &[0x97], true),
        (&[0], &[0, 0], true),
        (&[0x17], &[0x17, 0], false),
    ] {
        let certificate = decode(&leaf_of(&authority()).serial(serial).build());
        let status = read(&list().revoke(listed))
            .evidence(&certificate, &Issuer::from(&issuer), now())
            .status;
        assert_eq!(
            status.as_str() == "revoked",
            is_same,
            "{serial:?} {listed:?}"
        );
    }
}

#[test]
fn a_stale_list_revokes_but_never_says_good() {
    let old = || list().valid("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z");
    let stale = Freshness::Stale {
        next_update: moment("2026-10-08T00:00:00Z"),
    };
    let evidence = crl_evidence(&old());
    assert_eq!(why(&evidence), "unusable: it ended on 2026-10-08T00:00:00Z");
    assert_eq!(evidence.freshness, Some(stale));
    assert!(evidence.verified);
    let evidence = crl_evidence(&old().revoke(&SERIAL));
    assert_eq!(evidence.status.as_str(), "revoked");
    assert_eq!(evidence.freshness, Some(stale));
}

#[test]
fn freshness_turns_at_the_second() {
    for (at, status) in [
        ("2026-11-19T23:54:59Z", "unusable"),
        ("2026-11-19T23:55:00Z", "good"),
        ("2026-11-27T00:00:00Z", "good"),
        ("2026-11-27T00:00:01Z", "unusable"),
    ] {
        let evidence = crl_evidence_at(&list(), moment(at));
        assert_eq!(evidence.status.as_str(), status, "{at}");
        let revoked = crl_evidence_at(&list().revoke(&SERIAL), moment(at));
        assert_eq!(revoked.status.as_str(), "revoked", "{at}");
    }
}

#[test]
fn a_list_without_an_end_is_taken_for_a_week() {
    let open = list().without_next_update("2026-11-14T00:00:00Z");
    let evidence = crl_evidence(&open);
    assert_eq!(evidence.status, Status::Good);
    assert!(matches!(
        evidence.freshness,
        Some(Freshness::NoNextUpdate { .. })
    ));
    let open = list().without_next_update("2026-11-13T23:59:59Z");
    assert_eq!(
        why(&crl_evidence(&open)),
        "unusable: it was issued on 2026-11-13T23:59:59Z and does not say until when it holds"
    );
}

#[test]
fn a_suspension_counts_only_while_the_list_holds() {
    let held = |list: CrlBuilder| list.entry(&Entry::new(&SERIAL).reason(6));
    let Status::Revoked { reason, .. } = crl_evidence(&held(list())).status else {
        panic!("not revoked");
    };
    assert_eq!(reason, Some(RevocationReason::CertificateHold));
    let old = list().valid("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z");
    assert_eq!(crl_evidence(&held(old)).status.as_str(), "unusable");
}

#[test]
fn what_was_taken_back_is_unknown_and_a_later_entry_counts() {
    let removed = list().delta(1).entry(&Entry::new(&SERIAL).reason(8));
    let evidence = crl_evidence(&removed);
    assert_eq!(evidence.status, Status::Unknown(Unknown::RemovedFromCrl));
    let again = removed.entry(&Entry::new(&SERIAL).reason(4));
    assert_eq!(crl_evidence(&again).status.as_str(), "revoked");
}

#[test]
fn a_delta_revokes_but_never_says_good() {
    assert!(read(&list().delta(7)).is_delta());
    let evidence = crl_evidence(&list().delta(7));
    assert_eq!(evidence.status, Status::Unknown(Unknown::Delta));
    let evidence = crl_evidence(&list().delta(7).revoke(&SERIAL));
    assert_eq!(evidence.status.as_str(), "revoked");
}

#[test]
fn a_part_of_the_list_speaks_for_its_own_certificates() {
    let own = "http://crl.example.com/synthetic-1.crl";
    let other = "http://crl.example.com/synthetic-2.crl";
    let status = |list: CrlBuilder| crl_evidence(&list).status;
    assert_eq!(status(list().shard(&[own])), Status::Good);
    assert_eq!(status(list().shard(&[other, own])), Status::Good);
    let evidence = crl_evidence(&list().shard(&[other]));
    assert_eq!(
        why(&evidence),
        "unknown: it is a part of the list that does not cover the certificate \
         (http://crl.example.com/synthetic-2.crl)"
    );
    // Serial numbers are unique for an issuer: listed is listed.
    let listed = list().shard(&[other]).revoke(&SERIAL);
    assert_eq!(status(listed).as_str(), "revoked");
    // A name that cannot be compared, and one with a terminal's control characters.
    let relative = list().distribution_point(der::explicit(0, der::explicit(1, [])));
    assert_eq!(
        status(relative),
        Status::Unknown(Unknown::OtherShard { url: None })
    );
    let escape = crl_evidence(&list().shard(&["http://\u{1b}[2J/"]));
    assert!(!why(&escape).contains('\u{1b}'));
}

#[test]
fn a_part_of_the_list_never_covers_a_certificate_without_an_address() {
    let issuer = decode(&authority().certificate());
    let certificate = leaf_of(&authority())
        .without_extension(oid::extension::CRL_DISTRIBUTION_POINTS)
        .build();
    let certificate = decode(&certificate);
    let part = list().shard(&["http://crl.example.com/synthetic-1.crl"]);
    let issuer = Issuer::from(&issuer);
    let status = read(&part).evidence(&certificate, &issuer, now()).status;
    assert!(matches!(
        status,
        Status::Unknown(Unknown::OtherShard { .. })
    ));
    let status = read(&list()).evidence(&certificate, &issuer, now()).status;
    assert_eq!(status, Status::Good);
}

#[test]
fn lists_for_some_kinds_or_reasons_do_not_speak_for_the_rest() {
    let flag = |number| der::implicit(number, [0xff]);
    let status = |fields| crl_evidence(&list().distribution_point(fields)).status;
    let other_kind = Status::Unknown(Unknown::OtherKind);
    assert_eq!(status(flag(1)), Status::Good, "end entities only");
    assert_eq!(status(flag(2)), other_kind, "authorities only");
    assert_eq!(status(flag(5)), other_kind, "attribute certificates only");
    assert_eq!(
        status(der::implicit(3, [6, 0x40])),
        Status::Unknown(Unknown::SomeReasonsOnly)
    );
    assert_eq!(
        status(flag(4)),
        Status::Unusable(Unusable::Indirect),
        "an indirect list"
    );
    assert_eq!(status(der::implicit(2, [0])), Status::Good, "false");
    let attribute = list().distribution_point(flag(5)).revoke(&SERIAL);
    assert_eq!(crl_evidence(&attribute).status, other_kind);
    let full = der::concat([shard(&["http://crl.example.com/synthetic-1.crl"]), flag(1)]);
    assert_eq!(status(full), Status::Good, "as Apple's parts may be");
}

#[test]
fn the_list_of_end_entities_does_not_speak_for_an_authority() {
    let root = authority();
    let middle = Authority::own("Pushcert Synthetic Issuing CA", TestKey::ec_p256(2));
    let intermediate = decode(&middle.certificate_by(&root));
    let issuer = decode(&root.certificate());
    let status = |number| {
        let list = list().distribution_point(der::implicit(number, [0xff]));
        read(&list)
            .evidence(&intermediate, &Issuer::from(&issuer), now())
            .status
    };
    assert_eq!(status(1), Status::Unknown(Unknown::OtherKind));
    assert_eq!(status(2), Status::Good);
}

#[test]
fn extensions_that_are_critical_and_unknown_forbid_the_use() {
    let unknown = || Extension::critical("1.2.3.4", der::null());
    let expected = "unusable: it has the critical extension 1.2.3.4, which is not known";
    let evidence = crl_evidence(&list().extension(unknown()).revoke(&SERIAL));
    assert_eq!(why(&evidence), expected);
    // In the entry of any certificate (RFC 5280, section 5.3).
    let entry = Entry::new(&[1]).extension(unknown());
    let evidence = crl_evidence(&list().revoke(&SERIAL).entry(&entry));
    assert_eq!(why(&evidence), expected);
    let entry = Entry::new(&[1]).extension(Extension::new("1.2.3.4", der::null()));
    assert_eq!(crl_evidence(&list().entry(&entry)).status, Status::Good);
    let indirect = Extension::critical(oid::extension::CERTIFICATE_ISSUER, der::seq([[]; 0]));
    let entry = Entry::new(&SERIAL).extension(indirect);
    assert_eq!(
        crl_evidence(&list().entry(&entry)).status,
        Status::Unusable(Unusable::Indirect)
    );
}

#[test]
fn certificates_that_had_ended_may_be_left_out() {
    let issuer = decode(&authority().certificate());
    let ended = leaf_of(&authority()).valid("2025-01-01T00:00:00Z", "2026-01-31T00:00:00Z");
    let ended = decode(&ended.build());
    let issuer = Issuer::from(&issuer);
    let status = read(&list()).evidence(&ended, &issuer, now()).status;
    let not_after = moment("2026-01-31T00:00:00Z");
    assert_eq!(status, Status::Unknown(Unknown::EndedBefore { not_after }));
    let listed = list().revoke(&SERIAL);
    let status = read(&listed).evidence(&ended, &issuer, now()).status;
    assert_eq!(status.as_str(), "revoked");
}

#[test]
fn a_list_of_another_issuer_is_about_others() {
    let other = Status::Unknown(Unknown::OtherIssuer);
    let renamed = list()
        .issuer_name(Name::new().utf8(oid::name::COMMON_NAME, "Another CA"))
        .revoke(&SERIAL);
    let evidence = crl_evidence(&renamed);
    assert_eq!((evidence.verified, &evidence.status), (false, &other));
    assert_eq!(read(&renamed).status(&leaf(), now()), other);
    let key_id = der::seq([der::implicit(0, [7; 20])]);
    let other_key = list()
        .without_extension(oid::extension::AUTHORITY_KEY_ID)
        .extension(Extension::new(oid::extension::AUTHORITY_KEY_ID, key_id))
        .revoke(&SERIAL);
    assert_eq!(crl_evidence(&other_key).status, other);
}

#[test]
fn nobody_but_the_issuer_can_revoke_or_clear() {
    let signature = |evidence: &pushcert_trust::revocation::Evidence| {
        assert!(!evidence.verified);
        matches!(evidence.status, Status::Unusable(Unusable::Signature(_)))
    };
    for list in [CrlBuilder::new(&impostor()), list().broken_signature()] {
        assert!(signature(&crl_evidence(&list)));
        assert!(signature(&crl_evidence(&list.revoke(&SERIAL))));
    }
    // The true list does not speak for a certificate that an impostor signed.
    let false_leaf = decode(&leaf_of(&impostor()).build());
    let issuer = decode(&authority().certificate());
    let evidence = read(&list()).evidence(&false_leaf, &Issuer::from(&issuer), now());
    assert!(evidence.verified);
    assert_eq!(evidence.status, Status::Unknown(Unknown::OtherIssuer));
}

#[test]
fn the_signature_is_checked_with_the_algorithm_that_is_signed() {
    let rsa = SignatureAlgorithm::Sha256Rsa.identifier();
    for list in [
        list().outer_algorithm(rsa.clone()),
        list().inner_algorithm(rsa.clone()),
    ] {
        let crl = read(&list);
        assert_eq!(crl.signature_algorithm(), None);
        assert_eq!(
            crl_evidence(&list).status,
            Status::Unusable(Unusable::Signature(ErrorKind::AmbiguousAlgorithm))
        );
    }
    let odd = der::algorithm("1.2.840.10045.4.3.2", Some(&der::octets([])));
    let list = list().inner_algorithm(odd.clone()).outer_algorithm(odd);
    assert!(matches!(
        crl_evidence(&list).status,
        Status::Unusable(Unusable::Signature(ErrorKind::UnsupportedAlgorithm { .. }))
    ));
}

#[test]
fn rsa_lists_with_each_hash_verify() {
    let issuer = Authority::synthetic();
    let certificate = decode(&issuer.certificate());
    for algorithm in [
        SignatureAlgorithm::Sha1Rsa,
        SignatureAlgorithm::Sha256Rsa,
        SignatureAlgorithm::Sha384Rsa,
        SignatureAlgorithm::Sha512Rsa,
    ] {
        let list = CrlBuilder::new(&issuer).signed_by(&issuer.key, algorithm);
        assert_eq!(read(&list).verify(&Issuer::from(&certificate)), Ok(()));
    }
}

#[test]
fn an_issuer_must_be_allowed_to_sign_lists() {
    let issuer = authority();
    let certificate = CertificateBuilder::new(issuer.name.clone())
        .key(&issuer.key)
        .issuer(issuer)
        .extension(Extension::critical(
            oid::extension::KEY_USAGE,
            der::bits(2, [0x04]),
        ))
        .build();
    let certificate = decode(&certificate);
    let issuer = Issuer::from(&certificate);
    assert!(!issuer.may_sign_crls());
    let evidence = read(&list()).evidence(&leaf(), &issuer, now());
    assert_eq!(evidence.status, Status::Unusable(Unusable::CrlSignMissing));
    assert!(!evidence.verified);
}

#[test]
fn a_list_with_apples_name_is_not_apples() {
    let apple = pushcert_trust::AUTHORITIES
        .iter()
        .find(|a| a.generation() == Some(pushcert_trust::Generation::G4))
        .unwrap();
    let look_alike = Authority::apple_like(Generation::G4);
    let certificate = decode(&leaf_of(&look_alike).build());
    let crl = read(&CrlBuilder::new(&look_alike).revoke(&SERIAL));
    let issuer = Issuer::from(apple);
    assert!(issuer.is_named(&crl.issuer()) && issuer.may_sign_crls());
    let evidence = crl.evidence(&certificate, &issuer, now());
    assert!(matches!(
        evidence.status,
        Status::Unusable(Unusable::Signature(_))
    ));
    assert_eq!(
        evidence.issuer_common_name.as_deref(),
        Some(apple.common_name())
    );
}

#[test]
fn places_are_looked_for_in_every_point_of_the_certificate() {
    let urls = ["http://a.example/1.crl", "http://b.example/2.crl"];
    let certificate = leaf_of(&authority()).replace_extension(
        oid::extension::CRL_DISTRIBUTION_POINTS,
        crl_distribution_points(&urls),
    );
    let certificate = decode(&certificate.build());
    for url in urls {
        let crl = Crl::decode(&list().shard(&[url]).build()).unwrap();
        assert_eq!(crl.status(&certificate, now()), Status::Good, "{url}");
    }
}
