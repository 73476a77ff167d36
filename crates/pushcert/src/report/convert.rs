//! From facts and findings to the structs of the document.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::{
    self as diagnostics, CertificateFacts, ContainerFacts, IdentityFacts, KeyFacts, PasswordState,
    PublicKeyFacts, Stage, Value,
};
use pushcert_types::UnixTime;

use super::{
    Certificate, ChainLink, Extension, File, Finding, Identity, Key, Mac, MdmRequest, OpensIn,
    Part, PathStep, Pkcs12, Report, Request, Revocation, SCHEMA, Topic, TrustStore, Verdict,
};
use crate::Opened;

impl Report {
    /// A document over these files. In `show`, where nothing is judged, no file has a verdict, and
    /// neither has the document.
    #[must_use]
    pub fn new(checked_at: UnixTime, files: Vec<File>) -> Self {
        let verdict = files.iter().filter_map(|file| file.verdict).max();
        Self {
            schema: SCHEMA.to_string(),
            checked_at: checked_at.to_string(),
            verdict,
            files,
        }
    }
}

impl File {
    /// The facts with every finding and the verdict.
    pub(crate) fn judged(opened: &Opened, report: &diagnostics::Report) -> Self {
        let findings = report.findings.iter().map(Finding::from).collect();
        Self {
            verdict: Some(Verdict::from(report.verdict)),
            findings,
            ..Self::of(opened)
        }
    }

    /// The facts with those findings only that tell why something could not be read.
    pub(crate) fn facts(opened: &Opened, report: &diagnostics::Report) -> Self {
        let stopped = |f: &&diagnostics::Finding| {
            let kinds = opened.input.problems.iter().map(|p| p.kind.rule());
            f.rule.code.stage() == Stage::Container
                && kinds.into_iter().any(|rule| rule == f.rule.name)
        };
        let findings = report
            .findings
            .iter()
            .filter(stopped)
            .map(Finding::from)
            .collect();
        Self {
            findings,
            ..Self::of(opened)
        }
    }

    fn of(opened: &Opened) -> Self {
        let input = &opened.input;
        let now = input.now;
        let identities = input
            .identities
            .iter()
            .zip(&opened.pairs)
            .map(|(facts, pair)| {
                let extensions = opened.extensions(pair.certificate);
                identity(facts, extensions, now)
            });
        let certificates = input.certificates.iter().zip(&opened.loose);
        Self {
            path: input.file.name.clone(),
            verdict: None,
            format: input.file.format.as_str().to_string(),
            pkcs12: input.container.as_ref().map(Pkcs12::from),
            identities: identities.collect(),
            certificates: certificates
                .map(|(c, at)| certificate(c, opened.extensions(*at), now))
                .collect(),
            keys: input
                .keys
                .iter()
                .map(|k| Key {
                    matches_certificate: Some(false),
                    ..Key::from(k)
                })
                .collect(),
            requests: input.requests.iter().map(Request::from).collect(),
            mdm_request: input
                .mdm_request
                .as_ref()
                .map(|facts| MdmRequest::of(facts, opened, now)),
            trust_store: input.trust_store.as_ref().map(TrustStore::from),
            findings: Vec::new(),
        }
    }
}

impl From<diagnostics::Verdict> for Verdict {
    fn from(verdict: diagnostics::Verdict) -> Self {
        match verdict {
            diagnostics::Verdict::Pass => Self::Pass,
            diagnostics::Verdict::Warn => Self::Warn,
            diagnostics::Verdict::Fail => Self::Fail,
            diagnostics::Verdict::Unreadable => Self::Unreadable,
        }
    }
}

fn identity(facts: &IdentityFacts, extensions: Vec<Extension>, now: UnixTime) -> Identity {
    let link = |c: &CertificateFacts| ChainLink {
        common_name: c.common_name.clone(),
        sha256: c.sha256.clone(),
    };
    Identity {
        friendly_name: facts.friendly_name.clone(),
        key: Key {
            matches_certificate: Some(true),
            ..Key::from(&facts.key)
        },
        certificate: certificate(&facts.certificate, extensions, now),
        chain: facts.chain.iter().map(link).collect(),
    }
}

