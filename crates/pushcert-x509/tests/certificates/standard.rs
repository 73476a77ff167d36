//! The standard fields and extensions: all that `openssl x509 -text` shows that matters here.

use crate::common::decode;
use pushcert_testkit::{
    authority::Authority,
    cert::CertificateBuilder,
    der,
    key::TestKey,
    oid::{extension, name},
};
use pushcert_x509::{Certificate, PublicKeyRef, attribute_oids, extension_oids};

const APP: &str = "com.example.app";

#[test]
fn s1_18_the_fields_are_shown() {
    let builder = CertificateBuilder::apns(APP)
        .apple_like_issuer(pushcert_testkit::authority::Generation::G4);
    let certificate = decode(&builder);
    assert_eq!(certificate.version(), 3);
    assert_eq!(certificate.serial().len(), 16);
    assert_eq!(certificate.signature_algorithm().as_str(), "sha256-rsa");
    assert_eq!(
        certificate.signature_algorithm().hash().unwrap().as_str(),
        "sha256"
    );
    assert_eq!(
        certificate.issuer().common_name(),
        Some("Apple Worldwide Developer Relations Certification Authority")
    );
    assert_eq!(certificate.issuer().organizational_unit(), Some("G4"));
    let subject = certificate.subject();
    assert_eq!(subject.uid(), Some(APP));
    assert_eq!(
        subject.common_name(),
        Some("Apple Push Services: com.example.app")
    );
    assert_eq!(subject.organizational_unit(), Some("TEAM123456"));
    assert_eq!(subject.organization(), Some("Example Ltd."));
    assert_eq!(subject.country(), Some("US"));
    assert_eq!(
        certificate.not_before().unwrap().to_string(),
        "2026-05-02T18:36:27Z"
    );
    assert_eq!(
        certificate.not_after().unwrap().to_string(),
        "2027-06-01T18:36:26Z"
    );
}

#[test]
fn s1_18_the_extensions_are_shown() {
    let builder = CertificateBuilder::apns(APP)
        .apple_like_issuer(pushcert_testkit::authority::Generation::G4);
    let certificate = decode(&builder);
    let usage: Vec<_> = certificate.key_usage().unwrap().names().collect();
    assert_eq!(usage, ["digitalSignature"]);
    let purposes = certificate.extended_key_usage().unwrap();
    assert!(purposes.client_auth() && !purposes.server_auth());
    assert_eq!(
        purposes.iter().collect::<Vec<_>>(),
        [extension_oids::CLIENT_AUTH]
    );
    assert!(!certificate.is_ca());
    assert_eq!(
        certificate
            .authority_key_id()
            .map(pushcert_testkit::hex_lower)
            .as_deref(),
        Some("5bd9fa1de79a1a0ba399762250863e91c85b77a8")
    );
    assert_eq!(
        certificate.subject_key_id(),
        Some(&TestKey::rsa2048(0).key_id()[..])
    );
    assert_eq!(
        certificate.ca_issuers_urls().collect::<Vec<_>>(),
        ["http://certs.apple.com/wwdrg4.der"]
    );
    assert_eq!(
        certificate.ocsp_urls().collect::<Vec<_>>(),
        ["http://ocsp.apple.com/ocsp03-wwdrg401"]
    );
    assert!(
        certificate
            .crl_urls()
            .next()
            .unwrap()
            .starts_with("http://crl.apple.com/wwdrg4-")
    );
    let policies: Vec<_> = certificate.policies().collect();
    assert_eq!(policies.len(), 1);
    assert_eq!(
        policies[0].oid,
        pushcert_x509::apple_oids::CERTIFICATE_POLICY
    );
    assert!(policies[0].cps.unwrap().ends_with("/certificateauthority/"));
    assert_eq!(certificate.problems(), []);
}

#[test]
fn the_parts_are_the_bytes_that_were_signed() {
    let key = TestKey::rsa2048(3);
    let builder = CertificateBuilder::apns(APP).key(&key);
    let der = builder.build();
    let certificate = Certificate::decode(&der).unwrap();
    assert_eq!(certificate.der(), der);
    assert_eq!(
        certificate.tbs_der(),
        &der[4..4 + certificate.tbs_der().len()]
    );
    assert_eq!(certificate.spki_der(), key.spki_der());
    assert_eq!(certificate.signature().len(), 256);
    let numbers = key.rsa_numbers();
    let spki = certificate.public_key().unwrap();
    let PublicKeyRef::Rsa { modulus, exponent } = spki.public_key().unwrap() else {
        panic!("an RSA key");
    };
    assert_eq!((modulus.len(), exponent), (256, &[1, 0, 1][..]));
    assert!(pushcert_testkit::hex_lower(modulus).len() == 512 && !numbers.pkcs1_der().is_empty());
}

