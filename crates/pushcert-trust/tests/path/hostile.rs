//! Certificates made to confuse or to keep busy.

use proptest::prelude::*;
use pushcert_testkit::{
    authority::{Authority, Generation as Look},
    cert::CertificateBuilder,
    der,
    key::TestKey,
    name::Name,
    oid,
};
use pushcert_trust::{
    path::{Path, PathErrorKind, PathStatus, WorkLimit, path},
    verify_signed_by,
};
use pushcert_x509::Certificate;

use crate::common::{
    apns, authority, leaf_by, lower, middle, moment, now, read, reasons, root, with,
};

/// Certificates with an authority's name and key identifier, each with another key and a
/// signature that nobody made.
fn fakes(of: &Authority, count: usize) -> Vec<Certificate> {
    let spki = of.key.spki_der();
    let modulus = spki.len() - 200;
    (0..count)
        .map(|number| {
            let mut spki = spki.clone();
            spki[modulus..modulus + 8].copy_from_slice(&number.to_be_bytes());
            let fake = authority(of, of).raw_spki(spki).raw_signature(vec![1; 256]);
            read(&fake)
        })
        .collect()
}

#[test]
fn two_thousand_look_alikes_of_the_issuer_do_not_hide_an_anchor() {
    let leaf = read(&leaf_by(&root()));
    let others = fakes(&root(), 2000);
    let anchors = [read(&authority(&root(), &root()))];
    assert!(with(&leaf, &others, &anchors, now()).is_valid());
    // Nor one of Apple's authorities, which is the first to be asked.
    let like = Authority::apple_like(Look::G4);
    let leaf = read(&CertificateBuilder::apns("com.example.app").apple_like_issuer(Look::G4));
    let path_of = |others: &[Certificate]| {
        let path = with(&leaf, others, &[], now());
        let generation = path.steps()[1].generation().unwrap().as_str();
        (path.errors()[0].clone(), generation)
    };
    assert_eq!(path_of(&fakes(&like, 2000)), path_of(&[]));
}

#[test]
fn an_issuer_behind_two_thousand_look_alikes_is_a_limit_and_not_an_absence() {
    let leaf = read(&leaf_by(&middle()));
    let mut others = fakes(&middle(), 2000);
    others.push(read(&authority(&middle(), &root())));
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    let limit = WorkLimit::Issuers;
    let too_complex = PathErrorKind::TooComplex { limit };
    assert_eq!(reasons(&path).last(), Some(&(None, too_complex)));
    assert!(!path.is_valid());
    // In front of them it is found.
    others.rotate_right(1);
    assert!(with(&leaf, &others, &anchors, now()).is_valid());
}

#[test]
fn ten_thousand_unrelated_certificates() {
    let leaf = read(&leaf_by(&middle()));
    let intermediate = read(&authority(&middle(), &root()));
    let anchor = read(&authority(&root(), &root()));
    let unrelated: Vec<Certificate> = (0..50)
        .map(|n| read(&apns().seed(&format!("{n}")).raw_signature(vec![2; 256])))
        .collect();
    let mut others: Vec<&Certificate> = unrelated.iter().cycle().take(10_000).collect();
    others.push(&intermediate);
    let path = path(&leaf, &others, &[&anchor], now());
    assert_eq!(path.status(), PathStatus::Valid);
}

#[test]
fn circles_and_copies_end() {
    let (one, two) = (middle(), lower());
    let leaf = read(&leaf_by(&one));
    let circle = [
        read(&authority(&one, &two)),
        read(&authority(&two, &one)),
        read(&authority(&one, &one)),
        leaf.clone(),
    ];
    let others: Vec<Certificate> = circle.iter().cycle().take(2000).cloned().collect();
    let path = with(&leaf, &others, &[], now());
    assert!(!path.is_valid());
    assert!(path.steps().len() <= 8);
    // One way out of the circle, and it is found.
    let mut others = others;
    others.insert(0, read(&authority(&two, &root())));
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    assert_eq!(reasons(&path), []);
    assert_eq!(path.steps().len(), 4);
}

#[test]
fn renewals_without_end_give_eight_ways() {
    let leaf = read(&leaf_by(&middle()));
    let others: Vec<Certificate> = (0..40)
        .map(|n| read(&authority(&middle(), &root()).seed(&format!("renewal {n}"))))
        .collect();
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    assert!(path.is_valid());
    assert_eq!(path.alternatives().len(), 7);
    assert!(path.alternatives().iter().all(Path::is_valid));
}

