//! `pushcert simulate`: started, talked to, ended.
#![cfg(unix)]

mod client;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Stdio};

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pem;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::stand_in::TOKEN;
use crate::support::run;
use crate::workbench::{Bench, flat, refused};

/// A simulator that runs. Dropped, it is killed.
struct Simulator {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
    /// What was printed when it was ready.
    text: String,
}

impl Simulator {
    /// Starts it with these flags and waits for its first line.
    fn start(bench: &Bench, flags: &[&str]) -> Self {
        let all = [&["simulate", "--trust-anchor-out", "anchor.pem"], flags].concat();
        let mut command = bench.command(&all);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains("any other provider") {
            assert!(stdout.read_line(&mut text).unwrap() > 0, "{text}");
        }
        let address = text.split_whitespace().nth(2).unwrap().to_owned();
        Self {
            child,
            stdout,
            address,
            text,
        }
    }

    fn push(&self, bench: &Bench, identity: &Identity, token: &str) -> std::io::Result<String> {
        client::push(&self.address, &bench.read("anchor.pem"), identity, token)
    }

    /// Ends it with a signal: its exit code, and what it still printed.
    fn end(mut self, signal: Signal) -> (Option<i32>, String) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn app() -> Identity {
    Identity::apns("com.example.app")
}

#[test]
fn it_answers_writes_its_files_and_ends() {
    let bench = Bench::new();
    let files = ["--ready-file", "ready", "--log", "log.jsonl"];
    let flags = [&files[..], &["--device", TOKEN]].concat();
    let simulator = Simulator::start(&bench, &flags);
    let text = &simulator.text;
    let (host, port) = simulator.address.split_once(':').unwrap();
    assert_eq!(host, "127.0.0.1");
    assert_eq!(
        text.lines().next().unwrap(),
        format!("listening on {host}:{port} as production")
    );
    let connect = format!(
        "pushcert connect FILE --environment production --host localhost --port {port} --trust-anchor anchor.pem"
    );
    assert!(text.contains(&connect), "{text}");
    assert_eq!(bench.text("ready"), format!("{}\n", simulator.address));
    for name in ["anchor.pem", "ready", "log.jsonl"] {
        assert_eq!(bench.mode(name), 0o600, "{name}");
    }

    assert_eq!(simulator.push(&bench, &app(), TOKEN).unwrap(), "");
    let refused = simulator.push(&bench, &app(), "abcd").unwrap();
    assert_eq!(refused, r#"{"reason":"BadDeviceToken"}"#);
    let sandbox = Identity::new(&CertificateBuilder::apns_sandbox("com.example.app"));
    let refused = simulator.push(&bench, &sandbox, TOKEN).unwrap();
    assert_eq!(refused, r#"{"reason":"BadCertificateEnvironment"}"#);

    let (code, rest) = simulator.end(Signal::TERM);
    assert_eq!((code, rest.as_str()), (Some(0), ""));
    let log = bench.text("log.jsonl");
    let log: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let requests = log.iter().filter(|event| event["event"] == "request");
    let reasons: Vec<_> = requests.map(|event| event["reason"].as_str()).collect();
    assert_eq!(
        reasons,
        [
            None,
            Some("BadDeviceToken"),
            Some("BadCertificateEnvironment")
        ]
    );
}

#[test]
fn it_ends_with_ctrl_c_and_frees_its_port() {
    let bench = Bench::new();
    let simulator = Simulator::start(&bench, &["--environment", "sandbox"]);
    let address = simulator.address.clone();
    assert!(
        simulator.text.contains(" as sandbox\n"),
        "{}",
        simulator.text
    );
    assert_eq!(simulator.end(Signal::INT).0, Some(0));
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn who_is_refused_in_the_handshake() {
    let bench = Bench::new();
    let other = Identity::new(&CertificateBuilder::apns("com.example.app").self_signed());
    bench.put(
        "revoked.pem",
        pem::encode("CERTIFICATE", &other.certificate),
    );
    bench.put("ca.der", Authority::synthetic().certificate());
    let alert = |flags: &[&str], identity: &Identity| {
        let simulator = Simulator::start(&bench, &[flags, &["--force"]].concat());
        let answer = simulator.push(&bench, identity, TOKEN);
        answer.unwrap_or_else(|error| error.to_string())
    };
    let revoked = alert(&["--revoked", "revoked.pem"], &other);
    assert!(revoked.contains("CertificateRevoked"), "{revoked}");
    let fine = alert(&["--revoked", "revoked.pem", "--revoked", "36:70"], &app());
    assert_eq!(fine, r#"{"reason":"BadDeviceToken"}"#);
    let unknown = alert(&["--client-ca", "ca.der"], &other);
    assert!(unknown.contains("UnknownCA"), "{unknown}");
    let known = alert(&["--client-ca", "ca.der", "--tls", "1.2"], &app());
    assert_eq!(known, r#"{"reason":"BadDeviceToken"}"#);
    let late = alert(&["--at", "2030-01-01T00:00:00Z"], &app());
    assert!(late.contains("CertificateExpired"), "{late}");
    // The server's own certificate, as the client sees it.
    let expired = alert(&["--server-chain", "expired"], &app());
    assert!(expired.contains("expired"), "{expired}");
}

#[test]
fn a_script_and_a_log_that_is_watched() {
    let bench = Bench::new();
    let script = r#"{"steps": [{"do": {"answer": {"reason": "TooManyRequests", "body": "slow\u202edown"}}}]}"#;
    bench.put("script.json", script);
    let mut command = bench.command(&[
        "simulate",
        "--trust-anchor-out",
        "anchor.pem",
        "--script",
        "script.json",
        "--log",
        "-",
    ]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    stderr.read_line(&mut ready).unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let simulator = Simulator {
        address: ready.split_whitespace().nth(2).unwrap().to_owned(),
        child,
        stdout,
        text: ready,
    };
    let body = simulator.push(&bench, &app(), TOKEN).unwrap();
    assert_eq!(body, "slow\u{202e}down");
    let (code, log) = simulator.end(Signal::TERM);
    assert_eq!(code, Some(0));
    let request = log
        .lines()
        .find(|line| line.contains("TooManyRequests"))
        .unwrap();
    let request: Value = serde_json::from_str(request).unwrap();
    assert_eq!(
        (&request["scripted"], &request["status"]),
        (&true.into(), &429.into())
    );
}

#[test]
fn what_is_wrong_is_said_before_it_listens() {
    let bench = Bench::new();
    bench
        .put("there", "mine")
        .put("script.json", r#"{"steps": [{"do": {"boil": {}}}]}"#);
    for (flags, why) in [
        (["--ready-file", "there"], "there"),
        (["--log", "there"], "--force"),
        (["--trust-anchor-out", "there"], "there"),
        (
            ["--trust-anchor-out", "-"],
            "standard output has the address",
        ),
        (["--script", "script.json"], "unknown variant `boil`"),
        (["--script", "missing"], "cannot read the script missing"),
        (
            ["--client-ca", "there"],
            "the authority there is no certificate",
        ),
        (
            ["--revoked", "missing"],
            "cannot read the revoked certificate missing",
        ),
        (["--name", "nö"], "certificate cannot be made"),
        (["--listen", "203.0.113.1"], "cannot listen"),
    ] {
        let output = bench.run(&[&["simulate"], &flags[..]].concat());
        refused(output, 2, &[why]);
    }
    assert_eq!(bench.text("there"), "mine");
    let same = bench.run(&["simulate", "--log", "new", "--ready-file", "new"]);
    refused(same, 2, &["two outputs have the same name"]);
    for (flag, value, why) in [
        ("--device", "xyz", "hexadecimal digits"),
        ("--device", "abcd=../x", "misplaced dot"),
        ("--tls", "1.1", "1.2, 1.3"),
        ("--environment", "staging", "sandbox, production"),
    ] {
        let output = run(&["simulate", flag, value]).code(2);
        assert!(flat(&output.stderr).contains(why), "{}", output.stderr);
    }
    assert_eq!(bench.names(), ["script.json", "there"]);
}

#[test]
fn a_port_that_is_taken() {
    let bench = Bench::new();
    let simulator = Simulator::start(&bench, &[]);
    let (_, port) = simulator.address.split_once(':').unwrap();
    refused(
        bench.run(&["simulate", "--port", port]),
        2,
        &["cannot listen", "--port 0"],
    );
}

#[test]
fn the_schema_of_a_script() {
    let schema = run(&["schema", "script"]).code(0).json();
    assert!(schema["properties"]["steps"].is_object(), "{schema}");
    let text = schema.to_string();
    for action in ["go-away", "reset-stream", "huge-headers", "client-hello"] {
        assert!(text.contains(&format!("\"{action}\"")), "{action}");
    }
}
