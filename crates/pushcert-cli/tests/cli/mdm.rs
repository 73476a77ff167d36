//! `pushcert csr mdm`: the vendor's signature, with every check before a byte is written.

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::csr::{CsrBuilder, csr};
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pem;

use crate::support::{Output, run};
use crate::workbench::{Bench, NEW, OLD, csr_pem, flat, key_pem, mdm, refused};

const FILES: [&str; 8] = [
    "--csr",
    "push.csr",
    "--vendor-cert",
    "vendor.cer",
    "--vendor-key",
    "vendor.key",
    "--out",
    "request.b64",
];

fn vendor() -> CertificateBuilder {
    CertificateBuilder::mdm_vendor("Example Ltd.").key(&TestKey::rsa2048(5))
}

fn block(der: &[u8]) -> String {
    pem::encode("CERTIFICATE", der)
}

/// A folder with everything that is needed; the vendor's certificate is the synthetic root's.
fn bench() -> Bench {
    let bench = Bench::new();
    bench.put("push.csr", csr_pem(4));
    bench
        .put("vendor.cer", vendor().build())
        .put("vendor.key", key_pem(5));
    bench
}

fn sign(bench: &Bench, more: &[&str]) -> Output {
    bench.run_trusting(&[&["csr", "mdm"], &FILES[..], more].concat())
}

/// Refused with a finding: code 1, the finding and why, and nothing is written.
#[track_caller]
fn is_refused(bench: &Bench, more: &[&str], why: &[&str]) {
    let before = bench.names();
    let output = sign(bench, more).code(1);
    let said = flat(&output.stderr);
    for part in why.iter().chain(&["nothing was written"]) {
        assert!(said.contains(part), "{part} in:\n{}", output.stderr);
    }
    assert_eq!((output.stdout.as_str(), bench.names()), ("", before));
}

