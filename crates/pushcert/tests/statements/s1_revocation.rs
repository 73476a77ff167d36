//! Source S1: revocation, and what the evidence of the caller says of it.

use pushcert::diagnostics::{RevocationStatus, explain};
use pushcert::report::{File, to_json};
use pushcert::request::REVOKE_URL;
use pushcert::revocation::{RevocationQuestion, RevocationSource};
use pushcert::x509::Certificate;
use pushcert::{Opened, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::oid::extension as ext;
use pushcert_testkit::pem;
use pushcert_testkit::revocation::{CrlBuilder, Entry, OcspBuilder, Single};

use crate::common::{compatible, finding, has, healthy, names, options, valid};

const APP: &str = "com.example.app";

fn builder() -> CertificateBuilder {
    CertificateBuilder::apns(APP)
}

fn serial(builder: CertificateBuilder) -> Vec<u8> {
    let der = valid(builder).build();
    Certificate::decode(&der).unwrap().serial().to_vec()
}

fn opened(builder: CertificateBuilder, sources: &[RevocationSource]) -> Opened {
    let file = compatible("secret", &healthy(builder));
    let mut options = options().with_password("secret");
    for source in sources {
        options = options.with_revocation(source.clone());
    }
    open("push.p12", &file, &options)
}

/// The file with one piece of evidence, given before and after it was opened.
fn with(source: &RevocationSource) -> File {
    let before = opened(builder(), core::slice::from_ref(source));
    let mut after = opened(builder(), &[]);
    assert!(
        after.check().identities[0]
            .certificate
            .revocation
            .is_empty()
    );
    after.add_revocation(core::slice::from_ref(source));
    let (before, after) = (before.check(), after.check());
    assert_eq!(to_json(&before), to_json(&after));
    after
}

fn crl(builder: &CrlBuilder) -> RevocationSource {
    RevocationSource::crl("synthetic.crl", &builder.build())
}

fn ocsp(builder: &OcspBuilder) -> RevocationSource {
    RevocationSource::ocsp("answer.ocsp", &builder.build())
}

fn revoked_list() -> CrlBuilder {
    let entry = Entry::new(&serial(builder()))
        .at("2026-11-03T10:15:00Z")
        .reason(1);
    CrlBuilder::new(&Authority::synthetic()).entry(&entry)
}

const FINDINGS: [&str; 3] = [
    "revoked",
    "revocation-unknown",
    "revocation-evidence-unusable",
];

fn told(file: &File) -> Vec<&str> {
    names(file)
        .into_iter()
        .filter(|name| FINDINGS.contains(name))
        .collect()
}

#[test]
fn s1_31_a_crl_that_names_the_leaf() {
    let file = with(&crl(&revoked_list()));
    let found = finding(&file, "revoked");
    assert_eq!(found.severity, "error");
    assert!(
        found.message.contains("2026-11-03T10:15:00Z"),
        "{}",
        found.message
    );
    assert!(found.message.contains("keyCompromise"), "{}", found.message);
    let revocation = &file.identities[0].certificate.revocation;
    let shown = serde_json::to_value(revocation).unwrap();
    assert_eq!(
        shown,
        serde_json::json!([{
            "kind": "crl",
            "source": "synthetic.crl",
            "status": "revoked",
            "revoked_at": "2026-11-03T10:15:00Z",
            "reason": "keyCompromise",
            "this_update": "2026-11-20T00:00:00Z",
            "next_update": "2026-11-27T00:00:00Z",
        }])
    );
    // As PEM it says the same, and so does an OCSP response.
    let text = pem::encode("X509 CRL", &revoked_list().build());
    let file = with(&RevocationSource::crl("synthetic.pem", text.as_bytes()));
    assert_eq!(told(&file), ["revoked"]);
    let issuer = Authority::synthetic();
    let single = Single::revoked(&issuer, &serial(builder()), "2026-11-03T10:15:00Z", Some(1));
    let file = with(&ocsp(&OcspBuilder::new(&issuer).single(&single)));
    assert_eq!(told(&file), ["revoked"]);
}

#[test]
fn s1_31_good_revoked_unknown_and_unusable_are_four_things() {
    let issuer = Authority::synthetic();
    let other = Authority::own("Somebody Else", TestKey::rsa2048(6));
    let own = serial(builder());
    let response = |single: &Single| OcspBuilder::new(&issuer).single(single);
    for (source, status, expected) in [
        (crl(&CrlBuilder::new(&issuer)), "good", None),
        (crl(&CrlBuilder::new(&other)), "unknown", Some(FINDINGS[1])),
        (
            crl(&revoked_list().broken_signature()),
            "unusable",
            Some(FINDINGS[2]),
        ),
        (
            crl(&CrlBuilder::new(&issuer).valid("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z")),
            "unusable",
            Some(FINDINGS[2]),
        ),
        (ocsp(&response(&Single::good(&issuer, &own))), "good", None),
        (
            ocsp(&response(&Single::unknown(&issuer, &own))),
            "unknown",
            Some(FINDINGS[1]),
        ),
        (
            ocsp(&response(&Single::good(&issuer, &[9, 9]))),
            "unknown",
            Some(FINDINGS[1]),
        ),
        (
            ocsp(&response(&Single::good(&issuer, &own)).broken_signature()),
            "unusable",
            Some(FINDINGS[2]),
        ),
        (
            RevocationSource::crl("page.html", b"<html>"),
            "unusable",
            Some(FINDINGS[2]),
        ),
        (
            RevocationSource::ocsp("page.html", b""),
            "unusable",
            Some(FINDINGS[2]),
        ),
    ] {
        let file = with(&source);
        let revocation = &file.identities[0].certificate.revocation;
        assert_eq!(revocation.len(), 1);
        assert_eq!(revocation[0].status, status, "{source:?}");
        assert_eq!(told(&file), Vec::from_iter(expected), "{source:?}");
        let has_reason = matches!(status, "unknown" | "unusable");
        assert_eq!(revocation[0].why.is_some(), has_reason);
    }
}

#[test]
fn a_responder_without_an_answer_is_told() {
    let busy = OcspBuilder::new(&Authority::synthetic()).status(3);
    assert_eq!(told(&with(&ocsp(&busy))), [FINDINGS[2]]);
}

#[test]
fn s1_31_of_several_pieces_the_one_that_revokes_counts() {
    let good = crl(&CrlBuilder::new(&Authority::synthetic()));
    let broken = RevocationSource::crl("page.html", b"<html>");
    let file = opened(builder(), &[good, broken, crl(&revoked_list())]).check();
    assert_eq!(told(&file), ["revoked"]);
    assert_eq!(file.identities[0].certificate.revocation.len(), 3);
}

fn questions(builder: CertificateBuilder) -> Vec<RevocationQuestion> {
    opened(builder, &[]).revocation_questions()
}

#[test]
fn the_responder_is_asked_and_else_the_list_is_fetched() {
    let asked = questions(builder());
    assert_eq!(asked[0].url, "http://ocsp.example.com/ocsp03-synthetic01");
    assert_eq!(asked[0].ocsp_request.as_ref().unwrap()[0], 0x30);
    assert!(!asked[0].is_fallback);
    // The list is for the case that the responder does not answer.
    let (_, lists) = asked.split_first().unwrap();
    assert!(!lists.is_empty());
    let is_list = |one: &RevocationQuestion| one.is_fallback && one.ocsp_request.is_none();
    assert!(lists.iter().all(is_list));
    assert!(
        lists
            .iter()
            .all(|one| one.certificate == asked[0].certificate)
    );

    let list_only = builder().without_extension(ext::AUTHORITY_INFO_ACCESS);
    // The preset of this kind names no list; the authority of it has one.
    let point = pushcert_testkit::revocation::shard(&["http://crl.example.com/synthetic-1.crl"]);
    let point = pushcert_testkit::der::seq([pushcert_testkit::der::seq([point])]);
    let list_only = list_only
        .without_extension(ext::CRL_DISTRIBUTION_POINTS)
        .extension(pushcert_testkit::cert::Extension::new(
            ext::CRL_DISTRIBUTION_POINTS,
            point,
        ));
    let asked = questions(list_only);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].url, "http://crl.example.com/synthetic-1.crl");
    assert_eq!(asked[0].ocsp_request, None);
    assert!(!asked[0].is_fallback);

    // Nothing is fetched where nothing could be proved by it.
    let file = compatible("secret", &healthy(builder()));
    let nobody = pushcert::Options::at(options().time()).with_password("secret");
    assert_eq!(open("push.p12", &file, &nobody).revocation_questions(), []);
}

