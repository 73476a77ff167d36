//! One run of `openssl pkcs12` on one file.

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// OpenSSL has no limit for the cost of a file, so this is one, where we refused it.
const DEADLINE: Duration = Duration::from_secs(4);
/// Where we opened it: enough on a machine that is busy, too.
const LONG_DEADLINE: Duration = Duration::from_secs(60);
const PASSWORD_VARIABLE: &str = "PUSHCERT_DIFFERENTIAL_PASSWORD";

/// What a reader says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// `opened`, or why not.
    pub(super) outcome: String,
    /// In base64, sorted.
    pub(super) certificates: Vec<String>,
    /// In base64, sorted.
    pub(super) keys: Vec<String>,
}

impl Verdict {
    /// Whether the file was opened, be it but for a key.
    pub(super) fn opened(&self) -> bool {
        self.outcome.starts_with("opened")
    }

    fn refused(outcome: String) -> Self {
        Self {
            outcome,
            certificates: Vec::new(),
            keys: Vec::new(),
        }
    }
}

/// With both providers, so that RC2, RC4 and DES are there. `long`: it is expected to open.
pub(super) fn open(file: &Path, password: Option<&[u8]>, long: bool) -> Verdict {
    let mut command = Command::new("openssl");
    command
        .args(["pkcs12", "-nodes", "-legacy", "-in"])
        .arg(file);
    command.env(
        PASSWORD_VARIABLE,
        OsStr::from_bytes(password.unwrap_or_default()),
    );
    command.args(["-passin", &format!("env:{PASSWORD_VARIABLE}")]);
    match finish(command, "", if long { LONG_DEADLINE } else { DEADLINE }) {
        Ok((true, out, _)) => Verdict {
            outcome: "opened".into(),
            certificates: blocks(&out, "CERTIFICATE"),
            keys: blocks(&out, "PRIVATE KEY"),
        },
        Ok((false, _, err)) => Verdict::refused(reason(&err)),
        Err(reason) => Verdict::refused(reason),
    }
}

/// What a key (`pkey`) or certificate (`x509`) by itself, in base64, is when OpenSSL writes it anew;
/// `None` when it cannot read it.
pub(super) fn again(program: &str, base64: &str) -> Option<String> {
    let label = match program {
        "pkey" => "PRIVATE KEY",
        _ => "CERTIFICATE",
    };
    let mut lines = String::new();
    for (at, letter) in base64.chars().enumerate() {
        if at % 64 == 0 {
            lines.push('\n');
        }
        lines.push(letter);
    }
    let pem = format!("-----BEGIN {label}-----{lines}\n-----END {label}-----\n");
    let mut command = Command::new("openssl");
    command.arg(program);
    let (success, out, _) = finish(command, &pem, LONG_DEADLINE).ok()?;
    blocks(&out, label).pop().filter(|_| success)
}

/// Success, standard output, standard error; an error when it takes too long.
fn finish(
    mut command: Command,
    input: &str,
    deadline: Duration,
) -> Result<(bool, String, String), String> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| format!("openssl: {e}"))?;
    if let Some(mut pipe) = child.stdin.take() {
        // It may have ended without reading.
        let _ = pipe.write_all(input.as_bytes());
    }
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (out, err) = (
        thread::spawn(move || read(out)),
        thread::spawn(move || read(err)),
    );
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        if start.elapsed() > deadline {
            let _ = child.kill();
            let _ = child.wait();
            return Err("no end".into());
        }
        thread::sleep(Duration::from_millis(2));
    };
    let text = |handle: thread::JoinHandle<String>| handle.join().unwrap_or_default();
    let (out, err) = (text(out), text(err));
    match status.code() {
        Some(code) => Ok((code == 0, out, err)),
        None => Err("a signal ended it".into()),
    }
}

fn read(pipe: Option<impl std::io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        let _ = pipe.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the program says by itself, and the reason of the first error that its library tells.
fn reason(err: &str) -> String {
    let plain = |line: &&str| !line.contains(":error:") && !line.starts_with("Warning");
    let stage = err.lines().find(plain).unwrap_or("Error reading the file");
    if err.contains("Type=X509_ATTRIBUTE") {
        return "refuses an attribute".into();
    }
    // The absence of a MAC is told as an error, and is none.
    let library = err
        .lines()
        .filter_map(|line| line.split(":error:").nth(1)?.split(':').nth(3))
        .find(|reason| *reason != "mac absent");
    match library {
        Some(library) => format!("{}: {library}", stage.trim()),
        None => stage.trim().to_owned(),
    }
}

/// The bodies of the PEM blocks with this label.
fn blocks(text: &str, label: &str) -> Vec<String> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let mut found: Vec<String> = text
        .split(&begin)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(&end)?.0))
        .map(|body| body.split_whitespace().collect())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::{blocks, reason};

    #[test]
    fn reasons_are_the_stage_and_the_first_error() {
        let err = "Warning: MAC is absent!\nError outputting keys and certificates\n\
                   40A7:error:0308010C:digital envelope routines:inner_evp_generic_fetch:unsupported:../x.c:373:Global\n\
                   40A7:error:11800071:PKCS12 routines:PKCS12_verify_mac:other:../y.c:1:\n";
        assert_eq!(
            reason(err),
            "Error outputting keys and certificates: unsupported"
        );
        assert_eq!(
            reason("Mac verify error: invalid password?\n"),
            "Mac verify error: invalid password?"
        );
    }

    #[test]
    fn bodies_of_blocks() {
        let text = "Bag Attributes\n-----BEGIN X-----\nQUJD\nRA==\n-----END X-----\n-----BEGIN X-----\nQQ==\n-----END X-----\n";
        assert_eq!(blocks(text, "X"), ["QQ==", "QUJDRA=="]);
        assert!(blocks(text, "Y").is_empty());
    }
}
