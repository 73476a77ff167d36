//! All stages up to the server's SETTINGS.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::PingPong;
use h2::client::SendRequest;
use pushcert_types::connection::{ConnectionFacts, Failure, FailureKind, Stage, TlsVersion};
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::http::last_words;
use super::tls::Secured;
use super::{Clock, Outcome, resolve, tcp, tls};
use crate::tap::Tap;
use crate::tap::frames::{FrameWatch, Frames, MAX_HEADERS};
use crate::{Checker, ClientIdentity, Target, failure};

/// How long a server may take to hear that it is over.
const FAREWELL: Duration = Duration::from_millis(250);

/// An HTTP/2 connection whose SETTINGS have come.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) sender: SendRequest<Bytes>,
    pub(crate) frames: Arc<Frames>,
    pub(crate) ping: Option<PingPong>,
    pub(crate) driver: Driver,
}

/// The task that moves the bytes; it ends with this.
#[derive(Debug)]
pub(crate) struct Driver {
    task: AbortHandle,
    /// Closed when the task has let go of the connection.
    held: watch::Receiver<()>,
}

impl Driver {
    /// `socket` is whatever holds the connection; `end` is done when it is over.
    fn run<C>(socket: C, end: impl FnOnce(C::Output) + Send + 'static) -> Self
    where
        C: Future<Output: Send> + Send + 'static,
    {
        let (holding, held) = watch::channel(());
        // One variable, so that a task that never ran drops them in this order as well.
        let held_together = (socket, holding);
        let task = tokio::spawn(async move {
            let (socket, _holding) = held_together;
            end(socket.await);
        });
        Self {
            task: task.abort_handle(),
            held,
        }
    }

    pub(crate) fn handle(&self) -> AbortHandle {
        self.task.clone()
    }

    pub(crate) fn stop(&self) {
        self.task.abort();
    }

    /// Ends when the connection is closed below TLS.
    pub(crate) async fn stopped(&self) {
        // Nothing is ever sent: this is the end of the task.
        let _ = self.held.clone().changed().await;
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// `None`, with the reason in the facts, if it does not come so far.
pub(crate) async fn open(
    checker: &Checker,
    clock: &Clock,
    target: &Target,
    identity: &ClientIdentity,
    facts: &mut ConnectionFacts,
) -> Option<Session> {
    let begun = clock.elapsed();
    let found = async {
        let name = resolve::server_name(target.host())?;
        Ok((name, resolve::resolve(target.host()).await?))
    };
    let found = clock.within(found).await;
    let (name, addresses) = finish(Stage::Resolve, begun, found, clock, facts)?;
    facts.addresses.clone_from(&addresses);
    let begun = clock.elapsed();
    let port = target.port();
    let in_time = clock.without(tcp::kept_back(port, clock.limit()));
    let connected = tcp::connect(&addresses, port, &in_time).await;
    let connected = finish(Stage::Tcp, begun, connected, clock, facts);
    let Some((stream, address)) = connected else {
        facts.other_port_open = tcp::other_port(&addresses, port, clock.limit()).await;
        return None;
    };
    facts.address = Some(address);
    let stream = tls::secure(checker, identity, name, stream, clock, facts).await?;
    begin_http(stream, clock, facts).await
}

/// Until the server's SETTINGS: with TLS 1.3 its verdict on our certificate comes here at the earliest.
async fn begin_http(
    stream: Secured,
    clock: &Clock,
    facts: &mut ConnectionFacts,
) -> Option<Session> {
    let begun = clock.elapsed();
    let (watch, frames) = FrameWatch::new();
    let session = clock.within(start(stream, watch, &frames)).await;
    let goaway = frames.goaway();
    if let (true, Some(answer)) = (session.is_err(), goaway.as_ref().and_then(last_words)) {
        facts.answer = Some(answer);
        facts
            .stages
            .push(clock.stage(Stage::ClientCertificate, begun));
        return None;
    }
    finish(Stage::ClientCertificate, begun, session, clock, facts)
}

async fn start(
    stream: Secured,
    watch: FrameWatch,
    frames: &Arc<Frames>,
) -> Result<Session, FailureKind> {
    let handshake = h2::client::Builder::new()
        .enable_push(false)
        // Four times what is allowed, so that what is too large is ours to say.
        .max_header_list_size(u32::try_from(MAX_HEADERS.saturating_mul(4)).unwrap_or(u32::MAX))
        .handshake(Tap::new(stream, watch))
        .await;
    let (sender, mut connection) = handshake.map_err(|error| failure::of_h2(&error, frames))?;
    let ping = connection.ping_pong();
    let shared = Arc::clone(frames);
    let driver = Driver::run(connection, move |result| {
        let cause = result.err().map(|error| failure::of_h2(&error, &shared));
        shared.end(cause.or_else(|| shared.silent_cause()));
    });
    frames.settings().await;
    if !frames.has_settings() {
        frames.ended().await;
        return Err(frames.cause().unwrap_or(FailureKind::Closed));
    }
    Ok(Session {
        sender,
        frames: Arc::clone(frames),
        ping,
        driver,
    })
}

/// Notes a stage and, if it failed, why.
fn finish<T>(
    stage: Stage,
    begun: Duration,
    result: Result<T, FailureKind>,
    clock: &Clock,
    facts: &mut ConnectionFacts,
) -> Option<T> {
    facts.stages.push(clock.stage(stage, begun));
    match result {
        Ok(value) => Some(value),
        Err(kind) => {
            facts.failure = Some(Failure { stage, kind });
            None
        }
    }
}

impl Session {
    /// Puts what came of the request into the facts.
    pub(super) fn settle(&self, stage: Stage, outcome: Outcome, facts: &mut ConnectionFacts) {
        facts.request_sent = outcome.may_have_processed;
        facts.answer = outcome.answer;
        // A reason is an answer, wherever it comes.
        let is_reason = facts.answer.as_ref().is_some_and(|answer| answer.in_goaway);
        let Some(kind) = outcome.failure.filter(|_| !is_reason) else {
            return;
        };
        let is_tls13 = facts.tls.as_ref().map(|tls| tls.version) == Some(TlsVersion::Tls13);
        // With TLS 1.3 the first answer is what shows that our certificate was taken: SETTINGS may have been
        // sent before the server had looked at it. What a push ended with stays with the push.
        let is_open = is_tls13
            && stage == Stage::Topic
            && facts.answer.is_none()
            && matches!(
                kind,
                FailureKind::Alert(_)
                    | FailureKind::Closed
                    | FailureKind::Reset
                    | FailureKind::TimedOut { .. }
                    | FailureKind::Io { .. }
            );
        if is_open {
            move_to_client_certificate(facts);
        }
        let stage = if is_open {
            Stage::ClientCertificate
        } else {
            stage
        };
        facts.failure = Some(Failure { stage, kind });
    }

    /// Says goodbye, but does not wait long for it to be heard.
    pub(crate) async fn close(self) {
        let Self {
            sender,
            frames,
            driver,
            ..
        } = self;
        drop(sender);
        let _ = tokio::time::timeout(FAREWELL, frames.ended()).await;
        drop(driver);
    }
}

/// The time that passed until then belongs to the stage that it is about.
fn move_to_client_certificate(facts: &mut ConnectionFacts) {
    let last = facts.stages.pop();
    let own = facts.stages.last_mut();
    if let (Some(last), Some(own)) = (last, own) {
        own.millis = own.millis.saturating_add(last.millis);
    }
}
