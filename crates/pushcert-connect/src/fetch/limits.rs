//! How far a fetch may go.

use std::time::Duration;

use pushcert_trust::revocation::{Crl, OcspResponse};

/// Which hosts are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Policy {
    /// `apple.com` and all below it.
    #[default]
    AppleOnly,
    /// Any with a public name or address. A public name that leads to a private address is not
    /// noticed.
    Any,
}

/// How far a fetch may go: no further than this in time, bytes and places.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// From the first packet to the last byte, all redirects together; 10 seconds by default.
    pub timeout: Duration,
    /// The longest body, in bytes.
    pub max_bytes: usize,
    /// How many redirects are followed; 3 by default.
    pub max_redirects: u32,
    /// Which hosts are asked, those of redirects included.
    pub policy: Policy,
    /// Whether `localhost` and addresses of private networks may be asked, where the policy allows
    /// them; not by default.
    pub allow_private: bool,
    /// Whether the proxy that the environment names (`HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) is used;
    /// by default it is.
    pub use_proxy: bool,
}

impl Limits {
    /// For bodies of this many bytes, and the defaults.
    #[must_use]
    pub const fn bytes(max_bytes: usize) -> Self {
        Self {
            timeout: Duration::from_secs(10),
            max_bytes,
            max_redirects: 3,
            policy: Policy::AppleOnly,
            allow_private: false,
            use_proxy: true,
        }
    }

    /// For a revocation list: 16 MiB, which is what is read of one.
    #[must_use]
    pub const fn crl() -> Self {
        Self::bytes(Crl::MAX_BYTES)
    }

    /// For an OCSP response: 1 MiB, which is what is read of one.
    #[must_use]
    pub const fn ocsp() -> Self {
        Self::bytes(OcspResponse::MAX_BYTES)
    }
}
