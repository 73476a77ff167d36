//! What the caller says about a file: password, time, purpose, limits.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pushcert_diagnostics::Wanted;
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;
use zeroize::Zeroizing;

use crate::Limits;
use crate::revocation::RevocationSource;

/// How a file is to be opened and judged.
///
/// The time is an argument, because nothing below the programs reads a clock.
///
/// ```
/// use pushcert::{Options, UnixTime};
///
/// let options = Options::at(UnixTime::parse("2026-11-21T00:00:00Z")?).with_password("secret");
/// assert!(!format!("{options:?}").contains("secret"));
/// # Ok::<(), pushcert::types::ParseTimeError>(())
/// ```
#[derive(Clone)]
pub struct Options {
    pub(crate) at: UnixTime,
    pub(crate) password: Option<Zeroizing<String>>,
    pub(crate) other_passwords: Vec<Zeroizing<String>>,
    pub(crate) wanted: Wanted,
    pub(crate) limits: Limits,
    pub(crate) authorities: Vec<Certificate>,
    pub(crate) revocation: Vec<RevocationSource>,
}

impl Options {
    /// Judges validity at this instant; no password, nothing special wanted, default limits.
    #[must_use]
    pub fn at(at: UnixTime) -> Self {
        Self {
            at,
            password: None,
            other_passwords: Vec::new(),
            wanted: Wanted::default(),
            limits: Limits::default(),
            authorities: Vec::new(),
            revocation: Vec::new(),
        }
    }

    /// Opens containers and encrypted keys with this password. An empty one is a password too: it
    /// is not the same as none.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.password = Some(Zeroizing::new(password.into()));
        self
    }

    /// Tries this password where the first one does not fit: for encrypted parts and keys that have a
    /// password of their own, and for people who do not know which one it was. Every attempt counts
    /// against the limits of the file.
    #[must_use]
    pub fn with_other_password(mut self, password: &str) -> Self {
        self.other_passwords.push(Zeroizing::new(password.into()));
        self
    }

    /// The authorities that are accepted beside Apple's.
    pub(crate) fn anchors(&self) -> Vec<&Certificate> {
        self.authorities.iter().collect()
    }

    /// All passwords, the first one in front.
    pub(crate) fn passwords(&self) -> Vec<&str> {
        let all = self.password.iter().chain(&self.other_passwords);
        all.map(|password| password.as_str()).collect()
    }

    /// Says what the credential is wanted for; what it cannot do of that becomes a finding.
    #[must_use]
    pub fn with_wanted(mut self, wanted: Wanted) -> Self {
        self.wanted = wanted;
        self
    }

    /// Warns of an expiry within this number of days; 30 unless said otherwise.
    #[must_use]
    pub fn with_expiring_within_days(mut self, days: i64) -> Self {
        self.wanted.expiring_within_days = days;
        self
    }

    /// Replaces the limits on input and work.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Accepts certificates issued by this authority, beside Apple's own.
    ///
    /// For tests and stand-ins: APNs itself accepts nothing that Apple did not sign.
    #[must_use]
    pub fn with_authority(mut self, authority: Certificate) -> Self {
        self.authorities.push(authority);
        self
    }

    /// Asks this CRL or OCSP response whether a certificate was revoked; every piece is asked about every
    /// certificate, and what it says is judged on its own.
    #[must_use]
    pub fn with_revocation(mut self, source: RevocationSource) -> Self {
        self.revocation.push(source);
        self
    }

    /// The instant at which validity is judged.
    #[must_use]
    pub const fn time(&self) -> UnixTime {
        self.at
    }
}

/// Shows whether there is a password, never which.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("at", &self.at)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("other_passwords", &self.other_passwords.len())
            .field("wanted", &self.wanted)
            .field("limits", &self.limits)
            .field("authorities", &self.authorities.len())
            .field("revocation", &self.revocation.len())
            .finish()
    }
}
