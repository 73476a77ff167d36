//! The documents of `pushcert connect` and `pushcert send` with `--format json`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_types::connection::{ConnectionFacts, Stage};
use pushcert_types::{Environment, UnixTime};
use serde::Serialize;

use super::{Finding, Verdict};
use crate::Opened;

mod detail;
mod facts;
mod judge;

use judge::Judged;

/// The name and version of the schema that [`Connection`] follows.
pub const CONNECTION_SCHEMA: &str = "pushcert.connect/1";

/// The name and version of the schema that [`Connections`] follows.
pub const CONNECTIONS_SCHEMA: &str = "pushcert.connections/1";

/// The JSON Schema of [`Connection`].
#[cfg(feature = "schema")]
#[must_use]
pub fn connection_schema() -> serde_json::Value {
    super::schema_of::<Connection>()
}

/// The JSON Schema of [`Connections`].
#[cfg(feature = "schema")]
#[must_use]
pub fn connections_schema() -> serde_json::Value {
    super::schema_of::<Connections>()
}

/// One connection that was tried with one credential.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Connection {
    /// Always [`CONNECTION_SCHEMA`].
    pub schema: String,
    /// The instant for which validity was judged; RFC 3339, UTC, seconds.
    pub checked_at: String,
    /// What came out of it.
    #[serde(flatten)]
    pub outcome: ConnectionOutcome,
}

/// A connection for each of several credentials.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Connections {
    /// Always [`CONNECTIONS_SCHEMA`].
    pub schema: String,
    /// The instant for which validity was judged; RFC 3339, UTC, seconds.
    pub checked_at: String,
    /// The worst of all; `pass` where there is none.
    pub verdict: Verdict,
    /// One entry per credential, in the order given.
    pub connections: Vec<FileConnection>,
}

/// What came out of connecting with the credential of one file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FileConnection {
    /// The path as it was given.
    pub path: String,
    /// What came out of it.
    #[serde(flatten)]
    pub outcome: ConnectionOutcome,
}

/// What came out of a connection.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ConnectionOutcome {
    /// The name or address that was connected to.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// `sandbox` or `production`; null where neither is known.
    pub environment: Option<String>,
    /// `pass`, `warn` or `fail`: the worst of the findings.
    pub verdict: Verdict,
    /// Every stage, in order, whether it was reached or not.
    pub stages: Vec<ConnectionStage>,
    /// What is wrong or worth knowing with the credential and with the connection, in code order.
    pub findings: Vec<Finding>,
}

/// One stage of a connection.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ConnectionStage {
    /// `local`, `resolve`, `tcp`, `tls`, `server-chain`, `client-certificate`, `topic`, and `push` in `send`.
    pub stage: String,
    /// How it went. The first stage that fails decides; later ones are skipped.
    pub status: StageStatus,
    /// How long it took, in milliseconds; null where it was not taken, or follows from another.
    pub millis: Option<u64>,
    /// How it went, in a sentence without a full stop. Text from the network is escaped in it.
    pub detail: String,
    /// What was seen: `version`, `cipher` and `alpn` of `tls`; `root` of `server-chain`; `http_status` and
    /// `reason` of `topic`; `apns_id`, `http_status` and `reason` of `push`; and others. Text is raw.
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// How a stage went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::exhaustive_enums,
    reason = "the four values are fixed by the schema"
)]
pub enum StageStatus {
    /// It was not reached, an earlier one failed, or nothing tells.
    Skipped,
    /// It went well.
    Pass,
    /// It went well, and something has to be done.
    Warn,
    /// It failed.
    Fail,
}

impl StageStatus {
    /// The value in the document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

impl Connection {
    /// The document of one connection.
    #[must_use]
    pub fn new(checked_at: UnixTime, outcome: ConnectionOutcome) -> Self {
        Self {
            schema: CONNECTION_SCHEMA.to_string(),
            checked_at: checked_at.to_string(),
            outcome,
        }
    }
}

impl Connections {
    /// The document of several connections.
    #[must_use]
    pub fn new(checked_at: UnixTime, connections: Vec<FileConnection>) -> Self {
        let verdicts = connections.iter().map(|one| one.outcome.verdict);
        Self {
            schema: CONNECTIONS_SCHEMA.to_string(),
            checked_at: checked_at.to_string(),
            verdict: verdicts.max().unwrap_or(Verdict::Pass),
            connections,
        }
    }
}

impl FileConnection {
    /// The outcome for the credential of this file.
    #[must_use]
    pub fn new(path: impl Into<String>, outcome: ConnectionOutcome) -> Self {
        Self {
            path: path.into(),
            outcome,
        }
    }
}

impl ConnectionOutcome {
    /// Judges a connection together with the credential that it was made with.
    ///
    /// `last` is what it was for: [`Stage::Push`] for a push to a device, anything else for the question
    /// whether the topic is accepted. With a push, `topic` follows from its answer: it passes where the
    /// answer is 200 or about the device token, fails where it is about certificate, environment or topic,
    /// and is skipped where it tells neither.
    ///
    /// Where nothing was connected to because the credential itself is bad, `facts` are those of
    /// [`ConnectionFacts::new`]: every stage behind `local` is skipped.
    #[must_use]
    pub fn new(opened: &Opened, facts: &ConnectionFacts, last: Stage) -> Self {
        let report = opened.diagnose_connection(facts);
        let environment = facts.environment.or(Environment::of_host(&facts.host));
        let judged = Judged {
            opened,
            facts,
            findings: &report.findings,
            is_push: last == Stage::Push,
        };
        Self {
            host: facts.host.clone(),
            port: facts.port,
            environment: environment.map(|one| one.to_string()),
            verdict: Verdict::from(report.verdict).min(Verdict::Fail),
            stages: judged.stages(),
            findings: report.findings.iter().map(Finding::from).collect(),
        }
    }

    /// Adds how long the look at the credential took, in milliseconds.
    #[must_use]
    pub fn with_local_millis(mut self, millis: u64) -> Self {
        if let Some(local) = self.stages.first_mut() {
            local.millis = Some(millis);
        }
        self
    }

    /// The stage that failed, where one did.
    #[must_use]
    pub fn failed_stage(&self) -> Option<&ConnectionStage> {
        let mut stages = self.stages.iter();
        stages.find(|stage| stage.status == StageStatus::Fail)
    }
}
