//! What ended a connection before there was an answer.

use alloc::string::String;

use super::{Alert, Stage};

/// What ended a connection, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "where and what")]
pub struct Failure {
    /// The stage that it came in.
    pub stage: Stage,
    /// What came.
    pub kind: FailureKind,
}

/// What can end a connection.
///
/// Texts in it come from the network: escape them before they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The credential cannot be used for TLS: its key and certificate do not fit, or are of no supported kind.
    Identity {
        /// Why.
        detail: String,
    },
    /// There is no host of this name.
    HostNotFound,
    /// The resolver did not answer, or with an error.
    ResolveFailed {
        /// What the system said.
        detail: String,
    },
    /// Nobody listens on the port.
    Refused,
    /// There is no route to the host or network.
    Unreachable,
    /// The time was over.
    TimedOut {
        /// The time that the whole connection had, in milliseconds.
        limit_millis: u64,
    },
    /// The other side reset the TCP connection.
    Reset,
    /// The other side closed the connection without a word.
    Closed,
    /// Another error of the system.
    Io {
        /// What the system said.
        detail: String,
    },
    /// What answered does not speak TLS.
    NotTls {
        /// The first bytes, as text with escapes, at most 64 characters: `HTTP/1.1 400 Bad Request`.
        began_with: String,
    },
    /// The server sent a fatal TLS alert.
    Alert(Alert),
    /// The two have no TLS version or cipher suite in common.
    TlsIncompatible {
        /// What is missing.
        detail: String,
    },
    /// The server broke the TLS protocol.
    TlsViolation {
        /// How.
        detail: String,
    },
    /// The server does not speak HTTP/2: ALPN settled on something else, or on nothing.
    NoHttp2 {
        /// What it settled on.
        alpn: Option<String>,
    },
    /// No path from the server's certificate to a trusted root.
    UnknownRoot,
    /// A certificate of the server's path has expired.
    ServerExpired,
    /// A certificate of the server's path is not valid yet.
    ServerNotYetValid,
    /// The server's certificate is for other names.
    WrongServerName,
    /// The server's certificate is unusable in another way.
    ServerCertificateInvalid {
        /// How.
        detail: String,
    },
    /// The server closed the connection with a GOAWAY frame that gives no reason of APNs.
    GoAway {
        /// The HTTP/2 error code (RFC 9113, section 7).
        code: u32,
    },
    /// The server reset the stream of the request.
    StreamReset {
        /// The HTTP/2 error code.
        code: u32,
    },
    /// What the server sent is not HTTP/2.
    Http2Violation {
        /// How.
        detail: String,
    },
    /// The answer is larger than any of APNs.
    AnswerTooLarge {
        /// Which part.
        what: TooLarge,
        /// The bound, in bytes.
        limit: u64,
    },
}

/// The part of an answer that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TooLarge {
    /// The header section.
    Headers,
    /// The content.
    Body,
}
