//! What a redacted report does not tell: names in paths, evidence and requests.

use pushcert::diagnostics::Place;
use pushcert::report::{Report, redact, to_json};
use pushcert::revocation::RevocationSource;
use pushcert::{Options, Wanted, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::csr::CsrBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::mdm::MdmRequestBuilder;
use pushcert_testkit::revocation::CrlBuilder;

use crate::common::{compatible, options};

fn redacted(name: &str, bytes: &[u8], options: &Options) -> String {
    let file = open(name, bytes, options).check();
    let before = to_json(&file);
    let mut report = Report::new(options.time(), vec![file]);
    redact(&mut report, &[]);
    let after = to_json(&report);
    assert_ne!(before, after);
    after
}

fn tells_nothing(text: &str, words: &[&str]) {
    for word in words {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

fn synthetic(builder: CertificateBuilder) -> Identity {
    let issuing = Authority::own("Acme Holding CA", TestKey::rsa2048(9));
    let leaf = builder
        .issuer(issuing.clone())
        .valid("2026-05-02T18:36:27Z", "2027-06-01T18:36:26Z");
    Identity::new(&leaf).chain(vec![issuing.certificate_by(&Authority::synthetic())])
}

#[test]
fn names_of_authorities_that_are_not_apples() {
    let file = compatible(
        "secret",
        &synthetic(CertificateBuilder::apns("com.acme.app")),
    );
    let text = redacted("acme.p12", &file, &options().with_password("secret"));
    tells_nothing(&text, &["Acme", "acme", "Synthetic"]);
    // What is useful stays.
    assert!(
        text.contains("\"path\"") && text.contains("\"is_root\": true"),
        "{text}"
    );
}

#[test]
fn evidence_and_where_it_comes_from() {
    let issuing = Authority::own("Acme Holding CA", TestKey::rsa2048(9));
    let identity = synthetic(CertificateBuilder::apns("com.acme.app"));
    let file = compatible("secret", &identity);
    let list = CrlBuilder::new(&issuing)
        .valid("2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z")
        .build();
    for source in [
        "/lists/jane/acme.crl",
        "http://crl.acme.example/1.crl",
        "http://apple.com.acme.example/1.crl",
        "http://acme@crl.apple.com.example/",
    ] {
        let options = options()
            .with_password("secret")
            .with_revocation(RevocationSource::crl(source, &list))
            .with_revocation(RevocationSource::crl(
                "http://crl.apple.com/aai2ca.crl",
                b"acme",
            ));
        let text = redacted("acme.p12", &file, &options);
        tells_nothing(&text, &["jane", "acme", "Acme"]);
        assert!(text.contains("http://crl.apple.com/aai2ca.crl"), "{text}");
        assert!(
            text.contains("\"unusable\"") && text.contains("evidence-1"),
            "{text}"
        );
    }
}

#[test]
fn requests_with_their_addresses_and_keys() {
    let key = TestKey::rsa2048(0);
    let request = CsrBuilder::keychain_style("jane@acme.example", "Acme Push", "DE", &key);
    let fingerprint = open("push.csr", &request.build(), &options())
        .facts()
        .requests[0]
        .sha256
        .clone();
    let text = redacted("acme.csr", &request.build(), &options());
    tells_nothing(&text, &["jane", "acme", "Acme", "\"DE\"", &fingerprint]);
    assert!(text.contains("\"sha256-rsa\""), "{text}");
}

#[test]
fn the_vendor_of_a_signed_request() {
    let request =
        CsrBuilder::keychain_style("jane@acme.example", "Acme Push", "DE", &TestKey::rsa2048(4));
    let builder = MdmRequestBuilder::for_request(request.build(), &TestKey::rsa2048(5));
    for bytes in [builder.build(), builder.clone().reversed_chain().build()] {
        let text = redacted("acme.b64", &bytes, &options());
        tells_nothing(
            &text,
            &["jane", "acme", "Acme", "Example Ltd.", "Synthetic"],
        );
        assert!(text.contains("\"mdm-vendor\""), "{text}");
    }
}

#[test]
fn a_trust_store_names_public_roots_only() {
    let mut wanted = Wanted::default();
    wanted.place = Place::TrustStore;
    let root = Authority::own("Acme Holding CA", TestKey::rsa2048(9)).certificate();
    let text = redacted("/etc/acme/root.cer", &root, &options().with_wanted(wanted));
    tells_nothing(&text, &["acme", "Acme"]);
    assert!(text.contains("AAA Certificate Services"), "{text}");
}
