//! The statements about the yearly cycle: requests, files that come back, renewal, trust and revocation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    Format, Input, Item, MdmRequestDefect, Place, Problem, ProblemKind, PublicKeyFacts,
    RequestedFacts, RevocationFacts, RevocationStatus, RootState, Severity, SignatureState, Value,
    Verdict, diagnose, explain, rules,
};
use pushcert_types::{CertificateKind, Environment};

#[path = "requirements/support.rs"]
mod support;

use support::{bad, certificate, day, fact, fired, good, one, page, pem};

/// The input of a rule's good example, taken for something else.
fn taken_for(rule: &str, place: Place) -> Input {
    let mut input = good(rule);
    input.wanted.place = place;
    input
}

fn message(input: &Input, rule: &str) -> String {
    one(&diagnose(input), rule).message.clone()
}

#[test]
fn s1_04_each_bundle_id_without_certificate_is_named() {
    let mut input = pem();
    input.wanted.topics = ["app", "two", "three"]
        .map(|app| format!("com.example.{app}"))
        .into();
    assert_eq!(
        message(&input, "topic-not-covered"),
        "The certificate does not cover com.example.two and com.example.three"
    );
}

#[test]
fn s1_06_several_apps_bring_the_advice_of_a_token_key() {
    let mut input = pem();
    input.wanted.topics = ["app", "app.voip", "two", "three.complication"]
        .map(|app| format!("com.example.{app}"))
        .into();
    let report = diagnose(&input);
    let finding = one(&report, "several-apps");
    assert!(
        finding.message.contains("3 certificates and 3 connections"),
        "{}",
        finding.message
    );
    assert!(finding.help.contains("token authentication"));
    assert_eq!(finding.severity, Severity::Note);
    assert!(page("several-apps").contains("Token authentication is simpler for several apps"));
    input.wanted.topics.truncate(2);
    assert!(!diagnose(&input).has("several-apps"));
}

#[test]
fn s1_07_the_type_of_the_portal_is_named_where_a_certificate_is_to_be_created() {
    for rule in [
        "certificate-expired",
        "certificate-expiring",
        "not-a-push-certificate",
        "no-topic",
        "key-mismatch",
        "revoked",
        "environment-mismatch",
        "weak-signature",
        "several-apps",
        "not-the-requested-topic",
        "not-the-requested-kind",
        "renewal-changes-topic",
        "renewal-changes-kind",
        "renewal-changes-environment",
    ] {
        let page = page(rule);
        assert!(
            page.contains("Apple Push Notification service SSL (Sandbox & Production)"),
            "{rule}"
        );
    }
}

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
fn s1_12_the_certificate_must_be_tied_to_a_specific_app() {
    let rule = explain("no-topic").unwrap();
    assert!(rule.help.contains("must be tied to a specific app"));
    assert!(page("no-topic").contains("must be tied to a specific app"));
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
fn s1_26_a_renewal_that_leaves_a_gap_or_wins_nothing_is_told() {
    assert_eq!(
        message(&bad("renewal-gap"), "renewal-gap"),
        "The new certificate begins 9 days after the old one ended"
    );
    let same = diagnose(&bad("renewal-not-newer"));
    assert_eq!(one(&same, "renewal-not-newer").severity, Severity::Error);
    let mut exchanged = good("renewal-not-newer");
    let renewed = exchanged.certificates.remove(0);
    let old = exchanged.previous.as_mut().unwrap();
    exchanged
        .certificates
        .push(core::mem::replace(&mut old.certificate, renewed));
    let report = diagnose(&exchanged);
    let finding = one(&report, "renewal-not-newer");
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.contains("may be exchanged"));
    // The yearly case is clean.
    assert_eq!(diagnose(&good("renewal-changes-topic")).findings, []);
}

#[test]
fn s1_29_a_store_without_the_root_of_apns_is_told() {
    assert_eq!(diagnose(&good("apns-root-missing")).findings, []);
    let report = diagnose(&bad("apns-root-missing"));
    assert_eq!(report.verdict, Verdict::Fail);
    assert!(
        one(&report, "apns-root-missing")
            .message
            .contains("USERTrust RSA")
    );
    // AAA is asked for by Apple's page, and no server chains to it today.
    let mut input = good("apns-root-missing");
    input.trust_store.as_mut().unwrap().roots[0].state = RootState::Absent;
    let report = diagnose(&input);
    assert_eq!(report.verdict, Verdict::Warn);
    assert!(
        one(&report, "apns-root-missing")
            .message
            .contains("Apple's page asks for it")
    );
    let not_after = Some(day("2026-01-01T00:00:00Z"));
    let mut input = good("apns-root-missing");
    input.trust_store.as_mut().unwrap().roots[1].state = RootState::OutOfDate { not_after };
    assert_eq!(diagnose(&input).verdict, Verdict::Fail);
}