pub(super) fn certificate(
    facts: &CertificateFacts,
    extensions: Vec<Extension>,
    now: UnixTime,
) -> Certificate {
    let topic = |t: &diagnostics::TopicFacts| Topic {
        topic: t.topic.clone(),
        push_types: t.push_types.iter().map(ToString::to_string).collect(),
    };
    Certificate {
        kind: facts.kind.as_str().to_string(),
        environments: facts.environments.iter().map(ToString::to_string).collect(),
        topics: facts.topics.iter().map(topic).collect(),
        topics_from: facts.topics_from.clone(),
        uid: facts.uid.clone(),
        common_name: facts.common_name.clone(),
        team_id: facts.team_id.clone(),
        organization: facts.organization.clone(),
        country: facts.country.clone(),
        issuer_common_name: facts.issuer_common_name.clone(),
        issuer_generation: facts.issuer_generation.clone(),
        serial: facts.serial.clone(),
        not_before: facts.not_before.map(|t| t.to_string()),
        not_after: facts.not_after.map(|t| t.to_string()),
        days_left: facts.not_after.map(|end| now.days_until(end)),
        signature_algorithm: facts.signature_algorithm.clone(),
        key: facts.key.as_ref().map_or_else(Key::unknown, Key::from),
        sha256: facts.sha256.clone(),
        chain_status: facts.chain_status.as_str().to_string(),
        issued_by_given_authority: facts.issued_by_given_authority,
        path: facts.path.iter().map(PathStep::from).collect(),
        path_problem: facts.path_problem.clone(),
        revocation: facts.revocation.iter().map(Revocation::from).collect(),
        extensions,
    }
}

impl Key {
    fn unknown() -> Self {
        Self {
            algorithm: "unknown".to_string(),
            bits: None,
            spki_sha256: None,
            matches_certificate: None,
            encoding: None,
            protection: None,
        }
    }
}

impl From<&PublicKeyFacts> for Key {
    fn from(facts: &PublicKeyFacts) -> Self {
        Self {
            algorithm: facts.algorithm.clone(),
            bits: facts.bits,
            spki_sha256: Some(facts.spki_sha256.clone()),
            ..Self::unknown()
        }
    }
}

impl From<&KeyFacts> for Key {
    fn from(facts: &KeyFacts) -> Self {
        Self {
            algorithm: facts.algorithm.clone(),
            bits: facts.bits,
            spki_sha256: facts.spki_sha256.clone(),
            encoding: facts.encoding.clone(),
            protection: facts.protection.clone(),
            matches_certificate: None,
        }
    }
}

impl From<&ContainerFacts> for Pkcs12 {
    fn from(facts: &ContainerFacts) -> Self {
        let empty_encoding = match facts.password {
            PasswordState::Empty(encoding) => Some(encoding.as_str().to_string()),
            _ => None,
        };
        Self {
            encoding: facts.encoding.as_str().to_string(),
            mac: Mac::of(facts),
            password: facts.password.as_str().to_string(),
            empty_encoding,
            password_encoding: facts.password_encoding.clone(),
            parts: facts.parts.iter().map(Part::from).collect(),
            opens_in: diagnostics::opens_in(facts)
                .into_iter()
                .map(OpensIn::from)
                .collect(),
            trailing_bytes: facts.trailing_bytes as u64,
        }
    }
}

impl Mac {
    fn of(facts: &ContainerFacts) -> Self {
        match &facts.mac {
            Some(mac) => Self {
                algorithm: mac.algorithm.clone(),
                kdf: Some(mac.kdf.clone()),
                iterations: Some(mac.iterations),
                verified: mac.verified,
            },
            None => Self {
                algorithm: "none".to_string(),
                kdf: None,
                iterations: None,
                verified: false,
            },
        }
    }
}

impl From<diagnostics::Opening> for OpensIn {
    fn from(row: diagnostics::Opening) -> Self {
        Self {
            consumer: row.consumer.name.to_string(),
            opens: row.opens,
            why: row.why.to_string(),
            basis: row.consumer.basis.as_str().to_string(),
        }
    }
}

impl From<&diagnostics::PartFacts> for Part {
    fn from(facts: &diagnostics::PartFacts) -> Self {
        Self {
            protection: facts.protection.name.clone(),
            iterations: facts.protection.iterations,
            prf: facts.protection.prf.clone(),
            bags: facts.bags.iter().map(|bag| bag.kind.clone()).collect(),
            other_attributes: other_attributes(&facts.bags),
        }
    }
}

fn other_attributes(bags: &[diagnostics::BagFacts]) -> Vec<String> {
    let all = bags.iter().flat_map(|bag| &bag.other_attributes);
    let mut all: Vec<String> = all.cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl From<&diagnostics::Finding> for Finding {
    fn from(finding: &diagnostics::Finding) -> Self {
        let evidence = finding
            .evidence
            .iter()
            .map(|(name, value)| ((*name).to_string(), json(value)));
        Self {
            code: finding.rule.code.to_string(),
            name: finding.rule.name.to_string(),
            severity: finding.severity.to_string(),
            message: finding.message.clone(),
            help: finding.help.to_string(),
            evidence: evidence.collect(),
            subject: finding.subject.clone(),
        }
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => (*number).into(),
        Value::Time(time) => time.to_string().into(),
        Value::List(items) => items.iter().map(String::as_str).collect::<Vec<_>>().into(),
        _ => serde_json::Value::Null,
    }
}
