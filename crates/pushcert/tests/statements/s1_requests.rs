//! Source S1: requests, and the certificate that comes back for one.

use pushcert::csr::{CertificationRequest, RequestBuilder};
use pushcert::export::{ExportOptions, Profile};
use pushcert::join::{Joined, Source, join};
use pushcert::keys::PrivateKey;
use pushcert::report::to_json;
use pushcert::request::{Purpose, RequestRecord};
use pushcert::{Credential, Format, UnixTime, open};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::csr::CsrBuilder;
use pushcert_testkit::der;
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::pem;
use pushcert_testkit::random::Predictable;

use crate::common::{NOW, check, finding, has, names, options, valid};

const APP: &str = "com.example.app";

fn at() -> UnixTime {
    UnixTime::parse(NOW).unwrap()
}

fn source<'a>(name: &'a str, bytes: &'a [u8]) -> Source<'a> {
    Source { name, bytes }
}

/// The request of a key, and what is kept of it.
fn requested(key: &TestKey, app: &str) -> RequestRecord {
    let request = CertificationRequest::decode(&pushcert_testkit::csr::csr(key)).unwrap();
    RequestRecord::of(&request, Purpose::App, at()).with_app_id(app)
}

fn joined(certificate: &[u8], key: &TestKey, record: Option<&RequestRecord>) -> Joined {
    let key = key.pkcs8_der();
    let request = record.map(RequestRecord::expected);
    join(
        source("aps.cer", certificate),
        source("push.key", &key),
        &[],
        request,
        &options(),
    )
}

fn refusals(joined: &Joined) -> Vec<&str> {
    let all = joined.refusals().flat_map(|one| names(&one.file));
    all.collect()
}

#[test]
fn s1_01_either_half_alone_is_refused() {
    let certificate = valid(CertificateBuilder::apns(APP)).build();
    let key = TestKey::rsa2048(0).pkcs8_der();
    for (bytes, name) in [
        (certificate.clone(), "not-a-push-credential"),
        (
            pem::encode("CERTIFICATE", &certificate).into_bytes(),
            "no-private-key",
        ),
        (key.clone(), "not-a-push-credential"),
        (
            pem::encode("PRIVATE KEY", &key).into_bytes(),
            "no-certificate",
        ),
    ] {
        let error = Credential::open(&bytes, &options()).unwrap_err();
        let opened = open("half", &bytes, &options());
        assert!(
            opened.check().verdict >= Some(pushcert::report::Verdict::Fail),
            "{name}"
        );
        let exported = opened.export(
            &ExportOptions::new(Profile::Pem),
            &mut Predictable::new("s1"),
        );
        assert!(exported.is_err(), "{name}");
        let found = &error.finding().name;
        assert!(
            found == name || found == "not-a-push-credential",
            "{found}, not {name}"
        );
    }
    let both = [
        pem::encode("CERTIFICATE", &certificate),
        pem::encode("PRIVATE KEY", &key),
    ]
    .concat();
    assert!(Credential::open(both.as_bytes(), &options()).is_ok());
}

#[test]
fn s1_08_the_topic_of_the_certificate_is_the_app_id_of_the_record() {
    let key = TestKey::rsa2048(0);
    let record = requested(&key, APP);
    // What is kept survives a file.
    let kept = RequestRecord::parse(to_json(&record).as_bytes()).unwrap();
    assert_eq!(kept, record);
    assert_eq!(kept.app_id.as_deref(), Some(APP));

    let certificate = |app| valid(CertificateBuilder::apns(app)).key(&key).build();
    assert_eq!(
        refusals(&joined(&certificate(APP), &key, Some(&kept))),
        [""; 0]
    );
    for other in ["com.example.App", "com.example.app.beta", "com.example"] {
        let answer = joined(&certificate(other), &key, Some(&kept));
        assert_eq!(refusals(&answer), ["not-the-requested-topic"], "{other}");
        let refused = answer.refusals().next().unwrap();
        let text = to_json(&refused.file.findings);
        assert!(text.contains(APP) && text.contains(other), "{text}");
    }
}

