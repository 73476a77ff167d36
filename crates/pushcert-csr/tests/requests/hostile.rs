//! Every hostile request has one outcome, and it is this one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use pushcert_csr::CertificationRequest;
use pushcert_testkit::hostile::{CHALLENGE, requests};

const OUTCOMES: &[(&str, &str)] = &[
    ("empty", "error: the request is missing (at byte 0)"),
    (
        "one-byte",
        "error: an element ends within its header (at byte 0)",
    ),
    (
        "indefinite-without-content",
        "error: an element has an indefinite length (at byte 0)",
    ),
    (
        "indefinite",
        "error: an element has an indefinite length (at byte 0)",
    ),
    (
        "length-of-4-gib",
        "error: an element of 4294967295 bytes has only 0 (at byte 0)",
    ),
    (
        "length-of-five-octets",
        "error: an element has a length of 5 octets (at byte 0)",
    ),
    (
        "length-not-minimal",
        "[a length is not in its shortest form] verifies",
    ),
    (
        "cut-off",
        "error: an element of 646 bytes has only 645 (at byte 0)",
    ),
    ("trailing-byte", "[1 bytes follow the request] verifies"),
    ("twice", "[650 bytes follow the request] verifies"),
    ("of-64-kib", "[64886 bytes follow the request] verifies"),
    (
        "of-64-kib-and-a-byte",
        "error: 65537 bytes are too many for a request, 65536 are allowed",
    ),
    (
        "high-tag",
        "error: an element has a tag number above 30 (at byte 0)",
    ),
    (
        "nested-30000",
        "error: an element has an indefinite length (at byte 0)",
    ),
    (
        "certificate",
        "error: the version has the tag 0xa0 instead of 0x02 (at byte 8)",
    ),
    (
        "private-key",
        "error: the signed part of the request has the tag 0x02 instead of 0x30 (at byte 4)",
    ),
    ("version-1", "[the version is 1 instead of 0] verifies"),
    (
        "version-negative",
        "[the version is 18446744073709551615 instead of 0] verifies",
    ),
    (
        "version-of-20-octets",
        "[the version is 18446744073709551615 instead of 0] verifies",
    ),
    (
        "version-empty",
        "[the version is not in its shortest form] verifies",
    ),
    (
        "version-not-minimal",
        "[the version is not in its shortest form] verifies",
    ),
    (
        "version-is-an-octet-string",
        "error: the version has the tag 0x04 instead of 0x02 (at byte 8)",
    ),
    (
        "version-missing",
        "error: the version has the tag 0x30 instead of 0x02 (at byte 8)",
    ),
    (
        "attributes-missing",
        "[the list of attributes is missing] verifies",
    ),
    (
        "spki-missing",
        "error: the public key has the tag 0xa0 instead of 0x30 (at byte 76)",
    ),
    (
        "attributes-are-a-set",
        "error: the list of attributes has the tag 0x31 instead of 0xa0 (at byte 372)",
    ),
    (
        "signature-broken",
        "[] the request's own signature: the signature does not verify",
    ),
    (
        "signature-unused-bits",
        "[3 bits of the signature are unused] the request's own signature: the signature does not verify",
    ),
    (
        "signature-empty",
        "error: the signature has an invalid value (at byte 389)",
    ),
    ("signature-sha1", "[] verifies"),
    (
        "signature-md5",
        "[] the request's own signature: the signature algorithm md5-rsa is not supported",
    ),
    (
        "rsa-without-null",
        "[the signature algorithm has no NULL parameters] verifies",
    ),
    (
        "rsa-with-a-long-null",
        "[the parameters of the signature algorithm are not understood] the parameters of the signature algorithm are not understood",
    ),
    (
        "rsa-with-a-sequence",
        "[the parameters of the signature algorithm are not understood] the parameters of the signature algorithm are not understood",
    ),
    ("ecdsa", "[] verifies"),
    (
        "ecdsa-with-null",
        "[the signature algorithm has NULL parameters] verifies",
    ),
    (
        "ecdsa-with-a-sequence",
        "[the parameters of the signature algorithm are not understood] the parameters of the signature algorithm are not understood",
    ),
    (
        "algorithm-unknown",
        "error: the signature algorithm has an invalid value (at byte 376)",
    ),
    (
        "algorithm-overlong",
        "error: the signature algorithm has an invalid value (at byte 376)",
    ),
    (
        "key-of-another",
        "[] the request's own signature: the signature does not verify",
    ),
    (
        "key-is-no-key",
        "[the public key cannot be read: the key is damaged: tag 0x30 expected, 0x05 found] the public key cannot be read",
    ),
    (
        "key-numbers-missing",
        "[] the request's own signature: the key cannot be used: the public key is not encoded as its algorithm asks",
    ),
    (
        "key-ed25519",
        "[] the request's own signature: a key of the kind ed25519 does not make sha256-rsa signatures",
    ),
    ("rsa-1024", "[] verifies"),
    ("rsa-4096", "[] verifies"),
    (
        "rsa-16384",
        "[] the request's own signature: an RSA key of 16384 bits cannot be used here; 512 to 8192 can",
    ),
    ("ec-p384", "[] verifies"),
    ("challenge-password", "[] verifies"),
    (
        "challenge-password-twice",
        "[an attribute is there more than once] verifies",
    ),
    (
        "challenge-password-of-two-values",
        "[an attribute is there more than once] verifies",
    ),
    (
        "attribute-without-value",
        "[an attribute has no value] verifies",
    ),
    ("attribute-unknown", "[] verifies"),
    (
        "attribute-2-999",
        "[an object identifier of 2 octets is not supported] verifies",
    ),
    (
        "attributes-out-of-order",
        "[the list of attributes is not in the order of DER] verifies",
    ),
    (
        "attributes-1001",
        "[the list of attributes has more than 1000 attributes] verifies",
    ),
    ("extension-request", "[] verifies"),
    ("extension-request-empty", "[] verifies"),
    (
        "extension-request-no-sequence",
        "[the requested extensions cannot be read: the list of requested extensions has the tag 0x05 instead of 0x30] verifies",
    ),
    (
        "extension-request-of-nulls",
        "[the requested extensions cannot be read: the list of requested extensions has the tag 0x05 instead of 0x30] verifies",
    ),
    (
        "extension-request-overlong",
        "[an object identifier is not well-formed] verifies",
    ),
    ("subject-empty", "[the subject is empty] verifies"),
    (
        "subject-is-an-integer",
        "error: the subject has the tag 0x02 instead of 0x30 (at byte 11)",
    ),
    (
        "subject-of-nulls",
        "[the subject cannot be read: the relative distinguished name has the tag 0x05 instead of 0x31] verifies",
    ),
    (
        "subject-rdn-empty",
        "[a relative distinguished name is empty, the subject is empty] verifies",
    ),
    (
        "subject-multi-valued",
        "[the subject has 2 attributes at one level] verifies",
    ),
    (
        "subject-out-of-order",
        "[the relative distinguished name is not in the order of DER, the subject has 2 attributes at one level] verifies",
    ),
    (
        "subject-twice",
        "[the subject has an attribute more than once] verifies",
    ),
    (
        "subject-of-1001-rdns",
        "[the subject has more than 1000 attributes] verifies",
    ),
    ("common-name-of-50-kb", "[] verifies"),
    ("common-name-nul", "[] verifies"),
    ("common-name-escape", "[] verifies"),
    ("common-name-carriage-return", "[] verifies"),
    ("common-name-newline", "[] verifies"),
    ("common-name-c1-control", "[] verifies"),
    ("common-name-bidi-override", "[] verifies"),
    ("common-name-zero-width", "[] verifies"),
    ("common-name-script-element", "[] verifies"),
    ("email-header-injection", "[] verifies"),
    (
        "subject-oid-overlong",
        "[an object identifier is not well-formed] verifies",
    ),
    (
        "subject-oid-of-100-octets",
        "[an object identifier of 100 octets is not supported] verifies",
    ),
    ("string-t61", "[] verifies"),
    ("string-universal", "[] verifies"),
    ("string-bmp", "[] verifies"),
    ("string-visible", "[] verifies"),
    (
        "string-invalid-utf8",
        "[the subject has a malformed UTF8String] verifies",
    ),
    (
        "string-bmp-of-odd-length",
        "[the subject has a malformed BMPString] verifies",
    ),
    (
        "string-universal-above-unicode",
        "[the subject has a malformed UniversalString] verifies",
    ),
    (
        "string-printable-latin1",
        "[the subject has a malformed PrintableString] verifies",
    ),
    (
        "string-integer",
        "[the subject has an attribute as a value with the tag 0x02] verifies",
    ),
    (
        "string-sequence",
        "[the subject has an attribute as a value with the tag 0x30] verifies",
    ),
    (
        "string-email-as-utf8",
        "[the subject has an attribute as UTF8String] verifies",
    ),
    (
        "string-country-as-utf8",
        "[the subject has an attribute as UTF8String] verifies",
    ),
];

