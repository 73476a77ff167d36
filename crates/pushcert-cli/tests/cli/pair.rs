//! `pushcert pair`: the certificate from Apple and the key that was kept here.

use pushcert_testkit::authority::Authority;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{LegacyCipher, TestKey, encrypted_pkcs8, legacy_pem};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

use crate::support::{Output, run, run_with_input};
use crate::workbench::{Bench, NEW, OLD, app, csr_pem, key_pem, mdm, refused};

/// `pair` of `aps.cer` and `push.key` to `push.p12`, with the new password.
pub(crate) fn pair(bench: &Bench, more: &[&str]) -> Output {
    let fixed = [
        "pair", "--cert", "aps.cer", "--key", "push.key", "--out", "push.p12",
    ];
    let password: &[&str] = if more
        .iter()
        .any(|flag| flag.contains("-password") && !flag.starts_with("--password"))
    {
        &[]
    } else {
        &["--new-password-env", "NEW"]
    };
    bench.run_trusting(&[&fixed[..], password, more].concat())
}

/// A certificate and its key.
pub(crate) fn bench() -> Bench {
    let bench = Bench::new();
    bench
        .put("aps.cer", app("com.example.app", 3))
        .put("push.key", key_pem(3));
    bench
}

#[test]
fn s1_14_s2_25_certificate_and_key_become_one_identity() {
    let der = app("com.example.app", 3);
    let key = TestKey::rsa2048(3);
    let locked = encrypted_pkcs8(&key, &Protection::pbes2_aes256(2048), OLD);
    let identity = Identity::from_parts(&key, der.clone());
    let pkcs1 = key.pkcs1_der();
    let cipher = LegacyCipher::Aes256;
    let keys = [
        (key.pkcs8_der(), false),
        (key_pem(3).into_bytes(), false),
        (pem::encode("RSA PRIVATE KEY", &pkcs1).into_bytes(), false),
        (
            legacy_pem("RSA PRIVATE KEY", &pkcs1, cipher, OLD).into_bytes(),
            true,
        ),
        (
            pem::encode("ENCRYPTED PRIVATE KEY", &locked).into_bytes(),
            true,
        ),
        (PfxBuilder::keychain_style(OLD, &identity).build(), true),
    ];
    for certificate in [der.clone(), pem::encode("CERTIFICATE", &der).into_bytes()] {
        for (bytes, is_locked) in &keys {
            let bench = Bench::new();
            bench.put("aps.cer", &certificate).put("push.key", bytes);
            let password: &[&str] = if *is_locked {
                &["--password-env", "OLD"]
            } else {
                &[]
            };
            let output = pair(&bench, password).code(0);
            assert!(
                output.flat().contains("p12-compatible"),
                "{}",
                output.stdout
            );
            let written = bench.check("push.p12", NEW);
            assert_eq!(written["verdict"], "pass", "{written}");
            let identity = &written["identities"][0];
            assert_eq!(identity["certificate"]["uid"], "com.example.app");
            assert_eq!(identity["key"]["matches_certificate"], true);
            assert_eq!(written["identities"].as_array().unwrap().len(), 1);
        }
    }
}

#[test]
fn s1_14_every_profile_opens_with_the_new_password_alone() {
    for to in ["pem", "p12-modern", "p12-compatible", "p12-legacy"] {
        let bench = bench();
        bench.put(
            "ca.pem",
            pem::encode("CERTIFICATE", &Authority::synthetic().certificate()),
        );
        let output = pair(&bench, &["--to", to, "--chain", "ca.pem"]).code(0);
        let text = output.flat();
        for part in ["✓ wrote push.p12", "com.example.app", "2 certificates", to] {
            assert!(text.contains(part), "{part} in {}", output.stdout);
        }
        let written = bench.check("push.p12", NEW);
        let chain = written["identities"][0]["chain"].as_array().unwrap();
        assert_eq!(chain.len(), 1, "{to}: {written}");
        let locked = bench.check("push.p12", "another").to_string();
        assert!(locked.contains("wrong-password"), "{locked}");
        #[cfg(unix)]
        assert_eq!(bench.mode("push.p12"), 0o600);
    }
}