#[test]
fn s1_09_the_key_is_made_here_and_the_request_holds_its_public_half_only() {
    let mut rng = Predictable::new("s1_09");
    let key = PrivateKey::generate_rsa(2048, &mut rng).unwrap();
    let request = RequestBuilder::new("push@example.com", "Example Ltd.")
        .build(&key, &mut rng)
        .unwrap();
    let secrets = TestKey::from_pkcs8("made", key.pkcs8_der()).rsa_numbers();
    let texts = [request.der().to_vec(), request.encode_pem().into_bytes()];
    let record = RequestRecord::of(&request, Purpose::App, at());
    for text in texts.into_iter().chain([to_json(&record).into_bytes()]) {
        for secret in [&secrets.d, &secrets.p, &secrets.q] {
            let part = &secret[secret.len() - 32..];
            assert!(!text.windows(32).any(|window| window == part));
        }
    }
    assert_eq!(request.public_key(), key.public_key());
}

#[test]
fn s1_10_the_request_is_pkcs10_of_an_rsa_2048_key_that_signed_it() {
    let key = PrivateKey::decode(&TestKey::rsa2048(0).pkcs8_der()).unwrap();
    let request = RequestBuilder::new("push@example.com", "Example Ltd.")
        .country("US")
        .build(&key, &mut Predictable::new("s1_10"))
        .unwrap();
    for (bytes, format) in [
        (request.der().to_vec(), "csr-der"),
        (request.encode_pem().into_bytes(), "csr-pem"),
    ] {
        let file = check("push.csr", &bytes, &options());
        assert_eq!(file.format, format);
        let shown = &file.requests[0];
        assert_eq!(shown.signature, "valid");
        assert_eq!(shown.signature_algorithm.as_deref(), Some("sha256-rsa"));
        let key = shown.key.as_ref().unwrap();
        assert_eq!((key.algorithm.as_str(), key.bits), ("rsa", Some(2048)));
        assert_eq!(shown.email.as_deref(), Some("push@example.com"));
        assert!(!has(&file, "csr-weak") && !has(&file, "csr-signature-invalid"));
    }
}

#[test]
fn s1_10_a_request_that_apple_would_refuse_has_a_finding() {
    let build = |key: &TestKey| CsrBuilder::keychain_style("a@example.com", "Example", "US", key);
    let good = TestKey::rsa2048(0);
    for (builder, name) in [
        (build(&TestKey::rsa(1024)), "csr-weak"),
        (build(&TestKey::rsa(4096)), "csr-weak"),
        (build(&TestKey::ec_p256(0)), "csr-weak"),
        (
            build(&good).algorithm(SignatureAlgorithm::Sha1Rsa),
            "csr-weak",
        ),
        (build(&good).broken_signature(), "csr-signature-invalid"),
        (
            build(&good).raw_spki(TestKey::rsa2048(1).spki_der()),
            "csr-signature-invalid",
        ),
    ] {
        let file = check("push.csr", &builder.build(), &options());
        assert_eq!(finding(&file, name).severity, "error", "{:?}", names(&file));
    }
    let long = [build(&good).build(), vec![0; 65_536]].concat();
    let file = check("push.csr", &long, &options());
    assert!(has(&file, "corrupt-file"), "{:?}", names(&file));
}

#[test]
fn s1_11_the_answer_to_another_request_and_the_key_of_another_certificate() {
    let (key, other) = (TestKey::rsa2048(0), TestKey::rsa2048(1));
    let fingerprint = |key: &TestKey| {
        let public = pushcert::keys::PublicKey::from_spki_der(&key.spki_der()).unwrap();
        let hex = public.spki_sha256().map(|byte| format!("{byte:02x}"));
        hex.concat()
    };
    let certificate = valid(CertificateBuilder::apns(APP)).key(&other).build();
    let mismatch = joined(&certificate, &key, None).opened().check();
    let found = finding(&mismatch, "key-mismatch");
    let text = to_json(&found.evidence);
    assert!(text.contains(&fingerprint(&key)), "{text}");
    assert!(text.contains(&fingerprint(&other)), "{text}");
    assert!(mismatch.identities.is_empty());

    let answer = joined(&certificate, &other, Some(&requested(&key, APP)));
    assert_eq!(refusals(&answer), ["other-request"]);
    let refused = answer.refusals().next().unwrap();
    let text = to_json(&refused.file.findings[0].evidence);
    assert!(text.contains(&fingerprint(&key)), "{text}");
    assert!(text.contains(&fingerprint(&other)), "{text}");
}

