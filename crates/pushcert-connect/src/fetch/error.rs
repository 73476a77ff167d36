//! Why nothing was fetched.

use std::time::Duration;

/// Why nothing was fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What can be done about it.
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        match &self.kind {
            ErrorKind::InvalidUrl
            | ErrorKind::Scheme
            | ErrorKind::UserInfo
            | ErrorKind::RedirectTarget
            | ErrorKind::TooManyRedirects { .. } => Remedy::FetchByHand,
            ErrorKind::NotApple => Remedy::AllowAnyHost,
            ErrorKind::PrivateAddress => Remedy::AllowPrivate,
            ErrorKind::TooLarge { .. } => Remedy::RaiseMaxBytes,
            ErrorKind::TimedOut { .. } => Remedy::RaiseTimeout,
            ErrorKind::HostNotFound | ErrorKind::Unreachable | ErrorKind::Proxy => {
                Remedy::CheckNetwork
            }
            ErrorKind::Status { code } if *code < 500 => Remedy::CheckUrl,
            ErrorKind::Status { .. } | ErrorKind::Broken => Remedy::TryLater,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

/// What is wrong, with its operands. Nothing in it comes out of the address or the answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No address, or one without a host.
    #[error("the address cannot be read")]
    InvalidUrl,
    /// Something else than `http`.
    #[error("the address is not one of plain HTTP")]
    Scheme,
    /// A user name or a password in the address.
    #[error("the address has a user name in it")]
    UserInfo,
    /// A host that is not below `apple.com`.
    #[error("the host is not one of Apple's")]
    NotApple,
    /// `localhost`, or an address of a private network, however it is written.
    #[error("the host is of a private network")]
    PrivateAddress,
    /// The host has no address.
    #[error("the host was not found")]
    HostNotFound,
    /// No connection, or one that broke.
    #[error("the host could not be reached")]
    Unreachable,
    /// The proxy of the environment does not work.
    #[error("the proxy could not be used")]
    Proxy,
    /// No complete answer in time.
    #[error("there was no complete answer within {} seconds", limit.as_secs_f32())]
    TimedOut {
        /// How long was waited.
        limit: Duration,
    },
    /// A longer body than is read.
    #[error("the answer has more than {limit} bytes")]
    TooLarge {
        /// How many bytes are read at most.
        limit: usize,
    },
    /// A redirect after the last one that is followed.
    #[error("there were more than {limit} redirects")]
    TooManyRedirects {
        /// How many are followed at most.
        limit: u32,
    },
    /// A redirect without an address, or with one that cannot be read.
    #[error("a redirect leads nowhere")]
    RedirectTarget,
    /// Any other status than 200.
    #[error("the host answered with status {code}")]
    Status {
        /// The status.
        code: u16,
    },
    /// The answer is not one of HTTP.
    #[error("the answer is not one of HTTP")]
    Broken,
}

/// What can be done about an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Allow other hosts than Apple's: [`Policy::Any`](super::Policy::Any).
    AllowAnyHost,
    /// Allow private addresses: [`Limits::allow_private`](super::Limits::allow_private).
    AllowPrivate,
    /// Raise [`Limits::max_bytes`](super::Limits::max_bytes).
    RaiseMaxBytes,
    /// Raise [`Limits::timeout`](super::Limits::timeout), or try again.
    RaiseTimeout,
    /// See whether name resolution, route and proxy work.
    CheckNetwork,
    /// See whether the address is right.
    CheckUrl,
    /// Try again later.
    TryLater,
    /// Get the file in another way and give it as a file.
    FetchByHand,
}

impl Remedy {
    /// `allow-any-host`, `raise-timeout` and so on.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllowAnyHost => "allow-any-host",
            Self::AllowPrivate => "allow-private",
            Self::RaiseMaxBytes => "raise-max-bytes",
            Self::RaiseTimeout => "raise-timeout",
            Self::CheckNetwork => "check-network",
            Self::CheckUrl => "check-url",
            Self::TryLater => "try-later",
            Self::FetchByHand => "fetch-by-hand",
        }
    }
}
