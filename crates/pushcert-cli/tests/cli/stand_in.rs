//! A stand-in for APNs, and credentials that it takes on any day.

use pushcert_apns_sim::{Builder, EventKind, Running, Simulator};
use pushcert_connect::provider;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem;

use crate::support::{Output, root, sample};
use crate::workbench::{Bench, key_pem};

/// The device of `send`.
pub(crate) const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

/// A simulator that is still to be told what it is.
pub(crate) fn simulator() -> Builder {
    Simulator::builder(provider::default().unwrap())
}

/// A certificate for this app that does not expire soon, with one of the ten RSA keys.
pub(crate) fn certificate(bundle_id: &str, key: usize) -> Vec<u8> {
    long_lived(CertificateBuilder::apns(bundle_id), key).build()
}

/// The same of another kind.
pub(crate) fn long_lived(builder: CertificateBuilder, key: usize) -> CertificateBuilder {
    builder
        .key(&TestKey::rsa2048(key))
        .valid("2026-05-02T18:36:27Z", "2099-06-01T18:36:26Z")
}

/// Certificate and key as PEM.
pub(crate) fn credential(certificate: &[u8], key: usize) -> String {
    pem::encode("CERTIFICATE", certificate) + &key_pem(key)
}

/// A folder with `push.pem` for `com.example.app`, and a stand-in beside it.
pub(crate) struct Place {
    pub(crate) bench: Bench,
    pub(crate) server: Running,
}

impl Place {
    pub(crate) fn new(builder: Builder) -> Self {
        let bench = Bench::new();
        let server = builder.start().unwrap();
        bench.put("apns.pem", server.trust_anchor_pem());
        bench.put(
            "push.pem",
            credential(&certificate("com.example.app", 0), 0),
        );
        Self { bench, server }
    }

    /// The program, pointed at the stand-in, whose authority and that of the credentials it trusts.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let anchor = root().join(sample("synthetic-ca.pem"));
        let port = self.server.port().to_string();
        let server = ["--host", "localhost", "--port", &port];
        let trust = ["--trust-anchor", "apns.pem", "--trust-anchor"];
        let all = [arguments, &server, &trust, &[anchor.to_str().unwrap()]].concat();
        self.bench.run(&all)
    }

    /// How many connections came.
    pub(crate) fn connections(&self) -> usize {
        let log = self.server.log();
        let accepted = log
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Accepted { .. }));
        accepted.count()
    }
}

/// What a report says of a stage.
#[track_caller]
pub(crate) fn status(report: &serde_json::Value, stage: &str) -> String {
    let stages = report["stages"].as_array().unwrap();
    let found = stages.iter().find(|one| one["stage"] == stage).unwrap();
    found["status"].as_str().unwrap().to_owned()
}

/// Of each stage its name and its status.
pub(crate) fn statuses(report: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let stages = report["stages"].as_array().unwrap().iter();
    stages
        .map(|one| (text(&one["stage"]), text(&one["status"])))
        .collect()
}

/// The names of the findings.
pub(crate) fn findings(report: &serde_json::Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}
