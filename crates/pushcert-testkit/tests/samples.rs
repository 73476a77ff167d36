//! `docs/samples/` holds exactly what this crate writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pushcert_testkit::samples;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/samples")
}

#[test]
fn committed_samples_are_what_would_be_written() {
    for (name, bytes) in samples::files() {
        let found =
            fs::read(folder().join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            found == bytes,
            "{name} differs: run testkit-fixtures --out docs/samples"
        );
    }
}

#[test]
fn nobody_else_writes_there() {
    let expected: BTreeSet<String> = samples::files().into_iter().map(|(name, _)| name).collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .expect("docs/samples")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(found, expected);
}

/// The sick files of source S0, by the statements that they serve.
#[test]
fn the_sick_files_of_the_troubleshooting_page_are_there() {
    let names: BTreeSet<&str> = samples::all().iter().map(|sample| sample.path).collect();
    let wanted = [
        ("S0_03", "sandbox-only.p12"),
        ("S0_05", "healthy-keychain.p12"),
        ("S0_07", "unprotected.p12"),
        ("S0_08", "healthy-openssl3.p12"),
        ("S0_12", "certificate-only.cer"),
        ("S0_13", "certificate-renamed.p12"),
        ("S0_13", "certificate-only.pem"),
        ("S0_14", "p12-named.cer"),
        ("S0_15", "healthy-keychain.p12"),
        ("S0_16", "two-identities.p12"),
        ("S0_18", "no-private-key.p12"),
        ("S0_18", "key-only.p12"),
        ("S0_20", "empty-password-bmp.p12"),
        ("S0_20", "empty-password-zero-bytes.p12"),
        ("S0_20", "no-mac.p12"),
    ];
    for (statement, name) in wanted {
        assert!(names.contains(name), "{statement} has no {name}");
    }
}

#[test]
fn the_readme_names_every_file() {
    let readme = samples::readme();
    for sample in samples::all() {
        assert!(
            readme.contains(&format!("| `{}` |", sample.path)),
            "{}",
            sample.path
        );
    }
}