#[test]
fn s1_31_a_revoked_certificate_is_told_with_day_and_reason() {
    let report = diagnose(&bad("revoked"));
    let finding = one(&report, "revoked");
    assert_eq!(
        finding.message,
        "The certificate was revoked on 2026-11-03T10:15:00Z (keyCompromise)"
    );
    assert_eq!(
        (finding.rule.code.number(), finding.severity),
        (304, Severity::Error)
    );
    assert_eq!(report.verdict, Verdict::Fail);
}

fn with_evidence(statuses: &[RevocationStatus]) -> Input {
    let mut input = pem();
    let evidence = statuses.iter().cloned();
    certificate(&mut input).revocation = evidence
        .map(|status| RevocationFacts::new("crl", "given.crl", status))
        .collect();
    input
}

#[test]
fn good_revoked_unknown_and_unusable_evidence_are_told_apart() {
    let good = || RevocationStatus::Good;
    let revoked = || RevocationStatus::Revoked {
        at: None,
        reason: None,
    };
    let unknown = || RevocationStatus::Unknown {
        why: "it is of another part".into(),
    };
    let unusable = || RevocationStatus::Unusable {
        why: "it is old".into(),
    };
    let cases: [(&[RevocationStatus], &[&str]); 8] = [
        (&[], &[]),
        (&[good()], &[]),
        (&[unknown()], &["revocation-unknown"]),
        (&[unusable()], &["revocation-evidence-unusable"]),
        (&[unknown(), good()], &[]),
        (&[unusable(), good()], &["revocation-evidence-unusable"]),
        (
            &[unknown(), unusable()],
            &["revocation-unknown", "revocation-evidence-unusable"],
        ),
        (&[good(), unknown(), unusable(), revoked()], &["revoked"]),
    ];
    for (statuses, expected) in cases {
        let mut names = fired(&with_evidence(statuses));
        names.retain(|name| name.starts_with("revo"));
        assert_eq!(names, expected, "{statuses:?}");
    }
    let report = diagnose(&with_evidence(&[unusable(), good()]));
    assert_eq!(
        one(&report, "revocation-evidence-unusable").severity,
        Severity::Note
    );
    let mut input = with_evidence(&[unusable()]);
    certificate(&mut input).crl_urls = vec!["http://crl.apple.com/wwdrg4-3.crl".into()];
    let report = diagnose(&input);
    assert_eq!(
        one(&report, "revocation-evidence-unusable").help,
        "fetch http://crl.apple.com/wwdrg4-3.crl and give it: pushcert check FILE --crl FILE"
    );
}

#[test]
fn s1_33_the_runbook_closes_before_it_configures() {
    let page = page("revoked");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    let close = at("**Close all connections to APNs**");
    let configure = at("**Configure the new certificate**");
    let open = at("**Open new connections**");
    assert!(close < configure && configure < open);
    let help = explain("revoked").unwrap().help;
    let place = |text: &str| help.find(text).unwrap();
    assert!(place("close all") < place("configure") && place("configure") < place("open new"));
}

#[test]
fn s1_34_revoking_is_a_link_to_the_account() {
    let link = "https://developer.apple.com/help/account/create-certificates/revoke-a-certificate/";
    assert!(page("revoked").contains(link));
    assert!(page("revoked").contains("This program cannot do it"));
}

#[test]
fn s2_03_s2_10_a_renewal_with_the_same_topic_keeps_the_devices() {
    assert!(!diagnose(&good("renewal-changes-topic")).has("renewal-changes-topic"));
    // Even after a gap, and with another key: the topic decides.
    let mut input = good("renewal-changes-topic");
    input.previous.as_mut().unwrap().certificate.not_after = Some(day("2026-09-01T00:00:00Z"));
    assert_eq!(fired(&input), ["renewal-gap"]);
}

#[test]
fn s2_20_s2_21_another_topic_says_renew_with_the_same_apple_id() {
    let report = diagnose(&bad("renewal-changes-topic"));
    let finding = one(&report, "renewal-changes-topic");
    assert!(
        finding
            .message
            .contains("every enrolled device stops answering")
    );
    for part in [
        "Apple ID of the old certificate",
        "choose Renew",
        "not Create",
    ] {
        assert!(finding.help.contains(part), "{}", finding.help);
    }
    assert_eq!(report.verdict, Verdict::Fail);
    for rule in [
        "certificate-expired",
        "certificate-expiring",
        "renewal-changes-topic",
    ] {
        let page = page(rule);
        assert!(
            page.contains("**Renew**") && page.contains("Create"),
            "{rule}"
        );
        assert!(page.contains("Apple ID that created"), "{rule}");
    }
}

#[test]
fn a_lost_topic_of_an_app_fails_its_pushes() {
    let mut input = good("renewal-changes-kind");
    input.certificates[0]
        .topics
        .retain(|topic| !topic.topic.ends_with(".voip"));
    assert_eq!(
        message(&input, "renewal-changes-topic"),
        "The new certificate lacks com.example.app.voip: pushes to it fail with TopicDisallowed"
    );
    // More topics than before are no finding.
    let mut input = good("renewal-changes-kind");
    input
        .previous
        .as_mut()
        .unwrap()
        .certificate
        .topics
        .truncate(1);
    assert!(!diagnose(&input).has("renewal-changes-topic"));
}

