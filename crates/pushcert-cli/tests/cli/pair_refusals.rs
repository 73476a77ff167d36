//! `pushcert pair` with files that do not belong together: its own message for each, and nothing is written.

use std::time::{Duration, Instant};

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::csr::csr;
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::mdm::MdmRequestBuilder;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pem;

use crate::pair::{bench, pair};
use crate::workbench::{Bench, OLD, app, csr_pem, key_pem, mdm, refused};

const UUID: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";

/// Refused with these words, and the folder is as it was.
#[track_caller]
fn is_refused(bench: &Bench, more: &[&str], why: &[&str]) {
    let before = bench.names();
    refused(
        pair(bench, more),
        1,
        &[why, &["nothing was written"]].concat(),
    );
    assert_eq!(bench.names(), before);
}

#[test]
fn s1_11_a_key_of_another_certificate_is_refused_with_both_fingerprints() {
    let bench = bench();
    bench.put("push.key", key_pem(4));
    let key = bench.check("push.key", "")["keys"][0]["spki_sha256"].clone();
    let certificate = bench.check("aps.cer", "")["certificates"][0]["key"]["spki_sha256"].clone();
    let (key, certificate) = (key.as_str().unwrap(), certificate.as_str().unwrap());
    is_refused(
        &bench,
        &[],
        &[
            "key-mismatch",
            key,
            certificate,
            "on the machine that made it",
        ],
    );
}

/// S1-15: where is the key, when it is not here?
#[test]
fn s1_15_a_certificate_without_its_key_tells_where_the_key_is() {
    let bench = bench();
    let place = "it stays on the machine that made the signing request";
    bench.put("push.key", app("com.example.app", 3));
    is_refused(
        &bench,
        &[],
        &[
            "wrong-file-here",
            "the public key, not the private one",
            place,
        ],
    );
    bench.put(
        "only.pem",
        pem::bundle(&[
            ("CERTIFICATE", &app("com.example.app", 3)),
            ("CERTIFICATE", &app("com.example.other", 4)),
        ]),
    );
    let output = bench.run_trusting(&["check", "only.pem"]).code(1);
    assert!(
        output
            .flat()
            .contains("the key stays on the machine that made the signing request"),
        "{}",
        output.stdout
    );
    let missing = bench.run(&[
        "pair",
        "--cert",
        "aps.cer",
        "--key",
        "no.key",
        "--out",
        "push.p12",
        "--no-password",
    ]);
    refused(missing, 2, &["there is no such file"]);
}

/// S2-26: each wrong file in the place of the certificate has a message of its own.
#[test]
fn s2_26_wrong_files_in_the_place_of_the_certificate() {
    let vendor = CertificateBuilder::mdm_vendor("Example Ltd.").key(&TestKey::rsa2048(3));
    let signed = MdmRequestBuilder::new(&TestKey::rsa2048(3), &TestKey::rsa2048(5)).build();
    let token = pem::encode("PRIVATE KEY", &TestKey::ec_p256(0).pkcs8_der());
    let locked = encrypted_pkcs8(&TestKey::rsa2048(3), &Protection::pbes2_aes256(2048), OLD);
    let mut seen = Vec::new();
    for (bytes, why) in [
        (
            csr_pem(3).into_bytes(),
            "upload it at Apple, download the certificate",
        ),
        (
            csr(&TestKey::rsa2048(3)),
            "not the certificate that Apple issues for it",
        ),
        (signed, "upload it at identity.apple.com/pushcert"),
        (key_pem(3).into_bytes(), "keep it secret"),
        (locked, "private key"),
        (token.into_bytes(), "aps.cer"),
        (vendor.build(), "MDM vendor"),
        (
            b"<!DOCTYPE html><html><body>Sign in</body></html>".to_vec(),
            "aps.cer",
        ),
        (b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), "aps.cer"),
        (Vec::new(), "aps.cer"),
    ] {
        let bench = bench();
        bench.put("aps.cer", bytes);
        is_refused(&bench, &[], &[why]);
        seen.push(pair(&bench, &[]).stderr);
    }
    let all = seen.len();
    seen.dedup();
    assert!(
        seen.len() + 1 >= all,
        "own messages (DER and PEM may be alike): {seen:#?}"
    );
}

/// S2-26 in the place of the key.
#[test]
fn s2_26_wrong_files_in_the_place_of_the_key() {
    let token = pem::encode("PRIVATE KEY", &TestKey::ec_p256(0).pkcs8_der());
    let locked = encrypted_pkcs8(&TestKey::rsa2048(3), &Protection::pbes2_aes256(2048), OLD);
    let wrong: &[&str] = &["--password", "not it"];
    for (name, bytes, flags, why) in [
        (
            "push.key",
            csr_pem(3).into_bytes(),
            &[][..],
            "it contains the public key, not the private one",
        ),
        (
            "push.key",
            app("com.example.app", 3),
            &[],
            "it contains the public key, not the private one",
        ),
        ("push.key", token.into_bytes(), &[], "token"),
        ("push.key", locked.clone(), &[], "password-required"),
        ("push.key", locked, wrong, "wrong-password"),
        ("push.key", b"<html>".to_vec(), &[], "push.key"),
        ("push.key", Vec::new(), &[], "push.key"),
    ] {
        let bench = bench();
        bench.put(name, bytes);
        is_refused(&bench, flags, &[why]);
    }
}