#[test]
fn s2_25_an_mdm_certificate_in_pem() {
    let bench = bench();
    let uuid = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";
    bench.put("aps.cer", pem::encode("CERTIFICATE", &mdm(uuid, 3).build()));
    let output = pair(&bench, &[]).code(0);
    assert!(output.flat().contains(uuid), "{}", output.stdout);
    let written = bench.check("push.p12", NEW);
    let certificate = &written["identities"][0]["certificate"];
    assert_eq!(certificate["kind"], "mdm-push");
    // S2-28: what a confirmation has to show.
    for name in ["serial", "issuer_common_name", "not_after"] {
        assert!(certificate[name].is_string(), "{name}");
    }
}

/// S1-08, S1-11: the certificate answers this request, by the request itself and by its record.
#[test]
fn s1_08_s1_11_the_request_and_its_record_are_compared() {
    let bench = bench();
    bench
        .run(&[
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
            "--app-id",
            "com.example.app",
        ])
        .code(0);
    for request in ["push.csr", "push.json"] {
        pair(&bench, &["--request", request, "--force"]).code(0);
    }
    bench.put("aps.cer", app("com.example.other", 3));
    pair(&bench, &["--request", "push.csr", "--force"]).code(0);
    let before = bench.read("push.p12");
    let output = pair(&bench, &["--request", "push.json", "--force"]);
    let words = [
        "not-the-requested-topic",
        "com.example.other",
        "com.example.app was asked for",
        "the same request can be used",
    ];
    refused(output, 1, &words);
    assert_eq!(bench.read("push.p12"), before);
}

#[test]
fn the_new_password_from_each_source() {
    let bench = bench();
    bench.put("secret", format!("{NEW}\n"));
    for flags in [
        &["--new-password-file", "secret"][..],
        &["--new-password-env", "NEW"],
    ] {
        pair(&bench, &[flags, &["--force"]].concat()).code(0);
        assert_eq!(bench.check("push.p12", NEW)["pkcs12"]["password"], "given");
    }
    let output = pair(&bench, &["--no-password", "--force"]).code(0);
    assert!(
        output.stderr.contains("whoever has this file"),
        "{}",
        output.stderr
    );
    let fixed = [
        "pair", "--cert", "aps.cer", "--key", "push.key", "--out", "x.p12",
    ];
    refused(
        bench.run(&fixed),
        2,
        &["there is no new password", "--new-password-file"],
    );
    refused(
        crate::support::finish(
            bench
                .command(&[&fixed[..], &["--new-password-env", "EMPTY"]].concat())
                .env("EMPTY", ""),
        ),
        2,
        &["the new password is empty", "--no-password"],
    );
    assert!(!bench.names().contains(&"x.p12".to_owned()));
}

/// The old password is the first line of standard input, the new one the second.
#[test]
fn both_passwords_from_standard_input() {
    let bench = bench();
    let locked = encrypted_pkcs8(&TestKey::rsa2048(3), &Protection::pbes2_aes256(2048), OLD);
    bench.put("push.key", locked);
    let path = |name: &str| bench.path(name).to_str().unwrap().to_owned();
    let (cert, key, out) = (path("aps.cer"), path("push.key"), path("push.p12"));
    let arguments = [
        "pair",
        "--cert",
        &cert,
        "--key",
        &key,
        "--out",
        &out,
        "--password-stdin",
        "--new-password-stdin",
    ];
    let input = format!("{OLD}\n{NEW}\n");
    run_with_input(&arguments, input.as_bytes()).code(0);
    assert_eq!(bench.check("push.p12", NEW)["pkcs12"]["password"], "given");
}

#[test]
fn json_says_what_was_written_and_why_not() {
    let bench = bench();
    let schema = run(&["schema", "export"]).code(0).json();
    let written = pair(&bench, &["--format", "json"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &written), [""; 0]);
    bench.put("push.key", csr_pem(3));
    let output = pair(&bench, &["--format", "json", "--force"]).code(1);
    let refused = output.json();
    assert_eq!(crate::schema::violations(&schema, &refused), [""; 0]);
    assert!(refused.to_string().contains("wrong-file-here"), "{refused}");
    bench.put("push.key", key_pem(4));
    let refused = pair(&bench, &["--format", "json", "--force"])
        .code(1)
        .json();
    assert_eq!(crate::schema::violations(&schema, &refused), [""; 0]);
    assert!(refused.to_string().contains("key-mismatch"), "{refused}");
}

/// S1-11: what has expired is joined all the same, and that is said.
#[test]
fn an_expired_certificate_is_joined_with_a_warning() {
    let bench = bench();
    let output = pair(&bench, &["--at", "2027-09-01T00:00:00Z"]).code(0);
    assert!(
        output.stderr.contains("certificate-expired"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("will not work with APNs"));
}
