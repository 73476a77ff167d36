//! What is read from good requests.

use pushcert_csr::{CertificationRequest, ErrorKind, StringType, attribute_oids};
use pushcert_keys::{HashAlgorithm, KeyAlgorithm, SignatureAlgorithm};
use pushcert_testkit::csr::CsrBuilder;
use pushcert_testkit::hostile::CHALLENGE;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::{der, pem};

use crate::common::{customer, public, request};

/// S1-10: the request is PKCS#10 that can be read, its own signature verifies, and its key is RSA with
/// 2048 bits.
#[test]
fn s1_10_a_keychain_request_is_read_and_verifies() {
    let request = request();
    assert_eq!(request.verify(), Ok(()));
    assert_eq!(request.problems(), []);
    let key = request.public_key().unwrap();
    assert_eq!(
        (key.algorithm(), key.bits()),
        (KeyAlgorithm::Rsa, Some(2048))
    );
    assert_eq!(key, &public(&customer()));
    assert_eq!(request.spki_der(), customer().spki_der());
    assert_eq!(request.version(), 0);
    assert_eq!(request.email(), Some("admin@example.com"));
    assert_eq!(request.common_name(), Some("Example Admin"));
    assert_eq!(request.country(), Some("US"));
    let sha256 = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha256);
    assert_eq!(request.signature_algorithm(), sha256);
    assert_eq!(request.signature().len(), 256);
    assert_eq!(request.attributes(), []);
    assert!(!request.has_challenge_password());
    let info = der::read::at(request.der(), &[0]).whole;
    assert_eq!(request.info_der(), info);
}

#[test]
fn the_subject_attribute_by_attribute() {
    let request = request();
    let found: Vec<_> = request
        .subject()
        .attributes()
        .iter()
        .map(|it| (it.oid().copied(), it.string_type(), it.text(), it.rdn()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Some(attribute_oids::EMAIL),
                StringType::Ia5,
                Some("admin@example.com"),
                0
            ),
            (
                Some(attribute_oids::COMMON_NAME),
                StringType::Utf8,
                Some("Example Admin"),
                1
            ),
            (
                Some(attribute_oids::COUNTRY),
                StringType::Printable,
                Some("US"),
                2
            ),
        ]
    );
    assert!(!request.subject().is_empty());
    let name = der::read::at(request.der(), &[0, 1]).whole;
    assert_eq!(request.subject().der(), name);
}

#[test]
fn pem_and_der_are_the_same() {
    let good = request();
    let text = pem::encode("CERTIFICATE REQUEST", good.der());
    assert_eq!(good.encode_pem(), text);
    let new = pem::encode("NEW CERTIFICATE REQUEST", good.der());
    let certificate = pem::encode("CERTIFICATE", &[0x30, 0]);
    let utf16 = pem::utf16_le(&text);
    for bytes in [
        good.der(),
        text.as_bytes(),
        new.as_bytes(),
        (certificate.clone() + &new).as_bytes(),
        text.replace('\n', "\r\n").as_bytes(),
        &utf16,
    ] {
        assert_eq!(CertificationRequest::parse(bytes).as_ref(), Ok(&good));
    }
    let kind = |text: &str| {
        let error = CertificationRequest::parse(text.as_bytes()).unwrap_err();
        error.kind().clone()
    };
    assert_eq!(kind(&certificate), ErrorKind::NoRequest);
    assert_eq!(
        kind(&(text.clone() + &new)),
        ErrorKind::SeveralRequests { count: 2 }
    );
    let star = text.replacen("MII", "M*I", 1);
    let invalid = pushcert_pem::ErrorKind::InvalidCharacter { byte: b'*' };
    assert_eq!(kind(&star), ErrorKind::Text(invalid));
    let long = text + &"\n".repeat(128 * 1024);
    assert!(matches!(
        kind(&long),
        ErrorKind::Text(pushcert_pem::ErrorKind::LimitExceeded { .. })
    ));
}

#[test]
fn a_challenge_password_is_never_shown() {
    let builder = CsrBuilder::keychain_style("a@example.com", "A", "US", &TestKey::rsa2048(0));
    let der = builder.challenge_password(CHALLENGE).build();
    let request = CertificationRequest::decode(&der).unwrap();
    assert!(request.has_challenge_password());
    assert_eq!(request.attributes().len(), 1);
    assert_eq!(request.attributes()[0].values(), 1);
    let oid = request.attributes()[0].oid();
    assert_eq!(oid, Some(&attribute_oids::CHALLENGE_PASSWORD));
    let shown = format!("{request:?} {:?}", request.attributes());
    assert!(!shown.contains(CHALLENGE), "{shown}");
    assert_eq!(request.verify(), Ok(()));
}

#[test]
fn requested_extensions_are_listed() {
    let extension = |id: &str| der::seq([der::oid(id), der::boolean(true), der::octets([5, 0])]);
    let list = der::seq(["2.5.29.17", "1.3.6.1.4.1.99999"].map(extension));
    let builder = CsrBuilder::keychain_style("a@example.com", "A", "US", &TestKey::rsa2048(0));
    let der = builder.attribute("1.2.840.113549.1.9.14", &[list]).build();
    let request = CertificationRequest::decode(&der).unwrap();
    let found: Vec<String> = request
        .requested_extensions()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, ["2.5.29.17", "1.3.6.1.4.1.99999"]);
    assert_eq!(request.problems(), []);
}