#[test]
fn s1_12_a_certificate_without_topic_is_told_when_it_is_joined() {
    let builder = CertificateBuilder::apns_production_legacy(APP)
        .edit_subject(|name| name.remove(pushcert_testkit::oid::name::UID));
    let key = TestKey::rsa2048(0);
    let certificate = valid(builder).key(&key).build();
    let file = joined(&certificate, &key, None).opened().check();
    let found = finding(&file, "no-topic");
    assert_eq!(found.severity, "error");
}

#[test]
fn s1_13_our_texts_say_that_a_request_contains_the_public_key() {
    let record = requested(&TestKey::rsa2048(0), APP);
    let steps = record.portal("push.csr").steps.join("\n");
    assert!(
        steps.contains("it holds the public key; the private key stays here"),
        "{steps}"
    );

    // A request where the key is wanted.
    let certificate = valid(CertificateBuilder::apns(APP)).build();
    let request = pushcert_testkit::csr::csr(&TestKey::rsa2048(0));
    let answer = join(
        source("aps.cer", &certificate),
        source("push.csr", &request),
        &[],
        None,
        &options(),
    );
    assert_eq!(refusals(&answer), ["wrong-file-here"]);
    let refused = answer.refusals().next().unwrap();
    let text = &refused.file.findings[0].message;
    assert!(
        text.contains("it contains the public key, not the private one"),
        "{text}"
    );
}

#[test]
fn s1_14_certificate_and_kept_key_become_an_identity() {
    let key = TestKey::rsa2048(0);
    let certificate = valid(CertificateBuilder::apns(APP)).key(&key).build();
    let record = requested(&key, APP);
    let joined = joined(&certificate, &key, Some(&record));
    assert_eq!(refusals(&joined), [""; 0]);
    for (profile, format) in [
        (Profile::P12Modern, Format::Pkcs12),
        (Profile::P12Compatible, Format::Pkcs12),
        (Profile::Pem, Format::PemBundle),
    ] {
        let wanted = ExportOptions::new(profile).with_password("secret");
        let exported = joined
            .opened()
            .export(&wanted, &mut Predictable::new("s1_14"));
        let exported = exported.unwrap();
        let again = open("push", exported.bytes(), &options().with_password("secret"));
        assert_eq!(again.format(), format);
        let identity = again.identities().next().unwrap();
        assert_eq!(identity.certificate.der(), certificate);
        assert_eq!(identity.key.pkcs8_der(), key.pkcs8_der());
        let check = again.check();
        assert!(
            check.verdict <= Some(pushcert::report::Verdict::Warn),
            "{:?}",
            names(&check)
        );
    }
}

#[test]
fn s1_15_the_key_of_a_certificate_stays_where_the_request_was_made() {
    let certificate = valid(CertificateBuilder::apns(APP)).build();
    let other = TestKey::rsa2048(3);
    let cases = [
        // No key at all, and one of something else.
        check(
            "aps.pem",
            pem::encode("CERTIFICATE", &certificate).as_bytes(),
            &options(),
        ),
        joined(&certificate, &other, None).opened().check(),
    ];
    for file in cases {
        let texts = file.findings.iter();
        let texts: Vec<String> = texts
            .map(|one| format!("{} {}", one.message, one.help))
            .collect();
        let says = |text: &String| text.contains("machine") && text.contains("request");
        assert!(texts.iter().any(says), "{texts:?}");
    }
}

#[test]
fn a_challenge_password_is_never_shown() {
    let builder =
        CsrBuilder::keychain_style("a@example.com", "Example", "US", &TestKey::rsa2048(0));
    let der = builder.challenge_password("nobody-sees-this").build();
    let opened = open("push.csr", &der, &options());
    for text in [to_json(&opened.check()), format!("{:?}", opened.facts())] {
        assert!(!text.contains("nobody-sees-this"), "{text}");
    }
    // And a value that is no string says nothing, either.
    let odd = CsrBuilder::keychain_style("a@example.com", "Example", "US", &TestKey::rsa2048(0))
        .attribute("1.2.840.113549.1.9.7", &[der::octets("nobody-sees-this")])
        .build();
    assert!(!to_json(&check("push.csr", &odd, &options())).contains("nobody-sees-this"));
}
