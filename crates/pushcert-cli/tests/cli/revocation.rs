//! `check --crl`, `--ocsp` and `--online`: good, revoked, unknown, and what proves nothing.

use std::time::{Duration, Instant};

use pushcert_testkit::authority::{Authority, Generation};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::pem;
use pushcert_testkit::revocation::{CrlBuilder, Entry, OcspBuilder, Single};
use serde_json::Value;

use crate::support::{Output, run};
use crate::workbench::{Bench, refused};

const SERIAL: [u8; 3] = [0x17, 0x2a, 0x01];

/// An app's credential with a serial number that is known.
fn bench() -> Bench {
    let builder = CertificateBuilder::apns("com.example.app").serial(&SERIAL);
    let bench = Bench::new();
    bench.put(
        "push.pem",
        Identity::new(&builder).with_synthetic_chain().pem(),
    );
    bench
}

fn list() -> CrlBuilder {
    CrlBuilder::new(&Authority::synthetic())
}

fn answer(single: &Single) -> Vec<u8> {
    OcspBuilder::new(&Authority::synthetic())
        .single(single)
        .build()
}

fn check(bench: &Bench, more: &[&str]) -> Output {
    bench.run_trusting(&[&["check", "push.pem"], more].concat())
}

/// What the report says of the evidence.
fn evidence(output: &Output) -> Value {
    output.json()["files"][0]["identities"][0]["certificate"]["revocation"][0].clone()
}

/// The report with one piece of evidence.
fn with(flag: &str, bytes: impl AsRef<[u8]>, code: i32) -> Output {
    let bench = bench();
    bench.put("evidence", bytes);
    let report = check(&bench, &[flag, "evidence", "--format", "json"]).code(code);
    let schema = run(&["schema"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &report.json()), [""; 0]);
    report
}

