//! Writing requests.

use proptest::prelude::*;
use pushcert_csr::{CertificationRequest, ErrorKind, RequestBuilder, TextDefect};
use pushcert_keys::KeyAlgorithm;
use pushcert_testkit::csr::CsrBuilder;
use pushcert_testkit::key::TestKey;

use crate::common::{private, random};

/// S1-10: what is written is PKCS#10 in Keychain Access's layout, byte for byte, and verifies.
#[test]
fn s1_10_the_layout_is_that_of_keychain_access() {
    let key = TestKey::rsa2048(3);
    let keychain = CsrBuilder::keychain_style("admin@example.com", "Exämple", "US", &key);
    let request = RequestBuilder::new("admin@example.com", "Exämple")
        .country("us")
        .build(&private(&key), &mut random())
        .unwrap();
    assert_eq!(request.der(), keychain.build());
    assert_eq!(request.verify(), Ok(()));
    let text = request.encode_pem();
    assert!(text.lines().all(|line| line.len() <= 64));
    assert_eq!(CertificationRequest::parse(text.as_bytes()), Ok(request));
}

#[test]
fn the_country_may_be_left_out() {
    let request = RequestBuilder::new("a@example.com", "A")
        .build(&private(&TestKey::rsa2048(0)), &mut random())
        .unwrap();
    assert_eq!(request.country(), None);
    assert_eq!(request.subject().attributes().len(), 2);
    assert!(request.info_der().ends_with(&[0xa0, 0x00]));
}

#[test]
fn other_keys_than_rsa_2048_are_refused() {
    for (key, algorithm, bits) in [
        (TestKey::rsa(1024), KeyAlgorithm::Rsa, Some(1024)),
        (TestKey::rsa(3072), KeyAlgorithm::Rsa, Some(3072)),
        (
            TestKey::ec_p256(0),
            KeyAlgorithm::Ec(pushcert_keys::Curve::P256),
            Some(256),
        ),
        (TestKey::ed25519(), KeyAlgorithm::Ed25519, Some(256)),
    ] {
        let builder = RequestBuilder::new("a@example.com", "A");
        let error = builder.build(&private(&key), &mut random()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::KeyType { algorithm, bits });
    }
}

fn refused(email: &str, common_name: &str, country: &str) -> ErrorKind {
    let key = private(&TestKey::rsa2048(0));
    let builder = RequestBuilder::new(email, common_name).country(country);
    let error = builder.build(&key, &mut random()).unwrap_err();
    error.kind().clone()
}

#[test]
fn texts_that_cannot_stand_in_a_request() {
    let character = |offset| TextDefect::Character { offset };
    let too_long = |length, allowed| TextDefect::TooLong { length, allowed };
    for (email, defect) in [
        ("", TextDefect::Empty),
        (" ", TextDefect::Empty),
        ("example.com", TextDefect::NoAt),
        ("@example.com", TextDefect::NoAt),
        ("admin@", TextDefect::NoAt),
        ("a@example.com\r\nBcc: b@example.com", character(13)),
        ("a\0@example.com", character(1)),
        ("a\u{7f}@example.com", character(1)),
        ("ä@example.com", character(0)),
        (&("a".repeat(244) + "@example.com"), too_long(256, 255)),
    ] {
        assert_eq!(
            refused(email, "A", "US"),
            ErrorKind::Email(defect),
            "{email:?}"
        );
    }
    for (name, defect) in [
        ("", TextDefect::Empty),
        (" \u{3000}", TextDefect::Empty),
        ("A\nB", character(1)),
        ("é\u{1b}[2J", character(2)),
        ("A\u{9b}31m", character(1)),
        (&"ä".repeat(65), too_long(65, 64)),
    ] {
        let kind = refused("a@example.com", name, "US");
        assert_eq!(kind, ErrorKind::CommonName(defect), "{name:?}");
    }
    for country in ["", "U", "USA", "U1", "ä", "U\0", "  "] {
        let kind = ErrorKind::Country(TextDefect::NotTwoLetters);
        assert_eq!(refused("a@example.com", "A", country), kind, "{country:?}");
    }
}

#[test]
fn the_longest_texts_are_taken() {
    let (email, name) = ("a".repeat(243) + "@example.com", "ä".repeat(64));
    let request = RequestBuilder::new(&email, &name)
        .country("DE")
        .build(&private(&TestKey::rsa2048(0)), &mut random())
        .unwrap();
    assert_eq!(request.email(), Some(email.as_str()));
    assert_eq!(request.common_name(), Some(name.as_str()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is written is read back, whatever it says.
    #[test]
    fn a_request_is_read_back_equal(
        email in "[!-?A-~]{1,40}@[!-?A-~]{1,40}",
        name in "[^\\p{Cc}\\s][^\\p{Cc}]{0,63}",
        country in prop::option::of("[A-Z]{2}"),
        key in 0usize..10,
    ) {
        let key = TestKey::rsa2048(key);
        let mut builder = RequestBuilder::new(&email, &name);
        if let Some(country) = &country {
            builder = builder.country(country);
        }
        let written = builder.build(&private(&key), &mut random()).unwrap();
        let text = written.encode_pem();
        let read = CertificationRequest::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(&read, &written);
        prop_assert_eq!(read.email(), Some(email.as_str()));
        prop_assert_eq!(read.common_name(), Some(name.as_str()));
        prop_assert_eq!(read.country(), country.as_deref());
        prop_assert_eq!(read.spki_der(), key.spki_der());
        prop_assert_eq!(read.verify(), Ok(()));
    }
}