#[test]
fn of_several_new_certificates_the_successor_is_compared() {
    let mut input = good("renewal-changes-topic");
    let stranger = bad("renewal-changes-topic").certificates.remove(0);
    input.certificates.insert(0, stranger);
    assert!(!diagnose(&input).has("renewal-changes-topic"));
    input.certificates.remove(1);
    assert!(diagnose(&input).has("renewal-changes-topic"));
}

#[test]
fn a_kind_for_apps_may_follow_another() {
    let mut input = good("renewal-changes-kind");
    input.previous.as_mut().unwrap().certificate.kind = CertificateKind::Voip;
    assert_eq!(
        one(&diagnose(&input), "renewal-changes-kind").severity,
        Severity::Note
    );
    assert_eq!(
        diagnose(&bad("renewal-changes-kind")).verdict,
        Verdict::Fail
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
fn signed(change: impl Fn(&mut pushcert_diagnostics::MdmRequestFacts)) -> Input {
    let mut input = good("mdm-request-invalid");
    change(input.mdm_request.as_mut().unwrap());
    input
}

#[test]
fn s2_22_what_the_portal_would_refuse_is_named() {
    let wrong_generation = |request: &mut pushcert_diagnostics::MdmRequestFacts| {
        request.chain_is_whole = false;
        request.chain[1].subject_key_id = Some("88271709a9b618608bece9ebf72bab4a54e10c19".into());
    };
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
            signed(|request| {
                request.chain[0].chain_status = pushcert_diagnostics::ChainStatus::SelfSigned
            }),
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
    let mut token = Input::new(day("2026-11-21T00:00:00Z"), certificate().file);
    token.file.format = Format::AuthKeyP8;
    token.wanted.place = Place::PrivateKey;
    assert!(message(&token, "wrong-file-here").contains("signs provider tokens"));
    // A key with a password is the right file: what is missing is the password.
    let mut locked = Input::new(day("2026-11-21T00:00:00Z"), certificate().file);
    locked.file.format = Format::PrivateKey;
    locked.wanted.place = Place::PrivateKey;
    locked
        .problems
        .push(Problem::new(Item::PrivateKey, ProblemKind::PasswordRequired).at("keys/0"));
    assert_eq!(fired(&locked), ["password-required"]);
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
    input.certificates[0].chain_status = pushcert_diagnostics::ChainStatus::AppleByNameOnly;
    assert_eq!(fired(&input), ["untrusted-issuer"]);
}

#[test]
fn s2_29_renew_in_the_last_days_with_the_same_apple_id() {
    let page = page("certificate-expiring");
    for part in [
        "last 30 days",
        "same Apple ID",
        "**Renew**",
        "Do not choose Revoke",
        "(Sandbox & Production)",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let mut input = pem();
    for (days_left, warns) in [(31, false), (30, true), (1, true)] {
        let end = input.now.plus_days(days_left);
        certificate(&mut input).not_after = Some(end);
        assert_eq!(
            diagnose(&input).has("certificate-expiring"),
            warns,
            "{days_left}"
        );
    }
}

#[test]
fn an_authority_that_ends_is_told_a_year_before() {
    let mut input = bad("issuer-expiring");
    certificate(&mut input).not_after = Some(day("2028-02-01T00:00:00Z"));
    let name = "Apple Application Integration 2 Certification Authority (AAI2)";
    for (now, warns) in [
        ("2027-05-24T00:00:00Z", false),
        ("2027-05-25T14:39:45Z", true),
        ("2028-01-31T00:00:00Z", true),
        // Then the certificate itself has ended.
        ("2028-02-02T00:00:00Z", false),
    ] {
        input.now = day(now);
        assert_eq!(diagnose(&input).has("issuer-expiring"), warns, "{now}");
    }
    // Where the authority is over, `issuer-expired` says so.
    certificate(&mut input).not_after = Some(day("2029-02-01T00:00:00Z"));
    input.now = day("2028-05-25T00:00:00Z");
    let report = diagnose(&input);
    assert!(report.has("issuer-expired") && !report.has("issuer-expiring"));
    // Without a path the issuer is known all the same.
    certificate(&mut input).path.clear();
    input.now = day("2027-09-01T00:00:00Z");
    let report = diagnose(&input);
    assert_eq!(
        *fact(one(&report, "issuer-expiring"), "authority"),
        Value::Text(name.into())
    );
}

#[test]
fn a_path_problem_with_another_finding_is_not_told_twice() {
    let mut input = bad("path-invalid");
    certificate(&mut input).not_after = Some(day("2026-11-01T00:00:00Z"));
    let report = diagnose(&input);
    assert!(report.has("certificate-expired") && !report.has("path-invalid"));
}

#[test]
fn a_lost_environment_is_told() {
    let mut input = bad("renewal-changes-environment");
    assert_eq!(
        message(&input, "renewal-changes-environment"),
        "The new certificate does not serve production, and the old one does"
    );
    input.previous.as_mut().unwrap().certificate.environments = vec![Environment::Sandbox];
    assert!(!diagnose(&input).has("renewal-changes-environment"));
}
