//! A folder in which the program runs, and the files that people put there.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{AT, Output, command, finish, folder, root, sample};

/// The password of keys that have one.
pub(crate) const OLD: &str = "the old secret";
/// The password of what is written.
pub(crate) const NEW: &str = "a new secret";

/// A folder that vanishes at the end of the test. Names of files are relative to it.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: folder() }
    }

    /// Where a file is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.read(name)).unwrap()
    }

    /// The names of all files, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// The program in this folder, at the time of the samples, with the passwords in `OLD` and `NEW`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut all = arguments.to_vec();
        if !arguments.contains(&"--at") {
            all.extend(["--at", AT]);
        }
        let mut command = command(&all);
        let command_in = command.current_dir(self.folder.path());
        command_in.env("OLD", OLD).env("NEW", NEW);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        finish(&mut self.command(arguments))
    }

    /// The same where the synthetic authority is accepted as issuer.
    pub(crate) fn run_trusting(&self, arguments: &[&str]) -> Output {
        let anchor = root().join(sample("synthetic-ca.pem"));
        let more = ["--trust-anchor", anchor.to_str().unwrap()];
        self.run(&[arguments, &more].concat())
    }

    /// The same under a shell that sets something up first; `line` is one of a shell.
    #[cfg(unix)]
    pub(crate) fn run_under(&self, setup: &str, line: &str) -> Output {
        let program = env!("CARGO_BIN_EXE_pushcert");
        let script = format!("{setup}; exec '{program}' {line} --at {AT}");
        let mut command = Command::new("sh");
        let command_in = command.args(["-c", &script]);
        command_in.current_dir(self.folder.path());
        finish(command_in.env("OLD", OLD).env("NEW", NEW))
    }

    #[cfg(unix)]
    pub(crate) fn mode(&self, name: &str) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o7777
    }

    /// What `check` says of a file, with this password.
    pub(crate) fn check(&self, name: &str, password: &str) -> Value {
        let anchor = root().join(sample("synthetic-ca.pem"));
        let mut command = self.command(&[
            "check",
            name,
            "--format",
            "json",
            "--password-env",
            "P",
            "--trust-anchor",
            anchor.to_str().unwrap(),
        ]);
        finish(command.env("P", password)).json()["files"][0].clone()
    }
}

/// It ended with this code, said why on standard error and what to do, and nothing else.
#[track_caller]
pub(crate) fn refused(output: Output, code: i32, why: &[&str]) {
    let output = output.code(code);
    let flat = flat(&output.stderr);
    for part in why {
        assert!(flat.contains(part), "{part} in:\n{}", output.stderr);
    }
    assert!(flat.contains("→ "), "a remedy: {}", output.stderr);
    assert_eq!(output.stdout, "");
}

/// A text on one line, as if nothing had been wrapped.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// PKCS#8 PEM of one of the ten RSA keys.
pub(crate) fn key_pem(n: usize) -> String {
    pem::encode("PRIVATE KEY", &TestKey::rsa2048(n).pkcs8_der())
}

/// An app's certificate of the synthetic authority for one of the ten RSA keys.
pub(crate) fn app(bundle_id: &str, key: usize) -> Vec<u8> {
    CertificateBuilder::apns(bundle_id)
        .key(&TestKey::rsa2048(key))
        .build()
}

/// An MDM push certificate of the synthetic authority for one of the ten RSA keys.
pub(crate) fn mdm(uuid: &str, key: usize) -> CertificateBuilder {
    CertificateBuilder::mdm_push(uuid).key(&TestKey::rsa2048(key))
}

/// A request as Keychain Access makes it, as PEM.
pub(crate) fn csr_pem(key: usize) -> String {
    pem::encode(
        "CERTIFICATE REQUEST",
        &pushcert_testkit::csr::csr(&TestKey::rsa2048(key)),
    )
}
