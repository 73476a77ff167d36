//! What a trust store has of the roots that APNs stands on.

use pushcert_testkit::{
    authority::Authority,
    cert::{CertificateBuilder, Extension},
    der,
    digest::Digest,
    key::TestKey,
    name::Name,
    oid,
};
use pushcert_trust::store::{Presence, REQUIRED_ROOTS, RequiredRoot, StoreReport, inspect};
use pushcert_types::{Environment, UnixTime};
use pushcert_x509::Certificate;

const USERTRUST: &[u8] = include_bytes!("../data/usertrust-rsa.der");
const AAA: &[u8] = include_bytes!("../data/aaa-certificate-services.der");

fn at(text: &str) -> UnixTime {
    UnixTime::parse(text).expect("a moment")
}

fn today() -> UnixTime {
    at("2026-10-01T00:00:00Z")
}

fn read(der: &[u8]) -> Certificate {
    Certificate::decode(der).expect("a certificate")
}

fn presences(certificates: &[Certificate], moment: UnixTime) -> [Presence; 2] {
    let report = inspect(certificates, moment);
    assert_eq!(report.certificates(), certificates.len());
    let findings = report.findings();
    assert_eq!(findings.len(), 2);
    [findings[0].presence(), findings[1].presence()]
}

/// A root's name with a key of ours or the root's own, signed by an authority of ours.
fn with_name_of(root: &RequiredRoot, spki: Vec<u8>, end: &str) -> Certificate {
    let name = Name::new()
        .printable(oid::name::COUNTRY, "US")
        .printable(oid::name::ORGANIZATION, root.organization())
        .printable(oid::name::COMMON_NAME, root.common_name());
    let builder = CertificateBuilder::new(name)
        .raw_spki(spki)
        .valid("2019-03-12T00:00:00Z", end)
        .extension(Extension::critical(
            oid::extension::BASIC_CONSTRAINTS,
            der::seq([der::boolean(true)]),
        ));
    read(&builder.build())
}

#[test]
fn the_figures_are_those_of_the_certificates() {
    for (root, file) in REQUIRED_ROOTS.iter().zip([USERTRUST, AAA]) {
        let certificate = read(file);
        assert_eq!(certificate.der(), root.der());
        assert_eq!(certificate.sha256(), *root.sha256());
        let subject = certificate.subject();
        assert_eq!(subject.common_name(), Some(root.common_name()));
        assert_eq!(subject.organization(), Some(root.organization()));
        assert_eq!(certificate.subject_key_id(), Some(&root.key_id()[..]));
        assert_eq!(certificate.not_before(), Some(root.not_before()));
        assert_eq!(certificate.not_after(), Some(root.not_after()));
        let hash = Digest::Sha256.hash(certificate.spki_der());
        assert_eq!(hash, root.spki_sha256());
        assert!(pushcert_trust::verify_signed_by(&certificate, certificate.spki_der()).is_ok());
    }
}

#[test]
fn s1_29_a_store_without_the_root_of_apns_is_detected_offline() {
    let others = [
        read(AAA),
        read(&Authority::synthetic().certificate()),
        read(&Authority::synthetic_intermediate().certificate()),
    ];
    assert_eq!(
        presences(&others, today()),
        [Presence::Absent, Presence::Valid]
    );
    assert_eq!(presences(&[], today()), [Presence::Absent; 2]);
    let suffices = |report: &StoreReport| {
        [Environment::Sandbox, Environment::Production]
            .map(|environment| report.suffices_for(environment, today()))
    };
    assert_eq!(suffices(&inspect(&others, today())), [false, false]);
    let complete = [read(USERTRUST), read(AAA)];
    assert_eq!(suffices(&inspect(&complete, today())), [true, true]);
    // What Apple's page asks for and the servers no longer stand on does not keep anybody out.
    assert_eq!(suffices(&inspect(&complete[..1], today())), [true, true]);
}

#[test]
fn the_roots_changed_on_different_days() {
    let [usertrust, aaa] = [&REQUIRED_ROOTS[0], &REQUIRED_ROOTS[1]];
    for (moment, environment, root) in [
        ("2021-03-28T23:59:59Z", Environment::Production, None),
        ("2021-03-29T00:00:00Z", Environment::Production, Some(aaa)),
        ("2025-01-19T23:59:59Z", Environment::Sandbox, Some(aaa)),
        (
            "2025-01-20T00:00:00Z",
            Environment::Sandbox,
            Some(usertrust),
        ),
        ("2025-01-20T00:00:00Z", Environment::Production, Some(aaa)),
        (
            "2025-02-24T00:00:00Z",
            Environment::Production,
            Some(usertrust),
        ),
        (
            "2030-01-01T00:00:00Z",
            Environment::Production,
            Some(usertrust),
        ),
    ] {
        let used: Vec<_> = REQUIRED_ROOTS
            .iter()
            .filter(|root| root.is_used_by(environment, at(moment)))
            .collect();
        assert_eq!(used, Vec::from_iter(root), "{environment} at {moment}");
    }
}

#[test]
fn an_expired_root_is_told_apart_from_an_absent_one() {
    let both = [read(USERTRUST), read(AAA)];
    let not_after = REQUIRED_ROOTS[1].not_after();
    assert_eq!(
        presences(&both, not_after),
        [Presence::Valid, Presence::Valid]
    );
    let later = UnixTime::from_secs(not_after.secs() + 1);
    assert_eq!(
        presences(&both, later),
        [Presence::Valid, Presence::Expired { not_after }]
    );
    let not_before = REQUIRED_ROOTS[0].not_before();
    let early = UnixTime::from_secs(not_before.secs() - 1);
    assert_eq!(
        presences(&both, early),
        [Presence::NotYetValid { not_before }, Presence::Valid]
    );
    assert!(!inspect(&both, later).findings()[1].presence().is_usable());
}

#[test]
fn another_certificate_with_the_same_key_is_named_as_such() {
    let spki = read(USERTRUST).spki_der().to_vec();
    let cross = with_name_of(&REQUIRED_ROOTS[0], spki.clone(), "2028-12-31T23:59:59Z");
    let old = with_name_of(&REQUIRED_ROOTS[0], spki, "2020-05-30T10:48:38Z");
    let expected = Presence::OtherCertificate {
        sha256: cross.sha256(),
        is_self_issued: false,
        is_valid: true,
        not_after: Some(at("2028-12-31T23:59:59Z")),
    };
    let (one, other) = ([old.clone(), cross.clone()], [cross.clone(), old.clone()]);
    assert_eq!(presences(&one, today())[0], expected);
    assert_eq!(presences(&other, today())[0], expected);
    assert!(expected.is_usable());
    // The root's own certificate is what counts, wherever it stands.
    let all = [cross, read(USERTRUST), old.clone()];
    assert_eq!(presences(&all, today())[0], Presence::Valid);
    let presence = presences(&[old], today())[0];
    assert!(!presence.is_usable() && presence != Presence::Absent);
}

#[test]
fn a_name_without_the_key_and_a_key_without_the_name_are_nothing() {
    let fake = with_name_of(
        &REQUIRED_ROOTS[0],
        TestKey::rsa2048(3).spki_der(),
        "2040-01-01T00:00:00Z",
    );
    let spki = read(USERTRUST).spki_der().to_vec();
    let renamed = with_name_of(&REQUIRED_ROOTS[1], spki, "2040-01-01T00:00:00Z");
    assert_eq!(presences(&[fake, renamed], today()), [Presence::Absent; 2]);
}
