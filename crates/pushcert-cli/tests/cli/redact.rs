//! `--redact`: safe to post.

use crate::support::{AT, Output, on_locked_sample, run, sample};

/// What stands in the samples and belongs to somebody.
const SENSITIVE: &[&str] = &[
    "com.example",
    "TEAM123456",
    "Example Ltd",
    "healthy",
    "expired.p12",
    "docs/samples",
    "US",
];

fn redacted(verb: &str, format: &str) -> Output {
    let anchor = sample("synthetic-ca.pem");
    let arguments = [
        verb,
        "docs/samples",
        "--at",
        AT,
        "--password",
        "sample",
        "--trust-anchor",
        &anchor,
    ];
    let more = [
        "--format",
        format,
        "--redact",
        "--topic",
        "com.example.other",
        "--limit",
        "max-input=100000",
    ];
    run(&[&arguments[..], &more].concat())
}

/// Fingerprints and serials are long runs of hexadecimal digits.
fn longest_hex(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_hexdigit())
        .max_by_key(|run| run.len())
        .unwrap_or_default()
}

#[test]
fn no_name_identifier_serial_or_path_is_left() {
    for verb in ["check", "show"] {
        for format in ["text", "json", "sarif", "junit", "prometheus", "ical"] {
            let Output { stdout, stderr, .. } = redacted(verb, format);
            for word in SENSITIVE {
                let alone = |text: &str| {
                    text.split(|c: char| !c.is_alphanumeric())
                        .any(|found| found == *word)
                };
                let holds = |text: &str| {
                    if word.len() < 4 {
                        alone(text)
                    } else {
                        text.contains(word)
                    }
                };
                assert!(!holds(&stdout), "{verb} {format} shows {word}:\n{stdout}");
                assert!(!holds(&stderr), "{verb} {format} shows {word}:\n{stderr}");
            }
            let hex = longest_hex(&stdout);
            assert!(hex.len() < 16, "{verb} {format} shows {hex}");
        }
    }
}

#[test]
fn what_is_needed_for_advice_stays() {
    let text = on_locked_sample("check", "expired.p12", &["--redact"]).flat();
    for word in [
        "file-1.p12 will not work",
        "APNS201",
        "certificate-expired",
        "sandbox and production",
        "app-1.voip",
        "RSA 2048",
        "2025-06-01",
    ] {
        assert!(text.contains(word), "{word} is missing: {text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_not_named_either() {
    let output = run(&["check", "secret-project.p12", "--redact"]).code(2);
    assert!(
        !output.stderr.contains("secret-project"),
        "{}",
        output.stderr
    );
}
