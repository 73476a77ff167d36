//! The places at which a script can act.

use serde::{Deserialize, Serialize};

/// A place in the life of a connection, in order.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Place {
    /// TCP is there, nothing was read or written.
    Accept,
    /// The ClientHello was read, nothing was written.
    ClientHello,
    /// The server's first flight was written: ServerHello up to ServerHelloDone (TLS 1.2) or Finished
    /// (TLS 1.3).
    ServerHello,
    /// The client's flight was read: its certificate and its Finished. With TLS 1.2 the server has not
    /// finished yet; with TLS 1.3 the handshake is over for the client.
    ClientFlight,
    /// The handshake is over, nothing of HTTP/2 was written.
    BeforeSettings,
    /// SETTINGS were written and the preface of the client was read.
    AfterSettings,
    /// A request was read.
    #[default]
    Request,
    /// In the middle of the answer: its headers were written, and half of its body.
    Answer,
    /// The answer was written.
    Answered,
}

impl Place {
    /// Every place, in order.
    pub const ALL: &'static [Self] = &[
        Self::Accept,
        Self::ClientHello,
        Self::ServerHello,
        Self::ClientFlight,
        Self::BeforeSettings,
        Self::AfterSettings,
        Self::Request,
        Self::Answer,
        Self::Answered,
    ];

    /// The name, as it stands in a script.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::ClientHello => "client-hello",
            Self::ServerHello => "server-hello",
            Self::ClientFlight => "client-flight",
            Self::BeforeSettings => "before-settings",
            Self::AfterSettings => "after-settings",
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Answered => "answered",
        }
    }
}