#[test]
fn s1_31_a_revoked_certificate_is_an_error_that_tells_when_and_why() {
    let crl = list().entry(&Entry::new(&SERIAL).reason(1)).build();
    let single = Single::revoked(
        &Authority::synthetic(),
        &SERIAL,
        "2026-10-01T12:00:00Z",
        Some(1),
    );
    for (flag, bytes) in [
        ("--crl", crl.clone()),
        ("--crl", pem::encode("X509 CRL", &crl).into_bytes()),
        ("--ocsp", answer(&single)),
    ] {
        let report = with(flag, &bytes, 1);
        assert!(
            report.findings().contains(&"revoked".to_owned()),
            "{:?}",
            report.findings()
        );
        let evidence = evidence(&report);
        assert_eq!(evidence["status"], "revoked");
        assert_eq!(evidence["revoked_at"], "2026-10-01T12:00:00Z");
        assert_eq!(evidence["source"], "evidence");
        let bench = bench();
        bench.put("evidence", bytes);
        let text = check(&bench, &[flag, "evidence"]).code(1).flat();
        for part in [
            "The certificate was revoked on 2026-10-01T12:00:00Z",
            "key",
            "close all connections to APNs first",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}

#[test]
fn s1_31_good_is_good() {
    let crl = list().revoke(&[0x55]).build();
    let single = Single::good(&Authority::synthetic(), &SERIAL);
    for (flag, bytes) in [
        ("--crl", list().build()),
        ("--crl", crl.clone()),
        ("--crl", pem::encode("X509 CRL", &crl).into_bytes()),
        ("--ocsp", answer(&single)),
    ] {
        let report = with(flag, bytes, 0);
        assert_eq!(evidence(&report)["status"], "good");
        let found = report.findings();
        assert!(!found.iter().any(|name| name.contains("revo")), "{found:?}");
    }
}

#[test]
fn s1_31_unknown_is_neither() {
    let shard = list()
        .shard(&["http://crl.example.com/synthetic-9.crl"])
        .build();
    let single = Single::unknown(&Authority::synthetic(), &SERIAL);
    let other = Single::good(&Authority::synthetic(), &[0x55]);
    for (flag, bytes) in [
        ("--crl", shard),
        ("--ocsp", answer(&single)),
        ("--ocsp", answer(&other)),
    ] {
        let report = with(flag, bytes, 0);
        assert_eq!(evidence(&report)["status"], "unknown", "{}", report.stdout);
        assert!(report.findings().contains(&"revocation-unknown".to_owned()));
    }
}

/// Stale, of somebody else, damaged: it counts neither for nor against the certificate, and is named.
#[test]
fn s1_31_what_proves_nothing_is_a_warning() {
    let authority = Authority::synthetic();
    let (from, until) = ("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z");
    let other = TestKey::rsa2048(6);
    let revoked = || list().revoke(&SERIAL);
    let good = Single::good(&authority, &SERIAL);
    let stale = answer(&good.clone().valid(from, Some(until)));
    let forged = OcspBuilder::new(&authority)
        .single(&good)
        .signed_by(&other, SignatureAlgorithm::Sha256Rsa);
    let stranger = Authority::own("Somebody Else", other.clone());
    for (flag, bytes) in [
        ("--crl", list().valid(from, until).build()),
        (
            "--crl",
            revoked()
                .signed_by(&other, SignatureAlgorithm::Sha256Rsa)
                .build(),
        ),
        ("--crl", revoked().broken_signature().build()),
        ("--crl", CrlBuilder::new(&stranger).revoke(&SERIAL).build()),
        ("--crl", b"<html>404</html>".to_vec()),
        ("--crl", Vec::new()),
        (
            "--crl",
            pem::encode("CERTIFICATE", &authority.certificate()).into_bytes(),
        ),
        ("--ocsp", stale),
        ("--ocsp", forged.build()),
        ("--ocsp", OcspBuilder::new(&authority).status(6).build()),
        ("--ocsp", list().build()),
        ("--ocsp", Vec::new()),
    ] {
        let report = with(flag, &bytes, 0);
        let found = report.findings();
        let told = ["revocation-evidence-unusable", "revocation-unknown"];
        assert!(
            told.iter().any(|name| found.contains(&(*name).to_owned())),
            "{flag} {found:?}"
        );
        assert!(!found.contains(&"revoked".to_owned()), "{found:?}");
        assert_ne!(evidence(&report)["status"], "good");
        let bench = bench();
        bench.put("evidence", bytes);
        check(&bench, &[flag, "evidence", "--deny-warnings"]).code(1);
    }
}

/// One proof among others is enough.
#[test]
fn s1_31_one_proof_of_several_is_enough() {
    let bench = bench();
    bench.put(
        "stale.crl",
        list()
            .valid("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z")
            .build(),
    );
    bench.put(
        "good.ocsp",
        answer(&Single::good(&Authority::synthetic(), &SERIAL)),
    );
    bench.put("revoked.crl", list().revoke(&SERIAL).build());
    check(&bench, &["--crl", "stale.crl", "--ocsp", "good.ocsp"]).code(0);
    let more = [
        "--crl",
        "stale.crl",
        "--ocsp",
        "good.ocsp",
        "--crl",
        "revoked.crl",
    ];
    assert!(
        check(&bench, &more)
            .code(1)
            .stdout
            .contains("certificate was revoked")
    );
}

#[test]
fn evidence_that_cannot_be_read_is_an_error_of_the_command() {
    let bench = bench();
    for flag in ["--crl", "--ocsp"] {
        refused(
            check(&bench, &[flag, "missing"]),
            2,
            &["missing", "there is no such file"],
        );
    }
    let big = std::fs::File::create(bench.path("big.crl")).unwrap();
    big.set_len(1 << 34).unwrap();
    refused(check(&bench, &["--crl", "big.crl"]), 2, &["big.crl"]);
}

/// The address in the certificate is of a host that is none of Apple's: it is not asked, and nothing waits.
#[test]
fn s1_31_online_asks_only_apple_and_ends_soon() {
    let bench = bench();
    let started = Instant::now();
    let report = check(&bench, &["--online", "--format", "json"]).code(0);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
    let evidence = evidence(&report);
    assert_eq!(evidence["status"], "unusable");
    let why = evidence["why"].as_str().unwrap();
    assert!(why.contains("the host is not one of Apple's"), "{why}");
    assert!(
        report
            .findings()
            .contains(&"revocation-evidence-unusable".to_owned())
    );
    check(&bench, &["--online", "--deny-warnings"]).code(1);
}

/// Who calls itself Apple and is not has no issuer that could be asked about.
#[test]
fn s1_31_a_look_alike_is_not_asked_about() {
    let bench = Bench::new();
    let builder = CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4);
    let like = Authority::apple_like(Generation::G4);
    bench.put(
        "push.pem",
        Identity::new(&builder)
            .chain(vec![like.certificate()])
            .pem(),
    );
    bench.put("forged.crl", CrlBuilder::new(&like).build());
    let output = check(&bench, &["--crl", "forged.crl", "--format", "json"]).code(1);
    assert_ne!(evidence(&output)["status"], "good");
    assert!(
        output.findings().contains(&"untrusted-issuer".to_owned()),
        "{:?}",
        output.findings()
    );
}
