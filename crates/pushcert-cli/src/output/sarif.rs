//! `--format sarif`: SARIF 2.1.0 (OASIS), as code scanning services read it.
//!
//! The rules carry the stable codes; a result is recognised again by the certificate's SHA-256,
//! so that renewing a certificate closes the old alert and moving the file does not.

use std::collections::BTreeMap;
use std::io::{self, Write};

use pushcert::diagnostics::{Rule, Severity, rules};
use pushcert::report::{self, File, Finding};
use serde::Serialize;

use super::{Renderer, Run};

/// The SARIF log.
pub(crate) struct Sarif {
    is_redacted: bool,
}

impl Sarif {
    /// In a redacted report the file's name is a mask, which is no address of anything.
    pub(crate) const fn new(is_redacted: bool) -> Self {
        Self { is_redacted }
    }
}

impl Renderer for Sarif {
    type Part = Vec<Result>;

    fn part(&self, file: &File) -> Vec<Result> {
        file.findings
            .iter()
            .map(|finding| result(file, finding))
            .collect()
    }

    fn document(
        &self,
        run: &Run<'_>,
        parts: &[Vec<Result>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let log = Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [LogRun {
                tool: Tool { driver: driver() },
                results: parts.iter().flatten().collect(),
                invocations: [Invocation {
                    execution_successful: run.unread.is_empty(),
                    notifications: notes(run),
                }],
                column_kind: "unicodeCodePoints",
                properties: self.is_redacted.then_some(Properties { redacted: true }),
            }],
        };
        out.write_all(report::to_json(&log).as_bytes())
    }
}

fn result(file: &File, finding: &Finding) -> Result {
    let mut fingerprints = BTreeMap::new();
    if let Some(sha256) = certificate_of(file, finding.subject.as_deref()) {
        fingerprints.insert("certificateSha256/v1", sha256.to_owned());
    }
    let text = format!(
        "{}. To fix it: {}.",
        finding.message.trim_end_matches('.'),
        finding.help
    );
    Result {
        rule_id: finding.code.clone(),
        rule_index: rules::ALL
            .iter()
            .position(|rule| rule.code.to_string() == finding.code),
        level: level(&finding.severity),
        message: Text { text },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact {
                    uri: uri(&file.path),
                },
            },
        }],
        partial_fingerprints: fingerprints,
        properties: Evidence {
            evidence: finding.evidence.clone(),
            subject: finding.subject.clone(),
        },
    }
}

/// The certificate that a finding is about; the first of the file where it is about the whole.
fn certificate_of<'a>(file: &'a File, subject: Option<&str>) -> Option<&'a str> {
    let (list, index) = subject
        .and_then(|subject| subject.split_once('/'))
        .unwrap_or(("", ""));
    let index = index
        .split('/')
        .next()
        .and_then(|index| index.parse::<usize>().ok())
        .unwrap_or(0);
    let of_identity = |index: usize| {
        file.identities
            .get(index)
            .map(|identity| &identity.certificate)
    };
    let certificate = match list {
        "identities" => of_identity(index),
        "certificates" => file.certificates.get(index),
        _ => of_identity(0).or_else(|| file.certificates.first()),
    };
    certificate.map(|certificate| certificate.sha256.as_str())
}

/// The three severities are SARIF's own.
fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

/// A path as a relative or absolute URI reference (RFC 3986): everything but unreserved characters
/// and the slash is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn driver() -> Driver {
    Driver {
        name: "pushcert",
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules::ALL.iter().map(|rule| descriptor(rule)).collect(),
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let code = rule.code.to_string();
    let page = format!(
        "{}/blob/main/docs/diagnostics/{code}.md",
        env!("CARGO_PKG_REPOSITORY")
    );
    Descriptor {
        id: code,
        name: rule.name,
        short_description: Text {
            text: rule.summary().to_owned(),
        },
        help: Text {
            text: rule.help.to_owned(),
        },
        help_uri: page,
        default_configuration: Configuration {
            level: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
        },
    }
}

fn notes(run: &Run<'_>) -> Vec<Notification> {
    let note = |unread: &crate::run::Unread| Notification {
        level: "error",
        message: Text {
            text: unread.failure().message().to_owned(),
        },
    };
    run.unread.iter().map(note).collect()
}

/// One result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Result {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: Evidence,
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [LogRun<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogRun<'a> {
    tool: Tool,
    results: Vec<&'a Result>,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

#[derive(Serialize)]
struct Properties {
    redacted: bool,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    name: &'static str,
    short_description: Text,
    help: Text,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(
        rename = "toolExecutionNotifications",
        skip_serializing_if = "Vec::is_empty"
    )]
    notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
struct Evidence {
    evidence: serde_json::Map<String, serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("certs/push 1.p12"), "certs/push%201.p12");
        assert_eq!(uri("/tmp/ä\u{1b}.pem"), "file:///tmp/%C3%A4%1B.pem");
        assert_eq!(uri("a:b#c?d%"), "a%3Ab%23c%3Fd%25");
    }
}
