//! What the rules of a connection share: where it ended, who is at fault, what was answered.

use alloc::format;
use alloc::string::String;
use core::fmt;

use pushcert_types::Reason;
use pushcert_types::connection::{
    Alert, AnswerFacts, ClientCertificateFacts, ConnectionFacts, Failure, FailureKind, Stage,
};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::value::shown;

pub(crate) mod causes;

/// Who has to act on a finding about a connection: the value of its evidence `fault`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The certificate or its key.
    Credential,
    /// What lies between this machine and the server: name resolution, firewall, proxy, TLS inspection.
    Network,
    /// A server that is not Apple's, such as a stand-in.
    Server,
    /// The machine that connects: its clock, its trust store, its system.
    ThisMachine,
    /// The service of Apple.
    Apple,
    /// What was asked for: host, environment, topic, device token, headers, payload.
    Request,
}

impl Fault {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Credential,
        Self::Network,
        Self::Server,
        Self::ThisMachine,
        Self::Apple,
        Self::Request,
    ];

    /// `credential`, `network`, `server`, `this-machine`, `apple` or `request`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Network => "network",
            Self::Server => "server",
            Self::ThisMachine => "this-machine",
            Self::Apple => "apple",
            Self::Request => "request",
        }
    }

    /// What is meant, as a clause for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Credential => "the certificate or its key",
            Self::Network => {
                "what lies between this machine and the server: name resolution, firewall, proxy, TLS inspection"
            }
            Self::Server => "a server that is not Apple's, such as a stand-in",
            Self::ThisMachine => {
                "the machine that connects: its clock, its trust store, its system"
            }
            Self::Apple => "the service of Apple",
            Self::Request => {
                "what was asked for: host, environment, topic, device token, headers, payload"
            }
        }
    }

    /// The server's owner.
    pub(crate) fn of_server(facts: &ConnectionFacts) -> Self {
        if facts.is_apple() {
            Self::Apple
        } else {
            Self::Server
        }
    }

    /// Of something that no server of Apple's does: then somebody is in between.
    pub(crate) fn of_stranger(facts: &ConnectionFacts) -> Self {
        if facts.is_apple() {
            Self::Network
        } else {
            Self::Server
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The end of a connection before there was an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended<'a> {
    pub(crate) facts: &'a ConnectionFacts,
    pub(crate) stage: Stage,
    pub(crate) kind: &'a FailureKind,
}

impl Ended<'_> {
    /// Where an alert of the server comes from, where it is one.
    pub(crate) fn alert(&self) -> Option<(Alert, AlertAt)> {
        let FailureKind::Alert(alert) = *self.kind else {
            return None;
        };
        let sent = self.facts.client_certificate.is_some_and(|c| c.sent);
        let at = match self.stage {
            Stage::Topic | Stage::Push => AlertAt::Request,
            Stage::ClientCertificate => AlertAt::ClientCertificate,
            // TLS 1.2 judges the client within the handshake.
            _ if sent => AlertAt::ClientCertificate,
            _ => AlertAt::Handshake,
        };
        Some((alert, at))
    }
}

/// What the server was doing when it sent an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AlertAt {
    /// Agreeing on TLS.
    Handshake,
    /// Judging the client's certificate.
    ClientCertificate,
    /// Serving a request.
    Request,
}

/// Whether an alert has a rule of its own, wherever it comes: it can mean one thing only.
pub(crate) const fn is_named(alert: Alert) -> bool {
    matches!(
        alert,
        Alert::CERTIFICATE_REVOKED | Alert::CERTIFICATE_EXPIRED | Alert::NO_APPLICATION_PROTOCOL
    )
}

/// An answer that is no success.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal<'a> {
    pub(crate) facts: &'a ConnectionFacts,
    pub(crate) answer: &'a AnswerFacts,
    /// What was asked: [`Stage::Push`], or [`Stage::Topic`].
    pub(crate) asked: Stage,
}

impl Refusal<'_> {
    /// The reason, if it is one of Apple's.
    pub(crate) fn reason(&self) -> Option<Reason> {
        self.answer.known_reason()
    }

    /// Whether a device was to get a push.
    pub(crate) fn is_push(&self) -> bool {
        self.asked == Stage::Push
    }
}

