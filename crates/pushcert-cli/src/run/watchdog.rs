//! The wall clock: the last resort when a file takes longer than any limit on work foresaw.
//!
//! A thread cannot be stopped from outside, so the program ends as a whole, with a message that
//! names the file and with an exit code of its own.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What one worker is doing: since when, and with which file.
type Slot = Mutex<Option<(Instant, String)>>;

/// Watches the workers of a run.
pub(super) struct Watchdog {
    slots: Option<Arc<[Slot]>>,
}

impl Watchdog {
    /// Starts watching so many workers; `limit` is what each file may take. Without one, nothing
    /// is watched.
    pub(super) fn start(workers: usize, limit: Option<Duration>) -> Self {
        let Some(limit) = limit else {
            return Self { slots: None };
        };
        let slots: Arc<[Slot]> = (0..workers).map(|_| Mutex::new(None)).collect();
        let watched = Arc::clone(&slots);
        // Without a thread for it, the limits on work still hold.
        let started = thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watch(&watched, limit));
        Self {
            slots: started.is_ok().then_some(slots),
        }
    }

    /// The clock for one file.
    pub(super) fn of<'a>(&'a self, worker: usize, name: &'a str) -> Watch<'a> {
        let slot = self.slots.as_ref().and_then(|slots| slots.get(worker));
        Watch { slot, name }
    }

    /// Does `work` on a file while the clock runs.
    pub(super) fn timed<T>(&self, worker: usize, name: &str, work: impl FnOnce() -> T) -> T {
        self.of(worker, name).timed(work)
    }
}

/// The clock for one file, which runs only while there is work that has no limit of its own.
pub(super) struct Watch<'a> {
    slot: Option<&'a Slot>,
    name: &'a str,
}

impl Watch<'_> {
    /// None.
    pub(super) const fn off() -> Self {
        Self {
            slot: None,
            name: "",
        }
    }

    /// Does `work` while the clock runs.
    pub(super) fn timed<T>(&self, work: impl FnOnce() -> T) -> T {
        let Some(slot) = self.slot else {
            return work();
        };
        set(slot, Some((Instant::now(), self.name.to_owned())));
        let result = work();
        set(slot, None);
        result
    }
}

fn set(slot: &Slot, value: Option<(Instant, String)>) {
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

/// Never returns: the thread ends with the program.
fn watch(slots: &[Slot], limit: Duration) {
    let pause = (limit / 10).clamp(Duration::from_millis(20), Duration::from_millis(500));
    loop {
        thread::sleep(pause);
        for slot in slots {
            let slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, name)) = slot.as_ref().filter(|(since, _)| since.elapsed() > limit) {
                super::out_of_time(name, limit);
            }
        }
    }
}
