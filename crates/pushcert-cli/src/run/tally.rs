//! Counting verdicts and findings.

use pushcert::report::{File, Verdict};

use crate::input::walk::Found;

/// The numbers of one file or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Files with each verdict: pass, warn, fail, unreadable.
    pub(crate) passed: usize,
    /// See [`Tally::passed`].
    pub(crate) warned: usize,
    /// See [`Tally::passed`].
    pub(crate) failed: usize,
    /// See [`Tally::passed`].
    pub(crate) unreadable: usize,
    /// Findings of severity `error`.
    pub(crate) errors: usize,
    /// Findings of severity `warning`.
    pub(crate) warnings: usize,
    /// Files of folders whose content is none of ours.
    pub(crate) left_out: usize,
    /// Symbolic links in folders, not followed.
    pub(crate) links: usize,
    /// Sockets, pipes and devices in folders.
    pub(crate) special: usize,
}

impl Tally {
    /// Nothing judged yet; what walking left out is known.
    pub(crate) fn new(found: &Found) -> Self {
        Self {
            links: found.links,
            special: found.special,
            ..Self::default()
        }
    }

    /// Counts one file.
    pub(crate) fn of(file: &File) -> Self {
        let mut tally = Self::default();
        match file.verdict {
            Some(Verdict::Pass) => tally.passed = 1,
            Some(Verdict::Warn) => tally.warned = 1,
            Some(Verdict::Fail) => tally.failed = 1,
            Some(Verdict::Unreadable) => tally.unreadable = 1,
            None => {}
        }
        let count = |severity| {
            file.findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        (tally.errors, tally.warnings) = (count("error"), count("warning"));
        tally
    }

    /// Adds the numbers of one file.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.warned += other.warned;
        self.failed += other.failed;
        self.unreadable += other.unreadable;
        self.errors += other.errors;
        self.warnings += other.warnings;
    }

    /// The worst verdict; `pass` where there was none.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self {
                unreadable: 1.., ..
            } => Verdict::Unreadable,
            Self { failed: 1.., .. } => Verdict::Fail,
            Self { warned: 1.., .. } => Verdict::Warn,
            _ => Verdict::Pass,
        }
    }
}
