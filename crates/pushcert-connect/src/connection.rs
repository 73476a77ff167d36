//! A connection that is kept open.

mod keep_alive;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use h2::client::SendRequest;
use http::uri::Authority;
use pushcert_types::PushRequest;
use pushcert_types::connection::{AnswerFacts, ConnectionFacts, Failure, FailureKind, Stage};
use tokio::task::AbortHandle;

use crate::check::{Clock, Driver, Outcome, Request, authority_of, exchange, last_words, open};
use crate::tap::frames::Frames;
use crate::{Checker, ClientIdentity, Target};

/// One HTTP/2 connection to APNs, for any number of pushes at the same time. A clone is the same connection.
///
/// The server's limit of concurrent requests is kept: more pushes than that wait for their turn. Nothing is
/// sent twice. A connection that is dropped, with all its clones, ends at once.
///
/// ```no_run
/// use pushcert_connect::{Checker, ClientIdentity, Connection, Target};
/// use pushcert_types::PushRequest;
///
/// # async fn run(checker: Checker, identity: ClientIdentity, target: Target, request: PushRequest)
/// # -> Result<(), Box<dyn std::error::Error>> {
/// let connection = match Connection::open(&checker, &target, &identity).await {
///     Ok(connection) => connection,
///     Err(facts) => return Err(format!("{:?}", facts.failure).into()),
/// };
/// match connection.push(&request, br#"{"aps":{"alert":"Hello"}}"#.as_slice()).await {
///     Ok(answer) => println!("{:?} {:?}", answer.http_status, answer.reason),
///     Err(error) if error.may_have_been_processed() => println!("nobody knows: {error}"),
///     Err(error) => println!("not sent: {error}"),
/// }
/// connection.drain(std::time::Duration::from_secs(10)).await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
}

struct Shared {
    /// Taken away when nothing new may begin. Never locked over an await.
    sender: Mutex<Option<SendRequest<Bytes>>>,
    frames: Arc<Frames>,
    driver: Driver,
    keep_alive: Option<AbortHandle>,
    authority: Authority,
    facts: ConnectionFacts,
    timeout: Duration,
}

/// Why a push has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct PushError {
    kind: PushErrorKind,
    may_have_been_processed: bool,
    goaway: Option<Box<AnswerFacts>>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PushErrorKind {
    /// The connection was closed or is being drained, on this side.
    #[error("the connection was closed on this side")]
    ClosedHere,
    /// The connection failed, or the answer did not come in time.
    #[error("the push has no answer: {0:?}")]
    Failed(FailureKind),
}

impl PushError {
    /// What happened.
    #[must_use]
    pub const fn kind(&self) -> &PushErrorKind {
        &self.kind
    }

    /// Whether APNs may have taken the push all the same. If not, it can be sent again without a doubt: it was
    /// never written, or the server said that it did not look at it.
    #[must_use]
    pub const fn may_have_been_processed(&self) -> bool {
        self.may_have_been_processed
    }

    /// The reason that APNs gave for closing the connection.
    #[must_use]
    pub fn goaway(&self) -> Option<&AnswerFacts> {
        self.goaway.as_deref()
    }
}

/// How a connection ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ending {
    /// What ended it; nothing if this side did.
    pub failure: Option<FailureKind>,
    /// The reason that APNs gave in a GOAWAY frame.
    pub goaway: Option<AnswerFacts>,
}

impl Connection {
    /// Connects, up to the server's SETTINGS. With TLS 1.3 the certificate is accepted for certain only with
    /// the first answer.
    ///
    /// # Errors
    /// The facts of a connection that did not come so far; the `failure`, or a reason in a GOAWAY, says why.
    pub async fn open(
        checker: &Checker,
        target: &Target,
        identity: &ClientIdentity,
    ) -> Result<Self, Box<ConnectionFacts>> {
        let mut facts = target.bare_facts();
        let authority = match authority_of(target) {
            Ok(authority) => authority,
            Err(kind) => {
                let stage = Stage::Resolve;
                facts.failure = Some(Failure { stage, kind });
                return Err(Box::new(facts));
            }
        };
        let clock = Clock::new(checker.timeout);
        let session = open(checker, &clock, target, identity, &mut facts).await;
        let Some(session) = session else {
            return Err(Box::new(facts));
        };
        let keep_alive = session.ping.map(|ping| {
            let frames = Arc::clone(&session.frames);
            let stop = session.driver.handle();
            let beat = keep_alive::run(ping, checker.keep_alive, checker.timeout, frames, stop);
            tokio::spawn(beat).abort_handle()
        });
        let shared = Arc::new(Shared {
            sender: Mutex::new(Some(session.sender)),
            frames: session.frames,
            driver: session.driver,
            keep_alive,
            authority,
            facts,
            timeout: checker.timeout,
        });
        Ok(Self { shared })
    }