#[test]
fn evidence_that_was_fetched_for_one_certificate_says_nothing_of_another() {
    let question = questions(builder()).remove(0);
    let other = CertificateBuilder::apns("com.example.other").key(&TestKey::rsa2048(1));
    for source in [
        crl(&revoked_list()).answering(&question),
        RevocationSource::failed(&question, "the host does not answer"),
    ] {
        let mut opened = opened(other.clone(), &[]);
        opened.add_revocation(core::slice::from_ref(&source));
        assert!(
            opened.check().identities[0]
                .certificate
                .revocation
                .is_empty()
        );
    }
    let failed = RevocationSource::failed(&question, "the host does not answer");
    let file = with(&failed);
    assert_eq!(told(&file), [FINDINGS[2]]);
    let shown = &file.identities[0].certificate.revocation[0];
    assert_eq!(shown.kind, "ocsp");
    assert_eq!(shown.why.as_deref(), Some("the host does not answer"));
}

#[test]
fn a_file_of_many_leaves_is_asked_about_within_bounds() {
    let text: String = (0..60)
        .map(|n| {
            let leaf = valid(CertificateBuilder::apns(&format!("com.example.app{n}")));
            pem::encode("CERTIFICATE", &leaf.build())
        })
        .collect();
    let mut opened = open("many.pem", text.as_bytes(), &options());
    let asked = opened.revocation_questions();
    assert_eq!(asked.iter().filter(|one| !one.is_fallback).count(), 8);
    let begin = std::time::Instant::now();
    opened.add_revocation(&[
        crl(&revoked_list()),
        crl(&CrlBuilder::new(&Authority::synthetic())),
    ]);
    let judged = opened.facts().certificates.iter();
    let judged = judged.filter(|one| !one.revocation.is_empty()).count();
    assert_eq!(judged, 32);
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}

