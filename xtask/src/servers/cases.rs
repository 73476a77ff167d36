//! What the servers do, and what has to be reported.

use serde_json::Value;

use super::server::{Answer, Node, Server};

/// One server and what `pushcert connect` has to say about it.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) server: Server,
    /// Arguments beside the usual ones.
    pub(super) args: &'static [&'static str],
    /// The stage that fails, if any does.
    pub(super) fails: Option<&'static str>,
    /// A finding that has to be there.
    pub(super) finding: Option<&'static str>,
}

impl Case {
    /// What is not as it should be.
    pub(super) fn compare(&self, report: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        let list = |name: &str| {
            report
                .get(name)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        let text = |value: &Value, name: &str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let failed: Vec<String> = list("stages")
            .iter()
            .filter(|stage| text(stage, "status") == "fail")
            .map(|stage| text(stage, "stage"))
            .collect();
        let wanted: Vec<&str> = self.fails.into_iter().collect();
        if failed != wanted {
            wrong.push(format!("failed stages {failed:?} in place of {wanted:?}"));
        }
        let verdict = text(report, "verdict");
        if (verdict == "fail") != self.fails.is_some() {
            wrong.push(format!("the verdict is {verdict}"));
        }
        let findings: Vec<String> = list("findings")
            .iter()
            .map(|one| text(one, "name"))
            .collect();
        if let Some(finding) = self.finding
            && !findings.iter().any(|name| name == finding)
        {
            wrong.push(format!("no {finding} among {findings:?}"));
        }
        wrong
    }
}

/// `s_server` with the certificate of `localhost`.
const fn openssl(args: &'static str) -> Server {
    Server::OpenSsl {
        cert: "localhost",
        args,
    }
}

/// Node with HTTP/2 that takes clients of our authority only.
const fn node(tls: &'static str, answer: Answer) -> Server {
    Server::Node(Node {
        tls,
        clients_of: Some("ca"),
        protocol: "h2",
        answer,
    })
}

const fn case(
    name: &'static str,
    server: Server,
    args: &'static [&'static str],
    fails: Option<&'static str>,
    finding: Option<&'static str>,
) -> Case {
    Case {
        name,
        server,
        args,
        fails,
        finding,
    }
}

/// Every case.
pub(super) const CASES: &[Case] = &[
    case(
        "node-accepts-tls12",
        node("TLSv1.2", Answer::Status(400, "BadDeviceToken")),
        &[],
        None,
        None,
    ),
    case(
        "node-accepts-tls13",
        node("TLSv1.3", Answer::Status(400, "BadDeviceToken")),
        &["--tls", "1.3"],
        None,
        None,
    ),
    case(
        "node-refuses-topic",
        node("TLSv1.3", Answer::Status(400, "TopicDisallowed")),
        &[],
        Some("topic"),
        Some("apns-refuses-topic"),
    ),
    case(
        "node-other-environment",
        node("TLSv1.2", Answer::Status(403, "BadCertificateEnvironment")),
        &[],
        Some("topic"),
        Some("apns-wrong-environment"),
    ),
    case(
        "node-reason-in-goaway",
        node("TLSv1.3", Answer::GoAway("BadCertificate")),
        &[],
        Some("topic"),
        Some("apns-refuses-certificate"),
    ),
    case(
        "node-cuts-strangers-tls13",
        Server::Node(Node {
            clients_of: Some("other"),
            protocol: "h2",
            tls: "TLSv1.3",
            answer: Answer::Status(200, ""),
        }),
        &[],
        Some("client-certificate"),
        Some("connection-cut"),
    ),
    case(
        "node-asks-for-nothing",
        Server::Node(Node {
            clients_of: None,
            protocol: "h2",
            tls: "TLSv1.3",
            answer: Answer::Status(400, "BadDeviceToken"),
        }),
        &[],
        Some("client-certificate"),
        Some("client-certificate-not-requested"),
    ),
    case(
        "node-speaks-http-1",
        Server::Node(Node {
            clients_of: Some("ca"),
            protocol: "http/1.1",
            tls: "TLSv1.3",
            answer: Answer::Status(200, ""),
        }),
        &[],
        Some("tls"),
        None,
    ),
    case(
        "openssl-unknown-ca-tls12",
        openssl("-tls1_2 -alpn h2 -Verify 3 -verify_return_error -CAfile other.pem"),
        &[],
        Some("client-certificate"),
        Some("client-certificate-rejected"),
    ),
    case(
        "openssl-unknown-ca-tls13",
        openssl("-tls1_3 -alpn h2 -Verify 3 -verify_return_error -CAfile other.pem"),
        &[],
        Some("client-certificate"),
        Some("client-certificate-rejected"),
    ),
    case(
        "openssl-revoked-tls12",
        openssl("-tls1_2 -alpn h2 -Verify 3 -verify_return_error -crl_check -CAfile revoked.pem"),
        &[],
        Some("client-certificate"),
        Some("revoked"),
    ),
    case(
        "openssl-revoked-tls13",
        openssl("-tls1_3 -alpn h2 -Verify 3 -verify_return_error -crl_check -CAfile revoked.pem"),
        &[],
        Some("client-certificate"),
        Some("revoked"),
    ),
    case(
        "openssl-is-silent",
        openssl("-alpn h2 -Verify 3 -verify_return_error -CAfile ca.pem"),
        &[],
        Some("client-certificate"),
        Some("connection-timed-out"),
    ),
    case(
        "openssl-other-tls-version",
        openssl("-tls1_2 -alpn h2"),
        &["--tls", "1.3"],
        Some("tls"),
        Some("tls-failed"),
    ),
    case(
        "openssl-no-http2",
        openssl("-alpn http/1.1 -Verify 3 -CAfile ca.pem"),
        &[],
        Some("tls"),
        Some("no-http2"),
    ),
    case(
        "openssl-expired-server",
        Server::OpenSsl {
            cert: "expired",
            args: "-alpn h2",
        },
        &[],
        Some("server-chain"),
        Some("server-certificate-invalid"),
    ),
    case(
        "openssl-wrong-name",
        Server::OpenSsl {
            cert: "elsewhere",
            args: "-alpn h2",
        },
        &[],
        Some("server-chain"),
        Some("wrong-server-name"),
    ),
    case(
        "openssl-unknown-root",
        openssl("-alpn h2"),
        &["--trust-anchor", "other.pem"],
        Some("server-chain"),
        Some("server-not-trusted"),
    ),
];
