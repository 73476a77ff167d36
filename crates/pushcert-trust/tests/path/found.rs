//! Valid paths, their parts and their alternatives.

use pushcert_testkit::{
    authority::Authority,
    cert::CertificateBuilder,
    key::{SignatureAlgorithm, TestKey},
};
use pushcert_trust::path::{PathErrorKind, PathStatus, Source, Step};

use crate::common::{
    apns, authority, leaf_by, lower, middle, moment, now, read, reasons, root, with,
};

#[test]
fn a_path_through_certificates_in_any_order() {
    let leaf = read(&leaf_by(&middle()));
    let stranger = read(&apns());
    let intermediate = read(&authority(&middle(), &root()));
    let anchors = [read(&authority(&root(), &root()))];
    for others in [
        vec![intermediate.clone()],
        vec![stranger, leaf.clone(), intermediate.clone(), intermediate],
    ] {
        let path = with(&leaf, &others, &anchors, now());
        assert_eq!(path.status(), PathStatus::Valid);
        assert!(path.is_valid() && path.is_signed());
        let sources: Vec<_> = path.steps().iter().map(Step::source).collect();
        assert_eq!(sources, [Source::File, Source::File, Source::Anchor]);
        let in_file: Vec<_> = path.steps().iter().map(Step::is_in_file).collect();
        assert_eq!(in_file, [true, true, false]);
        assert_eq!(path.missing_from_file().count(), 0);
        assert!(path.alternatives().is_empty());
        let step = &path.steps()[1];
        assert_eq!(step.common_name(), Some("Pushcert Synthetic Issuing CA"));
        assert_eq!(step.generation(), None);
        assert_eq!(step.not_after(), Some(moment("2039-12-31T23:59:59Z")));
        assert_eq!(step.sha256(), others.last().unwrap().sha256());
    }
}

#[test]
fn without_an_anchor_the_root_is_not_trusted_and_without_the_root_no_issuer_is_known() {
    let leaf = read(&leaf_by(&middle()));
    let others = [
        read(&authority(&middle(), &root())),
        read(&authority(&root(), &root())),
    ];
    let path = with(&leaf, &others, &[], now());
    assert_eq!(reasons(&path), [(Some(2), PathErrorKind::UntrustedRoot)]);
    assert_eq!(path.steps().len(), 3);
    assert!(!path.is_signed());
    let path = with(&leaf, &others[..1], &[], now());
    assert_eq!(reasons(&path), [(Some(1), PathErrorKind::NoIssuer)]);
    let path = with(&leaf, &[], &[], now());
    assert_eq!(reasons(&path), [(Some(0), PathErrorKind::NoIssuer)]);
    assert!(path.first_to_expire().is_none());
    let itself = read(&apns().self_signed());
    let path = with(&itself, &[], &[], now());
    assert_eq!(reasons(&path), [(Some(0), PathErrorKind::UntrustedRoot)]);
    // The root in the file is still the anchor that the caller gave.
    let path = with(&leaf, &others, &others[1..], now());
    assert_eq!(path.status(), PathStatus::Valid);
    assert!(path.steps()[2].is_in_file());
    assert_eq!(path.steps()[2].source(), Source::Anchor);
}

#[test]
fn every_algorithm_that_is_verified_is_accepted() {
    use SignatureAlgorithm as S;
    for (key, algorithms) in [
        (
            TestKey::rsa2048(5),
            &[S::Sha1Rsa, S::Sha256Rsa, S::Sha384Rsa, S::Sha512Rsa][..],
        ),
        (
            TestKey::ec_p256(2),
            &[S::Sha1Ecdsa, S::Sha256Ecdsa, S::Sha384Ecdsa],
        ),
        (
            TestKey::ec_p384(),
            &[S::Sha1Ecdsa, S::Sha256Ecdsa, S::Sha384Ecdsa],
        ),
    ] {
        let issuer = Authority::own("Another root", key);
        let anchors = [read(&authority(&issuer, &issuer))];
        for algorithm in algorithms {
            let leaf = read(&leaf_by(&issuer).algorithm(*algorithm));
            let path = with(&leaf, &[], &anchors, now());
            assert_eq!(path.status(), PathStatus::Valid, "{algorithm:?}");
            let changed = read(&leaf_by(&issuer).algorithm(*algorithm).broken_signature());
            let path = with(&changed, &[], &anchors, now());
            assert!(!path.is_valid() && !path.is_signed(), "{algorithm:?}");
        }
    }
}

/// As WWDR G1 in 2013: one name and key, two certificates.
fn renewed() -> [CertificateBuilder; 2] {
    [
        ("2008-02-14T18:56:35Z", "2016-02-14T18:56:35Z"),
        ("2013-02-07T21:48:47Z", "2023-02-07T21:48:47Z"),
    ]
    .map(|(start, end)| authority(&middle(), &root()).valid(start, end))
}

#[test]
fn of_a_renewed_issuer_the_certificate_valid_at_the_moment_is_on_the_path() {
    let leaf = read(&leaf_by(&middle()).valid("2012-06-01T00:00:00Z", "2020-06-01T00:00:00Z"));
    let others = renewed().map(|builder| read(&builder));
    let root = authority(&root(), &root()).valid("2006-04-25T21:40:36Z", "2035-02-09T21:40:36Z");
    let anchors = [read(&root)];
    for (at, end, other_is_valid) in [
        ("2012-10-01T00:00:00Z", "2016-02-14T18:56:35Z", false),
        ("2014-10-01T00:00:00Z", "2023-02-07T21:48:47Z", true),
        ("2018-10-01T00:00:00Z", "2023-02-07T21:48:47Z", false),
    ] {
        for others in [others.clone(), [others[1].clone(), others[0].clone()]] {
            let path = with(&leaf, &others, &anchors, moment(at));
            assert_eq!(path.status(), PathStatus::Valid, "{at}");
            let first = path.first_to_expire().unwrap();
            assert_eq!(first.not_after(), Some(moment(end)), "{at}");
            let [other] = path.alternatives() else {
                panic!("one other way")
            };
            assert_eq!(other.is_valid(), other_is_valid, "{at}");
            assert_ne!(other.steps()[1].sha256(), path.steps()[1].sha256());
            assert!(other.is_signed() && other.alternatives().is_empty());
        }
        // With one of them in the file alone, the path is the one that a server sends.
        let path = with(&leaf, &others[..1], &anchors, moment(at));
        assert_eq!(path.is_valid(), at < "2016");
        assert!(path.alternatives().is_empty());
    }
}

#[test]
fn the_authority_that_ends_first_is_told_and_the_leaf_is_none() {
    let leaf = read(&leaf_by(&lower()));
    let others = [
        read(&authority(&lower(), &middle())),
        read(&authority(&middle(), &root()).valid("2020-02-19T18:13:47Z", "2028-05-24T17:43:37Z")),
    ];
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    assert_eq!(path.status(), PathStatus::Valid);
    let first = path.first_to_expire().unwrap();
    assert_eq!(first.sha256(), others[1].sha256());
    assert!(leaf.not_after() < first.not_after());
}
