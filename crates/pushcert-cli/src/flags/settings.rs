//! From flags to [`pushcert::Options`].

use std::time::{SystemTime, UNIX_EPOCH};

use pushcert::{Options, UnixTime, Wanted};

use super::CredentialFlags;
use super::limits::RunLimits;
use crate::failure::Failure;
use crate::input::read;
use crate::run::Mode;
use crate::text::escape::escape;

/// An authority is a certificate; a megabyte is a whole trust store.
const LARGEST_ANCHOR: u64 = 1024 * 1024;

/// Everything about one run that does not depend on the file, ready to make [`Options`] of it for
/// any password.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The time of the check.
    pub(crate) at: UnixTime,
    /// All limits.
    pub(crate) limits: RunLimits,
    wanted: Wanted,
    expiring_within: Option<u32>,
    anchors: Vec<Vec<u8>>,
    strict: bool,
}

impl Settings {
    /// Reads the clock and the trust anchors.
    pub(crate) fn new(flags: &CredentialFlags, mode: Mode) -> Result<Self, Failure> {
        let mut wanted = Wanted::default();
        wanted.environment = flags.environment;
        wanted.topics.clone_from(&flags.topics);
        wanted.push_types.clone_from(&flags.push_types);
        let expiring_within = match mode {
            Mode::Check { expiring_within, .. } => Some(expiring_within),
            Mode::Show => None,
        };
        Ok(Self {
            at: flags.at.map_or_else(now, Ok)?,
            limits: RunLimits::new(flags.strict, &flags.limits)?,
            wanted,
            expiring_within,
            anchors: anchors(flags)?,
            strict: flags.strict,
        })
    }

    /// The options for a file that is opened with this password.
    pub(crate) fn options(&self, password: Option<&str>) -> Result<Options, Failure> {
        let mut options = Options::at(self.at)
            .with_wanted(self.wanted.clone())
            .with_limits(self.limits.library.clone());
        if let Some(days) = self.expiring_within {
            options = options.with_expiring_within_days(days.into());
        }
        if let Some(password) = password {
            options = options.with_password(password);
        }
        for anchor in &self.anchors {
            options = options.with_authority(anchor).map_err(|error| {
                Failure::new(format!("a trust anchor cannot be used: {error}"))
                    .with_help("give the certificate of the authority, as PEM or DER")
            })?;
        }
        let _ = self.strict;
        Ok(options)
    }
}

fn anchors(flags: &CredentialFlags) -> Result<Vec<Vec<u8>>, Failure> {
    let read_one = |path: &std::path::PathBuf| {
        read::whole(path, LARGEST_ANCHOR).map(|bytes| bytes.to_vec()).map_err(|error| {
            let name = path.to_string_lossy();
            Failure::new(format!("cannot read the trust anchor {}: {error}", escape(&name))).with_help(error.help())
        })
    };
    flags.trust_anchors.iter().map(read_one).collect()
}

fn now() -> Result<UnixTime, Failure> {
    let before = || Failure::new("the clock of this machine stands before 1970").with_help("set it, or use --at");
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| before())?;
    i64::try_from(since.as_secs()).map(UnixTime::from_secs).map_err(|_| before())
}
