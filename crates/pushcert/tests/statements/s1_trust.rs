//! Source S1: the roots that a client of APNs needs, and the path above a certificate.

use std::sync::LazyLock;
use std::time::Instant;

use pushcert::diagnostics::Place;
use pushcert::report::{File, Verdict};
use pushcert::trust::AUTHORITIES;
use pushcert::trust::store::REQUIRED_ROOTS;
use pushcert::{Options, Wanted, open};
use pushcert_testkit::authority::{Authority, Generation};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::name::Name;
use pushcert_testkit::pem;

use crate::common::{check, compatible, finding, has, healthy, names, options};

const USERTRUST: &[u8] = include_bytes!("../../../pushcert-trust/data/usertrust-rsa.der");
const AAA: &[u8] = include_bytes!("../../../pushcert-trust/data/aaa-certificate-services.der");

fn trusting() -> Options {
    let mut wanted = Wanted::default();
    wanted.place = Place::TrustStore;
    options().with_wanted(wanted)
}

/// As many roots as a system has, and these.
fn store(roots: &[&[u8]]) -> Vec<u8> {
    static OTHERS: LazyLock<String> = LazyLock::new(|| {
        let root = |n: usize| {
            let root = Authority::own(&format!("Root {n}"), TestKey::rsa2048(n % 10));
            pem::encode("CERTIFICATE", &root.certificate())
        };
        (0..143).map(root).collect()
    });
    let mut text = OTHERS.clone();
    for root in roots {
        text += &pem::encode("CERTIFICATE", root);
    }
    text.into_bytes()
}

fn states(file: &File) -> Vec<(&str, &str)> {
    let roots = &file.trust_store.as_ref().unwrap().roots;
    let states = roots
        .iter()
        .map(|root| (root.common_name.as_str(), root.state.as_str()));
    states.collect()
}

#[test]
fn s1_29_a_store_with_both_roots_passes_without_a_connection() {
    let store = store(&[USERTRUST, AAA]);
    let begin = Instant::now();
    let file = check("roots.pem", &store, &trusting());
    assert!(begin.elapsed().as_secs() < 2, "{:?}", begin.elapsed());
    assert_eq!(file.verdict, Some(Verdict::Pass), "{:?}", names(&file));
    assert_eq!(file.trust_store.as_ref().unwrap().certificates, 145);
    assert!(states(&file).iter().all(|(_, state)| *state == "present"));
    assert_eq!(states(&file).len(), REQUIRED_ROOTS.len());
    // Hundreds of roots are counted and not listed.
    assert!(file.certificates.is_empty());
}

#[test]
fn s1_29_a_missing_root_is_an_error_where_apns_stands_on_it_today() {
    let file = check("roots.pem", &store(&[AAA]), &trusting());
    let found = finding(&file, "apns-root-missing");
    assert_eq!(found.severity, "error");
    assert!(found.message.contains("USERTrust RSA"), "{}", found.message);
    assert_eq!(file.verdict, Some(Verdict::Fail));

    let file = check("roots.pem", &store(&[USERTRUST]), &trusting());
    let found = finding(&file, "apns-root-missing");
    assert_eq!(found.severity, "warning");
    assert!(
        found.message.contains("AAA Certificate Services"),
        "{}",
        found.message
    );

    let file = check("roots.pem", &store(&[]), &trusting());
    let both = names(&file)
        .into_iter()
        .filter(|name| *name == "apns-root-missing");
    assert_eq!(both.count(), 2);
}

#[test]
fn s1_29_a_root_out_of_its_time_is_not_there() {
    let late = Options::at(pushcert::UnixTime::parse("2039-01-01T00:00:00Z").unwrap());
    let mut wanted = Wanted::default();
    wanted.place = Place::TrustStore;
    let file = check(
        "roots.pem",
        &store(&[USERTRUST, AAA]),
        &late.with_wanted(wanted),
    );
    assert!(
        states(&file)
            .iter()
            .all(|(_, state)| *state == "out-of-date")
    );
}

#[test]
fn s1_29_what_is_no_store_is_told_apart_from_an_empty_one() {
    for (bytes, name) in [
        (b"".to_vec(), None),
        (b"<html>".to_vec(), None),
        (TestKey::rsa2048(0).pkcs8_der(), Some("wrong-file-here")),
        (
            pushcert_testkit::csr::csr(&TestKey::rsa2048(0)),
            Some("wrong-file-here"),
        ),
    ] {
        let file = check("roots.pem", &bytes, &trusting());
        assert!(file.verdict >= Some(Verdict::Fail), "{:?}", names(&file));
        assert!(
            name.is_none_or(|name| has(&file, name)),
            "{:?}",
            names(&file)
        );
    }
}

