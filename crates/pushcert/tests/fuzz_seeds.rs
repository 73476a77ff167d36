//! Replays the committed seeds of the fuzz targets, without any fuzzer.

#![allow(
    clippy::missing_panics_doc,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test may panic, and names its seed"
)]

#[path = "../../../fuzz/src/bodies.rs"]
pub mod bodies;

use std::path::{Path, PathBuf};

/// The seeds of a target, by name. There are some, or the test fails: a folder that is missing or
/// empty would prove nothing.
fn seeds(target: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(target);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{}: no seed", dir.display());
    files
}

fn replay(target: &str, body: fn(&[u8])) {
    for file in seeds(target) {
        let bytes = std::fs::read(&file).expect("a seed");
        // A failure names the seed.
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("{target}: {name}");
        body(&bytes);
        // A seed that was cut off is what a broken upload looks like.
        for part in 1..16 {
            body(&bytes[..bytes.len() * part / 16]);
        }
    }
}

#[test]
fn pkcs12_decode() {
    replay("pkcs12_decode", bodies::pkcs12_decode);
}

#[test]
fn pkcs12_roundtrip() {
    replay("pkcs12_roundtrip", bodies::pkcs12_roundtrip);
}

#[test]
fn pkcs12_structured() {
    replay("pkcs12_structured", bodies::pkcs12_structured);
}

#[test]
fn ber_normalise() {
    replay("ber_normalise", bodies::ber_normalise);
}

#[test]
fn pem_scan() {
    replay("pem_scan", bodies::pem_scan);
}

#[test]
fn x509_certificate() {
    replay("x509_certificate", bodies::x509_certificate);
}

#[test]
fn apple_extensions() {
    replay("apple_extensions", bodies::apple_extensions);
}

#[test]
fn private_key() {
    replay("private_key", bodies::private_key);
}

#[test]
fn csr() {
    replay("csr", bodies::csr);
}

#[test]
fn mdm_request() {
    replay("mdm_request", bodies::mdm_request);
}

#[test]
fn plist() {
    replay("plist", bodies::plist);
}

#[test]
fn crl() {
    replay("crl", bodies::crl);
}

#[test]
fn ocsp() {
    replay("ocsp", bodies::ocsp);
}

#[test]
fn check_any() {
    replay("check_any", bodies::check_any);
}

/// The seeds reach what they are for: those that are whole open, so that a replay goes all the way.
#[test]
fn whole_seeds_open() {
    use pushcert::pkcs12::{Limits, Pfx};

    let broken = ["enveloped.p12", "keytool-bomb.p12"];
    for file in seeds("pkcs12_decode") {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(&file).expect("a seed");
        let limits = Limits::default();
        let pfx = Pfx::decode(&bytes, &limits).expect("every seed is a container");
        let outcome = match pfx.open(Some(bodies::PASSWORD), &limits) {
            Err(error) => pfx.open(None, &limits).map_err(|_| error),
            opened => opened,
        };
        assert!(
            outcome.is_ok() || broken.contains(&name.as_ref()),
            "{name}: {outcome:?}"
        );
    }
    for file in seeds("x509_certificate") {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(&file).expect("a seed");
        let decodes = pushcert::x509::Certificate::decode(&bytes).is_ok();
        assert!(decodes || name == "backwards.cer", "{name}");
    }
}

#[test]
fn every_folder_of_seeds_has_a_target() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    for entry in std::fs::read_dir(dir.join("seeds")).expect("fuzz/seeds") {
        let entry = entry.expect("an entry of the folder");
        let target = format!("fuzz_targets/{}.rs", entry.file_name().to_string_lossy());
        assert!(
            !entry.path().is_dir() || dir.join(&target).is_file(),
            "{target} is missing"
        );
    }
}
