//! The figures are consistent in themselves and are those that were reviewed.

use std::fmt::Write as _;

use pushcert_testkit::{digest::Digest, hex_lower};
use pushcert_trust::{AUTHORITIES, Authority, AuthorityKey, Generation};
use pushcert_x509::{Certificate, PublicKeyRef, SubjectPublicKeyInfo};

/// Changes only with `src/authorities.rs`, and then on purpose.
const TABLE: &str = "1c3cdaf8d5b314e3b6db466e782ec7e219d3c73fcf4d36ca25c731b5b60a095c";

#[test]
fn the_table_is_the_one_that_was_reviewed() {
    let mut text = String::new();
    for a in AUTHORITIES {
        writeln!(
            text,
            "{}|{:?}|{:?}|{}|{}|{}|{:?}|{:?}|{}|{}|{}|{}",
            a.common_name(),
            a.organizational_unit(),
            a.generation().map(Generation::as_str),
            hex_lower(a.subject_der()),
            hex_lower(&a.spki_der()),
            hex_lower(a.key_id()),
            a.authority_key_id().map(hex_lower),
            a.path_length(),
            a.not_before(),
            a.not_after(),
            hex_lower(a.sha256()),
            hex_lower(a.spki_sha256()),
        )
        .unwrap();
    }
    assert_eq!(hex_lower(&Digest::Sha256.hash(text.as_bytes())), TABLE);
    assert_eq!(AUTHORITIES.len(), 19);
}

#[test]
fn every_key_has_the_hash_that_is_stored_beside_it() {
    for authority in AUTHORITIES {
        let spki = authority.spki_der();
        let hash = Digest::Sha256.hash(&spki);
        assert_eq!(hash, authority.spki_sha256(), "{}", authority.common_name());
        let read = SubjectPublicKeyInfo::decode(&spki).unwrap();
        match (authority.key(), read.public_key().unwrap()) {
            (
                AuthorityKey::Rsa { modulus, exponent },
                PublicKeyRef::Rsa {
                    modulus: n,
                    exponent: e,
                },
            ) => assert_eq!((modulus, exponent), (n, e)),
            (AuthorityKey::Ec { curve, point }, PublicKeyRef::Ec { curve: c, point: p }) => {
                assert_eq!((curve.oid_octets(), point), (c, p));
            }
            (stored, read) => panic!("{stored:?} is not {read:?}"),
        }
    }
}

/// RFC 5280, section 4.2.1.2, method 1: the hash of the key's octets. Apple uses it throughout.
#[test]
fn every_key_identifier_is_that_of_its_key() {
    for authority in AUTHORITIES {
        let spki = authority.spki_der();
        let key = SubjectPublicKeyInfo::decode(&spki).unwrap();
        assert_eq!(Digest::Sha1.hash(key.key_octets()), authority.key_id());
    }
}

#[test]
fn every_generation_has_one_key_and_renewals_share_it() {
    use Generation::{Aai, Aai2, G1, G2, G3, G4, G5, G6, G7, G8};
    for (generation, certificates) in [
        (G1, 2),
        (G2, 1),
        (G3, 1),
        (G4, 1),
        (G5, 1),
        (G6, 1),
        (G7, 1),
        (G8, 1),
        (Aai, 2),
        (Aai2, 1),
    ] {
        let same: Vec<&Authority> = AUTHORITIES
            .iter()
            .filter(|a| a.generation() == Some(generation))
            .collect();
        assert_eq!(same.len(), certificates, "{generation}");
        assert!(same.iter().all(|a| a.key() == same[0].key()));
        assert!(
            same.iter()
                .all(|a| a.subject_der() == same[0].subject_der())
        );
    }
    let mut keys: Vec<_> = AUTHORITIES.iter().map(Authority::key_id).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 17);
}

#[test]
fn the_figures_are_those_of_apples_files() {
    for (file, common_name) in [
        (
            &include_bytes!("../data/wwdr-g4.der")[..],
            "Apple Worldwide Developer Relations Certification Authority",
        ),
        (
            include_bytes!("../data/wwdr-g6.der"),
            "Apple Worldwide Developer Relations Certification Authority",
        ),
        (
            include_bytes!("../data/wwdr-g8.der"),
            "Apple Worldwide Developer Relations Certification Authority",
        ),
        (
            include_bytes!("data/aai-g3.der"),
            "Apple Application Integration CA - G3",
        ),
        (
            include_bytes!("../data/aai2.der"),
            "Apple Application Integration 2 Certification Authority",
        ),
    ] {
        let certificate = Certificate::decode(file).unwrap();
        let authority = AUTHORITIES
            .iter()
            .find(|authority| *authority.sha256() == certificate.sha256())
            .unwrap();
        assert_eq!(authority.common_name(), common_name);
        assert_eq!(authority.subject_der(), certificate.subject().der());
        assert_eq!(authority.spki_der(), certificate.spki_der());
        assert_eq!(Some(authority.key_id()), certificate.subject_key_id());
        assert_eq!(authority.authority_key_id(), certificate.authority_key_id());
        assert_eq!(Some(authority.not_before()), certificate.not_before());
        assert_eq!(Some(authority.not_after()), certificate.not_after());
        let path_length = certificate.basic_constraints().unwrap().path_length;
        assert_eq!(authority.path_length().map(u32::from), path_length);
    }
}

/// What stands behind a leaf in a file must be what the figures say, and lead to a root at once.
#[test]
fn every_certificate_is_that_of_its_figures() {
    let mut count = 0;
    for authority in AUTHORITIES {
        let carried = authority.certificate_der();
        // And Apple Root CA, for the chain of an MDM vendor's request.
        let is_wanted =
            authority.generation().is_some() || authority.common_name() == "Apple Root CA";
        assert_eq!(carried.is_some(), is_wanted);
        let Some(der) = carried else { continue };
        count += 1;
        assert_eq!(&Digest::Sha256.hash(der)[..], authority.sha256());
        let certificate = Certificate::decode(der).unwrap();
        assert_eq!(certificate.subject().der(), authority.subject_der());
        let root = pushcert_trust::signing_authority(&certificate).expect("a root of Apple's");
        assert!(root.is_root(), "{}", root.common_name());
    }
    assert_eq!(count, 13);
}