#[test]
fn one_root_in_der_is_a_store() {
    let file = check("root.der", USERTRUST, &trusting());
    assert_eq!(file.trust_store.as_ref().unwrap().certificates, 1);
    assert_eq!(
        states(&file)
            .iter()
            .filter(|(_, state)| *state == "present")
            .count(),
        1
    );
}

#[test]
fn the_path_of_a_certificate_is_in_the_report() {
    let (root, issuing) = (Authority::synthetic(), Authority::synthetic_intermediate());
    let builder = CertificateBuilder::apns("com.example.app");
    let identity = healthy(builder.clone());
    let file = check(
        "push.p12",
        &compatible("secret", &identity),
        &options().with_password("secret"),
    );
    let path = &file.identities[0].certificate.path;
    let steps: Vec<_> = path
        .iter()
        .map(|one| (one.common_name.as_str(), one.is_root, one.in_file))
        .collect();
    assert_eq!(steps, [("Pushcert Synthetic CA", true, false)]);
    assert_eq!(file.identities[0].certificate.path_problem, None);

    // Through an intermediate that came along, and that has ended.
    let leaf = builder
        .issuer(issuing.clone())
        .valid("2026-05-02T18:36:27Z", "2027-06-01T18:36:26Z");
    let identity = pushcert_testkit::identity::Identity::new(&leaf);
    let identity = identity.chain(vec![issuing.certificate_by(&root)]);
    let file = compatible("secret", &identity);
    let shown = check("push.p12", &file, &options().with_password("secret"));
    let certificate = &shown.identities[0].certificate;
    let steps: Vec<_> = certificate
        .path
        .iter()
        .map(|one| (one.is_root, one.in_file))
        .collect();
    assert_eq!(steps, [(false, true), (true, false)]);
    assert!(certificate.issued_by_given_authority);
    assert_eq!(certificate.path_problem, None);
    let late = crate::common::options_at("2100-02-01T00:00:00Z").with_password("secret");
    let shown = check("push.p12", &file, &late);
    let problem = shown.identities[0].certificate.path_problem.as_deref();
    assert!(
        problem.is_some_and(|why| why.contains("expired")),
        "{problem:?}"
    );
}

#[test]
fn apples_root_and_intermediates_are_known_here() {
    let with_name = |wanted: &str| {
        AUTHORITIES
            .iter()
            .find(|one| one.common_name() == wanted && one.generation().is_none())
    };
    let root = with_name("Apple Root CA").unwrap();
    assert!(root.certificate_der().is_some());
    // Each generation that may issue a vendor's certificate is written into the chain from here.
    for generation in ["G1", "G3", "G4", "G5", "G6"] {
        let found = AUTHORITIES.iter().filter(|one| {
            one.generation()
                .is_some_and(|own| own.as_str() == generation)
        });
        assert!(found.clone().count() > 0, "{generation}");
        for one in found {
            assert!(one.certificate_der().is_some(), "{generation}");
        }
    }
}

#[test]
fn who_only_bears_the_name_of_apple_has_no_path() {
    let leaf = CertificateBuilder::mdm_vendor("Example Ltd.").apple_like_issuer(Generation::G3);
    let mut wanted = Wanted::default();
    wanted.place = Place::VendorCertificate;
    let file = check("vendor.cer", &leaf.build(), &options().with_wanted(wanted));
    assert_eq!(file.certificates[0].chain_status, "apple-by-name-only");
    assert!(has(&file, "untrusted-issuer"), "{:?}", names(&file));
}

#[test]
fn hundreds_of_certificates_of_one_key_take_a_bounded_time() {
    let key = TestKey::ec_p256(0);
    let mut text = String::new();
    for n in 0..400_usize {
        let name = Name::new().utf8("2.5.4.3", &format!("Leaf {n}"));
        let leaf = CertificateBuilder::new(name).key(&key).synthetic_ca();
        text += &pem::encode("CERTIFICATE", &leaf.build());
        text += &pem::encode("PRIVATE KEY", &key.pkcs8_der());
    }
    let begin = Instant::now();
    let opened = open("many.pem", text.as_bytes(), &options());
    assert_eq!(opened.identities().count(), 400);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
