//! What came out of connecting to APNs, as plain facts.
//!
//! `pushcert-connect` fills them in and `pushcert-diagnostics` judges them; neither imports the other, so
//! the vocabulary that they share stands here. Nothing in it says good or bad: [`ConnectionFacts`] tells how
//! far a connection came and what was seen on the way.
//!
//! ```
//! use pushcert_types::Reason;
//! use pushcert_types::connection::{AnswerFacts, ConnectionFacts, Stage};
//!
//! let mut facts = ConnectionFacts::new("api.push.apple.com", 443);
//! facts.answer = Some(AnswerFacts::new(400).with_reason("BadDeviceToken"));
//! assert_eq!(facts.answer.unwrap().known_reason(), Some(Reason::BadDeviceToken));
//! assert_eq!("server-chain".parse(), Ok(Stage::ServerChain));
//! ```

mod alert;
mod failure;

use alloc::string::String;
use alloc::vec::Vec;
use core::net::{IpAddr, SocketAddr};

use crate::named::spelled;
use crate::{Environment, PushType, Reason, UnixTime};

pub use alert::Alert;
pub use failure::{Failure, FailureKind, TooLarge};

/// A step of a connection, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The credential is looked at, before anything goes out.
    Local,
    /// The name of the host is resolved.
    Resolve,
    /// A TCP connection is made.
    Tcp,
    /// The TLS handshake, without the judgement about either certificate.
    Tls,
    /// The server's certificates are judged.
    ServerChain,
    /// The server takes the client's certificate. With TLS 1.3 that is known only once it has sent its
    /// HTTP/2 SETTINGS and an answer.
    ClientCertificate,
    /// A request for a device that does not exist: topic and environment are accepted.
    Topic,
    /// A push to a device.
    Push,
}

spelled!(Stage, "stage of a connection", {
    Local => "local",
    Resolve => "resolve",
    Tcp => "tcp",
    Tls => "tls",
    ServerChain => "server-chain",
    ClientCertificate => "client-certificate",
    Topic => "topic",
    Push => "push",
});

/// The versions of TLS that APNs takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

spelled!(TlsVersion, "TLS version", {
    Tls12 => "TLSv1.2",
    Tls13 => "TLSv1.3",
});

/// Who vouches for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TrustSource {
    /// The trust store of the operating system.
    Platform,
    /// The roots of APNs that come with pushcert.
    Bundled,
    /// The anchors that the caller gave, instead of the two others.
    Given,
}

spelled!(TrustSource, "source of trust", {
    Platform => "platform",
    Bundled => "bundled",
    Given => "given",
});

/// How far a connection came, and what was seen on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionFacts {
    /// The name or address that was connected to.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// Which of Apple's services it is, or stands in for.
    pub environment: Option<Environment>,
    /// The topic that was asked for.
    pub topic: Option<String>,
    /// The push type that was asked for.
    pub push_type: Option<PushType>,
    /// The identifier that the push was given; the answer repeats it.
    pub apns_id: Option<String>,
    /// The stages that were reached, in order. The last of them failed if there is a `failure`.
    pub stages: Vec<StageFacts>,
    /// What the name resolved to.
    pub addresses: Vec<IpAddr>,
    /// The address that answered.
    pub address: Option<SocketAddr>,
    /// The other port of APNs and whether it answers; asked for only if TCP failed.
    pub other_port_open: Option<(u16, bool)>,
    /// What was agreed on in the handshake.
    pub tls: Option<TlsFacts>,
    /// The certificates that the server presented.
    pub server_chain: Option<ServerChainFacts>,
    /// What became of the client's certificate.
    pub client_certificate: Option<ClientCertificateFacts>,
    /// Whether a request went out, and the server did not say that it never looked at it (`REFUSED_STREAM`, or a
    /// GOAWAY for earlier requests only). If so and there is no answer, nobody knows whether APNs took it.
    pub request_sent: bool,
    /// The server's answer to the request, or the reason that it gave for closing the connection.
    pub answer: Option<AnswerFacts>,
    /// What ended it before there was a whole answer: an `answer` beside it is a status whose content did not
    /// come, or was too large.
    pub failure: Option<Failure>,
}

