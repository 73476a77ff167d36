//! One credential with the connections that were made with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::event::Observer;
use super::{Dial, Event, Link};

/// One credential with its connections: swapped as a whole.
pub(crate) struct Generation<D: Dial> {
    number: u64,
    dial: D,
    slots: Box<[Slot<D::Link>]>,
    next: AtomicUsize,
    /// Whether another credential has taken its place: nothing new is begun.
    retired: watch::Sender<bool>,
    observer: Observer,
}

/// Room for one connection. Whoever finds none there makes it, and the others wait for it.
type Slot<L> = Mutex<Option<Arc<L>>>;

impl<D: Dial> Generation<D> {
    pub(super) fn new(number: u64, dial: D, connections: usize, observer: Observer) -> Self {
        Self {
            number,
            dial,
            slots: (0..connections.max(1)).map(|_| Mutex::new(None)).collect(),
            next: AtomicUsize::new(0),
            retired: watch::Sender::new(false),
            observer,
        }
    }

    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// An open connection, in turn; `None` when the credential has been replaced.
    pub(super) async fn link(&self) -> Option<Result<Arc<D::Link>, D::Error>> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let slot = self.slots.get(turn.checked_rem(self.slots.len())?)?;
        let mut retired = self.retired.subscribe();
        let mut slot = slot.lock().await;
        if *retired.borrow_and_update() {
            return None;
        }
        if let Some(link) = slot.as_ref().filter(|link| link.is_open()) {
            return Some(Ok(Arc::clone(link)));
        }
        if slot.take().is_some() {
            self.tell_closed();
        }
        // A replacement does not wait for a connection that is being made: it is given up.
        let made = tokio::select! {
            biased;
            _ = retired.wait_for(|retired| *retired) => return None,
            made = self.dial.dial() => made,
        };
        Some(made.map(|link| {
            let link = Arc::new(link);
            *slot = Some(Arc::clone(&link));
            (self.observer)(Event::Opened {
                generation: self.number,
            });
            link
        }))
    }

    /// Closes every connection at once, and lets no more be made.
    pub(super) async fn close(&self) {
        self.retired.send_replace(true);
        self.close_links().await;
    }

    /// Closes every connection at once.
    pub(super) async fn close_links(&self) {
        for slot in &self.slots {
            let mut slot = slot.lock().await;
            // Taken out only when it is closed, so that giving up half way loses none.
            if let Some(link) = slot.as_ref() {
                link.close().await;
                *slot = None;
                self.tell_closed();
            }
        }
    }

    /// Lets no more connections be made, and those that there are finish within this time; after it they
    /// are closed.
    pub(super) async fn drain(&self, limit: Duration) {
        self.retired.send_replace(true);
        let end = Instant::now().checked_add(limit);
        let mut ending = JoinSet::new();
        for slot in &self.slots {
            // They stay in their places, so that they can be closed meanwhile.
            if let Some(link) = slot.lock().await.clone() {
                ending.spawn(finish(link, end));
            }
        }
        while ending.join_next().await.is_some() {}
        for slot in &self.slots {
            if slot.lock().await.take().is_some() {
                self.tell_closed();
            }
        }
    }

    fn tell_closed(&self) {
        (self.observer)(Event::Closed {
            generation: self.number,
        });
    }
}

/// Drains a connection until this moment, and closes it then; without one it has as long as it needs.
async fn finish<L: Link>(link: Arc<L>, end: Option<Instant>) {
    let Some(end) = end else {
        return link.drain().await;
    };
    if tokio::time::timeout_at(end, link.drain()).await.is_err() {
        link.close().await;
    }
}
