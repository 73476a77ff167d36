//! The two APNs environments.

use crate::named::spelled;

/// An APNs environment: which of Apple's two services a certificate or a device token belongs to.
///
/// Xcode builds that run from the debugger register with the sandbox; TestFlight and App Store
/// builds register with production. A certificate may serve one of them or both.
///
/// ```
/// use pushcert_types::Environment;
///
/// assert_eq!(Environment::Sandbox.host(), "api.sandbox.push.apple.com");
/// assert_eq!("production".parse(), Ok(Environment::Production));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "Apple has had exactly these two since 2009; a match should be complete"
)]
pub enum Environment {
    /// Development: `api.sandbox.push.apple.com`.
    Sandbox,
    /// Production: `api.push.apple.com`.
    Production,
}

spelled!(Environment, "environment", {
    Sandbox => "sandbox",
    Production => "production",
});

impl Environment {
    /// The host name of the service, without port. Both listen on 443 and 2197.
    ///
    /// Source: Apple, "Establishing a connection to APNs".
    #[must_use]
    pub const fn host(self) -> &'static str {
        match self {
            Self::Sandbox => "api.sandbox.push.apple.com",
            Self::Production => "api.push.apple.com",
        }
    }

    /// The service behind a host name, whatever its case; `None` for a host that is not Apple's.
    /// `api.development.push.apple.com` is another name of the sandbox.
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        let is = |name: &str| host.trim_end_matches('.').eq_ignore_ascii_case(name);
        if is(Self::Production.host()) {
            Some(Self::Production)
        } else if is(Self::Sandbox.host()) || is("api.development.push.apple.com") {
            Some(Self::Sandbox)
        } else {
            None
        }
    }
}
