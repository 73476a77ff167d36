//! Hot reload: a renewed certificate is in use without a restart.
//!
//! A [`Source`] says when there is a new credential; [`follow`] hands it to a [`Manager`], which swaps it in
//! as a whole and ends the old connections in the order that its reason asks for. [`Files`] is a source that
//! watches one file, or a certificate and a key in two; a database, a secret store or a signal is another one,
//! written by the caller.
//!
//! A credential that cannot be used is never swapped in: what there was stays, and the caller is told.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use pushcert_connect::manager::{Dialer, Manager};
//! use pushcert_connect::reload::{self, Files, Fresh, Source as _};
//! use pushcert_connect::{Checker, ClientIdentity, IdentityError, Target};
//! use zeroize::Zeroizing;
//!
//! /// A certificate and a key, in any form in which they come: `Credential::open` of the crate `pushcert`.
//! fn decode(files: &[Zeroizing<Vec<u8>>]) -> Result<ClientIdentity, IdentityError> {
//! #   unimplemented!()
//! }
//!
//! # async fn example(checker: Checker, target: Target) -> Result<(), Box<dyn std::error::Error>> {
//! let mut files = Files::new(["/etc/push/cert.pem", "/etc/push/key.pem"], decode);
//! let Some(Fresh { credential, .. }) = files.poll().await? else { unreachable!() };
//! let dialer = Dialer::new(checker, target, credential);
//! let manager = Manager::new(dialer.clone(), Default::default());
//! let every = Duration::from_secs(60);
//! let dial = move |identity| dialer.with_identity(identity);
//! tokio::spawn(reload::follow(files, every, manager.clone(), dial, |event| {
//!     eprintln!("push certificate: {event}");
//! }));
//! // `manager.push(…)` from any number of tasks.
//! # Ok(())
//! # }
//! ```
//!
//! A whole program is `examples/sender.rs` of this crate.

mod files;

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

pub use files::{FileError, Files};

use crate::manager::{Dial, Manager, Replacement};

/// A credential that takes the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what and why")]
pub struct Fresh<C> {
    /// The new credential.
    pub credential: C,
    /// What became of the old one.
    pub why: Replacement,
}

/// Where credentials come from.
pub trait Source: Send + 'static {
    /// What a credential is here.
    type Credential: Send;
    /// Why there is none.
    type Error: std::error::Error + Send;

    /// The credential if it is another one than last time; the first time, the first one. May be cancelled.
    fn poll(
        &mut self,
    ) -> impl Future<Output = Result<Option<Fresh<Self::Credential>>, Self::Error>> + Send;
}

/// What happened while a source was followed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<E> {
    /// A credential took the place of another one.
    Replaced(Replacement),
    /// The source has something new that cannot be used. The old credential stays.
    Refused(E),
}

impl<E: fmt::Display> fmt::Display for Event<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replaced(Replacement::Revoked) => {
                f.write_str("replaced after all connections with the revoked one were closed")
            }
            Self::Replaced(_) => f.write_str("replaced"),
            Self::Refused(error) => write!(f, "the new one is not used: {error}"),
        }
    }
}

/// Asks the source every so often, and replaces the manager's credential by every new one. Does not end:
/// spawn it, and abort the task. The first credential of the source is to be taken before.
///
/// What is in flight over the connections of a renewed credential does not keep it from asking on. `tell` is
/// called between two questions and must not block.
pub async fn follow<S: Source, D: Dial>(
    mut source: S,
    every: Duration,
    manager: Manager<D>,
    dial: impl Fn(S::Credential) -> D + Send,
    mut tell: impl FnMut(Event<S::Error>) + Send,
) -> Infallible {
    let mut ticks = tokio::time::interval(every.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // Old connections that are finishing; they end with this future.
    let mut draining = JoinSet::new();
    loop {
        ticks.tick().await;
        while draining.try_join_next().is_some() {}
        match source.poll().await {
            Ok(None) => {}
            Ok(Some(Fresh { credential, why })) => {
                if let Some(old) = manager.swap(dial(credential), why).await {
                    let manager = manager.clone();
                    draining.spawn(async move { manager.finish(old).await });
                }
                tell(Event::Replaced(why));
            }
            Err(error) => tell(Event::Refused(error)),
        }
    }
}
