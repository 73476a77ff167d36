//! `pushcert csr show`: what a request holds, and whether Apple takes it.

use pushcert_testkit::csr::{CsrBuilder, csr};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::mdm::MdmRequestBuilder;
use pushcert_testkit::pem;

use crate::support::{AT, Output, run, run_with_input};
use crate::workbench::{Bench, app, csr_pem, key_pem};

fn named(key: &TestKey) -> CsrBuilder {
    CsrBuilder::keychain_style("admin@example.com", "Example Admin", "US", key)
}

fn show(bytes: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let bench = Bench::new();
    bench.put("push.csr", bytes);
    bench.run_trusting(&[&["csr", "show", "push.csr"], more].concat())
}

fn found(bytes: impl AsRef<[u8]>) -> Vec<String> {
    show(bytes, &["--format", "json"]).findings()
}

#[test]
fn s1_10_a_good_request_is_shown_in_every_form() {
    let der = csr(&TestKey::rsa2048(3));
    for bytes in [der.clone(), csr_pem(3).into_bytes()] {
        let output = show(&bytes, &[]).code(0);
        let text = output.flat();
        for part in [
            "✓ Apple takes push.csr",
            "name Example Admin",
            "e-mail admin@example.com",
            "country US",
            "RSA 2048 bits",
            "sha256-rsa, made with its own key",
        ] {
            assert!(text.contains(part), "{part} in {}", output.stdout);
        }
        assert_eq!(output.stderr, "");
    }
    let from_stdin = run_with_input(&["csr", "show", "-", "--at", AT], &der).code(0);
    assert!(
        from_stdin.stdout.contains("Apple takes -"),
        "{}",
        from_stdin.stdout
    );
}

#[test]
fn json_is_a_report_with_the_request() {
    let schema = run(&["schema"]).code(0).json();
    let report = show(csr_pem(3), &["--format", "json"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &report), [""; 0]);
    let file = &report["files"][0];
    let request = &file["requests"][0];
    assert_eq!(report["verdict"], "pass");
    assert_eq!(file["format"], "csr-pem");
    assert_eq!(request["common_name"], "Example Admin");
    assert_eq!(request["email"], "admin@example.com");
    assert_eq!(request["country"], "US");
    assert_eq!(request["key"]["bits"], 2048);
    assert_eq!(request["signature_algorithm"], "sha256-rsa");
    assert_eq!(request["signature"], "valid");
}

#[test]
fn s1_10_what_apple_refuses_is_an_error() {
    let weak = |key: &TestKey| found(csr(key));
    assert!(weak(&TestKey::rsa(1024)).contains(&"csr-weak".to_owned()));
    assert!(weak(&TestKey::rsa(3072)).contains(&"csr-weak".to_owned()));
    assert!(weak(&TestKey::ec_p256(0)).contains(&"csr-weak".to_owned()));
    let key = TestKey::rsa2048(3);
    let sha1 = named(&key).algorithm(SignatureAlgorithm::Sha1Rsa).build();
    assert!(found(&sha1).contains(&"csr-weak".to_owned()));
    assert!(
        show(&sha1, &[])
            .code(1)
            .flat()
            .contains("signed with sha1-rsa")
    );
    let broken = named(&key).broken_signature().build();
    assert!(found(&broken).contains(&"csr-signature-invalid".to_owned()));
    let text = show(&broken, &[]).code(1).flat();
    assert!(text.contains("✗ Apple would refuse push.csr"), "{text}");
    assert!(
        text.contains("not made with its own key, or the request was changed"),
        "{text}"
    );
    let words = show(csr(&TestKey::rsa(1024)), &[]).code(1).flat();
    assert!(
        words.contains("CSR algorithm/size incorrect. Expected: RSA(2048)"),
        "{words}"
    );
}

/// The file for the portal, in each form in which it comes.
#[test]
fn a_request_that_a_vendor_signed_is_shown_with_its_vendor() {
    let made = || MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5));
    for bytes in [made().build(), made().wrapped(76, "\r\n").build()] {
        let output = show(&bytes, &[]).code(0);
        let text = output.flat();
        for part in [
            "Example Admin",
            "vendor MDM Vendor: Example Ltd.",
            "Pushcert Synthetic Issuing CA",
            "sha256, verifies with the vendor's certificate",
        ] {
            assert!(text.contains(part), "{part} in {}", output.stdout);
        }
    }
    let bare = show(made().bare().build(), &["--format", "json"]);
    let json = bare.json();
    assert_eq!(json["files"][0]["mdm_request"]["signature"], "valid");
    let old = made().algorithm(SignatureAlgorithm::Sha1Rsa).build();
    assert!(found(&old).contains(&"mdm-request-invalid".to_owned()));
    show(&old, &[]).code(1);
    let other = made().signed_by(&TestKey::rsa2048(6)).build();
    let text = show(&other, &[]).code(1).flat();
    assert!(
        text.contains("does not verify with the vendor's certificate"),
        "{text}"
    );
}

#[test]
fn what_is_no_request_is_named() {
    for (bytes, what) in [
        (key_pem(3).into_bytes(), "it must not be uploaded"),
        (app("com.example.app", 3), "Apple has issued it already"),
    ] {
        let text = show(bytes, &[]).code(1).flat();
        assert!(
            text.contains("wrong-file-here") && text.contains(what),
            "{text}"
        );
    }
    for bytes in [Vec::new(), vec![0x30, 0x82, 0x10, 0x00], vec![7; 5000]] {
        let output = show(bytes, &[]).code(1);
        assert!(output.flat().contains("→"), "a remedy: {}", output.stdout);
    }
    let output = Bench::new().run(&["csr", "show", "push.csr"]).code(2);
    assert!(output.stderr.contains("there is no such file"));
}

/// S2-22: the raw request where the portal for MDM wants the property list.
#[test]
fn s2_22_check_explains_a_raw_request() {
    let bench = Bench::new();
    bench.put("push.csr", csr_pem(3));
    let output = bench.run(&["check", "push.csr"]).code(1);
    let text = output.flat();
    assert!(text.contains("request-without-vendor-signature"), "{text}");
    assert!(text.contains("pushcert csr mdm --csr"), "{text}");
}

#[test]
fn a_redacted_report_names_nobody() {
    let der = csr(&TestKey::rsa2048(3));
    let file = show(&der, &["--format", "json"]).code(0).json()["files"][0].clone();
    let request = &file["requests"][0];
    let secret = [
        "Example Admin",
        "admin@example.com",
        request["sha256"].as_str().unwrap(),
        request["key"]["spki_sha256"].as_str().unwrap(),
    ];
    let vendor = MdmRequestBuilder::new(&TestKey::rsa2048(3), &TestKey::rsa2048(5)).build();
    for bytes in [&der, &vendor] {
        for format in ["text", "json"] {
            let output = show(bytes, &["--redact", "--format", format]).code(0);
            for word in secret
                .iter()
                .chain(&["Example Ltd.", "TEAM123456", "push.csr"])
            {
                assert!(!output.stdout.contains(word), "{word} in {}", output.stdout);
            }
            assert!(
                output.stdout.contains("2048"),
                "facts that name nobody stay"
            );
        }
    }
}