/// The error; or the problems, and whether it verifies.
fn outcome(bytes: &[u8]) -> String {
    let request = match CertificationRequest::parse(bytes) {
        Ok(request) => request,
        Err(error) => return format!("error: {error}"),
    };
    let mut problems: Vec<String> = request.problems().iter().map(ToString::to_string).collect();
    let count = problems.len();
    problems.dedup();
    if count > 100 {
        problems.push(format!("{count} in all"));
    }
    let verdict = match request.verify() {
        Ok(()) => "verifies".to_owned(),
        Err(error) => error.to_string(),
    };
    format!("[{}] {verdict}", problems.join(", "))
}

#[test]
fn each_has_its_outcome() {
    let mut expected: BTreeMap<&str, &str> = OUTCOMES.iter().copied().collect();
    assert_eq!(expected.len(), OUTCOMES.len());
    let mut wrong = Vec::new();
    for entry in requests() {
        let start = Instant::now();
        let found = outcome(&entry.bytes);
        assert!(start.elapsed() < Duration::from_secs(1), "{}", entry.name);
        if expected.remove(entry.name.as_str()) != Some(found.as_str()) {
            wrong.push(format!("    (\"{}\", \"{found}\"),", entry.name));
        }
    }
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
    assert!(expected.is_empty(), "no such entries: {expected:?}");
}

#[test]
fn names_are_unique_and_no_message_says_what_is_in_the_file() {
    let entries = requests();
    let names: std::collections::BTreeSet<&str> =
        entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names.len(), entries.len());
    for entry in &entries {
        let mut shown = outcome(&entry.bytes);
        if let Ok(request) = CertificationRequest::decode(&entry.bytes) {
            shown += &format!("{request:?} {:?}", request.problems());
            assert!(request.problems().len() <= 200);
            for problem in request.problems() {
                assert!(problem.offset() <= entry.bytes.len());
            }
            for attribute in request.subject().attributes() {
                assert!(attribute.text_lossy().len() <= 3 * entry.bytes.len());
            }
        }
        assert!(!shown.contains(CHALLENGE), "{}", entry.name);
        assert!(!shown.contains(|c: char| c.is_control()), "{}", entry.name);
    }
}
