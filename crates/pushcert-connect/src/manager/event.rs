//! What a manager tells.

use std::sync::Arc;

/// Why a credential is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Replacement {
    /// The old one still works: nothing in flight is to be lost.
    Renewed,
    /// The old one was revoked, or its key was stolen: nothing goes over it any more.
    Revoked,
}

/// What happened, with the number of the credential that it happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Event {
    /// A credential is in use from now on; there is no connection with it yet.
    Configured {
        /// Which.
        generation: u64,
    },
    /// A connection was made.
    Opened {
        /// With which credential.
        generation: u64,
    },
    /// A connection ended: it was closed, or it had finished.
    Closed {
        /// With which credential.
        generation: u64,
    },
}

/// Who is told.
pub(super) type Observer = Arc<dyn Fn(Event) + Send + Sync>;
