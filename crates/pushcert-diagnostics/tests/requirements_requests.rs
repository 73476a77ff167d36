//! The statements about requests, and about files in a place where another is wanted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    ChainStatus, FileFacts, Format, Input, Item, MdmRequestDefect, MdmRequestFacts, Place, Problem,
    ProblemKind, PublicKeyFacts, RevocationFacts, RevocationStatus, Severity, SignatureState,
    Verdict, diagnose, explain, rules,
};
use pushcert_types::CertificateKind;

#[path = "requirements/support.rs"]
mod support;

use support::{bad, day, fact, fired, good, message, one, page, pem, taken_for};

#[test]
fn s1_08_the_topic_of_the_answer_is_that_of_the_request() {
    assert!(!fired(&good("not-the-requested-topic")).contains(&"not-the-requested-topic"));
    assert_eq!(
        message(&bad("not-the-requested-topic"), "not-the-requested-topic"),
        "The certificate is for com.example.app, and com.example.other was asked for"
    );
}

#[test]
fn s1_10_a_request_that_apple_would_refuse_is_told() {
    for (algorithm, bits) in [
        ("rsa", 1024),
        ("rsa", 2047),
        ("rsa", 4096),
        ("ec-p256", 256),
    ] {
        let mut input = good("csr-weak");
        input.requests[0].key = Some(PublicKeyFacts::new(algorithm, Some(bits), "00"));
        let text = message(&input, "csr-weak");
        assert!(
            text.contains("CSR algorithm/size incorrect. Expected: RSA(2048)"),
            "{text}"
        );
    }
    for (algorithm, is_weak) in [
        ("sha256-rsa", false),
        ("sha1-rsa", true),
        ("md5-rsa", true),
        ("sha512-rsa", false),
    ] {
        let mut input = good("csr-weak");
        input.requests[0].signature_algorithm = Some(algorithm.into());
        assert_eq!(diagnose(&input).has("csr-weak"), is_weak, "{algorithm}");
    }
    assert!(fired(&bad("csr-signature-invalid")).contains(&"csr-signature-invalid"));
    let mut input = good("csr-weak");
    let why = "the algorithm 1.2.3 is not supported".into();
    input.requests[0].signature = SignatureState::Unchecked { why };
    assert!(!diagnose(&input).has("csr-signature-invalid"));
    assert_eq!(
        one(&diagnose(&input), "malformed-request").severity,
        Severity::Warning
    );
}

#[test]
fn an_old_request_beside_a_healthy_credential_does_no_harm() {
    let mut input = pem();
    input.requests = bad("csr-weak").requests;
    assert_eq!(diagnose(&input).verdict, Verdict::Pass);
}

#[test]
fn s1_11_the_answer_to_another_request_is_told_with_both_fingerprints() {
    let report = diagnose(&bad("other-request"));
    let finding = one(&report, "other-request");
    assert!(finding.message.contains("push.csr"));
    let (ours, theirs) = ("request_spki_sha256", "certificate_spki_sha256");
    assert_ne!(fact(finding, ours), fact(finding, theirs));
    assert_eq!(report.verdict, Verdict::Fail);
}

#[test]
fn s1_13_a_request_contains_the_public_key() {
    let request = taken_for("csr-weak", Place::PrivateKey);
    let text = message(&request, "wrong-file-here");
    assert!(
        text.contains("contains the public key, not the private one"),
        "{text}"
    );
    for rule in [
        "not-a-push-credential",
        "key-mismatch",
        "no-private-key",
        "wrong-file-here",
    ] {
        let page = page(rule);
        assert!(page.contains("the public key"), "{rule}");
        assert!(
            page.contains("not the private one") || page.contains("and not the private one"),
            "{rule}"
        );
    }
    // Nowhere is the request called the private key, as the source does.
    for rule in rules::ALL {
        let text = page(rule.name).to_lowercase();
        for wrong in [
            "private key (csr",
            "csr (private key",
            "private key (certificate signing request",
        ] {
            assert!(!text.contains(wrong), "{rule:?}");
        }
    }
}

#[test]
fn s1_15_the_key_stays_on_the_machine_that_made_the_request() {
    let mut input = bad("other-request");
    input.wanted.request = None;
    input.wanted.place = Place::PrivateKey;
    let report = diagnose(&input);
    let finding = one(&report, "wrong-file-here");
    assert!(
        finding
            .help
            .contains("stays on the machine that made the signing request")
    );
}

