//! `pushcert csr new`: the key and the request.

use pushcert::csr::CertificationRequest;
use pushcert::keys::PrivateKey;
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::{identity::Identity, pem, pfx::PfxBuilder};

use crate::support::{Output, run};
use crate::workbench::{Bench, NEW, OLD, app, key_pem, refused};

/// `csr new` for a key that exists, which takes no time.
pub(crate) fn request(bench: &Bench, more: &[&str]) -> Output {
    let fixed = [
        "csr",
        "new",
        "--email",
        "push@example.com",
        "--common-name",
        "Example Push",
        "--key",
        "kept.key",
        "--out",
        "push.csr",
    ];
    bench.run(&[&fixed[..], more].concat())
}

/// The one test in which a key is made without a password: everything about it.
#[test]
fn s1_09_s1_10_a_new_key_and_a_request_that_verifies() {
    let bench = Bench::new();
    let output = bench
        .run(&[
            "csr",
            "new",
            "--email",
            "push@example.com",
            "--common-name",
            "Exämple Push",
            "--country",
            "de",
            "--out",
            "push.csr",
            "--key-out",
            "push.key",
            "--record",
            "push.json",
        ])
        .code(0);
    assert_eq!(bench.names(), ["push.csr", "push.json", "push.key"]);
    assert!(output.stderr.contains("the key is not encrypted"));
    for part in ["✓ wrote push.csr", "✓ wrote push.json", "push.key: keep it"] {
        assert!(output.flat().contains(part), "{part} in {}", output.stdout);
    }
    let csr = CertificationRequest::parse(&bench.read("push.csr")).unwrap();
    csr.verify().unwrap();
    assert_eq!(csr.signature_algorithm().name(), "sha256-rsa");
    assert_eq!(csr.common_name(), Some("Exämple Push"));
    assert_eq!(
        (csr.email(), csr.country()),
        (Some("push@example.com"), Some("DE"))
    );
    let text = bench.text("push.key");
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"), "PKCS#8");
    let document = pushcert::pem::scan(text.as_bytes(), &pushcert::pem::Limits::default()).unwrap();
    let key = PrivateKey::decode(document.blocks[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(
        (key.bits(), key.public_key()),
        (Some(2048), csr.public_key())
    );
    let shown = bench.run(&["csr", "show", "push.csr", "--format", "json"]);
    let shown = &shown.code(0).json()["files"][0]["requests"][0];
    assert_eq!(shown["signature"], "valid");
    let record = bench.json("push.json");
    assert_eq!(record["spki_sha256"], shown["key"]["spki_sha256"]);
    assert_eq!(record["csr_sha256"], shown["sha256"]);
    assert_eq!(record["created_at"], crate::support::AT);
    let schema = run(&["schema", "request"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &record), [""; 0]);
}

#[test]
fn s1_09_a_new_key_is_encrypted_with_a_new_password() {
    let bench = Bench::new();
    let fixed = [
        "csr",
        "new",
        "--email",
        "push@example.com",
        "--common-name",
        "Push",
    ];
    let files = ["--out", "push.csr", "--key-out", "push.key"];
    let password = ["--new-password-env", "NEW"];
    let output = bench.run(&[&fixed[..], &files, &password].concat()).code(0);
    assert_eq!(output.stderr, "");
    let text = bench.text("push.key");
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    let own = &bench.check("push.key", NEW)["keys"][0]["spki_sha256"];
    let csr = &bench.check("push.csr", "")["requests"][0]["key"]["spki_sha256"];
    assert!(own.is_string() && own == csr, "{own} {csr}");
    let locked = bench.check("push.key", "another").to_string();
    assert!(locked.contains("wrong-password"), "{locked}");
}

/// A key of one's own, in every form that people have it in.
#[test]
fn s1_09_a_key_that_exists_can_be_used() {
    let key = TestKey::rsa2048(3);
    let identity = Identity::from_parts(&key, app("com.example.app", 3));
    let protection = Protection::pbes2_aes256(2048);
    let encrypted = encrypted_pkcs8(&key, &protection, OLD);
    let spki =
        |bench: &Bench| bench.check("push.csr", "")["requests"][0]["key"]["spki_sha256"].clone();
    let mut seen = Vec::new();
    for (bytes, password) in [
        (key.pkcs8_der(), false),
        (key_pem(3).into_bytes(), false),
        (
            pem::encode("RSA PRIVATE KEY", &key.pkcs1_der()).into_bytes(),
            false,
        ),
        (
            pem::encode("ENCRYPTED PRIVATE KEY", &encrypted).into_bytes(),
            true,
        ),
        (PfxBuilder::keychain_style(OLD, &identity).build(), true),
    ] {
        let bench = Bench::new();
        bench.put("kept.key", bytes);
        let flags: &[&str] = if password {
            &["--password-env", "OLD"]
        } else {
            &[]
        };
        request(&bench, flags).code(0);
        assert_eq!(
            bench.names(),
            ["kept.key", "push.csr"],
            "no other key is written"
        );
        seen.push(spki(&bench));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

/// The portal's own words, before anything is uploaded.
#[test]
fn s1_10_keys_that_the_portal_does_not_take_are_refused_in_its_words() {
    for key in [
        TestKey::rsa(1024),
        TestKey::rsa(3072),
        TestKey::rsa(4096),
        TestKey::ec_p256(0),
    ] {
        let bench = Bench::new();
        bench.put("kept.key", pem::encode("PRIVATE KEY", &key.pkcs8_der()));
        let words = ["CSR algorithm/size incorrect. Expected: RSA(2048)", "--key"];
        refused(request(&bench, &["--record", "push.json"]), 2, &words);
        assert_eq!(bench.names(), ["kept.key"]);
    }
}

#[test]
fn files_that_are_no_key_are_refused() {
    let key = TestKey::rsa2048(3);
    let encrypted = encrypted_pkcs8(&key, &Protection::pbes2_aes256(2048), OLD);
    let wrong: &[&str] = &["--password", "not it"];
    for (bytes, flags, why) in [
        (
            crate::workbench::csr_pem(3).into_bytes(),
            &[][..],
            "it contains the public key",
        ),
        (app("com.example.app", 3), &[], "it contains the public key"),
        (
            (key_pem(3) + &key_pem(4)).into_bytes(),
            &[],
            "does not hold one private key",
        ),
        (encrypted.clone(), &[], "password-required"),
        (encrypted, wrong, "wrong-password"),
        (vec![7; 3000], &[], "does not hold one private key"),
        (Vec::new(), &[], "does not hold one private key"),
    ] {
        let bench = Bench::new();
        bench.put("kept.key", bytes);
        refused(request(&bench, flags), 2, &[why]);
        assert_eq!(bench.names(), ["kept.key"]);
    }
}

/// A name that no request can have is found before a key is made or read: here there is none.
#[test]
fn names_that_no_request_can_have_are_refused_first() {
    let long = "x".repeat(65);
    let cases: [(&str, &str, &str, &str); 12] = [
        ("", "Push", "US", "--email"),
        ("nobody", "Push", "US", "--email"),
        ("@example.com", "Push", "US", "--email"),
        ("push@exämple.com", "Push", "US", "--email"),
        (
            "push@example.com\r\nBcc: other@example.com",
            "Push",
            "US",
            "--email",
        ),
        ("push@example.com", "", "US", "--common-name"),
        ("push@example.com", "   ", "US", "--common-name"),
        ("push@example.com", &long, "US", "--common-name"),
        (
            "push@example.com",
            "Push\nSubject: other",
            "US",
            "--common-name",
        ),
        ("push@example.com", "Push", "USA", "--country"),
        ("push@example.com", "Push", "", "--country"),
        ("push@example.com", "Push", "U\n", "--country"),
    ];
    for (email, name, country, flag) in cases {
        let bench = Bench::new();
        let fixed = [
            "csr",
            "new",
            "--email",
            email,
            "--common-name",
            name,
            "--country",
            country,
        ];
        let files = ["--key", "no such key", "--out", "push.csr"];
        let output = bench.run(&[&fixed[..], &files].concat());
        refused(output, 2, &["no request was made", flag]);
        assert!(bench.names().is_empty());
    }
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    let apple_id = "push@example.com\r\nBcc: other@example.com";
    refused(
        request(&bench, &["--apple-id", apple_id]),
        2,
        &["is no Apple ID", "--apple-id"],
    );
    assert_eq!(bench.names(), ["kept.key"]);
}
