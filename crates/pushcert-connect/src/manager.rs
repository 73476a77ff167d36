//! Connections that outlive their credential: one swap, nothing mixed, the right order.
//!
//! APNs looks at a certificate once, when the connection is made. So whoever replaces a certificate has to
//! replace the connections too, and in which order depends on why:
//!
//! * [`Replacement::Renewed`]: new pushes go over connections with the new certificate at once; the old
//!   connections finish what they have begun, and are closed.
//! * [`Replacement::Revoked`]: **all old connections are closed first**; only then is the new certificate
//!   configured, and only then are connections opened with it. While that goes on, whoever wants a
//!   connection waits. Apple: "close all connections to APNs … before you configure the new certificate".
//!
//! A sender gets a connection with the old certificate and the old key or with the new of both, never a
//! mixture: certificate, key and connections stand together in one generation, which is swapped as a whole.
//!
//! The manager knows nothing of TLS: what makes a connection is a [`Dial`], and what it makes a [`Link`].
//! [`Dialer`] makes a [`Connection`](crate::Connection) to APNs, and [`Manager::push`] sends over it:
//!
//! ```no_run
//! use pushcert_connect::manager::{Dialer, Manager, Replacement, SendError};
//! use pushcert_connect::{Checker, ClientIdentity, Target};
//! use pushcert_types::PushRequest;
//!
//! # async fn run(checker: Checker, target: Target, old: ClientIdentity, new: ClientIdentity, request: PushRequest)
//! # -> Result<(), SendError> {
//! let dialer = Dialer::new(checker, target, old);
//! let manager = Manager::new(dialer.clone(), Default::default());
//! let answer = manager.push(&request, br#"{"aps":{"alert":"Hello"}}"#.as_slice()).await?;
//! println!("{:?} {:?}", answer.http_status, answer.reason);
//! manager.replace(dialer.with_identity(new), Replacement::Renewed).await;
//! # Ok(())
//! # }
//! ```
//!
//! Source: Apple, "Establishing a certificate-based connection to APNs".

mod dialer;
mod event;
mod generation;

use std::fmt;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, watch};

pub use dialer::{Dialer, SendError};
use event::Observer;
pub use event::{Event, Replacement};
pub(crate) use generation::Generation;

/// Makes connections with one credential.
pub trait Dial: Send + Sync + 'static {
    /// A connection.
    type Link: Link;
    /// Why there is none.
    type Error: Send;

    /// Makes a connection. It is dropped half way when the credential is replaced meanwhile, and bounds its own time.
    fn dial(&self) -> impl Future<Output = Result<Self::Link, Self::Error>> + Send;
}

/// A connection.
pub trait Link: Send + Sync + 'static {
    /// Whether more can be sent over it.
    fn is_open(&self) -> bool;

    /// Ends it at once; what is in flight is lost. Returns when it is closed.
    fn close(&self) -> impl Future<Output = ()> + Send;

    /// Lets nothing new in, and returns when what is in flight has been answered and it is closed.
    fn drain(&self) -> impl Future<Output = ()> + Send;
}

/// Connections to one service with one credential, which can be replaced.
///
/// Cheap to clone; all clones are the same manager.
pub struct Manager<D: Dial> {
    shared: Arc<Shared<D>>,
}

struct Shared<D: Dial> {
    current: watch::Sender<Arc<Generation<D>>>,
    /// One replacement at a time.
    replacing: Mutex<()>,
    /// Former credentials whose connections may still be open.
    draining: std::sync::Mutex<Vec<Arc<Generation<D>>>>,
    settings: Settings,
    observer: Observer,
}

/// How many connections there are, and how long old ones may take to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Connections with one credential; at least 1.
    pub connections: usize,
    /// How long the connections of a renewed credential may take to finish; after that they are closed.
    pub drain: Duration,
}

impl Default for Settings {
    /// One connection, which carries thousands of pushes a second, and 30 seconds.
    fn default() -> Self {
        Self {
            connections: 1,
            drain: Duration::from_secs(30),
        }
    }
}