#[test]
fn s2_22_the_portal_for_mdm_takes_the_signed_request() {
    let report = diagnose(&bad("request-without-vendor-signature"));
    assert_eq!(report.verdict, Verdict::Pass);
    assert!(
        one(&report, "request-without-vendor-signature")
            .help
            .contains("pushcert csr mdm")
    );
    assert_eq!(diagnose(&good("mdm-request-invalid")).findings, []);
    // As a plain `check`: a healthy one passes, a request in its place does not.
    let signed = taken_for("mdm-request-invalid", Place::Credential);
    let report = diagnose(&signed);
    assert_eq!(
        one(&report, "not-a-push-credential").severity,
        Severity::Note
    );
    assert_eq!(report.verdict, Verdict::Pass);
    let plain = taken_for("csr-weak", Place::Credential);
    let report = diagnose(&plain);
    assert_eq!(report.verdict, Verdict::Fail);
    assert!(
        one(&report, "not-a-push-credential")
            .help
            .contains("for MDM a vendor has to sign it first")
    );
    assert!(report.has("request-without-vendor-signature"));
}

/// A vendor-signed request, changed.
fn signed(change: impl Fn(&mut MdmRequestFacts)) -> Input {
    let mut input = good("mdm-request-invalid");
    change(input.mdm_request.as_mut().unwrap());
    input
}

/// The intermediate of another generation.
fn wrong_generation(request: &mut MdmRequestFacts) {
    request.chain_is_whole = false;
    request.chain[1].subject_key_id = Some("88271709a9b618608bece9ebf72bab4a54e10c19".into());
}

#[test]
fn s2_22_what_the_portal_would_refuse_is_named() {
    let cases = [
        (
            signed(|request| request.signature = SignatureState::Invalid),
            "does not verify",
        ),
        (
            signed(|request| request.signature_hash = Some("sha1".into())),
            "over sha1",
        ),
        (
            signed(|request| request.chain.clear()),
            "no certificate of the vendor",
        ),
        (
            signed(|request| request.chain[0].kind = CertificateKind::MdmPush),
            "is not an MDM vendor's",
        ),
        (
            signed(wrong_generation),
            "of the wrong generation: G3 issued",
        ),
        (
            signed(|request| {
                request.chain_is_whole = false;
                request.chain.truncate(1);
            }),
            "lacks the intermediate G3",
        ),
        (
            signed(|request| {
                request.chain_is_whole = false;
                request.chain.truncate(2);
            }),
            "does not end at Apple's root",
        ),
        (
            signed(|request| request.chain[0].chain_status = ChainStatus::SelfSigned),
            "Apple did not sign",
        ),
        (
            signed(|request| {
                request.chain.clear();
                request.defects.push(MdmRequestDefect::new(
                    "it has no PushCertCertificateChain",
                    true,
                ));
            }),
            "it has no PushCertCertificateChain",
        ),
    ];
    for (input, part) in cases {
        let text = message(&input, "mdm-request-invalid");
        assert!(text.contains(part), "{text}");
        assert_eq!(diagnose(&input).verdict, Verdict::Fail);
    }
}

#[test]
fn s2_22_two_faults_are_two_findings_under_the_text_of_the_portal() {
    let symptoms = explain("mdm-request-invalid").unwrap().symptoms;
    assert!(
        symptoms.contains(
            &"Certificate Signature Verification failed because the signature is invalid"
        )
    );
    let two = signed(|request| {
        request.signature = SignatureState::Invalid;
        wrong_generation(request);
    });
    assert_eq!(diagnose(&two).of("mdm-request-invalid").count(), 2);
}

#[test]
fn s2_22_the_vendors_certificate_is_judged_inside_of_the_request() {
    let ended = signed(|request| request.chain[0].not_after = Some(day("2026-11-01T00:00:00Z")));
    assert_eq!(fired(&ended), ["vendor-certificate-expired"]);
    let early = signed(|request| request.chain[0].not_before = Some(day("2026-12-01T00:00:00Z")));
    assert_eq!(
        message(&early, "vendor-certificate-expired"),
        "The vendor's certificate becomes valid in 10 days"
    );
    let soon = signed(|request| request.chain[0].not_after = Some(day("2026-12-01T00:00:00Z")));
    assert_eq!(fired(&soon), ["vendor-certificate-expiring"]);
    let revoked = signed(|request| {
        let status = RevocationStatus::Revoked {
            at: None,
            reason: None,
        };
        request.chain[0]
            .revocation
            .push(RevocationFacts::new("crl", "wwdrg3.crl", status));
    });
    assert_eq!(fired(&revoked), ["revoked"]);
}

#[test]
fn s2_25_a_certificate_alone_is_right_where_it_is_wanted() {
    for rule in [
        "other-request",
        "not-the-requested-topic",
        "not-the-requested-kind",
    ] {
        let report = diagnose(&good(rule));
        assert_eq!(report.verdict, Verdict::Pass, "{rule}: {report:#?}");
    }
}

