//! The newest OpenSSL, built from source, in a process of its own.
//!
//! One program cannot hold two versions of OpenSSL. So the program in `openssl-newest` is built and
//! started, opens a file or generates a key as often as it is told over a pipe, and answers with its own CPU time.

use std::env;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::contest::{Turn, why};

/// The process; it ends with this value.
pub struct Newest {
    /// What it says of itself.
    pub version: String,
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// The file that it has.
    file: Vec<u8>,
}

impl fmt::Debug for Newest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Newest").field(&self.version).finish()
    }
}

impl Newest {
    /// Builds the program, which takes minutes the first time and needs perl and make, and starts it.
    ///
    /// # Errors
    /// When it cannot be built or started.
    pub fn start() -> Result<Self, String> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("openssl-newest/Cargo.toml");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let target = target();
        let status = Command::new(cargo)
            .args(["build", "--release", "--locked", "--manifest-path"])
            .arg(&manifest)
            .arg("--target-dir")
            .arg(&target)
            .status()
            .map_err(why)?;
        if !status.success() {
            return Err("openssl-newest cannot be built; it needs perl, make and gcc".to_owned());
        }
        let program = Path::new(&target).join("release/pushcert-compare-openssl");
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(why)?;
        let orders = child.stdin.take().ok_or("no pipe to it")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no pipe from it")?);
        let mut newest = Self {
            version: String::new(),
            child,
            orders,
            answers,
            file: Vec::new(),
        };
        newest.version = newest.ask("version")?;
        Ok(newest)
    }

    /// Opens a file `runs` times.
    ///
    /// # Errors
    /// When it fails, or the process has ended.
    pub fn open(&mut self, der: &[u8], password: &str, runs: u32) -> Turn {
        if self.file != der {
            let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
            self.ask(&format!("file {password} {hex}"))?;
            self.file = der.to_vec();
        }
        let answer = self.ask(&format!("run {runs}"))?;
        turn(&answer)
    }

    /// Generates an RSA key `runs` times; what it finds is the size of the last one.
    ///
    /// # Errors
    /// When it fails, or the process has ended.
    pub fn generate(&mut self, bits: u32, runs: u32) -> Turn {
        turn(&self.ask(&format!("rsa {bits} {runs}"))?)
    }

    fn ask(&mut self, order: &str) -> Result<String, String> {
        writeln!(self.orders, "{order}").map_err(why)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(why)?;
        let answer = answer.trim_end();
        match answer.strip_prefix("error ") {
            None if answer.is_empty() => Err("it has ended".to_owned()),
            None => Ok(answer.to_owned()),
            Some(error) => Err(error.to_owned()),
        }
    }
}

/// `FOUND NANOSECONDS`.
fn turn(answer: &str) -> Turn {
    let (found, nanos) = answer.split_once(' ').ok_or("another answer expected")?;
    let nanos = Duration::from_nanos(nanos.parse().map_err(why)?);
    Ok((found.parse().map_err(why)?, nanos))
}

/// A folder of its own within that of the comparison.
fn target() -> std::path::PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
            Into::into,
        )
        .join("newest")
}

impl Drop for Newest {
    fn drop(&mut self) {
        // Only this child; when it has ended already there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
