//! Connections for the examples. The addresses are those of documentation (RFC 5737).

use alloc::vec;
use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use pushcert_types::connection::{
    AnswerFacts, ClientCertificateFacts, ConnectionFacts, Failure, FailureKind, ServerChainFacts,
    Stage, StageFacts, TlsFacts, TlsVersion, TrustSource,
};
use pushcert_types::{Environment, PushType, UnixTime};

use crate::input::Input;

const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 17));

const STAGES: [Stage; 7] = [
    Stage::Resolve,
    Stage::Tcp,
    Stage::Tls,
    Stage::ServerChain,
    Stage::ClientCertificate,
    Stage::Topic,
    Stage::Push,
];

/// A connection with production that came as far as this stage, and nothing wrong on the way.
fn reached(last: Stage) -> ConnectionFacts {
    let mut facts = ConnectionFacts::new("api.push.apple.com", 443);
    facts.environment = Some(Environment::Production);
    facts.topic = Some("com.example.app".into());
    facts.push_type = Some(PushType::Alert);
    let skipped = |stage: &Stage| last == Stage::Push && *stage == Stage::Topic;
    let stages = STAGES.into_iter().filter(|stage| !skipped(stage));
    facts.stages = stages
        .filter(|stage| *stage <= last)
        .map(|stage| StageFacts { stage, millis: 12 })
        .collect();
    if last > Stage::Resolve {
        facts.addresses = vec![ADDRESS];
    }
    if last > Stage::Tcp {
        facts.address = Some(SocketAddr::new(ADDRESS, 443));
    }
    if last > Stage::Tls {
        let mut tls = TlsFacts::new(TlsVersion::Tls13);
        tls.cipher = Some("TLS_AES_256_GCM_SHA384".into());
        tls.alpn = Some("h2".into());
        facts.tls = Some(tls);
        facts.server_chain = Some(server_chain());
    }
    if last >= Stage::ClientCertificate {
        facts.client_certificate = Some(ClientCertificateFacts::new(true, true));
    }
    facts
}

/// The certificates of Apple's server, as they are today.
fn server_chain() -> ServerChainFacts {
    let mut chain = ServerChainFacts::default();
    chain.subject = Some("api.push.apple.com".into());
    chain.names = vec!["api.push.apple.com".into()];
    chain.issuer = Some("Example Public Server CA".into());
    chain.not_before = UnixTime::from_civil(2026, 9, 2, 0, 0, 0);
    chain.not_after = UnixTime::from_civil(2027, 3, 2, 0, 0, 0);
    chain.length = 3;
    chain.root = Some("USERTrust RSA Certification Authority".into());
    chain.trusted_by = vec![TrustSource::Platform, TrustSource::Bundled];
    chain
}

/// A healthy credential, accepted by APNs: a device that does not exist is all that is wrong.
pub(crate) fn accepted() -> Input {
    answered(Stage::Topic, 400, "BadDeviceToken")
}

/// A healthy credential, and this answer.
pub(crate) fn answered(stage: Stage, status: u16, reason: &str) -> Input {
    let mut facts = reached(stage);
    facts.request_sent = true;
    let mut answer = AnswerFacts::new(status);
    if !reason.is_empty() {
        answer = answer.with_reason(reason);
    }
    answer.apns_id = Some("eabeae54-14a8-11e5-b60b-1697f925ec7b".into());
    facts.answer = Some(answer);
    with(facts)
}

/// A healthy credential, and this end of the connection.
pub(crate) fn failed(stage: Stage, kind: FailureKind) -> Input {
    let mut facts = reached(stage);
    facts.request_sent = stage >= Stage::Topic;
    if let Some(chain) = facts
        .server_chain
        .as_mut()
        .filter(|_| stage == Stage::ServerChain)
    {
        chain.root = None;
        chain.trusted_by.clear();
        chain.refused_by = vec![TrustSource::Platform, TrustSource::Bundled];
    }
    facts.failure = Some(Failure { stage, kind });
    with(facts)
}

/// A healthy credential and these facts.
pub(crate) fn with(facts: ConnectionFacts) -> Input {
    let mut input = super::p12();
    input.connection = Some(facts);
    input
}

/// The facts of the connection.
pub(crate) fn facts(input: &mut Input) -> &mut ConnectionFacts {
    input
        .connection
        .get_or_insert_with(|| ConnectionFacts::new("api.push.apple.com", 443))
}

/// What the server presented.
pub(crate) fn chain(input: &mut Input) -> &mut ServerChainFacts {
    facts(input).server_chain.get_or_insert_with(server_chain)
}
