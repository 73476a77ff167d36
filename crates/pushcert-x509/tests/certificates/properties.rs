//! Facts of a built certificate equal what went in; no bytes make the reader panic; a second
//! implementation agrees.

use der::{Decode, Encode};
use proptest::prelude::*;
use pushcert_testkit::{
    cert::{CertificateBuilder, topics},
    der as build,
    oid::{apple, name},
};
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

fn bundle_id() -> impl Strategy<Value = String> {
    "[a-z]{2,4}(\\.[A-Za-z0-9_-]{1,12}){1,4}"
}

/// Any moment that a certificate can state, from 1950 on.
fn moment() -> impl Strategy<Value = UnixTime> {
    (-631_152_000_i64..=253_402_300_799).prop_map(UnixTime::from_secs)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn facts_equal_what_went_in(
        bundle_id in bundle_id(),
        team in "[A-Z0-9]{10}",
        organization in "\\PC{1,40}",
        serial in proptest::collection::vec(any::<u8>(), 1..=19),
        start in moment(),
        end in moment(),
    ) {
        let mut content = serial.clone();
        content[0] = content[0] & 0x7f | 0x10;
        let builder = CertificateBuilder::apns(&bundle_id)
            .serial(&content)
            .valid(&start.to_string(), &end.to_string())
            .edit_subject(|subject| {
                subject
                    .set(name::ORGANIZATIONAL_UNIT, build::utf8(&team))
                    .set(name::ORGANIZATION, build::utf8(&organization))
            });
        let certificate = Certificate::decode(&builder.build()).unwrap();
        let push = certificate.push();
        prop_assert_eq!(certificate.serial(), &content);
        prop_assert_eq!(certificate.not_before(), Some(start));
        prop_assert_eq!(certificate.not_after(), Some(end));
        prop_assert_eq!(certificate.subject().organization(), Some(organization.as_str()));
        prop_assert_eq!(push.team_id.as_ref(), Some(&team));
        prop_assert_eq!(push.uid.as_ref(), Some(&bundle_id));
        prop_assert_eq!(push.name_topic.as_ref(), Some(&bundle_id));
        let expected: Vec<String> = ["", ".voip", ".complication", ".voip-ptt"]
            .iter()
            .map(|suffix| format!("{bundle_id}{suffix}"))
            .collect();
        prop_assert_eq!(crate::common::topics(&certificate), expected);
        prop_assert_eq!(certificate.problems().len(), usize::from(start > end));
    }

    #[test]
    fn any_list_of_topics_comes_back(
        list in proptest::collection::btree_map(bundle_id(), "[a-z.-]{1,12}", 1..20),
    ) {
        let entries: Vec<(&str, &str)> =
            list.iter().map(|(topic, label)| (topic.as_str(), label.as_str())).collect();
        let builder = CertificateBuilder::apns(entries[0].0)
            .replace_extension(apple::TOPICS, topics(&entries));
        let certificate = Certificate::decode(&builder.build()).unwrap();
        let read: Vec<(&str, &str)> = certificate
            .push()
            .topics
            .iter()
            .map(|entry| (entry.topic.as_str(), entry.label.as_deref().unwrap_or_default()))
            .collect();
        prop_assert_eq!(read, entries);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(certificate) = Certificate::decode(&bytes) {
            read_everything(&certificate);
        }
    }

    #[test]
    fn no_value_of_an_extension_makes_it_panic(
        value in proptest::collection::vec(any::<u8>(), 0..60),
        oid in proptest::sample::select(vec![
            apple::TOPICS, apple::VOIP_TOPICS, apple::SANDBOX, "2.5.29.14", "2.5.29.15", "2.5.29.17",
            "2.5.29.19", "2.5.29.31", "2.5.29.32", "2.5.29.35", "2.5.29.37", "1.3.6.1.5.5.7.1.1",
        ]),
    ) {
        let builder = CertificateBuilder::apns("com.example.app").replace_extension(oid, value);
        read_everything(&Certificate::decode(&builder.build()).unwrap());
    }

    #[test]
    fn the_x509_cert_crate_reads_the_same(
        bundle_id in bundle_id(),
        start in 0_i64..=4_000_000_000,
        end in 0_i64..=4_000_000_000,
    ) {
        let der = CertificateBuilder::voip(&bundle_id)
            .valid(&UnixTime::from_secs(start).to_string(), &UnixTime::from_secs(end).to_string())
            .build();
        let ours = Certificate::decode(&der).unwrap();
        let theirs = x509_cert::Certificate::from_der(&der).unwrap();
        let tbs = theirs.tbs_certificate();
        prop_assert_eq!(ours.serial(), tbs.serial_number().as_bytes());
        prop_assert_eq!(ours.tbs_der(), tbs.to_der().unwrap());
        prop_assert_eq!(ours.signature(), theirs.signature().raw_bytes());
        prop_assert_eq!(ours.subject().der(), tbs.subject().to_der().unwrap());
        prop_assert_eq!(ours.issuer().der(), tbs.issuer().to_der().unwrap());
        prop_assert_eq!(ours.spki_der(), tbs.subject_public_key_info().to_der().unwrap());
        let seconds = |time: &x509_cert::time::Time| time.to_unix_duration().as_secs();
        let validity = tbs.validity();
        prop_assert_eq!(ours.not_before().unwrap().secs().unsigned_abs(), seconds(&validity.not_before));
        prop_assert_eq!(ours.not_after().unwrap().secs().unsigned_abs(), seconds(&validity.not_after));
        let extensions = tbs.extensions().unwrap();
        prop_assert_eq!(ours.extensions().len(), extensions.len());
        for (a, b) in ours.extensions().zip(extensions) {
            prop_assert_eq!(a.oid().to_string(), b.extn_id.to_string());
            prop_assert_eq!(a.critical(), b.critical);
            prop_assert_eq!(a.value(), b.extn_value.as_bytes());
        }
    }
}

/// Calls every accessor, so that what is read lazily is read.
fn read_everything(certificate: &Certificate) {
    for name in [certificate.subject(), certificate.issuer()] {
        for attribute in name.attributes() {
            let _ = (attribute.text_lossy(), attribute.oid().to_string());
        }
    }
    for extension in certificate.extensions() {
        let _ = extension.oid().to_string();
    }
    for problem in certificate.problems() {
        let _ = problem.to_string();
    }
    let _ = (
        certificate.key_usage().map(|usage| usage.names().count()),
        certificate
            .extended_key_usage()
            .map(|usage| usage.iter().count()),
        certificate.basic_constraints(),
        certificate.subject_key_id(),
        certificate.authority_key_id(),
        certificate.dns_names().count(),
        certificate.crl_urls().count(),
        certificate.ocsp_urls().count(),
        certificate.policies().count(),
        certificate.public_key().map(|key| key.public_key().is_ok()),
        certificate.push().push_types(),
        certificate.is_self_issued(),
    );
}

#[test]
fn every_truncation_is_refused() {
    let der = CertificateBuilder::apns("com.example.app").build();
    for length in 0..der.len() {
        assert!(Certificate::decode(&der[..length]).is_err(), "{length}");
    }
}

#[test]
fn no_bit_flip_panics() {
    let mut der = CertificateBuilder::voip("com.example.app").build();
    for index in 0..der.len() * 8 {
        der[index / 8] ^= 1 << (index % 8);
        if let Ok(certificate) = Certificate::decode(&der) {
            read_everything(&certificate);
        }
        der[index / 8] ^= 1 << (index % 8);
    }
}