impl Input {
    /// What ended the connection, where there is no answer that tells more.
    pub(crate) fn ended(&self) -> Option<Ended<'_>> {
        let facts = self.connection.as_ref()?;
        let Failure { stage, kind } = facts.failure.as_ref()?;
        let is_told = facts.answer.as_ref().is_some_and(|a| tells_more(a, kind));
        (!is_told).then_some(Ended {
            facts,
            stage: *stage,
            kind,
        })
    }

    /// The answer, unless it is 200, or was cut off before it said why.
    pub(crate) fn refusal(&self) -> Option<Refusal<'_>> {
        let facts = self.connection.as_ref()?;
        let answer = facts.answer.as_ref()?;
        let is_none = answer.http_status.is_none() && answer.reason.is_none();
        let failure = facts.failure.as_ref();
        let is_cut = failure.is_some_and(|failure| !tells_more(answer, &failure.kind));
        (!is_none && !is_cut && answer.http_status != Some(200)).then_some(Refusal {
            facts,
            answer,
            asked: asked(facts),
        })
    }

    /// The answer, if it has one of these reasons.
    pub(crate) fn refused_for(&self, reasons: &[Reason]) -> Option<(Refusal<'_>, Reason)> {
        let refusal = self.refusal()?;
        let reason = refusal.reason()?;
        reasons.contains(&reason).then_some((refusal, reason))
    }
}

/// What the connection was for: a push to a device, or the question whether the topic is accepted.
pub(crate) fn asked(facts: &ConnectionFacts) -> Stage {
    let is_push = facts.stages.iter().any(|one| one.stage == Stage::Push);
    let ended = facts.failure.as_ref().map(|failure| failure.stage);
    if is_push || ended == Some(Stage::Push) {
        Stage::Push
    } else {
        Stage::Topic
    }
}

/// Whether an answer says more than that it was cut off or too large: a reason, or a status that needs none.
fn tells_more(answer: &AnswerFacts, kind: &FailureKind) -> bool {
    let is_whole = !matches!(kind, FailureKind::AnswerTooLarge { .. });
    let status = answer.http_status;
    let needs_no_reason = match status {
        Some(200) => is_whole,
        Some(429 | 500..=599) => true,
        _ => false,
    };
    answer.reason.is_some() || needs_no_reason
}

/// Whether it was sent, and whether it was asked for; both are no where nothing is known.
pub(crate) fn client_certificate(facts: &ConnectionFacts) -> ClientCertificateFacts {
    facts.client_certificate.unwrap_or_default()
}

/// `api.push.apple.com:443`, escaped.
pub(crate) fn place(facts: &ConnectionFacts) -> String {
    format!("{}:{}", shown(&facts.host), facts.port)
}

/// A limit of time, for people: `20 seconds`, `1500 milliseconds`.
pub(crate) fn duration(millis: u64) -> String {
    match (millis / 1000, millis % 1000) {
        (1, 0) => "1 second".into(),
        (seconds, 0) if seconds > 0 => format!("{seconds} seconds"),
        _ => format!("{millis} milliseconds"),
    }
}

/// `yes` or `no`: evidence has no truth values.
pub(crate) const fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

impl Finding {
    /// Adds that the server says the same, where it does.
    pub(crate) fn confirmed_by(&mut self, ended: Option<&Ended<'_>>) -> &mut Self {
        let Some((ended, (alert, _))) = ended.and_then(|ended| Some((ended, ended.alert()?)))
        else {
            return self;
        };
        self.fact("stage", Stage::ClientCertificate.as_str())
            .fact("fault", Fault::Credential.as_str())
            .fact("host", &ended.facts.host)
            .fact("port", u32::from(ended.facts.port))
            .fact("alert", format!("{alert}"))
    }

    /// Names the certificate that a connection was made with, where there is no choice.
    pub(crate) fn of_the_only_leaf(&mut self, input: &Input) -> &mut Self {
        if let [leaf] = input.judged().as_slice() {
            self.about(leaf.subject());
        }
        self
    }

    /// Adds whether the other port of APNs answers, where that was asked.
    pub(crate) fn other_port(&mut self, facts: &ConnectionFacts) -> &mut Self {
        let Some((port, is_open)) = facts.other_port_open else {
            return self;
        };
        let state = if is_open { "open" } else { "closed" };
        self.fact("other_port", u32::from(port))
            .fact("other_port_is", state);
        if is_open {
            self.help(format!("port {port} is open: use it, with --port {port}"));
        }
        self
    }
}

impl Findings<'_> {
    /// Adds a finding about a connection: where it shows, whose fault it is, and with which server.
    pub(crate) fn connection(
        &mut self,
        facts: &ConnectionFacts,
        stage: Stage,
        fault: Fault,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.report(message)
            .fact("stage", stage.as_str())
            .fact("fault", fault.as_str())
            .fact("host", &facts.host)
            .fact("port", u32::from(facts.port))
    }

    /// Adds a finding about an answer, with what it says.
    pub(crate) fn answer(
        &mut self,
        refusal: &Refusal<'_>,
        stage: Stage,
        fault: Fault,
        message: impl Into<String>,
    ) -> &mut Finding {
        let Refusal { facts, answer, .. } = refusal;
        let finding = self.connection(facts, stage, fault, message);
        finding
            .fact_if("http_status", answer.http_status.map(u32::from))
            .fact_if("reason", answer.reason.as_ref())
            .fact_if("apns_id", answer.apns_id.as_ref());
        if answer.in_goaway {
            finding.fact("sent_in", "GOAWAY");
        }
        finding
    }
}
