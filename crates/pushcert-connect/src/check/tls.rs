//! The TLS handshake, and the judgement about the server inside it.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use pushcert_types::connection::{
    ConnectionFacts, Failure, FailureKind, Stage, StageFacts, TlsVersion,
};
use rustls_pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Clock;
use super::clock::millis;
use crate::config::{Asked, Judge, Resolver, watched_config};
use crate::tap::Tap;
use crate::tap::hello::{Hello, HelloWatch};
use crate::{Checker, ClientIdentity, failure};

/// TLS over TCP, with somebody who looks on in between.
pub(crate) type Secured = TlsStream<Tap<TcpStream, HelloWatch>>;

/// Shakes hands and fills in what was seen, also when nothing comes of it.
pub(super) async fn secure(
    checker: &Checker,
    identity: &ClientIdentity,
    name: ServerName<'static>,
    stream: TcpStream,
    clock: &Clock,
    facts: &mut ConnectionFacts,
) -> Option<Secured> {
    let begun = clock.elapsed();
    let (resolver, asked) = Resolver::new(identity);
    let algorithms = checker.provider.signature_verification_algorithms;
    let judge = Arc::new(Judge::new(checker.roots.clone(), algorithms));
    let provider = Arc::clone(&checker.provider);
    let config = watched_config(resolver, Arc::clone(&judge), provider, checker.versions);
    let (watch, hello) = HelloWatch::new();
    let result = match config {
        Ok(config) => {
            let connector = TlsConnector::from(Arc::new(config));
            let handshake = connector.connect(name, Tap::new(stream, watch));
            let handshake = async { handshake.await.map_err(|error| failure::of_io(&error)) };
            clock.within(handshake).await
        }
        Err(error) => Err(FailureKind::TlsIncompatible {
            detail: error.to_string(),
        }),
    };
    let took = clock.elapsed().saturating_sub(begun);
    let hello = hello.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let shake = Handshake { took, hello, asked };
    shake.settle(result, &judge, facts)
}

/// What is known when it is over.
struct Handshake {
    took: Duration,
    hello: Hello,
    asked: Arc<Asked>,
}

impl Handshake {
    fn settle(
        self,
        result: Result<Secured, FailureKind>,
        judge: &Judge,
        facts: &mut ConnectionFacts,
    ) -> Option<Secured> {
        facts.tls = self.hello.tls();
        let seen = judge.seen();
        let judging = seen.as_ref().map(|seen| seen.took).unwrap_or_default();
        let mut reach = |stage, took| {
            let millis = millis(took);
            facts.stages.push(StageFacts { stage, millis });
        };
        reach(Stage::Tls, self.took.saturating_sub(judging));
        let defect = seen.as_ref().and_then(|seen| seen.defect.clone());
        facts.server_chain = seen.map(|seen| seen.facts);
        let mut asked = self.asked.facts();
        // It goes out with the flight that ends our part of the handshake.
        asked.sent &= result.is_ok() || self.has_sent_second_flight();
        if result.is_ok() || asked.requested {
            facts.client_certificate = Some(asked);
        }
        let result = result.and_then(|stream| self.with_http2(stream, facts));
        let (stage, kind) = match (result, defect) {
            (Ok(stream), _) => {
                facts.stages.push(of(Stage::ServerChain, judging));
                return Some(stream);
            }
            (Err(_), Some(defect)) => (Stage::ServerChain, defect),
            (Err(kind), None) if self.is_about_client(&kind) => (Stage::ClientCertificate, kind),
            (Err(kind), None) => (Stage::Tls, self.more_exactly(kind)),
        };
        if stage > Stage::Tls {
            facts.stages.push(of(Stage::ServerChain, judging));
        }
        if stage == Stage::ClientCertificate {
            facts.stages.push(of(stage, Duration::ZERO));
        }
        facts.failure = Some(Failure { stage, kind });
        None
    }

    /// ALPN settled on HTTP/2.
    fn with_http2(
        &self,
        stream: Secured,
        facts: &mut ConnectionFacts,
    ) -> Result<Secured, FailureKind> {
        let alpn = stream.get_ref().1.alpn_protocol();
        let is_http2 = alpn == Some(b"h2");
        let alpn = alpn.map(crate::text::printable);
        if let Some(tls) = &mut facts.tls {
            tls.alpn.clone_from(&alpn);
        }
        match is_http2 {
            true => Ok(stream),
            false => Err(FailureKind::NoHttp2 { alpn }),
        }
    }

    /// With TLS 1.2 the server's verdict on our certificate comes inside the handshake, after our flight.
    fn is_about_client(&self, kind: &FailureKind) -> bool {
        let is_an_end = matches!(
            kind,
            FailureKind::Alert(_)
                | FailureKind::Closed
                | FailureKind::Reset
                | FailureKind::TimedOut { .. }
        );
        is_an_end && self.asked.facts().requested && self.has_sent_second_flight()
    }

    fn has_sent_second_flight(&self) -> bool {
        let is_tls12 = self.hello.tls().map(|tls| tls.version) == Some(TlsVersion::Tls12);
        is_tls12 && self.hello.has_sent_second_flight()
    }

    fn more_exactly(&self, kind: FailureKind) -> FailureKind {
        if let Some(began_with) = self.hello.not_tls() {
            return FailureKind::NotTls { began_with };
        }
        match kind {
            FailureKind::NoHttp2 { alpn: None } => FailureKind::NoHttp2 {
                alpn: self.hello.tls().and_then(|tls| tls.alpn),
            },
            kind => kind,
        }
    }
}

fn of(stage: Stage, took: Duration) -> StageFacts {
    let millis = millis(took);
    StageFacts { stage, millis }
}
