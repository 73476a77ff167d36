//! What was seen at a stage, under fixed names.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Display;

use pushcert_types::UnixTime;
use pushcert_types::connection::{FailureKind, Stage};
use serde_json::{Map, Value};

use super::StageStatus;
use super::judge::Judged;

type Facts = Map<String, Value>;

impl Judged<'_> {
    /// The facts of a stage; none where it was skipped.
    pub(super) fn facts_of(&self, stage: Stage, status: StageStatus) -> Facts {
        let mut facts = Facts::new();
        if status == StageStatus::Skipped {
            return facts;
        }
        match stage {
            Stage::Local => self.local_facts(&mut facts),
            Stage::Resolve => {
                put(&mut facts, "addresses", texts(&self.facts.addresses));
            }
            Stage::Tcp => self.tcp_facts(&mut facts),
            Stage::Tls => self.tls_facts(&mut facts),
            Stage::ServerChain => self.server_facts(&mut facts),
            Stage::ClientCertificate => self.client_facts(&mut facts),
            _ => self.request_facts(&mut facts),
        }
        let failed = status == StageStatus::Fail;
        if let Some(failure) = self.facts.failure.as_ref().filter(|_| failed)
            && let FailureKind::Alert(alert) = failure.kind
        {
            put(&mut facts, "alert", alert.to_string());
        }
        let is_asked = stage == Stage::Push || (stage == Stage::Topic && !self.is_push);
        if is_asked || (failed && stage >= Stage::ClientCertificate) {
            self.answer_facts(&mut facts);
        }
        facts
    }

    fn local_facts(&self, facts: &mut Facts) {
        let judged = self.opened.facts().judged_certificates();
        let Some(certificate) = judged.first() else {
            return;
        };
        put_if(facts, "subject", certificate.common_name.clone());
        put_if(
            facts,
            "not_after",
            certificate.not_after.map(|end| end.to_string()),
        );
        put(facts, "environments", texts(&certificate.environments));
        let topics = certificate.topics.iter().map(|topic| topic.topic.clone());
        put(facts, "topics", topics.collect::<Vec<_>>());
    }

    fn tcp_facts(&self, facts: &mut Facts) {
        put_if(
            facts,
            "address",
            self.facts.address.map(|one| one.to_string()),
        );
        if let Some((port, is_open)) = self.facts.other_port_open {
            put(facts, "other_port", port);
            put(facts, "other_port_open", is_open);
        }
    }

    fn tls_facts(&self, facts: &mut Facts) {
        if let Some(tls) = &self.facts.tls {
            put(facts, "version", tls.version.as_str());
            put(facts, "cipher", tls.cipher.clone());
            put(facts, "alpn", tls.alpn.clone());
        }
    }

    fn server_facts(&self, facts: &mut Facts) {
        let Some(chain) = &self.facts.server_chain else {
            return;
        };
        put(facts, "root", chain.root.clone());
        put_if(facts, "subject", chain.subject.clone());
        put(facts, "names", chain.names.clone());
        put_if(facts, "issuer", chain.issuer.clone());
        put_if(
            facts,
            "not_before",
            chain.not_before.map(|time| time.to_string()),
        );
        put_if(
            facts,
            "not_after",
            chain.not_after.map(|time| time.to_string()),
        );
        put(facts, "certificates", chain.length);
        put(facts, "trusted_by", texts(&chain.trusted_by));
        put(facts, "refused_by", texts(&chain.refused_by));
    }

    fn client_facts(&self, facts: &mut Facts) {
        if let Some(certificate) = self.facts.client_certificate {
            put(facts, "requested", certificate.requested);
            put(facts, "sent", certificate.sent);
        }
    }

    fn request_facts(&self, facts: &mut Facts) {
        put_if(facts, "topic", self.facts.topic.clone());
        put_if(
            facts,
            "push_type",
            self.facts.push_type.map(|one| one.to_string()),
        );
    }

    fn answer_facts(&self, facts: &mut Facts) {
        let of_answer = self.facts.answer.as_ref().and_then(|a| a.apns_id.clone());
        put_if(facts, "apns_id", of_answer.or(self.facts.apns_id.clone()));
        let Some(answer) = &self.facts.answer else {
            return;
        };
        put_if(facts, "apns_unique_id", answer.apns_unique_id.clone());
        put_if(facts, "http_status", answer.http_status);
        put_if(facts, "reason", answer.reason.clone());
        let since = answer.timestamp_millis;
        let since = since.map(|millis| UnixTime::from_secs(millis.div_euclid(1000)));
        put_if(facts, "timestamp", since.map(|time| time.to_string()));
        if answer.in_goaway {
            put(facts, "in_goaway", true);
        }
    }
}

fn put(facts: &mut Facts, name: &str, value: impl Into<Value>) {
    facts.insert(name.to_string(), value.into());
}

fn put_if(facts: &mut Facts, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        put(facts, name, value);
    }
}

fn texts<T: Display>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}
