//! The servers: how they are started, and that they end.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

/// What Node runs.
const PROGRAM: &str = include_str!("server.js");

/// A server that does not listen by then never will.
const DEADLINE: Duration = Duration::from_secs(20);

/// A server of others.
#[derive(Debug)]
pub(super) enum Server {
    /// `openssl s_server` with the certificate of this name, and these arguments, separated by blanks.
    OpenSsl {
        cert: &'static str,
        args: &'static str,
    },
    /// `server.js`.
    Node(Node),
}

/// How Node's server behaves.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) tls: &'static str,
    /// The authority of the clients that it takes; none: it asks for no certificate.
    pub(super) clients_of: Option<&'static str>,
    pub(super) protocol: &'static str,
    pub(super) answer: Answer,
}

/// What it answers to every request.
#[derive(Debug)]
pub(super) enum Answer {
    /// This status and reason.
    Status(u16, &'static str),
    /// A GOAWAY frame with this reason.
    GoAway(&'static str),
}

impl Node {
    /// What `server.js` is told.
    fn settings(&self) -> String {
        let body = |reason: &str| json!({ "reason": reason }).to_string();
        let mut settings = json!({
            "tls": self.tls,
            "cert": "localhost",
            "ca": self.clients_of.unwrap_or("ca"),
            "ask": self.clients_of.is_some(),
            "protocol": self.protocol,
        });
        match self.answer {
            Answer::Status(status, reason) => {
                settings["status"] = status.into();
                settings["body"] = body(reason).into();
            }
            Answer::GoAway(reason) => settings["goaway"] = body(reason).into(),
        }
        settings.to_string()
    }
}

/// A server that listens. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    port: u16,
}

impl Running {
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub(super) fn start(&self, folder: &Path) -> Result<Running, String> {
        match self {
            Self::OpenSsl { cert, args } => openssl(cert, args, folder),
            Self::Node(told) => node(&told.settings(), folder),
        }
    }
}

/// It says `ACCEPT` and the address when it listens.
fn openssl(cert: &str, args: &str, folder: &Path) -> Result<Running, String> {
    let mut command = Command::new("openssl");
    command
        .args(["s_server", "-accept", "127.0.0.1:0"])
        .args([
            "-cert",
            &format!("{cert}.pem"),
            "-key",
            &format!("{cert}.key"),
        ])
        .args(args.split_whitespace());
    started(command, folder, |line| {
        line.strip_prefix("ACCEPT ")?
            .rsplit(':')
            .next()?
            .parse()
            .ok()
    })
}

fn node(settings: &str, folder: &Path) -> Result<Running, String> {
    let file = folder.join("server.js");
    std::fs::write(&file, PROGRAM).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut command = Command::new("node");
    command.args(["server.js", ".", settings]);
    started(command, folder, |line| line.parse().ok())
}

/// Starts it and waits for the line that names the port.
fn started(
    mut command: Command,
    folder: &Path,
    port: impl Fn(&str) -> Option<u16>,
) -> Result<Running, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    // An end of input would end it.
    let mut child = command
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("{name}: {e}"))?;
    let Some(stdout) = child.stdout.take() else {
        return Err(format!("{name}: no output"));
    };
    let mut running = Running { child, port: 0 };
    let (found, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        // Goes on to the end, so that the server never waits for a reader.
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = found.send(line);
        }
    });
    let start = Instant::now();
    while let Some(left) = DEADLINE.checked_sub(start.elapsed()) {
        let Ok(line) = told.recv_timeout(left) else {
            break;
        };
        if let Some(port) = port(line.trim()) {
            running.port = port;
            return Ok(running);
        }
    }
    Err(format!("{name}: does not listen"))
}
