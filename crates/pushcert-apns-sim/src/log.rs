//! What happened, as data and as JSON lines.

use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// One thing that happened. As JSON it is one flat object with the kind as `event`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// When, in milliseconds since 1970.
    pub millis: u64,
    /// On which connection, counted from 1.
    pub connection: u64,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened on a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EventKind {
    /// A TCP connection came.
    Accepted {
        /// Address and port of the client.
        peer: String,
    },
    /// The TLS handshake is over, and the client was not refused.
    Secured {
        /// `TLSv1.2` or `TLSv1.3`.
        tls: String,
        /// The protocol agreed on, `h2` as a rule.
        alpn: Option<String>,
        /// The client certificate, if one was presented.
        certificate: Option<CertificateSeen>,
    },
    /// A request was judged.
    Request(Box<RequestSeen>),
    /// The connection is over.
    Closed {
        /// Why, in words.
        why: String,
        /// How many requests there were.
        requests: u64,
    },
}

/// A client certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateSeen {
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// The content octets of the serial number, lower-case hex.
    pub serial: String,
    /// Its kind, spelled as in `pushcert_types::CertificateKind`; `unreadable` if it is none.
    pub kind: String,
    /// The topics that it covers.
    pub topics: Vec<String>,
}

/// A request and its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequestSeen {
    /// Its number on the connection, counted from 1.
    pub request: u64,
    /// `POST`, as a rule.
    pub method: String,
    /// The path.
    pub path: String,
    /// The device token in the path, as it stands there.
    pub token: Option<String>,
    /// `apns-topic`, or the only topic of the certificate.
    pub topic: Option<String>,
    /// `apns-push-type`.
    pub push_type: Option<String>,
    /// `apns-priority`.
    pub priority: Option<String>,
    /// `apns-id` of the request, or the fresh one of the answer.
    pub apns_id: String,
    /// Whether a request with this `apns-id` came before.
    pub duplicate: bool,
    /// How many bytes of payload came.
    pub payload_bytes: u64,
    /// The payload, if the log was asked to keep it.
    pub payload: Option<String>,
    /// The HTTP status; `None` where the script left the request without an answer.
    pub status: Option<u16>,
    /// The reason; `None` for success.
    pub reason: Option<String>,
    /// Whether the script had a hand in it.
    pub scripted: bool,
}

/// The log: the newest events in memory, all of them in the writer.
pub(crate) struct Log {
    inner: Mutex<Inner>,
    limit: usize,
}

struct Inner {
    events: VecDeque<Event>,
    writer: Option<Box<dyn Write + Send>>,
}

impl Log {
    pub(crate) fn new(limit: usize, writer: Option<Box<dyn Write + Send>>) -> Self {
        let events = VecDeque::new();
        Self {
            inner: Mutex::new(Inner { events, writer }),
            limit,
        }
    }

    pub(crate) fn add(&self, connection: u64, kind: EventKind) {
        let event = Event {
            millis: now_millis(),
            connection,
            kind,
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(writer), Ok(line)) = (&mut inner.writer, serde_json::to_string(&event)) {
            let line = in_ascii(&line);
            // A test that cannot write its log has the events in memory.
            let _ = writer
                .write_all(line.as_bytes())
                .and_then(|()| writer.flush());
        }
        while inner.events.len() >= self.limit.max(1) {
            inner.events.pop_front();
        }
        inner.events.push_back(event);
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.events.iter().cloned().collect()
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").finish_non_exhaustive()
    }
}

/// The same JSON on a line of its own, in ASCII: what clients send reaches terminals.
fn in_ascii(json: &str) -> String {
    use fmt::Write as _;
    let mut line = String::with_capacity(json.len().saturating_add(1));
    for c in json.chars() {
        if c == '\u{7f}' || !c.is_ascii() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    line
}

fn now_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_is_ascii_and_the_same_json() {
        let text = "a\u{202e}\u{1f600}\u{7f}\n\u{9b}";
        let line = super::in_ascii(&serde_json::to_string(text).unwrap());
        assert!(
            line.trim_end().bytes().all(|b| b.is_ascii_graphic()),
            "{line}"
        );
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
