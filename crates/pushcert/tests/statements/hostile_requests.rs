//! Requests, property lists and evidence that are made to hurt: bounded time, no panic, one verdict.

use std::time::{Duration, Instant};

use pushcert::diagnostics::Place;
use pushcert::report::{Verdict, to_json};
use pushcert::revocation::RevocationSource;
use pushcert::{Wanted, open};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::hostile::{CHALLENGE, requests};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::mdm::{
    MdmRequestBuilder, REQUEST, billion_laughs, binary_plist, deep_arrays, external_entity,
};
use pushcert_testkit::pem;

use crate::common::{compatible, healthy, options};

/// Far more than any of them needs, far less than a person waits.
const LONGEST: Duration = Duration::from_secs(5);

fn places() -> impl Iterator<Item = Wanted> {
    [Place::Credential, Place::Request]
        .into_iter()
        .map(|place| {
            let mut wanted = Wanted::default();
            wanted.place = place;
            wanted
        })
}

/// Opened for every place: one verdict, nothing that a terminal would obey, in time.
fn judged(name: &str, bytes: &[u8]) {
    for wanted in places() {
        let begin = Instant::now();
        let opened = open(name, bytes, &options().with_wanted(wanted));
        let file = opened.check();
        assert!(file.verdict.is_some(), "{name}");
        let text = to_json(&file);
        assert!(!text.contains(CHALLENGE), "{name}");
        let findings = opened.diagnose().findings;
        let said = findings.iter().map(ToString::to_string).collect::<String>();
        let is_unsafe = |c: char| c != '\n' && pushcert::diagnostics::is_unsafe(c);
        assert!(!text.chars().chain(said.chars()).any(is_unsafe), "{name}");
        assert!(begin.elapsed() < LONGEST, "{name}: {:?}", begin.elapsed());
    }
}

#[test]
fn requests_of_the_checklist() {
    let all = requests();
    assert!(all.len() > 80);
    for entry in &all {
        judged(&entry.name, &entry.bytes);
        judged(
            &entry.name,
            pem::encode("CERTIFICATE REQUEST", &entry.bytes).as_bytes(),
        );
    }
}

#[test]
fn requests_of_the_checklist_inside_of_a_signed_one() {
    for entry in requests() {
        let builder = MdmRequestBuilder::for_request(entry.bytes, &TestKey::rsa2048(5));
        let bytes = builder.build();
        let file = open(&entry.name, &bytes, &options()).check();
        assert_eq!(file.format, "mdm-push-request", "{}", entry.name);
        judged(&entry.name, &bytes);
    }
}

#[test]
fn property_lists_of_the_checklist() {
    let good = MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5));
    let entity = "<!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for (name, bytes) in [
        ("billion-laughs", billion_laughs()),
        ("external-entity", external_entity()),
        ("deep-arrays", deep_arrays(20_000)),
        ("binary", binary_plist()),
        (
            "deep-value",
            good.clone()
                .value(REQUEST, &"<array>".repeat(5_000))
                .bare()
                .build(),
        ),
        (
            "entity",
            good.clone().prolog(entity).text(REQUEST, "&a;").build(),
        ),
        (
            "megabyte",
            good.clone().text(REQUEST, &"A".repeat(1_000_000)).build(),
        ),
        ("twice", good.twice().build()),
    ] {
        judged(name, &bytes);
        judged(name, pem::base64(&bytes).as_bytes());
        let verdict = open(name, &bytes, &options()).check().verdict;
        assert!(verdict >= Some(Verdict::Fail), "{name}");
    }
}

#[test]
fn every_cut_and_every_bit_of_a_signed_request() {
    let bytes = MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5)).build();
    for length in (0..bytes.len()).step_by(97) {
        let file = open("request.b64", &bytes[..length], &options()).check();
        let is_whole = file.mdm_request.is_some_and(|one| one.signature == "valid");
        assert!(!is_whole, "{length}");
    }
    for at in (0..bytes.len()).step_by(61) {
        let mut broken = bytes.clone();
        broken[at] ^= 4;
        assert!(
            open("request.b64", &broken, &options())
                .check()
                .verdict
                .is_some()
        );
    }
}

#[test]
fn thousands_of_requests_in_one_file() {
    let one = pem::encode(
        "CERTIFICATE REQUEST",
        &pushcert_testkit::csr::csr(&TestKey::rsa2048(0)),
    );
    let file = one.repeat(3_500);
    let begin = Instant::now();
    let checked = open("many.pem", file.as_bytes(), &options()).check();
    assert!(checked.verdict.is_some());
    assert!(begin.elapsed() < LONGEST, "{:?}", begin.elapsed());
}

#[test]
fn evidence_of_any_bytes_is_unusable() {
    let file = compatible(
        "secret",
        &healthy(CertificateBuilder::apns("com.example.app")),
    );
    let big = vec![0x30; 20 << 20];
    for bytes in [&b""[..], b"0", b"-----BEGIN X509 CRL-----\n", &big, &file] {
        for source in [
            RevocationSource::crl("x", bytes),
            RevocationSource::ocsp("x", bytes),
        ] {
            let options = options().with_password("secret").with_revocation(source);
            let begin = Instant::now();
            let file = open("push.p12", &file, &options).check();
            assert_eq!(
                file.identities[0].certificate.revocation[0].status,
                "unusable"
            );
            assert!(begin.elapsed() < LONGEST, "{:?}", begin.elapsed());
        }
    }
}
