//! Why a simulator cannot start.

use std::io;

/// Why a simulator cannot start; [`kind`](Self::kind) tells which of its parts is the cause.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The address cannot be listened on, or the thread cannot be started.
    #[error("cannot listen: {0}")]
    Listen(io::Error),
    /// The certificate of the server cannot be made: a name is no DNS name, or there is no randomness.
    #[error("the server's certificate cannot be made")]
    ServerCertificate,
    /// Chain and key that were given, the versions or the provider do not make a TLS server.
    #[error("no TLS server can be made of this: {0}")]
    Tls(rustls::Error),
    /// One of the anchors for client certificates is no certificate.
    #[error("anchor {index} for client certificates is no certificate")]
    ClientAnchor {
        /// Which one, counted from 0.
        index: usize,
    },
    /// The script asks for something that cannot be.
    #[error("{0}")]
    Script(crate::ScriptError),
}

impl Error {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

impl From<rustls::Error> for Error {
    fn from(error: rustls::Error) -> Self {
        ErrorKind::Tls(error).into()
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        ErrorKind::Listen(error).into()
    }
}
