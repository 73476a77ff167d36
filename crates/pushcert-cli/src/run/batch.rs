//! Every credential of a run, opened as `check` does, for a command of one's own.

use std::path::PathBuf;

use pushcert::Opened;
use zeroize::Zeroizing;

use super::judge::{Judge, Results};
use super::online::Online;
use super::{Mode, Tally};
use crate::failure::Failure;
use crate::flags::password::{self, PasswordFlags};
use crate::flags::settings::Settings;
use crate::input::Origin;
use crate::input::sniff;
use crate::input::walk::{self, Found};

/// Files, the password for all of them, and what they are wanted for.
pub(crate) struct Batch<'a> {
    settings: &'a Settings,
    found: Found,
    password: Option<Zeroizing<String>>,
    online: bool,
}

impl<'a> Batch<'a> {
    /// Finds the files and reads the password.
    pub(crate) fn new(
        files: &[PathBuf],
        password: &PasswordFlags,
        settings: &'a Settings,
    ) -> Result<Self, Failure> {
        let found = walk::expand(files);
        found.refuse_shared_stdin(password)?;
        Ok(Self {
            settings,
            found,
            password: password.resolve()?,
            online: false,
        })
    }

    /// Asks Apple whether the certificates were revoked.
    pub(crate) fn with_online(mut self, online: bool) -> Self {
        self.online = online;
        self
    }

    /// Whether one file was named, and no folder.
    pub(crate) fn is_single(&self) -> bool {
        self.found.is_single()
    }

    /// Opens every file, so many at the same time, and makes something of each. Files of folders that are
    /// nothing of ours are left out.
    pub(crate) fn each<T: Send>(
        &self,
        workers: usize,
        work: impl Fn(&Opened) -> T + Sync,
    ) -> Result<Results<T>, Failure> {
        let judge = Judge {
            settings: self.settings,
            options: self
                .settings
                .options(self.password.as_deref().map(String::as_str)),
            mode: Mode::Show,
            may_prompt: self.password.is_none() && password::can_prompt(),
            online: self.online.then(Online::default),
        };
        let workers = workers.clamp(1, self.found.targets.len().max(1));
        let results = judge.each(&self.found, workers, |opened, origin, _| {
            let is_ours = origin != Origin::Stray || !sniff::is_unrelated(opened.format().as_str());
            is_ours.then(|| (Tally::default(), work(opened)))
        });
        if results.parts.is_empty() && results.unread.is_empty() {
            return Err(super::nothing_found(&results.tally));
        }
        Ok(results)
    }
}
