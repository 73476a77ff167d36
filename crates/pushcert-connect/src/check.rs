//! Checks, stage by stage.

mod clock;
mod http;
mod open;
mod resolve;
mod tcp;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use pushcert_types::PushRequest;
use pushcert_types::connection::{ConnectionFacts, Failure, FailureKind, Stage};
use rustls::crypto::CryptoProvider;

use crate::{ClientIdentity, Question, Roots, Target, TlsVersions};

pub(crate) use clock::{Clock, millis};
pub(crate) use http::{Outcome, Request, authority_of, exchange, last_words};
pub(crate) use open::{Driver, open};

/// Connects, asks, and tells what happened. A clone is cheap and has the same settings.
///
/// Every call makes a connection of its own and ends it: credentials never share one. Nothing is retried.
///
/// ```no_run
/// use pushcert_connect::{Checker, ClientIdentity, Question, Roots, Target, provider};
/// use pushcert_types::{Environment, PushType, Topic};
///
/// # fn identity() -> ClientIdentity { unimplemented!() }
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let checker = Checker::new(provider::default()?, Roots::system());
/// let question = Question::new(Topic::parse("com.example.app")?, PushType::Alert);
/// let target = Target::apns(Environment::Production);
/// let facts = checker.check(&target, &identity(), &question).await;
/// for stage in &facts.stages {
///     println!("{} {} ms", stage.stage, stage.millis);
/// }
/// match (&facts.answer, &facts.failure) {
///     // 400 `BadDeviceToken`: certificate, environment and topic are fine.
///     (Some(answer), _) => println!("{:?} {:?}", answer.http_status, answer.reason),
///     (None, failure) => println!("{failure:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Checker {
    pub(crate) provider: Arc<CryptoProvider>,
    pub(crate) roots: Roots,
    pub(crate) timeout: Duration,
    pub(crate) versions: TlsVersions,
    pub(crate) keep_alive: Duration,
}

impl Checker {
    /// How long a check may take, from the first question to the name server to the last byte.
    pub const TIMEOUT: Duration = Duration::from_secs(20);

    /// How long a [`Connection`](crate::Connection) may be silent before it is asked whether it lives.
    pub const KEEP_ALIVE: Duration = Duration::from_secs(60);

    /// With this cryptography and these roots, 20 seconds, and both versions of TLS.
    #[must_use]
    pub const fn new(provider: Arc<CryptoProvider>, roots: Roots) -> Self {
        Self {
            provider,
            roots,
            timeout: Self::TIMEOUT,
            versions: TlsVersions::Both,
            keep_alive: Self::KEEP_ALIVE,
        }
    }

    /// How long a check, a push, or opening a connection may take as a whole.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Which versions of TLS are offered.
    #[must_use]
    pub fn with_tls_version(mut self, versions: impl Into<TlsVersions>) -> Self {
        self.versions = versions.into();
        self
    }

    /// How often a [`Connection`](crate::Connection) is asked with a PING frame whether it lives. An answer
    /// that takes longer than the timeout ends it.
    #[must_use]
    pub const fn with_keep_alive(mut self, every: Duration) -> Self {
        self.keep_alive = every;
        self
    }

    /// The cryptography that connections run on, for [`ClientIdentity::new`].
    #[must_use]
    pub const fn provider(&self) -> &Arc<CryptoProvider> {
        &self.provider
    }

    /// Asks with a push that no device gets ([`Question::TOKEN`], not kept): the last stage is
    /// [`Stage::Topic`]. It needs a tokio runtime with I/O and time.
    pub async fn check(
        &self,
        target: &Target,
        identity: &ClientIdentity,
        question: &Question,
    ) -> ConnectionFacts {
        let request = match question.request() {
            Ok(request) => request,
            Err(error) => {
                let mut facts = target.bare_facts();
                let (stage, detail) = (Stage::Local, error.to_string());
                let kind = FailureKind::Io { detail };
                facts.failure = Some(Failure { stage, kind });
                return facts;
            }
        };
        let payload = Bytes::from_static(question.payload());
        self.run(target, identity, Stage::Topic, &request, payload)
            .await
    }

    /// Sends one push, once: the last stage is [`Stage::Push`].
    ///
    /// Whether an answer that is missing means that nothing was sent, `request_sent` of the facts tells. The
    /// payload goes out as it is; its size is for the caller to check ([`PushRequest::max_payload`]).
    pub async fn push(
        &self,
        target: &Target,
        identity: &ClientIdentity,
        request: &PushRequest,
        payload: &[u8],
    ) -> ConnectionFacts {
        let payload = Bytes::copy_from_slice(payload);
        self.run(target, identity, Stage::Push, request, payload)
            .await
    }

    async fn run(
        &self,
        target: &Target,
        identity: &ClientIdentity,
        stage: Stage,
        push: &PushRequest,
        payload: Bytes,
    ) -> ConnectionFacts {
        let mut facts = target.facts(push);
        let authority = match authority_of(target) {
            Ok(authority) => authority,
            Err(kind) => {
                let stage = Stage::Resolve;
                facts.failure = Some(Failure { stage, kind });
                return facts;
            }
        };
        let clock = Clock::new(self.timeout);
        let Some(session) = open(self, &clock, target, identity, &mut facts).await else {
            return facts;
        };
        let request = Request::new(authority, push, payload);
        let begun = clock.elapsed();
        let sender = session.sender.clone();
        let outcome = exchange(sender, &session.frames, request, &clock).await;
        facts.stages.push(clock.stage(stage, begun));
        session.settle(stage, outcome, &mut facts);
        session.close().await;
        facts
    }
}
