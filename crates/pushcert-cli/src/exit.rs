//! Exit codes: the whole list.

use std::process::ExitCode;

use pushcert::report::Verdict;

use crate::output::nagios::State;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: nothing worse than a note or a warning.
    Fine,
    /// 1: at least one error finding; with `--deny-warnings` also a warning.
    Found,
    /// 2: the command was wrong, or a file could not be read at all.
    Wrong,
    /// 75 (`EX_TEMPFAIL` of `sysexits.h`): a file took longer than the wall clock allows.
    TimedOut,
    /// 0 to 3 with `--nagios`, which has codes of its own.
    Monitor(State),
}

impl Exit {
    /// What a verdict comes to; `denies` lets warnings count as errors.
    pub(crate) const fn of(verdict: Option<Verdict>, denies: bool) -> Self {
        match verdict {
            Some(Verdict::Pass) | None => Self::Fine,
            Some(Verdict::Warn) if !denies => Self::Fine,
            Some(_) => Self::Found,
        }
    }

    /// The number that the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Found => 1,
            Self::Wrong => 2,
            Self::TimedOut => 75,
            Self::Monitor(state) => state.code(),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
