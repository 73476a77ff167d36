//! The canary: no password and no key material in any output, whatever goes wrong.

use std::process::Stdio;

use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;
use pushcert_testkit::{hex_lower, pem};

use crate::support::{Output, command, finish, folder, run_with_input, sample, write};

/// A password that stands nowhere else.
const CANARY: &str = "canary-Zq7#vX-4451";

fn secrets() -> (Vec<u8>, Vec<String>) {
    let identity = Identity::apns("com.example.app");
    let container = PfxBuilder::modern(CANARY, &identity, 64).build();
    let key = pushcert_testkit::key::TestKey::rsa2048(0).pkcs8_der();
    let text = pem::encode("PRIVATE KEY", &key);
    // Whole lines in the middle of the key, as base64 and as hexadecimal digits.
    let mut words: Vec<_> = text.lines().skip(3).take(15).map(str::to_owned).collect();
    let (small, large) = (hex_lower(&key), hex_lower(&key).to_uppercase());
    words.extend([
        small[400..440].to_owned(),
        large[400..440].to_owned(),
        CANARY.to_owned(),
    ]);
    (container, words)
}

#[track_caller]
fn is_silent(output: &Output, words: &[String], what: &str) {
    for word in words {
        let said = output.stdout.contains(word.as_str()) || output.stderr.contains(word.as_str());
        assert!(
            !said,
            "{what} shows {word}:\n{}\n{}",
            output.stdout, output.stderr
        );
    }
}

#[test]
fn s0_10_no_command_shows_a_password_or_a_key() {
    let (container, words) = secrets();
    let folder = folder();
    let mut broken = container.clone();
    broken.truncate(container.len() - 40);
    let mut flipped = container.clone();
    flipped[container.len() / 2] ^= 1;
    let key = pushcert_testkit::key::TestKey::rsa2048(0).pkcs8_der();
    let files = [
        write(&folder, "good.p12", container),
        write(&folder, "broken.p12", broken),
        write(&folder, "flipped.p12", flipped),
        write(&folder, "key.pem", pem::encode("PRIVATE KEY", &key)),
        write(
            &folder,
            "damaged.pem",
            pem::encode("PRIVATE KEY", &key).replace("-----END", "=A=\n-----END"),
        ),
        write(&folder, "key.der", &key[..key.len() - 3]),
        folder.path().join("missing.p12"),
    ];
    let file = write(&folder, "password", CANARY);
    for path in &files {
        let path = path.to_str().unwrap();
        for verb in ["check", "show"] {
            for format in ["text", "json", "sarif", "junit"] {
                for source in [
                    ["--password-file", file.to_str().unwrap()],
                    ["--password", CANARY],
                    ["--password-env", "P"],
                ] {
                    let mut command =
                        command(&[&[verb, path, "--format", format][..], &source].concat());
                    let output = finish(
                        command
                            .env("P", CANARY)
                            .env("RUST_LOG", "trace")
                            .env("RUST_BACKTRACE", "1"),
                    );
                    is_silent(
                        &output,
                        &words,
                        &format!("{verb} {path} {format} {source:?}"),
                    );
                }
            }
        }
    }
}

#[test]
fn s0_10_a_wrong_command_does_not_repeat_the_password() {
    let (_, words) = secrets();
    let file = sample("healthy.pem");
    for arguments in [
        vec!["check", &file, "--password", CANARY, "--pasword", "x"],
        vec!["check", &file, "--password", CANARY, "--password", CANARY],
        vec!["check", &file, "--password", CANARY, "--password-stdin"],
        vec!["check", "--password", CANARY],
        vec!["check", &file, "--pasword", CANARY, "--bogus"],
        vec!["check", &file, &format!("--pasword={CANARY}")],
        vec!["--password", CANARY, "check", &file],
    ] {
        let output = finish(command(&arguments).env("RUST_LOG", "trace")).code(2);
        is_silent(&output, &words, &format!("{arguments:?}"));
    }
    let two_lines = format!("{CANARY}\nmore\n");
    let folder = folder();
    let path = write(&folder, "two", two_lines);
    let output = finish(&mut command(&[
        "check",
        &file,
        "--password-file",
        path.to_str().unwrap(),
    ]))
    .code(2);
    is_silent(&output, &words, "a password file of two lines");
}

#[test]
fn s0_10_a_password_on_standard_input_stays_there() {
    let (container, words) = secrets();
    let folder = folder();
    let path = write(&folder, "good.p12", container);
    for input in [format!("{CANARY}\n"), format!("{CANARY}x\n")] {
        let output = run_with_input(
            &["check", path.to_str().unwrap(), "--password-stdin"],
            input.as_bytes(),
        );
        is_silent(&output, &words, "--password-stdin");
    }
}

/// A crash leaves no memory behind, and no debugger of the same user can look.
#[cfg(target_os = "linux")]
#[test]
fn no_core_dump() {
    let mut command = command(&["check", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let line = loop {
        let text = std::fs::read_to_string(&limits).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .unwrap()
            .to_owned();
        let is_zero = line
            .split_whitespace()
            .skip(4)
            .take(2)
            .all(|value| value == "0");
        if is_zero || std::time::Instant::now() > deadline {
            break line;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(
        line.split_whitespace()
            .skip(4)
            .take(2)
            .all(|value| value == "0"),
        "{line}"
    );
}

/// What `export` may write is one file, and what it may say is nothing of it.
#[test]
fn s0_10_export_keeps_both_passwords_and_the_key_to_itself() {
    const SECOND: &str = "second-canary-8842#Lq";
    let (container, mut words) = secrets();
    words.push(SECOND.to_owned());
    let folder = folder();
    let file = write(&folder, "good.p12", container);
    let (old, new) = (write(&folder, "old", CANARY), write(&folder, "new", SECOND));
    for to in ["pem", "p12-modern", "p12-compatible", "p12-legacy"] {
        for more in [
            &["--format", "text"][..],
            &["--format", "json"],
            &["--identity", "7"],
            &["--chain", "complete"],
            &["--iterations", "0"],
            &["--no-password", "--bogus"],
        ] {
            let out = tempfile::Builder::new().tempdir_in(folder.path()).unwrap();
            let path = out.path().join("out");
            let fixed = [
                "export",
                file.to_str().unwrap(),
                "--to",
                to,
                "--out",
                path.to_str().unwrap(),
                "--password-file",
                old.to_str().unwrap(),
                "--new-password-file",
                new.to_str().unwrap(),
            ];
            let mut command = command(&[&fixed[..], more].concat());
            let output = finish(command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1"));
            is_silent(&output, &words, &format!("export {to} {more:?}"));
            let left: Vec<_> = std::fs::read_dir(out.path()).unwrap().collect();
            assert_eq!(left.len(), usize::from(output.code == 0), "{to} {more:?}");
            if output.code == 0 {
                let written = std::fs::read(&path).unwrap();
                let text = String::from_utf8_lossy(&written);
                assert!(
                    words.iter().all(|word| !text.contains(word.as_str())),
                    "{to}"
                );
            }
        }
    }
}
