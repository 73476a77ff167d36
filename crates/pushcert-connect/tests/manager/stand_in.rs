//! Connections that are none, and a record of what became of them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pushcert_connect::manager::{Dial, Event, Link, Manager, Settings};
use tokio::sync::Notify;

/// Makes connections with a credential that is a name.
pub(crate) struct Dialer {
    pub(crate) credential: &'static str,
    /// How long making one takes.
    pub(crate) delay: Duration,
    pub(crate) dialed: Arc<AtomicUsize>,
}

impl Dialer {
    pub(crate) fn new(credential: &'static str) -> Self {
        Self {
            credential,
            delay: Duration::ZERO,
            dialed: Arc::default(),
        }
    }

    pub(crate) fn slow(mut self) -> Self {
        self.delay = Duration::from_secs(3600);
        self
    }
}

impl Dial for Dialer {
    type Link = Line;
    type Error = &'static str;

    async fn dial(&self) -> Result<Line, &'static str> {
        self.dialed.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(self.delay).await;
        if self.credential == "refused" {
            return Err("refused");
        }
        Ok(Line {
            credential: self.credential,
            closed: AtomicBool::new(false),
            idle: Notify::new(),
            in_flight: AtomicUsize::new(0),
        })
    }
}

/// A connection that carries what the test says.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) credential: &'static str,
    closed: AtomicBool,
    idle: Notify,
    in_flight: AtomicUsize,
}

impl Line {
    pub(crate) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn finish(&self) {
        if self.in_flight.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.idle.notify_one();
        }
    }

    pub(crate) fn break_off(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}

impl Link for Line {
    fn is_open(&self) -> bool {
        !self.closed.load(Ordering::SeqCst)
    }

    async fn close(&self) {
        // Closing takes a moment, in which an impatient manager would go on.
        tokio::time::sleep(Duration::from_millis(5)).await;
        self.break_off();
    }

    async fn drain(&self) {
        while self.in_flight.load(Ordering::SeqCst) > 0 {
            self.idle.notified().await;
        }
        self.break_off();
    }
}

/// What a manager told.
#[derive(Clone, Default)]
pub(crate) struct Record(Arc<Mutex<Vec<Event>>>);

impl Record {
    pub(crate) fn manager(&self, dialer: Dialer, settings: Settings) -> Manager<Dialer> {
        let told = self.clone();
        Manager::observed(dialer, settings, move |event| {
            told.0.lock().unwrap().push(event);
        })
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }
}

pub(crate) fn settings(connections: usize) -> Settings {
    let mut settings = Settings::default();
    settings.connections = connections;
    settings
}