/// Certificate and key exchanged, which happens.
#[test]
fn s2_26_both_in_the_wrong_place() {
    let bench = Bench::new();
    bench
        .put("aps.cer", key_pem(3))
        .put("push.key", app("com.example.app", 3));
    is_refused(
        &bench,
        &[],
        &[
            "keep it secret",
            "it contains the public key",
            "aps.cer and push.key",
        ],
    );
}

#[test]
fn s1_08_s2_26_answers_to_other_requests_are_refused() {
    let bench = bench();
    bench.put("other.csr", csr_pem(4));
    is_refused(
        &bench,
        &["--request", "other.csr"],
        &["other-request", "other.csr", "the public keys differ"],
    );
    let new = |flags: &[&str]| {
        let fixed = [
            "csr",
            "new",
            "--email",
            "push@example.com",
            "--common-name",
            "Push",
            "--key",
            "push.key",
            "--out",
            "push.csr",
            "--record",
            "push.json",
            "--force",
        ];
        bench.run(&[&fixed[..], flags].concat()).code(0);
    };
    new(&["--app-id", "com.example.mine"]);
    is_refused(
        &bench,
        &["--request", "push.json"],
        &["not-the-requested-topic", "com.example.mine"],
    );
    new(&["--for", "mdm"]);
    is_refused(
        &bench,
        &["--request", "push.json"],
        &["not-the-requested-kind", "an MDM push certificate"],
    );
    bench.put("old.cer", mdm(UUID, 2).build());
    new(&["--for", "mdm", "--renew", "old.cer"]);
    bench.put(
        "aps.cer",
        mdm("00000000-3c1f-4a57-9d2e-6f1b0c7a5e34", 3).build(),
    );
    is_refused(
        &bench,
        &["--request", "push.json"],
        &["not-the-requested-topic", UUID],
    );
    bench.put("aps.cer", mdm(UUID, 3).build());
    pair(&bench, &["--request", "push.json"]).code(0);
}

#[test]
fn what_is_no_request_cannot_be_compared() {
    let bench = bench();
    for (bytes, why) in [
        (key_pem(3), "no certificate signing request"),
        ("{}".to_owned(), "is not pushcert.request/1"),
        ("{".to_owned(), "no JSON"),
        (String::new(), "no certificate signing request"),
    ] {
        bench.put("push.csr", bytes);
        refused(
            pair(&bench, &["--request", "push.csr"]),
            2,
            &[why, "push.csr"],
        );
        assert!(!bench.names().contains(&"push.p12".to_owned()));
    }
}

#[test]
fn what_exists_is_not_replaced_without_force() {
    let bench = bench();
    bench.put("push.p12", "mine");
    refused(pair(&bench, &[]), 2, &["push.p12", "--force"]);
    bench.put("push.key", key_pem(4));
    refused(pair(&bench, &["--force"]), 1, &["key-mismatch"]);
    assert_eq!(bench.text("push.p12"), "mine");
    assert_eq!(bench.names(), ["aps.cer", "push.key", "push.p12"]);
}

#[test]
fn standard_input_serves_one_of_them() {
    let bench = bench();
    let pair = |cert: &str, key: &str, more: &[&str]| {
        let fixed = ["pair", "--cert", cert, "--key", key, "--out", "push.p12"];
        bench.run(&[&fixed[..], more].concat())
    };
    let why = ["standard input is asked for more than once"];
    refused(pair("-", "-", &["--no-password"]), 2, &why);
    refused(pair("-", "push.key", &["--new-password-stdin"]), 2, &why);
    refused(
        pair("aps.cer", "-", &["--password-stdin", "--no-password"]),
        2,
        &why,
    );
    assert_eq!(bench.names(), ["aps.cer", "push.key"]);
}

/// S2-27: big or binary junk in either place ends soon.
#[test]
fn s2_27_junk_is_refused_in_bounded_time() {
    let started = Instant::now();
    let noise: Vec<u8> = (0..4_000_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let mut nested = [0x30, 0x80].repeat(1_000_000);
    nested.truncate(2_000_000);
    let lines = "-----BEGIN CERTIFICATE-----\n".repeat(100_000);
    for junk in [noise, nested, lines.into_bytes()] {
        for name in ["aps.cer", "push.key"] {
            let bench = bench();
            bench.put(name, &junk);
            let output = pair(&bench, &[]).code(1);
            assert!(output.stderr.contains("→"), "{}", output.stderr);
            assert_eq!(bench.names().len(), 2);
        }
    }
    let bench = bench();
    let big = std::fs::File::create(bench.path("aps.cer")).unwrap();
    big.set_len(1 << 30).unwrap();
    refused(pair(&bench, &[]), 2, &["aps.cer", "limit"]);
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "it did not stop"
    );
}
