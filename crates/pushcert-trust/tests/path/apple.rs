//! Apple's own authorities, and those that look like them.

use pushcert_testkit::{authority::Generation as Look, cert::CertificateBuilder};
use pushcert_trust::{
    AUTHORITIES, Authority, ErrorKind, Generation,
    path::{PathErrorKind, Source, path},
};
use pushcert_x509::Certificate;

use crate::common::{moment, read, reasons};

fn certificate_of(generation: Generation) -> Certificate {
    let authority = AUTHORITIES
        .iter()
        .find(|authority| authority.generation() == Some(generation));
    let der = authority.and_then(Authority::certificate_der);
    Certificate::decode(der.expect("a generation")).expect("a certificate")
}

#[test]
fn every_generation_leads_to_a_root_of_apples_without_a_file() {
    let mut count = 0;
    for der in AUTHORITIES.iter().filter_map(Authority::certificate_der) {
        let certificate = Certificate::decode(der).unwrap();
        let at = certificate.not_before().unwrap();
        let path = path(&certificate, &[], &[], at);
        // No leaf, and nothing else wrong.
        assert_eq!(reasons(&path), [(Some(0), PathErrorKind::NotALeaf)]);
        assert!(path.is_signed());
        let anchor = path.steps().last().unwrap();
        assert_eq!(anchor.source(), Source::Anchor);
        assert!(anchor.authority().unwrap().is_root());
        assert!(anchor.common_name().unwrap().starts_with("Apple Root CA"));
        count += 1;
    }
    // Twelve intermediates, and Apple Root CA itself.
    assert_eq!(count, 13);
}

#[test]
fn a_look_alike_is_told_apart_and_its_path_is_shown() {
    for look in Look::ALL {
        let leaf = read(&CertificateBuilder::apns("com.example.app").apple_like_issuer(look));
        let path = path(&leaf, &[], &[], leaf.not_before().unwrap());
        assert!(!path.is_signed());
        let cause = ErrorKind::InvalidSignature;
        let (step, kind) = &reasons(&path)[0];
        assert_eq!(*step, Some(0), "{}", look.as_str());
        // Those with an elliptic curve cannot have made an RSA signature.
        match kind {
            PathErrorKind::Signature { cause: found } => {
                let is_other_key = matches!(found, ErrorKind::KeyAlgorithm { .. });
                assert!(*found == cause || is_other_key, "{}", look.as_str());
            }
            other => panic!("{other}"),
        }
        let generation = path.steps()[1].generation().unwrap();
        assert_eq!(generation.as_str(), look.as_str());
        assert_eq!(path.steps().len(), 3);
        assert_eq!(path.missing_from_file().count(), 1);
    }
}

#[test]
fn an_issuer_that_came_along_is_not_missing() {
    let leaf = read(&CertificateBuilder::apns("com.example.app").apple_like_issuer(Look::G4));
    let at = moment("2026-10-01T00:00:00Z");
    let (g3, g4) = (
        certificate_of(Generation::G3),
        certificate_of(Generation::G4),
    );
    let with_g4 = path(&leaf, &[&g4], &[], at);
    assert_eq!(with_g4.missing_from_file().count(), 0);
    let step = with_g4.steps()[1];
    assert_eq!(step.source(), Source::File);
    assert_eq!(step.generation(), Some(Generation::G4));
    assert_eq!(step.certificate().unwrap().der(), g4.der());
    // The pain of 2022: a server that sends an older generation.
    let with_g3 = path(&leaf, &[&g3], &[], at);
    let missing: Vec<_> = with_g3.missing_from_file().collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].generation(), Some(Generation::G4));
    assert_eq!(missing[0].certificate_der(), Some(g4.der()));
    // Apple's root among the anchors of the caller changes nothing.
    assert_eq!(with_g3.first_to_expire().unwrap().source(), Source::BuiltIn);
}

#[test]
fn of_g1_the_certificate_of_the_time_is_named() {
    let leaf = read(&CertificateBuilder::apns_2016("com.example.app").apple_like_issuer(Look::G1));
    for (at, end) in [
        ("2012-01-01T00:00:00Z", 2016),
        ("2014-01-01T00:00:00Z", 2023),
        ("2018-01-01T00:00:00Z", 2023),
    ] {
        let path = path(&leaf, &[], &[], moment(at));
        let first = path.first_to_expire().unwrap();
        assert_eq!(first.not_after().unwrap().date().0, end, "{at}");
    }
}

#[test]
fn authorities_with_and_without_a_successor() {
    let of = |generation| {
        AUTHORITIES
            .iter()
            .filter(move |authority| authority.generation() == Some(generation))
    };
    let [old, new] = [0, 1].map(|index| of(Generation::G1).nth(index).unwrap());
    assert_eq!(old.renewal().map(Authority::sha256), Some(new.sha256()));
    assert!(new.renewal().is_none());
    let next: Vec<_> = new.successors().filter_map(Authority::generation).collect();
    assert_eq!(next, [Generation::G3, Generation::G4]);
    assert!(!old.is_last() && !new.is_last());
    assert!(of(Generation::Aai).all(|authority| !authority.is_last()));
    for generation in [Generation::G3, Generation::G4, Generation::Aai2] {
        assert!(of(generation).all(Authority::is_last), "{generation}");
    }
    // AAI2 ends in 2028 and issues for a year: Apple has to publish another one by May 2027.
    let aai2 = of(Generation::Aai2).next().unwrap();
    let last = aai2.last_issue_for(365);
    assert_eq!(last, moment("2027-05-25T17:43:37Z"));
}
