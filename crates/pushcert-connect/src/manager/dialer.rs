//! Connections to APNs for a manager.

use std::time::Duration;

use bytes::Bytes;
use pushcert_types::PushRequest;
use pushcert_types::connection::{AnswerFacts, ConnectionFacts};

use super::{Dial, Link, Manager};
use crate::{Checker, ClientIdentity, Connection, PushError, PushErrorKind, Target};

/// Makes connections to one service with one credential.
#[derive(Clone, Debug)]
pub struct Dialer {
    checker: Checker,
    target: Target,
    identity: ClientIdentity,
}

impl Dialer {
    /// Connections to this service, with this credential and the checker's settings.
    #[must_use]
    pub const fn new(checker: Checker, target: Target, identity: ClientIdentity) -> Self {
        Self {
            checker,
            target,
            identity,
        }
    }

    /// The same with another credential.
    #[must_use]
    pub fn with_identity(&self, identity: ClientIdentity) -> Self {
        Self {
            identity,
            ..self.clone()
        }
    }
}

impl Dial for Dialer {
    type Link = Connection;
    type Error = Box<ConnectionFacts>;

    async fn dial(&self) -> Result<Connection, Box<ConnectionFacts>> {
        Connection::open(&self.checker, &self.target, &self.identity).await
    }
}

impl Link for Connection {
    fn is_open(&self) -> bool {
        Self::is_open(self)
    }

    async fn close(&self) {
        Self::close(self);
        self.closed().await;
    }

    async fn drain(&self) {
        Self::drain(self, Duration::MAX).await;
        self.closed().await;
    }
}

/// Why a push over a manager's connections has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// There is no connection, so that nothing was sent; the facts say why.
    #[error("no connection to {}:{}", .0.host, .0.port)]
    NoConnection(Box<ConnectionFacts>),
    /// The connection failed, or was closed with its credential.
    #[error(transparent)]
    Push(PushError),
}

impl SendError {
    /// Whether APNs may have taken the push all the same: [`PushError::may_have_been_processed`].
    #[must_use]
    pub const fn may_have_been_processed(&self) -> bool {
        match self {
            Self::NoConnection(_) => false,
            Self::Push(error) => error.may_have_been_processed(),
        }
    }
}

impl Manager<Dialer> {
    /// Sends one push over a connection with the present credential.
    ///
    /// If the credential is replaced in the moment between the choice of a connection and the first byte, the
    /// push goes over a connection with the new one. Whatever may have reached APNs is not sent again.
    ///
    /// # Errors
    /// [`SendError`]. An answer that says no is none.
    pub async fn push(
        &self,
        request: &PushRequest,
        payload: impl Into<Bytes>,
    ) -> Result<AnswerFacts, SendError> {
        let payload = payload.into();
        loop {
            let link = self.connection().await;
            let link = link.map_err(SendError::NoConnection)?;
            match link.push(request, payload.clone()).await {
                Err(error) if was_never_begun(&error) => {}
                answered => return answered.map_err(SendError::Push),
            }
        }
    }
}

/// The connection was given back on this side before the push was written; the manager has another one, or
/// is about to.
fn was_never_begun(error: &PushError) -> bool {
    matches!(error.kind(), PushErrorKind::ClosedHere) && !error.may_have_been_processed()
}