/// Levels with two certificates each: every way is one of two to the power of the levels.
#[test]
fn a_tower_is_climbed_six_authorities_high() {
    let names: Vec<Authority> = (0..9)
        .map(|n| Authority::own(&format!("Level {n}"), TestKey::rsa2048(n)))
        .collect();
    let mut others = Vec::new();
    for pair in names.windows(2) {
        for seed in ["one", "two"] {
            others.push(read(&authority(&pair[0], &pair[1]).seed(seed)));
        }
    }
    let leaf = read(&leaf_by(&names[0]));
    let anchor = |level: usize| [read(&authority(&names[level], &names[level]))];
    let anchors = anchor(6);
    let path = with(&leaf, &others, &anchors, now());
    assert_eq!(path.status(), PathStatus::Valid);
    assert_eq!(path.steps().len(), 8);
    let anchors = anchor(7);
    let path = with(&leaf, &others, &anchors, now());
    let last = reasons(&path).pop();
    assert!(
        matches!(last, Some((None, PathErrorKind::TooComplex { .. }))),
        "{last:?}"
    );
}

#[test]
fn another_key_under_the_same_key_identifier_is_not_the_issuer() {
    let mut impostor = middle();
    impostor.key = TestKey::rsa2048(4);
    let leaf = read(&leaf_by(&middle()));
    let others = [
        read(&authority(&impostor, &root())),
        read(&authority(&middle(), &root())),
    ];
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    assert!(path.is_valid() && path.alternatives().is_empty());
    assert_eq!(path.steps()[1].sha256(), others[1].sha256());
    let path = with(&leaf, &others[..1], &anchors, now());
    assert!(matches!(
        reasons(&path)[..],
        [(Some(0), PathErrorKind::Signature { .. })]
    ));
    assert_eq!(path.steps().len(), 3);
}

/// The one name of everybody; no key identifiers: names alone say nothing.
#[test]
fn a_hundred_authorities_with_one_name_and_no_key_identifiers() {
    let name = Name::new().utf8(oid::name::COMMON_NAME, "Everybody");
    let keys: Vec<TestKey> = (0..10).map(TestKey::rsa2048).collect();
    let named = |n: usize| {
        let mut own = Authority::own("Everybody", keys[n % 10].clone());
        own.name = name.clone();
        own
    };
    let others: Vec<Certificate> = (0..100)
        .map(|n| {
            let builder = authority(&named(n), &named(n / 10))
                .seed(&format!("{n}"))
                .without_extension(oid::extension::AUTHORITY_KEY_ID)
                .without_extension(oid::extension::SUBJECT_KEY_ID);
            read(&builder)
        })
        .collect();
    let leaf = apns()
        .issuer(named(3))
        .without_extension(oid::extension::AUTHORITY_KEY_ID);
    let leaf = read(&leaf);
    let path = with(&leaf, &others, &[], now());
    assert!(!path.is_valid());
    let last = reasons(&path).pop();
    assert!(
        matches!(last, Some((None, PathErrorKind::TooComplex { .. }))),
        "{last:?}"
    );
}

/// Root, two renewals of an intermediate, one below, look-alikes and strangers.
fn pool() -> Vec<Certificate> {
    let builders = [
        authority(&root(), &root()),
        authority(&middle(), &root()),
        authority(&middle(), &root()).valid("2020-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        authority(&lower(), &middle()),
        authority(&middle(), &lower()),
        authority(&lower(), &middle()).broken_signature(),
        authority(&lower(), &root())
            .replace_extension(oid::extension::BASIC_CONSTRAINTS, der::seq::<Vec<u8>>([])),
        leaf_by(&lower()),
        leaf_by(&middle()).version_1(),
    ];
    builders.iter().map(read).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_comes_along_a_valid_path_is_one(
        picks in proptest::collection::vec(0..9_usize, 0..12),
        anchors in proptest::collection::vec(0..7_usize, 0..3),
        leaf in 0..9_usize,
        year in 2019..2041_i32,
    ) {
        let pool = pool();
        let at = moment(&format!("{year}-06-01T00:00:00Z"));
        let others: Vec<_> = picks.iter().map(|pick| &pool[*pick]).collect();
        let given: Vec<_> = anchors.iter().map(|pick| &pool[*pick]).collect();
        let found = path(&pool[leaf], &others, &given, at);
        prop_assert_eq!(found.steps()[0].sha256(), pool[leaf].sha256());
        for found in core::iter::once(&found).chain(found.alternatives()) {
            prop_assert_eq!(found.is_valid(), found.status() == PathStatus::Valid);
            if found.is_signed() {
                let steps = found.steps().iter();
                let certificates: Vec<_> = steps.map(|step| step.certificate().unwrap()).collect();
                for pair in certificates.windows(2) {
                    prop_assert!(verify_signed_by(pair[0], pair[1].spki_der()).is_ok());
                }
            }
            if found.is_valid() {
                prop_assert!(found.is_signed());
                prop_assert!(found.steps().len() > 1);
                prop_assert!(found.steps().iter().all(|step| step.is_valid_at(at)));
            }
        }
        let mut backwards = others;
        backwards.reverse();
        let again = path(&pool[leaf], &backwards, &given, at);
        prop_assert_eq!(found.is_valid(), again.is_valid());
    }
}
