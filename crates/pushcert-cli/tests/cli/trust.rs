//! `pushcert trust`: the roots that APNs needs, without a connection.

use pushcert_testkit::authority::Authority;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

use crate::support::{Output, finish, run};
use crate::workbench::{Bench, OLD, app, key_pem, refused};

/// The roots that their owner publishes; `crates/pushcert-trust/tests/data/RECIPE.md`.
const USERTRUST: &[u8] = include_bytes!("../../../pushcert-trust/data/usertrust-rsa.der");
const AAA: &[u8] = include_bytes!("../../../pushcert-trust/data/aaa-certificate-services.der");

fn block(der: &[u8]) -> String {
    pem::encode("CERTIFICATE", der)
}

fn other_root() -> Vec<u8> {
    Authority::synthetic().certificate()
}

fn trust(store: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let bench = Bench::new();
    bench.put("roots.pem", store);
    bench.run(&[&["trust", "--store", "roots.pem"], more].concat())
}

#[test]
fn s1_29_a_store_with_both_roots_passes() {
    let store = block(&other_root()) + &block(USERTRUST) + &block(AAA);
    let output = trust(&store, &[]).code(0);
    let text = output.flat();
    for part in [
        "✓ roots.pem has the root that APNs needs today",
        "holds 3 certificates",
        "USERTrust RSA Certification Authority: present, needed today",
        "AAA Certificate Services: present, asked for by Apple's page",
        "G4, until 2030-12-10",
        "AAI2, until",
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
    assert!(!text.contains("apns-root-missing"), "{text}");
}

#[test]
fn s1_29_a_store_without_the_root_is_an_error() {
    let store = block(&other_root()) + &block(AAA);
    let output = trust(&store, &[]).code(1);
    let text = output.flat();
    for part in [
        "✗ roots.pem does not do for APNs",
        "apns-root-missing",
        "USERTrust RSA Certification Authority is not in the trust store: the servers of APNs chain to it",
        "→",
    ] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
}

/// Apple's page asks for the other one, although no server needs it: that is a warning.
#[test]
fn s1_29_the_root_that_only_the_page_asks_for_is_a_warning() {
    let store = block(USERTRUST);
    let output = trust(&store, &[]).code(0);
    assert!(
        output
            .flat()
            .contains("AAA Certificate Services is not in the trust store"),
        "{}",
        output.stdout
    );
    trust(&store, &["--strict"]).code(1);
}

#[test]
fn s1_29_json_is_a_report() {
    let schema = run(&["schema"]).code(0).json();
    for (store, code, state) in [
        (block(USERTRUST) + &block(AAA), 0, "present"),
        (block(&other_root()), 1, "absent"),
    ] {
        let report = trust(store, &["--format", "json"]).code(code).json();
        assert_eq!(crate::schema::violations(&schema, &report), [""; 0]);
        let roots = report["files"][0]["trust_store"]["roots"]
            .as_array()
            .unwrap();
        let needed: Vec<_> = roots
            .iter()
            .filter(|root| root["needed_today"] == true)
            .collect();
        assert_eq!(
            (needed.len(), needed[0]["state"].as_str()),
            (1, Some(state)),
            "{report}"
        );
    }
}

#[test]
fn s1_29_the_dates_of_the_root_count() {
    let store = block(USERTRUST) + &block(AAA);
    let output = trust(&store, &["--at", "2039-01-01T00:00:00Z"]).code(1);
    assert!(
        output.flat().contains("its dates do not hold"),
        "{}",
        output.stdout
    );
}

#[test]
fn s1_29_a_folder_of_certificates() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("certs")).unwrap();
    let put =
        |name: &str, bytes: &[u8]| std::fs::write(bench.path("certs").join(name), bytes).unwrap();
    put("a.pem", block(&other_root()).as_bytes());
    put("b.crt", AAA);
    put("README", b"no certificate");
    let run = || bench.run(&["trust", "--store", "certs"]);
    assert!(run().code(1).flat().contains("holds 2 certificates"));
    put("c.der", USERTRUST);
    // As /etc/ssl/certs has it: a bundle of all of them, and links by the hash of the name.
    put(
        "bundle.crt",
        (block(&other_root()) + &block(USERTRUST)).as_bytes(),
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("c.der", bench.path("certs/fc5a8f99.0")).unwrap();
    let output = run().code(0);
    assert!(
        output.flat().contains("✓ certs has the root"),
        "{}",
        output.stdout
    );
}

#[test]
fn s1_29_other_forms_of_a_store() {
    assert!(
        trust(USERTRUST, &[])
            .code(0)
            .flat()
            .contains("holds 1 certificate ")
    );
    let identity = Identity::apns("com.example.app").chain(vec![USERTRUST.to_vec()]);
    let container = PfxBuilder::modern(OLD, &identity, 64).build();
    let output = trust(container, &["--password-env", "OLD"]).code(0);
    assert!(
        output
            .flat()
            .contains("USERTrust RSA Certification Authority: present"),
        "{}",
        output.stdout
    );
}

#[test]
fn what_is_no_store_is_told() {
    for bytes in [Vec::new(), key_pem(3).into_bytes(), vec![7; 3000]] {
        let output = trust(bytes, &[]).code(1);
        let text = output.flat();
        assert!(
            text.contains("✗ roots.pem") && text.contains("→"),
            "{}",
            output.stdout
        );
        assert!(!text.contains("✓"), "{}", output.stdout);
    }
    let output = trust(app("com.example.app", 3), &[]).code(1);
    assert!(
        output.flat().contains("apns-root-missing"),
        "{}",
        output.stdout
    );
    let bench = Bench::new();
    let output = bench.run(&["trust", "--store", "roots.pem"]);
    refused(output, 2, &["roots.pem", "there is no such file"]);
    std::fs::create_dir(bench.path("empty")).unwrap();
    let output = bench.run(&["trust", "--store", "-", "--password-stdin"]);
    refused(output, 2, &["standard input is asked for more than once"]);
    let output = bench.run(&["trust", "--store", "empty"]).code(1);
    assert!(output.stdout.contains("✗ empty"), "{}", output.stdout);
}

/// The store of this machine is the one that its programs are told to use.
#[test]
fn s1_29_the_variables_of_openssl_are_followed() {
    let bench = Bench::new();
    bench
        .put("roots.pem", block(USERTRUST))
        .put("none.pem", block(&other_root()));
    let with = |name: &str, value: &str| {
        let mut command = bench.command(&["trust"]);
        command
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR");
        finish(command.env(name, bench.path(value)))
    };
    assert!(
        with("SSL_CERT_FILE", "roots.pem")
            .code(0)
            .flat()
            .contains("roots.pem has the root")
    );
    assert!(
        with("SSL_CERT_FILE", "none.pem")
            .code(1)
            .flat()
            .contains("apns-root-missing")
    );
    refused(
        with("SSL_CERT_FILE", "missing.pem"),
        2,
        &["missing.pem", "there is no such file"],
    );
    std::fs::create_dir(bench.path("certs")).unwrap();
    std::fs::write(bench.path("certs/a.pem"), block(USERTRUST)).unwrap();
    assert!(
        with("SSL_CERT_DIR", "certs")
            .code(0)
            .flat()
            .contains("certs has the root")
    );
}
