//! One run of `pushcert check` on one file.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A file that takes longer is a failure: the program's own limit is 10 s.
const DEADLINE: Duration = Duration::from_secs(30);
/// The time of all checks, so that a corpus gives the same report in any year.
const AT: &str = "2026-11-21T00:00:00Z";
const PASSWORD_VARIABLE: &str = "PUSHCERT_CONFORMANCE_PASSWORD";

/// The program under test.
#[derive(Debug)]
pub(crate) struct Program {
    path: PathBuf,
}

impl Program {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The entry of `files` in the report on one file, and how long it took.
    pub(crate) fn check(
        &self,
        file: &Path,
        password: Option<&str>,
    ) -> Result<(Value, Duration), String> {
        let mut command = Command::new(&self.path);
        command.args(["check", "--format", "json", "--at", AT]);
        command.env_remove(PASSWORD_VARIABLE);
        if let Some(password) = password {
            command.args(["--password-env", PASSWORD_VARIABLE]);
            command.env(PASSWORD_VARIABLE, password);
        }
        command.arg("--").arg(file);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let start = Instant::now();
        let (code, out, err) = finish(command.spawn().map_err(|e| e.to_string())?)?;
        let time = start.elapsed();
        if !matches!(code, Some(0 | 1)) {
            return Err(format!("exit code {code:?}: {}", err.trim_end()));
        }
        let report: Value = serde_json::from_str(&out)
            .map_err(|e| format!("the report is no JSON ({e}): {}", err.trim_end()))?;
        match report
            .get("files")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            Some([one]) => Ok((one.clone(), time)),
            _ => Err("the report does not have exactly one file".into()),
        }
    }
}

/// Waits, at most until the deadline, for the exit code and both outputs.
fn finish(mut child: Child) -> Result<(Option<i32>, String, String), String> {
    let out = drain(child.stdout.take());
    let err = drain(child.stderr.take());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        if start.elapsed() > DEADLINE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("no answer within {} s", DEADLINE.as_secs()));
        }
        thread::sleep(Duration::from_millis(2));
    };
    let text = |handle: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8(handle.join().unwrap_or_default()).map_err(|_| "not UTF-8".to_owned())
    };
    Ok((status.code(), text(out)?, text(err)?))
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}
