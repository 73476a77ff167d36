//! Above TLS: the heads of HTTP/2 frames (RFC 9113, section 4.1), and what ended the stream.

mod inbound;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pushcert_types::connection::FailureKind;
use tokio::sync::Notify;

use super::Watch;
use super::records::{Part, Records};
use crate::{failure, text};
use inbound::Inbound;

/// The most bytes of a header section, as it is sent.
pub(crate) const MAX_HEADERS: usize = 65_536;
/// The most data of a GOAWAY frame that is kept; a reason has less than 100 bytes.
pub(crate) const MAX_GOAWAY: usize = 4096;

/// What a client sends before its first frame: RFC 9113, section 3.4.
const PREFACE: usize = 24;
const HEADERS: u8 = 1;

/// A frame's head: kind, flags, stream and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    length: usize,
    kind: u8,
    flags: u8,
    stream: u32,
}

impl Head {
    const fn decode(bytes: &[u8; 9]) -> Self {
        let [a, b, c, kind, flags, stream @ ..] = *bytes;
        Self {
            length: length(&[0, a, b, c]),
            kind,
            flags,
            stream: u32::from_be_bytes(stream) & 0x7fff_ffff,
        }
    }
}

#[expect(
    clippy::as_conversions,
    reason = "24 bits fit everywhere, and `const` has no other way"
)]
const fn length(bytes: &[u8; 4]) -> usize {
    u32::from_be_bytes(*bytes) as usize
}

/// GOAWAY: RFC 9113, section 6.8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GoAway {
    pub(crate) last_stream: u32,
    pub(crate) code: u32,
    /// At most [`MAX_GOAWAY`] bytes.
    pub(crate) data: Vec<u8>,
}

/// What passed, shared with whoever waits for it.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    has_settings: AtomicBool,
    has_ended: AtomicBool,
    is_announced: AtomicBool,
    changed: Notify,
    are_headers_too_large: AtomicBool,
    last_request: AtomicU32,
    ending: Mutex<Ending>,
}

/// How it ended, or is about to.
#[derive(Debug, Default)]
struct Ending {
    goaway: Option<GoAway>,
    failure: Option<FailureKind>,
    /// What HTTP/2 made of it.
    cause: Option<FailureKind>,
    /// The beginning of what came, if it is no HTTP/2.
    beginning: Option<String>,
}

impl Frames {
    /// Ends when the server's SETTINGS have come, or will not come any more.
    pub(crate) async fn settings(&self) {
        loop {
            let changed = self.changed.notified();
            if self.has_settings() || self.has_ended.load(Ordering::Acquire) {
                return;
            }
            changed.await;
        }
    }

    /// Ends with the connection.
    pub(crate) async fn ended(&self) {
        loop {
            let changed = self.changed.notified();
            if self.has_ended.load(Ordering::Acquire) {
                return;
            }
            changed.await;
        }
    }

    /// Ends when no request can be begun any more.
    pub(crate) async fn no_more_requests(&self) {
        loop {
            let changed = self.changed.notified();
            if self.is_ending() {
                return;
            }
            changed.await;
        }
    }

    /// This side begins no more requests.
    pub(crate) fn announce(&self) {
        self.is_announced.store(true, Ordering::Release);
        self.changed.notify_waiters();
    }

    /// Whether no request can be begun any more: GOAWAY came, or this side does not want to, or it is over.
    pub(crate) fn is_ending(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
            || self.is_announced.load(Ordering::Acquire)
            || self.ending().goaway.is_some()
    }

    /// Whether it is over, and this side ended it.
    pub(crate) fn is_ended_here(&self) -> bool {
        self.has_ended.load(Ordering::Acquire) && self.cause().is_none()
    }

    /// What ended it; nothing if this side did, or as long as it lasts.
    pub(crate) fn cause(&self) -> Option<FailureKind> {
        self.ending().cause.clone()
    }

