//! Bytes that are made to hurt, or merely damaged.

use std::time::{Duration, Instant};

use pushcert_testkit::hostile::{bit_flips, prefixes};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::revocation::{CrlBuilder, Entry, OcspBuilder, Single, responder_certificate};
use pushcert_testkit::{der, hex};
use pushcert_trust::revocation::{
    Crl, DecodeErrorKind, Field, Issuer, OcspResponse, Status, Unusable,
};

use crate::common::{SERIAL, authority, crl_evidence, decode, leaf, list, moment, now, why};

fn sample_list() -> Vec<u8> {
    let url = "http://crl.example.com/synthetic-1.crl";
    let entry = Entry::new(&SERIAL).reason(1);
    list().shard(&[url]).revoke(&[1]).entry(&entry).build()
}

fn sample_response() -> OcspBuilder {
    OcspBuilder::new(&authority()).single(&Single::revoked(
        &authority(),
        &SERIAL,
        "2026-10-01T12:00:00Z",
        Some(1),
    ))
}

#[test]
fn every_truncation_is_refused() {
    for part in prefixes(&sample_list()) {
        assert!(Crl::decode(part).is_err());
    }
    let delegated = responder_certificate(&authority(), &TestKey::ec_p256(2));
    let delegated = OcspBuilder::delegated(&delegated).nonce(&[1; 16]).build();
    for whole in [sample_response().build(), delegated] {
        for part in prefixes(&whole) {
            assert!(OcspResponse::decode(part).is_err());
        }
    }
}

#[test]
fn a_list_with_one_bit_changed_never_verifies() {
    let (issuer, leaf) = (decode(&authority().certificate()), leaf());
    let issuer = Issuer::from(&issuer);
    let mut read = 0;
    for changed in bit_flips(&sample_list()) {
        let Ok(crl) = Crl::decode(&changed) else {
            continue;
        };
        read += 1;
        assert!(crl.verify(&issuer).is_err());
        let evidence = crl.evidence(&leaf, &issuer, now());
        assert!(!evidence.verified);
        assert!(!matches!(
            evidence.status,
            Status::Good | Status::Revoked { .. }
        ));
    }
    assert!(read > 500, "only {read} were worth a look");
}

#[test]
fn a_response_with_one_bit_changed_never_verifies() {
    let (issuer, leaf) = (decode(&authority().certificate()), leaf());
    let issuer = Issuer::from(&issuer);
    let responder = responder_certificate(&authority(), &TestKey::ec_p256(2));
    let delegated = OcspBuilder::delegated(&responder)
        .single(&Single::good(&authority(), &SERIAL))
        .build();
    let mut read = 0;
    for changed in bit_flips(&sample_response().build()).chain(bit_flips(&delegated)) {
        let Ok(response) = OcspResponse::decode(&changed) else {
            continue;
        };
        read += 1;
        let evidence = response.evidence(&leaf, &issuer, None, now());
        assert!(!evidence.verified, "{evidence:?}");
        assert!(!matches!(
            evidence.status,
            Status::Good | Status::Revoked { .. }
        ));
    }
    assert!(read > 500, "only {read} were worth a look");
}

#[test]
fn what_is_no_list_and_no_response() {
    for bytes in [
        &[][..],
        b"\x30",
        b"\x30\x80\x00\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x03\x0a\x01",
        b"-----BEGIN X509 CRL-----\n",
        b"<html>",
        &authority().certificate(),
        &[0x30; 100_000],
    ] {
        assert!(Crl::decode(bytes).is_err());
        assert!(OcspResponse::decode(bytes).is_err());
    }
    assert!(Crl::decode(&sample_response().build()).is_err());
    assert!(OcspResponse::decode(&sample_list()).is_err());
}

#[test]
fn bytes_behind_and_long_inputs_are_refused_before_any_work() {
    let mut bytes = sample_list();
    let length = bytes.len();
    assert_eq!(
        Crl::decode_within(&bytes, length - 1).unwrap_err().kind(),
        &DecodeErrorKind::TooLarge {
            bytes: length,
            limit: length - 1
        }
    );
    assert!(Crl::decode_within(&bytes, length).is_ok());
    bytes.push(0);
    let error = Crl::decode(&bytes).unwrap_err();
    assert_eq!(error.offset(), length);
    assert_eq!(
        error.kind(),
        &DecodeErrorKind::TrailingBytes {
            field: Field::CertificateList,
            count: 1
        }
    );
    let long = vec![0x30; Crl::MAX_BYTES + 1];
    assert!(matches!(
        Crl::decode(&long).unwrap_err().kind(),
        DecodeErrorKind::TooLarge { .. }
    ));
    assert!(matches!(
        OcspResponse::decode(&long[..=OcspResponse::MAX_BYTES])
            .unwrap_err()
            .kind(),
        DecodeErrorKind::TooLarge { .. }
    ));
}

#[test]
fn a_hundred_thousand_entries_take_no_time() {
    let bytes = list().many(100_000).entry(&Entry::new(&SERIAL)).build();
    assert!(bytes.len() > 3_000_000);
    let leaf = leaf();
    within_a_second(|| {
        let crl = Crl::decode(&bytes).unwrap();
        assert_eq!(crl.status(&leaf, now()).as_str(), "revoked");
    });
    assert_eq!(Crl::decode(&bytes).unwrap().entries().count(), 100_001);
}

