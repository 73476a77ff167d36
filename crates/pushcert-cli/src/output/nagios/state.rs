//! The four states of a monitored service.

use std::fmt;

/// A state, in the order in which one outweighs another: what is known to be broken comes before
/// what is not known, and that before a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// 0
    Ok,
    /// 1
    Warning,
    /// 3
    Unknown,
    /// 2
    Critical,
}

impl State {
    /// The exit code of the plugin.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Unknown => "UNKNOWN",
            Self::Critical => "CRITICAL",
        })
    }
}
