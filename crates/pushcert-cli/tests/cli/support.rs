//! Running the program.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The time at which the samples are what their page says.
pub(crate) const AT: &str = "2026-11-21T00:00:00Z";

/// The password of the samples that have one.
pub(crate) const PASSWORD: &str = "sample";

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Asserts how it ended, with all output when it did not.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// The text on one line, as if nothing had been wrapped.
    pub(crate) fn flat(&self) -> String {
        self.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}", self.stdout))
    }

    /// The names of all findings of the first file of a JSON report.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["files"][0]["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["name"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// The folder of the whole project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The path of a sample, as a person in the project's folder would write it.
pub(crate) fn sample(name: &str) -> String {
    format!("docs/samples/{name}")
}

/// The program in the project's folder, with nothing on standard input and a plain environment.
pub(crate) fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pushcert"));
    command
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// Runs the program.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    finish(&mut command(arguments))
}

/// Runs the program with this on standard input.
pub(crate) fn run_with_input<S: AsRef<OsStr>>(arguments: &[S], input: &[u8]) -> Output {
    let mut command = command(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// `pushcert COMMAND FILE` for a sample, at the time of the samples, with their authority.
pub(crate) fn on_sample(verb: &str, name: &str, more: &[&str]) -> Output {
    let file = sample(name);
    let anchor = sample("synthetic-ca.pem");
    let mut arguments = vec![verb, &file, "--at", AT, "--trust-anchor", &anchor];
    arguments.extend(more);
    run(&arguments)
}

/// The same with the password of the samples.
pub(crate) fn on_locked_sample(verb: &str, name: &str, more: &[&str]) -> Output {
    let password = ["--password-env", "PUSHCERT_TEST_PASSWORD"];
    let file = sample(name);
    let anchor = sample("synthetic-ca.pem");
    let mut arguments = vec![verb, &file, "--at", AT, "--trust-anchor", &anchor];
    arguments.extend(password);
    arguments.extend(more);
    finish(command(&arguments).env("PUSHCERT_TEST_PASSWORD", PASSWORD))
}

/// A folder that vanishes at the end of the test.
pub(crate) fn folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("pushcert-test-")
        .tempdir()
        .unwrap()
}

/// Writes a file and gives its path.
pub(crate) fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// The bytes of a sample.
pub(crate) fn sample_bytes(name: &str) -> Vec<u8> {
    fs::read(root().join(sample(name))).unwrap()
}