#[test]
fn s1_33_the_order_of_the_runbook() {
    let page = explain("revoked").unwrap();
    let file = with(&crl(&revoked_list()));
    for help in [page.help, &finding(&file, "revoked").help] {
        let place = |text: &str| help.find(text).unwrap_or_else(|| panic!("{help}"));
        assert!(place("close all connections") < place("configure"));
        assert!(place("configure") < place("open new"));
    }
}

#[test]
fn s1_34_revoking_itself_is_a_link() {
    assert!(REVOKE_URL.starts_with("https://developer.apple.com/"));
    assert!(REVOKE_URL.ends_with("/revoke-a-certificate/"));
}

#[test]
fn authorities_are_not_asked_about() {
    let identity = healthy(builder()).with_synthetic_chain();
    let file = compatible("secret", &identity);
    let list = CrlBuilder::new(&Authority::synthetic());
    let options = options()
        .with_password("secret")
        .with_revocation(crl(&list));
    let opened = open("push.p12", &file, &options);
    let facts = &opened.facts().identities[0];
    assert_eq!(
        facts.certificate.revocation[0].status,
        RevocationStatus::Good
    );
    assert!(facts.chain.iter().all(|one| one.revocation.is_empty()));
    assert!(!has(&opened.check(), "revocation-unknown"));
}
