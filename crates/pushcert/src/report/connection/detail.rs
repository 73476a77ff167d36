//! How a stage went, in a sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::shown;
use pushcert_types::connection::{AnswerFacts, Stage, TrustSource};

use super::StageStatus;
use super::judge::Judged;

impl Judged<'_> {
    /// A sentence without a full stop; what comes from the file or the network is escaped in it.
    pub(super) fn detail(&self, stage: Stage, status: StageStatus, has_failed: bool) -> String {
        match status {
            StageStatus::Fail | StageStatus::Warn => self
                .worst(stage)
                .map_or_else(String::new, |finding| finding.message.clone()),
            StageStatus::Pass => self.good_news(stage),
            StageStatus::Skipped if stage == Stage::Topic && !has_failed && self.has_begun() => {
                "Nothing tells whether the topic is accepted".to_string()
            }
            StageStatus::Skipped => "Not reached".to_string(),
        }
    }

    fn has_begun(&self) -> bool {
        !self.facts.stages.is_empty()
    }

    fn good_news(&self, stage: Stage) -> String {
        match stage {
            Stage::Local => self.credential(),
            Stage::Resolve => self.addresses(),
            Stage::Tcp => match self.facts.address {
                Some(address) => format!("{address} answers"),
                None => "The server answers".to_string(),
            },
            Stage::Tls => self.tls(),
            Stage::ServerChain => self.server_chain(),
            Stage::ClientCertificate => {
                "The server asked for a client certificate and accepts it".to_string()
            }
            Stage::Push => format!("{} took the push", self.other_side()),
            // `Stage` may grow; `topic` is the last that is known here.
            _ => self.topic(),
        }
    }

    fn credential(&self) -> String {
        let judged = self.opened.facts().judged_certificates();
        let Some((certificate, end)) = judged.first().and_then(|c| Some((c, c.not_after?))) else {
            return "The credential is sound".to_string();
        };
        format!(
            "{} is sound and valid until {end}",
            shown(certificate.title())
        )
    }

    fn addresses(&self) -> String {
        let host = shown(&self.facts.host);
        match self.facts.addresses.as_slice() {
            [] => format!("{host} was resolved"),
            [only] => format!("{host} has the address {only}"),
            [first, rest @ ..] => {
                format!("{host} has the address {first} and {} more", rest.len())
            }
        }
    }

    fn tls(&self) -> String {
        let Some(tls) = &self.facts.tls else {
            return "TLS is agreed on".to_string();
        };
        let cipher = tls.cipher.as_deref().map(shown);
        let cipher = cipher.map_or_else(String::new, |cipher| format!(" with {cipher}"));
        let alpn = match tls.alpn.as_deref() {
            Some("h2") => ", and HTTP/2".to_string(),
            Some(other) => format!(", and {}", shown(other)),
            None => String::new(),
        };
        format!("{}{cipher}{alpn}", tls.version)
    }

    fn server_chain(&self) -> String {
        let Some(chain) = &self.facts.server_chain else {
            return "The certificate of the server is trusted".to_string();
        };
        let root = chain.root.as_deref().map(shown);
        let root = root.map_or_else(|| "a root".to_string(), |root| root.to_string());
        let sources: Vec<&str> = chain.trusted_by.iter().map(|one| source(*one)).collect();
        let trusted = match sources.as_slice() {
            [] => String::new(),
            sources => format!(", trusted by {}", sources.join(" and ")),
        };
        format!("The certificate of the server leads to {root}{trusted}")
    }

    fn other_side(&self) -> &'static str {
        if self.facts.is_apple() {
            "APNs"
        } else {
            "The server"
        }
    }

    fn topic(&self) -> String {
        let topic = self.facts.topic.as_deref().map(shown);
        let topic = topic.map_or_else(|| "the topic".to_string(), |topic| topic.to_string());
        match self.answer().and_then(AnswerFacts::known_reason) {
            Some(reason) if !self.is_push && reason.is_about_the_device() => format!(
                "{} accepts the certificate for {topic}: it says {reason} for a device that does not exist",
                self.other_side()
            ),
            _ => format!("{} accepts the certificate for {topic}", self.other_side()),
        }
    }
}

fn source(source: TrustSource) -> &'static str {
    match source {
        TrustSource::Platform => "this machine's trust store",
        TrustSource::Bundled => "pushcert's own roots",
        _ => "the given anchors",
    }
}
