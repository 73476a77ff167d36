//! Any list that the testkit builds is read as it was built, and as `x509-cert` reads it.

use der::Decode;
use proptest::{collection::vec, prelude::*};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::revocation::{Entry, OcspBuilder, Single};
use pushcert_trust::revocation::{CertStatus, Crl, Issuer, OcspResponse, RevocationReason};
use pushcert_types::UnixTime;

use crate::common::{SERIAL, authority, decode, leaf, list, now};

#[derive(Clone, Debug)]
struct Listed {
    serial: Vec<u8>,
    when: i64,
    reason: Option<u8>,
}

fn listed() -> impl Strategy<Value = Listed> {
    // Serial numbers as RFC 5280 wants them: positive, minimal, up to 20 octets.
    let serial = (0x01_u8..0x80, vec(any::<u8>(), 0..19)).prop_map(|(first, mut rest)| {
        rest.insert(0, first);
        rest
    });
    let when = 0..4_102_444_800_i64;
    let reason = proptest::option::of((0_u8..11).prop_filter("7 is not used", |code| *code != 7));
    (serial, when, reason).prop_map(|(serial, when, reason)| Listed {
        serial,
        when,
        reason,
    })
}

fn entry(listed: &Listed) -> Entry {
    let entry = Entry::new(&listed.serial).at(&UnixTime::from_secs(listed.when).to_string());
    match listed.reason {
        Some(code) => entry.reason(code),
        None => entry,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn entries_come_out_as_they_went_in(all in vec(listed(), 0..20)) {
        let builder = all.iter().fold(list(), |list, one| list.entry(&entry(one)));
        let bytes = builder.build();
        let crl = Crl::decode(&bytes).unwrap();
        let read: Vec<_> = crl.entries().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), all.len());
        let oracle = x509_cert::crl::CertificateList::<x509_cert::certificate::Rfc5280>::from_der(&bytes).unwrap();
        let theirs = oracle.tbs_cert_list.revoked_certificates.unwrap_or_default();
        prop_assert_eq!(theirs.len(), all.len());
        for ((ours, built), theirs) in read.iter().zip(&all).zip(&theirs) {
            prop_assert_eq!(ours.serial, &built.serial);
            prop_assert_eq!(ours.serial, theirs.serial_number.as_bytes());
            prop_assert_eq!(ours.revoked_at.secs(), built.when);
            let seconds = theirs.revocation_date.to_unix_duration().as_secs();
            prop_assert_eq!(ours.revoked_at.secs().cast_unsigned(), seconds);
            prop_assert_eq!(ours.reason.map(RevocationReason::code), built.reason);
        }
        let leaf = leaf();
        let is_listed = all.iter().any(|one| one.serial == SERIAL);
        let is_good = crl.status(&leaf, now()) == pushcert_trust::revocation::Status::Good;
        prop_assert_eq!(is_good, !is_listed);
    }

    #[test]
    fn answers_come_out_as_they_went_in(all in vec(listed(), 1..8)) {
        let builder = all.iter().fold(OcspBuilder::new(&authority()), |builder, one| {
            let when = UnixTime::from_secs(one.when).to_string();
            builder.single(&Single::revoked(&authority(), &one.serial, &when, one.reason))
        });
        let response = OcspResponse::decode(&builder.build()).unwrap();
        let answers: Vec<_> = response.basic().unwrap().responses().map(Result::unwrap).collect();
        prop_assert_eq!(answers.len(), all.len());
        for (answer, built) in answers.iter().zip(&all) {
            prop_assert_eq!(answer.serial(), &built.serial);
            let CertStatus::Revoked { at, reason, .. } = answer.cert_status() else {
                panic!("{answer:?}");
            };
            prop_assert_eq!(at.secs(), built.when);
            prop_assert_eq!(reason.map(RevocationReason::code), built.reason);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        let _ = (Crl::decode(&bytes).is_ok(), OcspResponse::decode(&bytes).is_ok());
    }

    #[test]
    fn only_the_key_of_the_issuer_verifies(signer in 0_usize..3) {
        let mut stranger = authority();
        stranger.key = TestKey::ec_p256(signer);
        let crl = Crl::decode(&pushcert_testkit::revocation::CrlBuilder::new(&stranger).build()).unwrap();
        let issuer = decode(&authority().certificate());
        prop_assert_eq!(crl.verify(&Issuer::from(&issuer)).is_ok(), signer == 0);
    }
}