    /// What ended it where HTTP/2 saw no error: the server closed an idle connection.
    pub(crate) fn silent_cause(&self) -> Option<FailureKind> {
        let ending = self.ending();
        let goaway = ending.goaway.as_ref();
        let goaway = goaway.map(|goaway| FailureKind::GoAway { code: goaway.code });
        goaway.or_else(|| ending.failure.clone())
    }

    /// The connection is over. Only the first call counts.
    pub(crate) fn end(&self, cause: Option<FailureKind>) {
        let mut ending = self.ending();
        if self.has_ended.swap(true, Ordering::AcqRel) {
            return;
        }
        ending.cause = cause;
        drop(ending);
        self.changed.notify_waiters();
    }

    /// Whether the server's SETTINGS have come.
    pub(crate) fn has_settings(&self) -> bool {
        self.has_settings.load(Ordering::Acquire)
    }

    /// Whether a header section came that is larger than [`MAX_HEADERS`].
    pub(crate) fn are_headers_too_large(&self) -> bool {
        self.are_headers_too_large.load(Ordering::Relaxed)
    }

    /// Whether the request on this stream may have been processed: it went out, and no GOAWAY said that the
    /// server stopped before it.
    pub(crate) fn may_have_processed(&self, stream: u32) -> bool {
        let went = stream <= self.last_request.load(Ordering::Acquire);
        let ending = self.ending();
        went && ending
            .goaway
            .as_ref()
            .is_none_or(|goaway| stream <= goaway.last_stream)
    }

    /// The GOAWAY that came, the one with data if there were several.
    pub(crate) fn goaway(&self) -> Option<GoAway> {
        self.ending().goaway.clone()
    }

    /// Why reading or writing failed first.
    pub(crate) fn failure(&self) -> Option<FailureKind> {
        self.ending().failure.clone()
    }

    /// The beginning of what came, if it is no HTTP/2.
    pub(crate) fn beginning(&self) -> Option<String> {
        self.ending().beginning.clone()
    }

    fn ending(&self) -> MutexGuard<'_, Ending> {
        self.ending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks on for the whole life of a connection.
#[derive(Debug)]
pub(crate) struct FrameWatch {
    shared: Arc<Frames>,
    inbound: Inbound,
    outbound: Records<9>,
    preface: usize,
}

impl FrameWatch {
    pub(crate) fn new() -> (Self, Arc<Frames>) {
        let shared = Arc::new(Frames::default());
        let watch = Self {
            shared: Arc::clone(&shared),
            inbound: Inbound::new(),
            outbound: Records::new(),
            preface: PREFACE,
        };
        (watch, shared)
    }
}

impl Watch for FrameWatch {
    const READS_TO_THE_END: bool = false;

    fn came(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            let mut ending = self.shared.ending();
            ending.failure.get_or_insert(FailureKind::Closed);
            return;
        }
        self.inbound.push(bytes, &self.shared);
    }

    fn went(&mut self, bytes: &[u8]) {
        let (preface, mut bytes) = bytes.split_at_checked(self.preface).unwrap_or((bytes, &[]));
        self.preface = self.preface.saturating_sub(preface.len());
        while let Some(part) = self
            .outbound
            .next(&mut bytes, |head| Head::decode(head).length)
        {
            let Part::Head(head) = part else { continue };
            let head = Head::decode(&head);
            // Streams are opened in the order of their numbers: RFC 9113, section 5.1.1.
            if head.kind == HEADERS {
                let last = &self.shared.last_request;
                last.fetch_max(head.stream, Ordering::Release);
            }
        }
    }

    fn failed(&mut self, error: &io::Error) {
        let mut ending = self.shared.ending();
        ending.failure.get_or_insert_with(|| failure::of_io(error));
    }
}

/// `HTTP/1.1 400` has no frame of HTTP/2 at its beginning.
fn not_http2(head: &[u8; 9], first: &Head) -> Option<String> {
    let is_settings = first.kind == inbound::SETTINGS && first.stream == 0;
    (!is_settings).then(|| text::printable(head))
}

#[cfg(test)]
mod tests;