impl ConnectionFacts {
    /// A connection that has not begun.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
            environment: None,
            topic: None,
            push_type: None,
            apns_id: None,
            stages: Vec::new(),
            addresses: Vec::new(),
            address: None,
            other_port_open: None,
            tls: None,
            server_chain: None,
            client_certificate: None,
            request_sent: false,
            answer: None,
            failure: None,
        }
    }

    /// Whether the host is one of Apple's, not a stand-in.
    #[must_use]
    pub fn is_apple(&self) -> bool {
        Environment::of_host(&self.host).is_some()
    }
}

/// A stage that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a stage and its time; facts are elsewhere"
)]
pub struct StageFacts {
    /// Which one.
    pub stage: Stage,
    /// How long it took, in milliseconds.
    pub millis: u64,
}

/// What was agreed on in the TLS handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsFacts {
    /// The version.
    pub version: TlsVersion,
    /// The cipher suite by its IANA name, `TLS13_AES_256_GCM_SHA384` spelled `TLS_AES_256_GCM_SHA384`.
    pub cipher: Option<String>,
    /// The protocol that ALPN (RFC 7301) settled on.
    pub alpn: Option<String>,
}

impl TlsFacts {
    /// Only the version is known.
    #[must_use]
    pub const fn new(version: TlsVersion) -> Self {
        Self {
            version,
            cipher: None,
            alpn: None,
        }
    }
}

/// The certificates that the server presented, and who vouches for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerChainFacts {
    /// The subject's common name.
    pub subject: Option<String>,
    /// The names that the certificate is for, as text.
    pub names: Vec<String>,
    /// The issuer's common name.
    pub issuer: Option<String>,
    /// The first moment of the leaf's validity.
    pub not_before: Option<UnixTime>,
    /// The last one.
    pub not_after: Option<UnixTime>,
    /// How many certificates there were, the leaf among them.
    pub length: usize,
    /// The common name of the root that the path ends in.
    pub root: Option<String>,
    /// The sources with a root for it.
    pub trusted_by: Vec<TrustSource>,
    /// The sources without one.
    pub refused_by: Vec<TrustSource>,
}

/// What became of the client's certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientCertificateFacts {
    /// The server asked for one.
    pub requested: bool,
    /// It was sent, with a signature of its key.
    pub sent: bool,
}

impl ClientCertificateFacts {
    /// Both facts.
    #[must_use]
    pub const fn new(requested: bool, sent: bool) -> Self {
        Self { requested, sent }
    }
}

/// What the server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnswerFacts {
    /// The HTTP status; none if the reason came in a GOAWAY frame.
    pub http_status: Option<u16>,
    /// The reason as it was sent, known or not.
    pub reason: Option<String>,
    /// Since when the device's token has not been valid, in milliseconds since 1970; comes with 410.
    pub timestamp_millis: Option<i64>,
    /// The identifier of the push.
    pub apns_id: Option<String>,
    /// `apns-unique-id`, by which the push is found in the Push Notifications Console; sandbox only.
    pub apns_unique_id: Option<String>,
    /// The reason came in a GOAWAY frame, which ends the connection.
    pub in_goaway: bool,
}

impl AnswerFacts {
    /// An HTTP response.
    #[must_use]
    pub fn new(http_status: u16) -> Self {
        Self {
            http_status: Some(http_status),
            ..Self::default()
        }
    }

    /// A reason in a GOAWAY frame (RFC 9113, section 6.8).
    #[must_use]
    pub fn goaway(reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            in_goaway: true,
            ..Self::default()
        }
    }

    /// Adds the reason.
    #[must_use]
    pub fn with_reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Whether such an answer can only come when certificate, environment and topic are accepted: success, or
    /// a reason that is about the device.
    #[must_use]
    pub fn proves_credential(&self) -> bool {
        self.http_status == Some(200)
            || self.known_reason().is_some_and(Reason::is_about_the_device)
    }

    /// The reason, if it is one that Apple documents.
    #[must_use]
    pub fn known_reason(&self) -> Option<Reason> {
        self.reason.as_deref()?.parse().ok()
    }
}