#[test]
fn elliptic_curves_are_taken_apart() {
    let key = TestKey::ec_p256(0);
    let certificate = decode(&CertificateBuilder::apns(APP).key(&key));
    let spki = certificate.public_key().unwrap();
    let PublicKeyRef::Ec { curve, point } = spki.public_key().unwrap() else {
        panic!("an EC key");
    };
    assert_eq!(curve, der::oid_content("1.2.840.10045.3.1.7"));
    assert_eq!(point, key.public_key_bits());
    let ed25519 = decode(&CertificateBuilder::apns(APP).key(&TestKey::ed25519()));
    let spki = ed25519.public_key().unwrap();
    assert_eq!(spki.algorithm().to_string(), "1.3.101.112");
    assert_eq!(spki.public_key().unwrap(), PublicKeyRef::Other);
}

#[test]
fn an_authority_and_a_self_issued_certificate() {
    let root = Certificate::decode(&Authority::synthetic().certificate()).unwrap();
    assert!(root.is_ca() && root.is_self_issued());
    assert!(root.key_usage().unwrap().key_cert_sign());
    assert!(root.basic_constraints().unwrap().ca);
    let leaf = decode(&CertificateBuilder::apns(APP));
    assert!(!leaf.is_self_issued());
    assert!(leaf.issuer().same_as(&root.subject()));
}

#[test]
fn the_same_name_in_other_string_types_is_the_same_name() {
    let plain = decode(&CertificateBuilder::apns(APP));
    let printable =
        decode(&CertificateBuilder::apns(APP).edit_subject(|subject| {
            subject.set(name::ORGANIZATION, der::printable("Example Ltd."))
        }));
    let other = decode(
        &CertificateBuilder::apns(APP)
            .edit_subject(|subject| subject.set(name::ORGANIZATION, der::utf8("Example Ltd"))),
    );
    assert_ne!(plain.subject().der(), printable.subject().der());
    assert!(plain.subject().same_as(&printable.subject()));
    assert!(!plain.subject().same_as(&other.subject()));
    assert_eq!(plain.subject().text(&attribute_oids::LOCALITY), None);
}

#[test]
fn host_names_and_several_addresses() {
    let certificate = decode(&CertificateBuilder::apns_server(
        "api.sandbox.push.apple.com",
    ));
    assert_eq!(
        certificate.dns_names().collect::<Vec<_>>(),
        ["api.sandbox.push.apple.com"]
    );
    assert!(certificate.extended_key_usage().unwrap().server_auth());
    let urls = ["http://a.example/1.crl", "http://b.example/2.crl"];
    let value = pushcert_testkit::cert::crl_distribution_points(&urls);
    let builder =
        CertificateBuilder::apns(APP).replace_extension(extension::CRL_DISTRIBUTION_POINTS, value);
    assert_eq!(decode(&builder).crl_urls().collect::<Vec<_>>(), urls);
}

#[test]
fn path_lengths() {
    for (value, expected) in [
        (der::seq([der::boolean(true), der::int(0)]), Some(0)),
        (der::seq([der::boolean(true), der::int(300)]), Some(300)),
        (der::seq([der::boolean(true)]), None),
    ] {
        let builder =
            CertificateBuilder::apns(APP).replace_extension(extension::BASIC_CONSTRAINTS, value);
        let constraints = decode(&builder).basic_constraints().unwrap();
        assert_eq!((constraints.ca, constraints.path_length), (true, expected));
    }
    let negative = der::seq([der::boolean(true), der::int(-1)]);
    let builder =
        CertificateBuilder::apns(APP).replace_extension(extension::BASIC_CONSTRAINTS, negative);
    assert!(!decode(&builder).is_ca());
}

#[test]
fn the_fingerprint_is_over_the_certificate() {
    let certificate = decode(&CertificateBuilder::apns(APP));
    assert_eq!(
        certificate.sha256().to_vec(),
        pushcert_testkit::digest::Digest::Sha256.hash(certificate.der())
    );
}