/// The best of five attempts: the machine may be busy with something else.
fn within_a_second(work: impl Fn()) {
    let mut times = (0..5).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    assert!(times.any(|time| time < Duration::from_secs(1)));
}

#[test]
fn an_entry_that_cannot_be_read_makes_a_clean_bill_impossible() {
    let bad = der::seq([der::utf8("no serial number")]);
    let evidence = crl_evidence(&list().revoke(&[1]).raw_entries(&bad));
    assert!(why(&evidence).starts_with("unusable: it cannot be read: the revoked certificate"));
    // What was found before it stands; what comes behind it cannot be found.
    let before = list().revoke(&SERIAL).raw_entries(&bad);
    assert_eq!(crl_evidence(&before).status.as_str(), "revoked");
    let behind = list().raw_entries(&bad).revoke(&SERIAL);
    assert_eq!(crl_evidence(&behind).status.as_str(), "unusable");
    let crl = Crl::decode(&behind.build()).unwrap();
    assert_eq!(crl.entries().count(), 1, "an error is the end");
}

#[test]
fn entries_with_a_fault() {
    for (name, entry) in [
        (
            "serial",
            der::seq([der::null(), der::time("2026-10-01T12:00:00Z")]),
        ),
        ("no date", der::seq([der::int(1)])),
        (
            "30 February",
            Entry::new(&[1])
                .raw_date(der::utc_time("260230000000Z"))
                .der(),
        ),
        (
            "local time",
            Entry::new(&[1])
                .raw_date(der::utc_time("260228000000+0100"))
                .der(),
        ),
        (
            "fraction",
            Entry::new(&[1])
                .raw_date(der::generalized_time("20260228000000.5Z"))
                .der(),
        ),
        (
            "more",
            der::seq([der::int(1), der::time("2026-10-01T12:00:00Z"), der::null()]),
        ),
        ("no header", hex("30")),
        ("cut off", hex("3010")),
        ("indefinite", hex("3080020101")),
    ] {
        let crl = Crl::decode(&list().raw_entries(&entry).build()).expect(name);
        assert!(crl.entries().next().expect(name).is_err(), "{name}");
        assert!(
            matches!(
                crl.status(&leaf(), now()),
                Status::Unusable(Unusable::Malformed(_))
            ),
            "{name}"
        );
    }
}

#[test]
fn fields_with_a_fault() {
    let field = |list: CrlBuilder| match Crl::decode(&list.build()).unwrap_err().kind() {
        DecodeErrorKind::Malformed { field } => *field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(list().raw_times(der::null())), Field::ThisUpdate);
    assert_eq!(
        field(list().raw_times(der::utc_time("2611200000Z"))),
        Field::ThisUpdate
    );
    let times = [
        der::utc_time("261120000000Z"),
        der::utc_time("261340000000Z"),
    ];
    assert_eq!(field(list().raw_times(times.concat())), Field::NextUpdate);
    assert_eq!(
        field(list().distribution_point(der::implicit(1, []))),
        Field::IssuingDistributionPoint
    );
    assert_eq!(field(list().version(Some(-1))), Field::Version);
    for (stored, found) in [(0, 1), (2, 3)] {
        let error = Crl::decode(&list().version(Some(stored)).build()).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::UnknownVersion { found });
    }
}

#[test]
fn answers_with_a_fault_prove_nothing() {
    for raw in [
        der::null(),
        der::seq([[]; 0]),
        Single::new(&authority(), &SERIAL, der::implicit(3, [])).der(),
        Single::new(&authority(), &SERIAL, der::implicit(0, [1])).der(),
        Single::new(&authority(), &SERIAL, der::explicit(1, [])).der(),
        hex("3080"),
    ] {
        let builder = OcspBuilder::new(&authority())
            .single(&Single::good(&authority(), &SERIAL))
            .raw_singles(&raw);
        let evidence = crate::common::ocsp_evidence(&builder);
        assert!(
            matches!(evidence.status, Status::Unusable(Unusable::Malformed(_))),
            "{evidence:?}"
        );
    }
}

#[test]
fn twenty_thousand_answers_take_no_time() {
    let mut builder = OcspBuilder::new(&authority());
    for number in 0..20_000_u32 {
        let serial = [&[0x11][..], &number.to_be_bytes()].concat();
        builder = builder.single(&Single::good(&authority(), &serial));
    }
    let bytes = builder.build();
    assert!(bytes.len() > OcspResponse::MAX_BYTES);
    let response = OcspResponse::decode_within(&bytes, 4 << 20).unwrap();
    let issuer = decode(&authority().certificate());
    let (issuer, leaf) = (Issuer::from(&issuer), leaf());
    within_a_second(|| {
        let status = response.basic().unwrap().status(&leaf, &issuer, now());
        assert_eq!(status.as_str(), "unknown");
    });
}

#[test]
fn times_far_away() {
    let far = list().valid("2026-11-20T00:00:00Z", "9999-12-31T23:59:59Z");
    assert_eq!(crl_evidence(&far).status, Status::Good);
    let crl = Crl::decode(&far.build()).unwrap();
    assert_eq!(crl.next_update(), Some(moment("9999-12-31T23:59:59Z")));
    for at in [i64::MIN, i64::MAX] {
        let at = pushcert_types::UnixTime::from_secs(at);
        assert_eq!(crl.status(&leaf(), at).as_str(), "unusable");
    }
}