impl<D: Dial> Manager<D> {
    /// A manager whose connections are made by `dial`, when they are first asked for.
    #[must_use]
    pub fn new(dial: D, settings: Settings) -> Self {
        Self::observed(dial, settings, |_| {})
    }

    /// The same, telling `observer` what happens, in order. It must not block.
    #[must_use]
    pub fn observed(
        dial: D,
        settings: Settings,
        observer: impl Fn(Event) + Send + Sync + 'static,
    ) -> Self {
        let observer: Observer = Arc::new(observer);
        let first = Generation::new(1, dial, settings.connections, Arc::clone(&observer));
        observer(Event::Configured { generation: 1 });
        Self {
            shared: Arc::new(Shared {
                current: watch::Sender::new(Arc::new(first)),
                replacing: Mutex::new(()),
                draining: std::sync::Mutex::default(),
                settings,
                observer,
            }),
        }
    }

    /// An open connection with the present credential; it is made if there is none. Waits while the
    /// connections of a revoked credential are being closed.
    ///
    /// # Errors
    /// What [`Dial::dial`] says.
    pub async fn connection(&self) -> Result<Arc<D::Link>, D::Error> {
        let mut current = self.shared.current.subscribe();
        loop {
            let generation = Arc::clone(&current.borrow_and_update());
            if let Some(link) = generation.link().await {
                return link;
            }
            // It is retired, so that another one follows. The sender lives as long as `self`.
            let _ = current.changed().await;
        }
    }

    /// The number of the present credential: 1 for the first, one more with each replacement.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.shared.current.borrow().number()
    }

    /// Replaces the credential. Returns when no connection with the old one is left, which for a renewed
    /// credential takes [`Settings::drain`] at most; the new one is in use before that.
    ///
    /// Cancelling it keeps the order: a revoked credential may be gone without the new one being configured
    /// (call it again), never the reverse. Old connections that had not finished stay until the next
    /// revocation or [`Manager::close`].
    pub async fn replace(&self, dial: D, why: Replacement) {
        if let Some(old) = self.swap(dial, why).await {
            self.finish(old).await;
        }
    }

    /// The same up to the point where the new credential is in use. What comes back is still to be given to
    /// [`Manager::finish`].
    pub(crate) async fn swap(&self, dial: D, why: Replacement) -> Option<Arc<Generation<D>>> {
        let _one_at_a_time = self.shared.replacing.lock().await;
        let old = self.present();
        if why == Replacement::Revoked {
            self.close_draining().await;
            old.close().await;
            self.configure(&old, dial);
            return None;
        }
        self.draining().push(Arc::clone(&old));
        self.configure(&old, dial);
        Some(old)
    }

    /// Lets the connections of a credential that was renewed finish.
    pub(crate) async fn finish(&self, old: Arc<Generation<D>>) {
        old.drain(self.shared.settings.drain).await;
        self.draining().retain(|one| !Arc::ptr_eq(one, &old));
    }

    /// Closes every connection, those of former credentials too. The next one that is asked for is made anew.
    pub async fn close(&self) {
        self.close_draining().await;
        self.present().close_links().await;
    }

    async fn close_draining(&self) {
        let former: Vec<_> = self.draining().clone();
        for generation in former {
            generation.close().await;
        }
    }

    fn draining(&self) -> MutexGuard<'_, Vec<Arc<Generation<D>>>> {
        let draining = self.shared.draining.lock();
        draining.unwrap_or_else(PoisonError::into_inner)
    }

    fn present(&self) -> Arc<Generation<D>> {
        Arc::clone(&self.shared.current.borrow())
    }

    fn configure(&self, old: &Generation<D>, dial: D) {
        let Shared {
            settings, observer, ..
        } = &*self.shared;
        let generation = old.number().saturating_add(1);
        let next = Generation::new(generation, dial, settings.connections, Arc::clone(observer));
        observer(Event::Configured { generation });
        self.shared.current.send_replace(Arc::new(next));
    }
}

impl<D: Dial> Clone for Manager<D> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<D: Dial> fmt::Debug for Manager<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manager")
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
    }
}