    /// What was seen while it was opened.
    #[must_use]
    pub fn facts(&self) -> &ConnectionFacts {
        &self.shared.facts
    }

    /// Sends one push, once, and waits for its answer as long as the checker's timeout. Dropping the future
    /// takes the push back if it is not out yet.
    ///
    /// # Errors
    /// [`PushError`]. An answer that says no is none.
    pub async fn push(
        &self,
        request: &PushRequest,
        payload: impl Into<Bytes>,
    ) -> Result<AnswerFacts, PushError> {
        let shared = &*self.shared;
        let Some(sender) = shared.sender() else {
            return Err(PushError {
                kind: PushErrorKind::ClosedHere,
                may_have_been_processed: false,
                goaway: None,
            });
        };
        let request = Request::new(shared.authority.clone(), request, payload.into());
        let clock = Clock::new(shared.timeout);
        let outcome = exchange(sender, &shared.frames, request, &clock).await;
        shared.answer(outcome)
    }

    /// Ends it at once: pushes without an answer stay without one.
    pub fn close(&self) {
        self.shared.stop_beginning();
        self.shared.frames.end(None);
        self.shared.driver.stop();
    }

    /// Begins nothing new, and waits at most this long until what is in flight has its answer; then it ends.
    /// Returns whether everything had.
    pub async fn drain(&self, limit: Duration) -> bool {
        self.shared.stop_beginning();
        let ended = self.shared.frames.ended();
        let is_done = tokio::time::timeout(limit, ended).await.is_ok();
        self.close();
        is_done
    }

    /// Whether a push can be begun.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.shared.sender().is_some() && !self.shared.frames.is_ending()
    }

    /// Ends when no push can be begun any more: the server said GOAWAY, or the connection is over.
    pub async fn ending(&self) -> Ending {
        self.shared.frames.no_more_requests().await;
        self.shared.ending()
    }

    /// Ends when the socket is closed: the server has been told by then, as far as TCP tells.
    pub async fn closed(&self) {
        self.shared.driver.stopped().await;
    }

    /// Ends when the connection is over, and says why.
    pub async fn ended(&self) -> Ending {
        self.shared.frames.ended().await;
        self.shared.ending()
    }
}

impl Shared {
    fn sender(&self) -> Option<SendRequest<Bytes>> {
        let sender = self.sender.lock();
        sender.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn stop_beginning(&self) {
        let taken = self
            .sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(taken);
        self.frames.announce();
    }

    fn answer(&self, outcome: Outcome) -> Result<AnswerFacts, PushError> {
        match (outcome.answer, outcome.failure) {
            // What came after the status line says less than the status.
            (Some(answer), _) if !answer.in_goaway => Ok(answer),
            (goaway, failure) => Err(PushError {
                kind: match failure {
                    Some(kind) if !self.frames.is_ended_here() => PushErrorKind::Failed(kind),
                    _ => PushErrorKind::ClosedHere,
                },
                may_have_been_processed: outcome.may_have_processed,
                goaway: goaway.map(Box::new),
            }),
        }
    }

    fn ending(&self) -> Ending {
        let goaway = self.frames.goaway();
        Ending {
            failure: self.frames.cause(),
            goaway: goaway.as_ref().and_then(last_words),
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Some(keep_alive) = &self.keep_alive {
            keep_alive.abort();
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("host", &self.shared.facts.host)
            .field("port", &self.shared.facts.port)
            .field("is_open", &self.is_open())
            .finish_non_exhaustive()
    }
}