#[test]
fn s2_22_the_file_that_the_portal_takes() {
    let bench = bench();
    let issuer = Authority::synthetic_intermediate();
    bench.put("vendor.cer", vendor().issuer(issuer.clone()).build());
    bench.put(
        "chain.pem",
        block(&issuer.certificate_by(&Authority::synthetic())),
    );
    let output = sign(&bench, &["--chain", "chain.pem"]).code(0);
    let text = output.flat();
    for part in [
        "✓ wrote request.b64",
        "vendor MDM Vendor: Example Ltd.",
        "sha256, verifies with the vendor's certificate",
        "https://identity.apple.com/pushcert/",
        "upload request.b64, the property list that the vendor signed",
        "choose Create a Certificate",
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
    assert_eq!(output.stderr, "");
    let written = bench.text("request.b64");
    assert!(
        written.starts_with("PD94") && written.lines().count() == 1,
        "{written}"
    );
    let shown = bench
        .run_trusting(&["csr", "show", "request.b64", "--format", "json"])
        .code(0)
        .json();
    let request = &shown["files"][0]["mdm_request"];
    assert_eq!(shown["verdict"], "pass");
    assert_eq!(request["signature"], "valid");
    assert_eq!(request["signature_hash"], "sha256");
    assert_eq!(request["chain"].as_array().unwrap().len(), 3, "{request}");
    assert_eq!(request["defects"], serde_json::json!([]));
    let checked = bench.check("request.b64", "");
    assert_eq!(checked["format"], "mdm-push-request");
    let own = bench
        .run(&["csr", "show", "push.csr", "--format", "json"])
        .code(0)
        .json();
    assert_eq!(
        checked["requests"][0]["sha256"],
        own["files"][0]["requests"][0]["sha256"]
    );
    #[cfg(unix)]
    assert_eq!(bench.mode("request.b64"), 0o600);
}

#[test]
fn json_is_the_report_on_what_was_written() {
    let bench = bench();
    let report = sign(&bench, &["--format", "json"]).code(0).json();
    let schema = run(&["schema"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &report), [""; 0]);
    assert_eq!(report["files"][0]["path"], "request.b64");
    assert_eq!(report["files"][0]["mdm_request"]["signature"], "valid");
    bench.put("vendor.key", key_pem(6));
    let refused = sign(&bench, &["--format", "json", "--force"])
        .code(1)
        .json();
    assert_eq!(crate::schema::violations(&schema, &refused), [""; 0]);
    assert!(refused.to_string().contains("key-mismatch"), "{refused}");
}

/// With the record of `csr new` the steps are those of the request: who, which, and Renew.
#[test]
fn s2_20_s2_21_s2_23_the_record_makes_the_steps() {
    let bench = bench();
    bench.put("customer.key", key_pem(4));
    bench.put(
        "old.cer",
        mdm("8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34", 2).build(),
    );
    let new = [
        "csr",
        "new",
        "--email",
        "push@example.com",
        "--common-name",
        "Push",
        "--for",
        "mdm",
        "--key",
        "customer.key",
        "--out",
        "push.csr",
        "--force",
        "--record",
        "push.json",
        "--renew",
        "old.cer",
        "--tenant",
        "Customer 7",
    ];
    bench.run(&new).code(0);
    let text = sign(&bench, &["--request", "push.json"]).code(0).flat();
    for part in [
        "the Apple ID of this request: push@example.com",
        "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34 with the serial number",
        "and choose Renew",
        "into Notes put: Customer 7, pushcert request",
        "upload request.b64",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_vendor_key_with_a_password() {
    let bench = bench();
    let protection = Protection::pbes2_aes256(2048);
    let locked = encrypted_pkcs8(&TestKey::rsa2048(5), &protection, OLD);
    bench.put("vendor.key", pem::encode("ENCRYPTED PRIVATE KEY", &locked));
    is_refused(&bench, &[], &["password-required"]);
    is_refused(&bench, &["--password-env", "NEW"], &["wrong-password"]);
    sign(&bench, &["--password-env", "OLD"]).code(0);
    assert!(!bench.text("request.b64").contains(NEW));
}

#[test]
fn every_wrong_vendor_certificate_is_refused() {
    let app = CertificateBuilder::apns("com.example.app").key(&TestKey::rsa2048(5));
    let push = mdm("8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34", 5).build();
    for (certificate, why) in [
        (app.build(), "which pushes and signs no requests"),
        (push, "which pushes and signs no requests"),
        (
            CertificateBuilder::distribution("Example Ltd.")
                .key(&TestKey::rsa2048(5))
                .build(),
            "MDM vendor",
        ),
        (
            csr(&TestKey::rsa2048(5)),
            "the certificate of the MDM vendor is wanted here",
        ),
        (
            key_pem(5).into_bytes(),
            "the certificate of the MDM vendor is wanted here",
        ),
        (vec![7; 4000], "unknown-format"),
    ] {
        let bench = bench();
        bench.put("vendor.cer", certificate);
        is_refused(&bench, &[], &[why, "vendor.cer"]);
    }
}

#[test]
fn a_vendor_certificate_has_to_be_valid() {
    let bench = bench();
    is_refused(
        &bench,
        &["--at", "2027-05-03T00:00:00Z"],
        &["vendor-certificate-expired"],
    );
    is_refused(
        &bench,
        &["--at", "2026-05-01T00:00:00Z"],
        &["certificate-not-yet-valid"],
    );
}

#[test]
fn the_key_of_another_vendor_is_refused_with_both_fingerprints() {
    let bench = bench();
    bench.put("vendor.key", key_pem(6));
    let spki = |name: &str, pointer: &str| {
        let file = bench.check(name, "");
        file.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    };
    let key = spki("vendor.key", "/keys/0/spki_sha256");
    let certificate = spki("vendor.cer", "/certificates/0/key/spki_sha256");
    is_refused(&bench, &[], &["key-mismatch", &key, &certificate]);
    bench.put(
        "vendor.key",
        pem::encode("PRIVATE KEY", &TestKey::ec_p256(0).pkcs8_der()),
    );
    is_refused(&bench, &[], &["key-mismatch"]);
    bench.put("vendor.key", csr_pem(5));
    is_refused(
        &bench,
        &[],
        &["wrong-file-here", "it contains the public key"],
    );
}

#[test]
fn a_chain_that_does_not_lead_to_a_root_is_refused() {
    let bench = bench();
    let issuer = Authority::synthetic_intermediate();
    bench.put("vendor.cer", vendor().issuer(issuer.clone()).build());
    is_refused(&bench, &[], &["vendor.cer"]);
    let other = Authority::own("Another Root", TestKey::rsa2048(6));
    bench.put("other.pem", block(&issuer.certificate_by(&other)));
    is_refused(&bench, &["--chain", "other.pem"], &["nothing was written"]);
    bench.put("vendor.cer", vendor().self_signed().build());
    is_refused(&bench, &[], &["vendor.cer"]);
    bench.put("vendor.cer", vendor().broken_signature().build());
    is_refused(&bench, &[], &["vendor.cer"]);
}

#[test]
fn every_wrong_request_is_refused() {
    let named = |key: &TestKey| CsrBuilder::keychain_style("a@example.com", "Admin", "US", key);
    let (good, weak) = (TestKey::rsa2048(4), TestKey::rsa(1024));
    for (request, why) in [
        (
            named(&good).broken_signature().build(),
            "csr-signature-invalid",
        ),
        (named(&weak).build(), "csr-weak"),
        (named(&TestKey::ec_p256(0)).build(), "csr-weak"),
        (key_pem(4).into_bytes(), "it must not be uploaded"),
        (vendor().build(), "Apple has issued it already"),
        (Vec::new(), "push.csr"),
    ] {
        let bench = bench();
        bench.put("push.csr", request);
        is_refused(&bench, &[], &[why, "push.csr"]);
    }
    let signed = bench();
    sign(&signed, &[]).code(0);
    let again = bench();
    again.put("push.csr", signed.read("request.b64"));
    is_refused(&again, &[], &["push.csr"]);
}

#[test]
fn nothing_that_exists_is_replaced_and_nothing_that_is_read() {
    let bench = bench();
    bench.put("request.b64", "mine");
    refused(sign(&bench, &[]), 2, &["request.b64", "--force"]);
    assert_eq!(bench.text("request.b64"), "mine");
    sign(&bench, &["--force"]).code(0);
    for lost in ["vendor.key", "vendor.cer", "push.csr"] {
        let before = bench.read(lost);
        let arguments = [&["csr", "mdm"], &FILES[..7], &[lost, "--force"]].concat();
        refused(
            bench.run_trusting(&arguments),
            2,
            &[lost, "is read and cannot be replaced"],
        );
        assert_eq!(bench.read(lost), before);
    }
    let arguments = [&["csr", "mdm"], &FILES[..7], &["-"]].concat();
    refused(bench.run_trusting(&arguments), 2, &["standard output"]);
    let arguments = [&["csr", "mdm"], &FILES[..7], &["missing/request.b64"]].concat();
    refused(
        bench.run_trusting(&arguments),
        2,
        &["its folder does not exist"],
    );
}
