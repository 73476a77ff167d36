//! What a step of a script does.

use serde::{Deserialize, Serialize};

use super::Place;

/// What is done. In JSON an object with one field, named like the action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Answers the request with this, whatever APNs would say.
    Answer(AnswerAction),
    /// Sends a GOAWAY frame (RFC 9113, section 6.8) and closes the connection.
    GoAway {
        /// When: `after-settings`, `request` (which then gets no answer), `answer` or `answered`.
        #[serde(default)]
        at: Place,
        /// The error code, 0 for `NO_ERROR`.
        #[serde(default)]
        code: u32,
        /// A reason; `{"reason":"…"}` is the debug data then, as APNs sends it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Debug data of another form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        debug: Option<String>,
    },
    /// Resets the stream of the request (RFC 9113, section 6.4).
    ResetStream {
        /// When: `request`, or `answer`.
        #[serde(default)]
        at: Place,
        /// The error code, such as 2 for `INTERNAL_ERROR`.
        #[serde(default)]
        code: u32,
    },
    /// Cuts the TCP connection without a word.
    Cut {
        /// When.
        #[serde(default)]
        at: Place,
        /// How.
        #[serde(default)]
        how: HowToCut,
    },
    /// Says nothing any more and keeps the connection open, until the client closes it or it has been idle
    /// for too long.
    Silence {
        /// From when on.
        #[serde(default)]
        at: Place,
    },
    /// Waits, then goes on.
    Delay {
        /// When.
        #[serde(default)]
        at: Place,
        /// How long, in milliseconds.
        millis: u64,
    },
    /// Writes slowly, from this request on: to this connection, and below TLS.
    Drip {
        /// So many bytes of HTTP/2 a second, at least 1.
        bytes_per_second: u32,
    },
    /// Answers 200 with headers of this size.
    HugeHeaders {
        /// How many bytes of values, in all; at most 64 MiB.
        bytes: u64,
    },
    /// Answers 400 with a body of this size, made while it is sent.
    HugeBody {
        /// How many bytes.
        bytes: u64,
    },
    /// Writes something else instead of TLS (up to `client-hello`) or of HTTP/2, and closes the connection.
    Garbage {
        /// When, but not between `server-hello` and `client-flight`.
        #[serde(default = "at_client_hello")]
        at: Place,
        /// What.
        #[serde(default = "default_garbage")]
        text: String,
    },
    /// Sends a fatal TLS alert and closes the connection.
    Alert {
        /// When. At `client-flight` it is what a client sees whose certificate is refused.
        #[serde(default = "at_client_flight")]
        at: Place,
        /// Its number (RFC 8446, section 6), such as 44 for `certificate_revoked`.
        number: u8,
    },
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AnswerAction {
    /// The reason, one of APNs or any other text; none is success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The HTTP status; without it that of the reason, 400 for an unknown one, 200 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The `timestamp` beside the reason, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    /// The body, instead of the JSON with the reason: any text, JSON or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// How a TCP connection is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HowToCut {
    /// With FIN: the client reads the end of the stream. There is no `close_notify`.
    #[default]
    Close,
    /// With RST: the client gets an error.
    Reset,
}

/// How large headers may be made.
const MAX_HEADERS: u64 = 64 * 1024 * 1024;

const fn at_client_hello() -> Place {
    Place::ClientHello
}

const fn at_client_flight() -> Place {
    Place::ClientFlight
}

fn default_garbage() -> String {
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
}

impl AnswerAction {
    /// A reason, with its status.
    #[must_use]
    pub fn reason(reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..Self::default()
        }
    }

    /// The same with this status.
    #[must_use]
    pub const fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The same with this timestamp, in milliseconds since 1970.
    #[must_use]
    pub const fn with_timestamp(mut self, millis: i64) -> Self {
        self.timestamp = Some(millis);
        self
    }

    /// The same with this body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl Action {
    /// An answer with this reason.
    #[must_use]
    pub fn answer(reason: impl Into<String>) -> Self {
        Self::Answer(AnswerAction::reason(reason))
    }

    /// Its name in JSON.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::GoAway { .. } => "go-away",
            Self::ResetStream { .. } => "reset-stream",
            Self::Cut { .. } => "cut",
            Self::Silence { .. } => "silence",
            Self::Delay { .. } => "delay",
            Self::Drip { .. } => "drip",
            Self::HugeHeaders { .. } => "huge-headers",
            Self::HugeBody { .. } => "huge-body",
            Self::Garbage { .. } => "garbage",
            Self::Alert { .. } => "alert",
        }
    }

    /// Where it is done.
    pub(crate) const fn place(&self) -> Place {
        match self {
            Self::GoAway { at, .. }
            | Self::ResetStream { at, .. }
            | Self::Cut { at, .. }
            | Self::Silence { at }
            | Self::Delay { at, .. }
            | Self::Garbage { at, .. }
            | Self::Alert { at, .. } => *at,
            Self::Answer(_)
            | Self::Drip { .. }
            | Self::HugeHeaders { .. }
            | Self::HugeBody { .. } => Place::Request,
        }
    }

    /// Whether nothing comes after it at its place.
    pub(crate) const fn is_final(&self) -> bool {
        !matches!(self, Self::Delay { .. } | Self::Drip { .. })
    }

    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let at = self.place();
        let in_handshake = matches!(at, Place::ServerHello | Place::ClientFlight);
        match self {
            Self::GoAway { .. } if at < Place::AfterSettings => {
                Err("there is no GOAWAY before HTTP/2")
            }
            Self::ResetStream { .. } if !matches!(at, Place::Request | Place::Answer) => {
                Err("a stream can be reset at `request` and at `answer` only")
            }
            Self::Garbage { .. } if in_handshake => {
                Err("garbage goes before the ServerHello or after the handshake")
            }
            Self::Drip {
                bytes_per_second: 0,
            } => Err("0 bytes a second are silence"),
            Self::HugeHeaders { bytes } if *bytes > MAX_HEADERS => {
                Err("headers are made in memory: 64 MiB of them are the most")
            }
            Self::Answer(answer) if answer.status.is_some_and(|s| !(200..=599).contains(&s)) => {
                Err("a status is a number from 200 to 599")
            }
            _ => Ok(()),
        }
    }
}
