//! Folders: what is read, what is left out, in which order.

use std::fs;

use crate::support::{AT, folder, run, sample, sample_bytes, write};

fn paths(output: &crate::support::Output, folder: &tempfile::TempDir) -> Vec<String> {
    let prefix = format!("{}/", folder.path().display());
    let json = output.json();
    let files = json["files"].as_array().unwrap().iter();
    files
        .map(|file| file["path"].as_str().unwrap().replace(&prefix, ""))
        .collect()
}

#[test]
fn known_names_and_known_contents_are_reported_in_the_order_of_names() {
    let folder = folder();
    let certificate = sample_bytes("certificate-only.cer");
    write(&folder, "b/2.cer", &certificate);
    write(&folder, "b/10.cer", &certificate);
    write(&folder, "a.pem", sample_bytes("healthy.pem"));
    write(&folder, "no-extension", &certificate);
    write(&folder, "damaged.p12", b"\x30\x82\xff\xff");
    write(&folder, "page.p12", sample_bytes("login-page.p12"));
    write(
        &folder,
        "README.md",
        "# Certificates\n-----BEGIN CERTIFICATE-----\n",
    );
    write(&folder, "photo.jpg", b"\xff\xd8\xff\xe0");
    write(&folder, "zero.txt", b"");
    write(&folder, ".hidden/c.cer", &certificate);
    write(&folder, ".c.cer", &certificate);
    let output = run(&[
        "check",
        folder.path().to_str().unwrap(),
        "--at",
        AT,
        "--format",
        "json",
    ])
    .code(1);
    let expected = [
        "a.pem",
        "b/10.cer",
        "b/2.cer",
        "damaged.p12",
        "no-extension",
        "page.p12",
    ];
    assert_eq!(paths(&output, &folder), expected);
    let text = run(&["check", folder.path().to_str().unwrap(), "--at", AT]).code(1);
    assert!(text.stdout.contains("6 files: "), "{}", text.stdout);
    assert!(
        text.stdout.contains("left out: 3 unrelated files"),
        "{}",
        text.stdout
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_inside_are_left_alone_and_counted() {
    let folder = folder();
    write(&folder, "a.cer", sample_bytes("certificate-only.cer"));
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.path().join("outside")).unwrap();
    crate::io::make_pipe(&folder.path().join("pipe.p12"));
    let output = run(&["check", folder.path().to_str().unwrap(), "--at", AT]).code(1);
    assert!(output.stdout.contains("1 file: "), "{}", output.stdout);
    assert!(
        output
            .stdout
            .contains("2 symbolic links, 1 pipe, socket or device"),
        "{}",
        output.stdout
    );
}

#[test]
fn several_files_are_brief_and_one_is_told_in_full() {
    let output = run(&[
        "check",
        &sample("healthy.pem"),
        &sample("key-mismatch.pem"),
        "--trust-anchor",
        &sample("synthetic-ca.pem"),
        "--at",
        AT,
    ])
    .code(1);
    let lines: Vec<_> = output.stdout.lines().collect();
    assert!(
        lines[0].starts_with("✓ docs/samples/healthy.pem"),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"✗ docs/samples/key-mismatch.pem will not work with APNs"),
        "{lines:?}"
    );
    assert!(output.flat().contains("] key-mismatch: "), "{lines:?}");
    assert!(
        !output.stdout.contains("  valid  "),
        "no table of facts: {lines:?}"
    );
    assert!(
        output
            .stdout
            .contains("2 files: 1 will work, 1 will not work"),
        "{lines:?}"
    );
}

#[test]
fn a_folder_without_credentials_is_not_a_success() {
    let folder = folder();
    write(&folder, "readme.txt", "nothing");
    let output = run(&["check", folder.path().to_str().unwrap()]).code(2);
    assert!(
        output.stderr.contains("no credential among the files"),
        "{}",
        output.stderr
    );
}

#[test]
fn s0_06_every_credential_of_an_app_is_judged_on_its_own() {
    let folder = folder();
    write(&folder, "development.p12", sample_bytes("expired.p12"));
    write(
        &folder,
        "production.p12",
        sample_bytes("healthy-openssl3.p12"),
    );
    let path = folder.path().to_str().unwrap();
    let anchor = sample("synthetic-ca.pem");
    let arguments = [
        "check",
        path,
        "--at",
        AT,
        "--trust-anchor",
        &anchor,
        "--password",
        "sample",
        "--format",
        "json",
    ];
    let json = run(&arguments).code(1).json();
    let days: Vec<_> = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["identities"][0]["certificate"]["days_left"].as_i64())
        .collect();
    assert!(matches!(days[..], [Some(..0), Some(0..)]), "{days:?}");
}

#[test]
fn many_files_come_in_the_same_order_with_the_same_bytes_every_time() {
    let folder = folder();
    let (certificate, key) = (
        sample_bytes("certificate-only.pem"),
        sample_bytes("healthy.pem"),
    );
    for number in 0..300 {
        let bytes = if number % 7 == 0 { &key } else { &certificate };
        write(&folder, &format!("{number:03}.pem"), bytes);
    }
    let path = folder.path().to_str().unwrap();
    for format in ["json", "text", "sarif", "junit"] {
        let arguments = ["check", path, "--at", AT, "--format", format];
        let first = run(&arguments).code(1).stdout;
        assert_eq!(run(&arguments).code(1).stdout, first, "{format}");
    }
    let output = run(&["check", path, "--at", AT, "--format", "json"]);
    let names: Vec<_> = (0..300).map(|number| format!("{number:03}.pem")).collect();
    assert_eq!(paths(&output, &folder), names);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_text_do_no_harm() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder();
    let name = std::ffi::OsStr::from_bytes(b"\x1b]0;x\x07\xff.cer");
    fs::write(
        folder.path().join(name),
        sample_bytes("certificate-only.cer"),
    )
    .expect("Linux takes any bytes");
    for format in ["text", "json", "sarif", "junit"] {
        let output = run(&[
            "check",
            folder.path().to_str().unwrap(),
            "--at",
            AT,
            "--format",
            format,
        ])
        .code(1);
        assert!(
            !output.stdout.contains('\u{1b}'),
            "{format}: {}",
            output.stdout
        );
    }
}
