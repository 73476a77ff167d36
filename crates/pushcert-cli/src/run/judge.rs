//! Reading and judging every file, and asking for passwords where somebody can be asked.

use pushcert::report::File;
use pushcert::{Opened, Options};
use zeroize::Zeroizing;

use super::online::Online;
use super::prompter::Prompter;
use super::watchdog::{Watch, Watchdog};
use super::{Mode, Tally, parallel, progress};
use crate::failure::Failure;
use crate::flags::settings::Settings;
use crate::input::error::ReadError;
use crate::input::read::Reader;
use crate::input::walk::Found;
use crate::input::{Origin, Target, sniff};

/// A file that could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// The path as it was given or found.
    pub(crate) path: String,
    /// Why.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
}

impl Unread {
    pub(super) fn new(path: impl Into<String>, error: &ReadError) -> Self {
        Self {
            path: path.into(),
            message: error.to_string(),
            help: error.help(),
        }
    }

    /// As a failure, to print it.
    pub(crate) fn failure(&self) -> Failure {
        Failure::new(format!("cannot read {}: {}", self.path, self.message)).with_help(self.help)
    }
}

/// What came of all files, in order.
pub(crate) struct Results<T> {
    /// What was made of each file that was judged.
    pub(crate) parts: Vec<T>,
    /// The numbers.
    pub(crate) tally: Tally,
    /// The files that could not be read.
    pub(crate) unread: Vec<Unread>,
}

impl<T> Results<T> {
    /// Makes something else of each file.
    pub(crate) fn map<U>(self, make: impl FnMut(T) -> U) -> Results<U> {
        let parts = self.parts.into_iter().map(make).collect();
        Results {
            parts,
            tally: self.tally,
            unread: self.unread,
        }
    }
}

/// What came of one file.
enum Outcome<T> {
    Judged(Tally, T),
    /// A password is needed, and somebody can be asked when all others are done.
    Locked {
        name: String,
        bytes: Zeroizing<Vec<u8>>,
    },
    Unread(Unread),
    /// None of ours.
    LeftOut,
}

/// How to judge.
pub(super) struct Judge<'a> {
    pub(super) settings: &'a Settings,
    pub(super) options: Options,
    pub(super) mode: Mode,
    pub(super) may_prompt: bool,
    /// Where Apple is to be asked about revocation.
    pub(super) online: Option<Online>,
}

/// What a worker keeps from file to file.
struct Worker {
    number: usize,
    reader: Reader,
}

impl Judge<'_> {
    /// Judges every file on all cores and makes something of each report with `make`.
    pub(super) fn all<T: Send>(
        &self,
        found: &Found,
        make: impl Fn(File) -> T + Sync,
    ) -> Results<T> {
        let workers = parallel::workers(found.targets.len());
        self.each(found, workers, |opened, origin, watch| {
            watch.timed(|| {
                let file = self.report(opened);
                let is_ours = origin != Origin::Stray || !sniff::is_unrelated(&file.format);
                is_ours.then(|| (Tally::of(&file), make(file)))
            })
        })
    }

    /// Opens every file, so many at the same time, and does something with each. What comes to nothing is
    /// left out.
    pub(super) fn each<T: Send>(
        &self,
        found: &Found,
        workers: usize,
        work: impl Fn(&Opened, Origin, &Watch<'_>) -> Option<(Tally, T)> + Sync,
    ) -> Results<T> {
        let watchdog = Watchdog::start(workers, self.settings.limits.wall_clock);
        let bar = progress::bar(found.targets.len(), found.folders);
        let limit = u64::try_from(self.settings.limits.library.max_input()).unwrap_or(u64::MAX);
        let start = |number| Worker {
            number,
            reader: Reader::new(limit),
        };
        let outcomes = parallel::map(&found.targets, workers, start, |worker, _, target| {
            let outcome = self.one(worker, &watchdog, target, &work);
            bar.iter().for_each(|bar| bar.inc(1));
            outcome
        });
        bar.iter()
            .for_each(indicatif::ProgressBar::finish_and_clear);
        self.collect(found, outcomes, work)
    }

    fn one<T>(
        &self,
        worker: &mut Worker,
        watchdog: &Watchdog,
        target: &Target,
        work: impl Fn(&Opened, Origin, &Watch<'_>) -> Option<(Tally, T)>,
    ) -> Outcome<T> {
        let name = target.name();
        let watch = watchdog.of(worker.number, &name);
        let recognise = |head: &[u8]| target.origin != Origin::Stray || sniff::is_promising(head);
        let bytes = match worker.reader.read(target, recognise) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Outcome::LeftOut,
            Err(error) => return Outcome::Unread(Unread::new(name, &error)),
        };
        let mut opened = watch.timed(|| pushcert::open(&name, bytes, &self.options));
        if self.may_prompt && target.origin == Origin::Named && opened.needs_password() {
            return Outcome::Locked {
                name: name.to_string(),
                bytes: Zeroizing::new(bytes.to_vec()),
            };
        }
        // Whoever does not answer has time limits of its own.
        self.ask(&mut opened);
        match work(&opened, target.origin, &watch) {
            Some((tally, made)) => Outcome::Judged(tally, made),
            None => Outcome::LeftOut,
        }
    }

    fn ask(&self, opened: &mut Opened) {
        if let Some(online) = &self.online {
            online.ask(opened);
        }
    }

    fn report(&self, opened: &Opened) -> File {
        if self.mode.judges() {
            opened.check()
        } else {
            opened.show()
        }
    }

    fn collect<T>(
        &self,
        found: &Found,
        outcomes: Vec<Outcome<T>>,
        work: impl Fn(&Opened, Origin, &Watch<'_>) -> Option<(Tally, T)>,
    ) -> Results<T> {
        let mut prompter = Prompter::new(&self.options);
        let mut tally = Tally::new(found);
        let walked = found.unreadable.iter();
        let mut unread: Vec<_> = walked
            .map(|(path, error)| Unread::new(path.to_string_lossy(), error))
            .collect();
        let mut parts = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            let (counted, part) = match outcome {
                Outcome::Judged(counted, part) => (counted, part),
                Outcome::Locked { name, bytes } => {
                    let mut opened = prompter.open(&name, &bytes);
                    self.ask(&mut opened);
                    match work(&opened, Origin::Named, &Watch::off()) {
                        Some(judged) => judged,
                        None => continue,
                    }
                }
                Outcome::Unread(one) => {
                    unread.push(one);
                    continue;
                }
                Outcome::LeftOut => {
                    tally.left_out += 1;
                    continue;
                }
            };
            tally.add(&counted);
            parts.push(part);
        }
        Results {
            parts,
            tally,
            unread,
        }
    }
}
