//! `pushcert export`: where passwords and bytes come from, and what is refused.

use crate::export::{NEW, check, new};
use crate::support::{
    AT, PASSWORD, command, finish, folder, run, run_with_input, sample, sample_bytes, write,
};

#[test]
fn new_passwords_come_from_everywhere() {
    let folder = folder();
    let file = sample("healthy-openssl3.p12");
    let secret = write(&folder, "secret", format!("{NEW}\r\n"));
    let out = new(&folder);
    let arguments = |more: &[&str]| -> Vec<String> {
        let fixed = [
            "export",
            &file,
            "--to",
            "p12-modern",
            "--force",
            "--out",
            out.to_str().unwrap(),
        ];
        fixed.iter().chain(more).map(ToString::to_string).collect()
    };
    let opens = || assert_eq!(check(&out, NEW)["pkcs12"]["password"], "given");
    let old = write(&folder, "old", PASSWORD);
    let old = ["--password-file", old.to_str().unwrap()];
    run(&arguments(
        &[&old[..], &["--new-password-file", secret.to_str().unwrap()]].concat(),
    ))
    .code(0);
    opens();
    let flags = arguments(&[&old[..], &["--new-password-stdin"]].concat());
    run_with_input(&flags, format!("{NEW}\nnot read").as_bytes()).code(0);
    opens();
    // The old one first, the new one second.
    let flags = arguments(&["--password-stdin", "--new-password-stdin"]);
    run_with_input(&flags, format!("{PASSWORD}\n{NEW}\n").as_bytes()).code(0);
    opens();
    run_with_input(&flags, format!("{PASSWORD}\r\n{NEW}").as_bytes()).code(0);
    opens();
    let one = run_with_input(&flags, PASSWORD.as_bytes()).code(2);
    assert!(
        one.stderr.contains("two passwords are wanted"),
        "{}",
        one.stderr
    );
    let empty = run_with_input(&flags, format!("{PASSWORD}\n\n").as_bytes()).code(2);
    assert!(empty.stderr.contains("--no-password"), "{}", empty.stderr);
    // The same one again.
    let same = arguments(&[&old[..], &["--new-password-env", "P"]].concat());
    finish(command(&same).env("P", PASSWORD)).code(0);
    assert_eq!(check(&out, PASSWORD)["pkcs12"]["password"], "given");
}

#[test]
fn a_wrong_command_is_told_before_anything_is_read() {
    let file = sample("healthy.pem");
    let folder = folder();
    let never = new(&folder);
    let never = never.to_str().unwrap();
    for (flags, why) in [
        (&["--to", "pem"][..], "--new-password-file"),
        (&["--to", "pem"], "--no-password"),
        (
            &["--to", "pem", "--no-password", "--new-password-stdin"],
            "cannot be used with",
        ),
        (
            &["--to", "pem", "--no-password", "--iterations", "2000"],
            "there are no iterations",
        ),
        (
            &["--to", "pem", "--no-password", "--chain", "some"],
            "complete",
        ),
        (&["--to", "p13", "--no-password"], "p12-compatible"),
        (
            &[
                "--to",
                "pem",
                "--new-password-env",
                "P",
                "--iterations",
                "5000001",
            ],
            "5000000 are the most",
        ),
    ] {
        let fixed = ["export", &file, "--out", never];
        let output = finish(command(&[&fixed[..], flags].concat()).env("P", NEW)).code(2);
        assert!(output.stderr.contains(why), "{why}: {}", output.stderr);
    }
    assert!(!new(&folder).exists());
}

#[test]
fn standard_input_and_output_have_one_use() {
    let file = sample("healthy.pem");
    for (arguments, why) in [
        (
            ["-", "--out", "x", "--new-password-stdin", "--force"],
            "standard input is asked for more than once",
        ),
        (
            [&file, "--out", "-", "--no-password", "--format=json"],
            "standard output is asked for more than once",
        ),
    ] {
        let output = run(&[&["export", "--to", "pem"][..], &arguments].concat()).code(2);
        assert!(output.stderr.contains(why), "{}", output.stderr);
        assert!(output.stderr.contains("  → "), "{}", output.stderr);
    }
}

#[test]
fn standard_input_and_output_are_files_too() {
    let anchor = sample("synthetic-ca.pem");
    let output = run_with_input(
        &[
            "export",
            "-",
            "--to",
            "pem",
            "--out",
            "-",
            "--no-password",
            "--at",
            AT,
            "--trust-anchor",
            &anchor,
        ],
        &sample_bytes("healthy.pem"),
    )
    .code(0);
    assert!(
        output.stdout.starts_with("-----BEGIN CERTIFICATE-----\n"),
        "{}",
        output.stdout
    );
    assert!(
        output.stdout.ends_with("-----END PRIVATE KEY-----\n"),
        "{}",
        output.stdout
    );
    let blocks: Vec<_> = output
        .stdout
        .lines()
        .filter(|line| line.starts_with("-----B"))
        .collect();
    assert_eq!(blocks.last(), Some(&"-----BEGIN PRIVATE KEY-----"));
    assert!(
        output.stderr.contains("✓ wrote to standard output"),
        "{}",
        output.stderr
    );
}