#[test]
fn s2_26_each_wrong_file_in_the_place_of_the_certificate_has_its_own_message() {
    let issued = Place::IssuedCertificate;
    let mut key = bad("no-certificate");
    key.container = None;
    key.file.format = Format::PrivateKey;
    key.wanted.place = issued;
    let mut token = Input::new(day("2026-11-21T00:00:00Z"), key.file.clone());
    token.file.format = Format::AuthKeyP8;
    token.wanted.place = issued;
    let mut vendor = good("vendor-certificate-expired");
    vendor.wanted.place = issued;
    let cases = [
        (taken_for("csr-weak", issued), "wrong-file-here"),
        (taken_for("mdm-request-invalid", issued), "wrong-file-here"),
        (key, "wrong-file-here"),
        (token, "wrong-file-here"),
        (vendor, "mdm-vendor-certificate"),
        (bad("not-the-requested-kind"), "not-the-requested-kind"),
        (bad("not-the-requested-topic"), "not-the-requested-topic"),
        (bad("other-request"), "other-request"),
    ];
    let mut seen = Vec::new();
    for (input, rule) in cases {
        let text = message(&input, rule);
        assert!(!seen.contains(&text), "{text}");
        assert_eq!(diagnose(&input).verdict, Verdict::Fail, "{text}");
        seen.push(text);
    }
}

#[test]
fn s2_26_each_wrong_file_in_the_other_places_has_its_own_message() {
    let certificate = || {
        let mut input = good("other-request");
        input.wanted.request = None;
        input
    };
    let at = |mut input: Input, place: Place| {
        input.wanted.place = place;
        input
    };
    let vendor = || good("vendor-certificate-expired");
    let cases = [
        (
            at(certificate(), Place::PrivateKey),
            "The file is a push certificate",
        ),
        (
            at(good("csr-weak"), Place::PrivateKey),
            "The file is a certificate signing request",
        ),
        (
            at(certificate(), Place::VendorCertificate),
            "which pushes and signs no requests",
        ),
        (
            at(good("csr-weak"), Place::VendorCertificate),
            "the certificate of the MDM vendor is wanted",
        ),
        (
            at(certificate(), Place::Request),
            "Apple has issued it already",
        ),
        (
            at(vendor(), Place::PrivateKey),
            "(MDM Vendor: Example Ltd.): it contains the public key",
        ),
        (
            at(good("csr-weak"), Place::TrustStore),
            "a trust store is wanted here",
        ),
        (
            at(good("csr-weak"), Place::AnyCertificate),
            "not the certificate that Apple issues for it",
        ),
    ];
    for (input, part) in cases {
        assert_eq!(fired(&input), ["wrong-file-here"]);
        let text = message(&input, "wrong-file-here");
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn s2_26_in_the_place_of_the_key_a_token_key_is_wrong_and_a_locked_key_is_right() {
    let vendor = || good("vendor-certificate-expired");
    let mut token = Input::new(day("2026-11-21T00:00:00Z"), vendor().file);
    token.file.format = Format::AuthKeyP8;
    token.wanted.place = Place::PrivateKey;
    assert!(message(&token, "wrong-file-here").contains("signs provider tokens"));
    // A key with a password is the right file: what is missing is the password.
    let mut locked = Input::new(day("2026-11-21T00:00:00Z"), vendor().file);
    locked.file = FileFacts::new("push.key", Format::PrivateKey, 1704);
    locked.wanted.place = Place::PrivateKey;
    locked
        .problems
        .push(Problem::new(Item::PrivateKey, ProblemKind::PasswordRequired).at("keys/0"));
    assert_eq!(fired(&locked), ["password-required"]);
    // Something else that cannot be read does not hide that the key is not there.
    let mut request = taken_for("csr-weak", Place::PrivateKey);
    let what = "it ends too early".into();
    let problem = Problem::new(Item::Certificate, ProblemKind::Corrupt { what });
    request.problems.push(problem.at("certificates/0"));
    assert!(fired(&request).contains(&"wrong-file-here"));
    // And the right files are silent.
    let mut key = locked.clone();
    key.problems.clear();
    key.keys = bad("no-certificate").keys;
    for input in [vendor(), good("mdm-request-invalid"), key] {
        assert_eq!(fired(&input), [""; 0]);
    }
}

#[test]
fn a_vendors_certificate_that_apple_did_not_issue_is_told() {
    let mut input = good("vendor-certificate-expired");
    input.certificates[0].chain_status = ChainStatus::AppleByNameOnly;
    assert_eq!(fired(&input), ["untrusted-issuer"]);
}
