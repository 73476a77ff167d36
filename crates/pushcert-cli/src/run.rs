//! One run of `check` or `show`: find, read, judge, print; and opening one file for the others.

use pushcert::report::{self, Report};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::settings::Settings;
use crate::flags::{CredentialFlags, Format, password};
use crate::input::walk;
use crate::output::ical::Ical;
use crate::output::json::Json;
use crate::output::junit::Junit;
use crate::output::leaf::RENEWAL_WINDOW;
use crate::output::nagios::Nagios;
use crate::output::prometheus::Prometheus;
use crate::output::sarif::Sarif;
use crate::output::{self, Renderer, Run};
use crate::text::renderer::Text;
use crate::text::style::ColorWhen;

mod batch;
mod connector;
mod judge;
mod online;
mod parallel;
pub(crate) mod progress;
mod prompter;
mod source;
mod tally;
mod watchdog;
mod writing;

pub(crate) use batch::Batch;
pub(crate) use connector::{Connector, cryptography};
pub(crate) use judge::{Results, Unread};
pub(crate) use source::{ReadFile, open_source, open_with, read_source, with_password};
pub(crate) use tally::Tally;
pub(crate) use writing::{SaidFormat, Writing, random};

use judge::Judge;
use online::Online;

/// What is asked about the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A verdict.
    Check {
        /// Whether warnings count as errors for the exit code.
        deny_warnings: bool,
        /// How many days ahead an expiry is a warning.
        expiring_within: u32,
    },
    /// The facts alone.
    Show,
}

impl Mode {
    /// Whether there is a verdict.
    pub(crate) const fn judges(self) -> bool {
        matches!(self, Self::Check { .. })
    }

    /// How many days ahead an expiry is a warning, where there is a verdict.
    const fn expiring_within(self) -> Option<u32> {
        match self {
            Self::Check {
                expiring_within, ..
            } => Some(expiring_within),
            Self::Show => None,
        }
    }
}

/// Runs `check` or `show` with these flags.
pub(crate) fn run(flags: &CredentialFlags, mode: Mode, color: ColorWhen) -> Result<Exit, Failure> {
    let job = Job::new(flags, mode)?;
    match flags.format {
        Format::Text => {
            let is_single = job.found.is_single();
            let text = Text::new(mode, is_single, job.settings.at, color);
            job.run(&text)
        }
        Format::Json => job.run(&Json),
        Format::Sarif => job.run(&Sarif::new(flags.redact)),
        Format::Junit => job.run(&Junit),
        Format::Prometheus => job.run(&Prometheus),
        Format::Ical => job.run(&Ical::new(mode.expiring_within().unwrap_or(RENEWAL_WINDOW))),
    }
}

/// Runs `check` for a monitor.
pub(crate) fn monitor(flags: &CredentialFlags, nagios: Nagios<'_>) -> Result<Exit, Failure> {
    let mode = Mode::Check {
        deny_warnings: false,
        expiring_within: nagios.expiring_within(),
    };
    let job = Job::new(flags, mode)?;
    let nagios = nagios.at(job.settings.at);
    job.run(&nagios)
}

struct Job<'a> {
    flags: &'a CredentialFlags,
    mode: Mode,
    settings: Settings,
    found: walk::Found,
}

impl<'a> Job<'a> {
    fn new(flags: &'a CredentialFlags, mode: Mode) -> Result<Self, Failure> {
        let settings = Settings::new(&flags.judgement, mode.expiring_within())?
            .with_revocation(&flags.revocation)?;
        let found = walk::expand(&flags.files);
        found.refuse_shared_stdin(&flags.password)?;
        Ok(Self {
            flags,
            mode,
            settings,
            found,
        })
    }

    fn run<R: Renderer>(self, renderer: &R) -> Result<Exit, Failure> {
        let password = self.flags.password.resolve()?;
        let may_prompt = password.is_none() && password::can_prompt();
        let options = self
            .settings
            .options(password.as_deref().map(String::as_str));
        let judge = Judge {
            settings: &self.settings,
            options,
            mode: self.mode,
            may_prompt,
            online: self.flags.revocation.online.then(Online::default),
        };
        // Masks are the same in all files, so all must be known before the first is rendered.
        let results = if self.flags.redact {
            let files = judge.all(&self.found, |file| file);
            self.redacted(files).map(|file| renderer.part(&file))
        } else {
            judge.all(&self.found, |file| renderer.part(&file))
        };
        self.finish(renderer, &results)
    }

    fn redacted(&self, mut results: Results<report::File>) -> Results<report::File> {
        let files = std::mem::take(&mut results.parts);
        let mut report = Report::new(self.settings.at, files);
        report::redact(&mut report, &self.flags.judgement.topics);
        results.parts = report.files;
        for unread in &mut results.unread {
            unread.path = "(masked)".to_owned();
        }
        results
    }

    fn finish<R: Renderer>(
        &self,
        renderer: &R,
        results: &Results<R::Part>,
    ) -> Result<Exit, Failure> {
        let Results {
            parts,
            tally,
            unread,
        } = results;
        if parts.is_empty() && unread.is_empty() {
            return Err(nothing_found(tally));
        }
        let run = Run {
            at: self.settings.at,
            judges: self.mode.judges(),
            tally,
            unread,
        };
        output::to_stdout(|out| renderer.document(&run, parts, out))?;
        for unread in unread {
            unread.failure().print();
        }
        let exit = renderer.exit(&run, parts);
        Ok(exit.unwrap_or_else(|| self.exit(tally, unread)))
    }

    /// `--strict` tolerates nothing that is worth a warning.
    const fn denies_warnings(&self) -> bool {
        self.flags.judgement.strict
            || matches!(
                self.mode,
                Mode::Check {
                    deny_warnings: true,
                    ..
                }
            )
    }

    fn exit(&self, tally: &Tally, unread: &[Unread]) -> Exit {
        if !unread.is_empty() {
            Exit::Wrong
        } else if tally.errors > 0 || (self.denies_warnings() && tally.warnings > 0) {
            Exit::Found
        } else {
            Exit::Fine
        }
    }
}

/// A folder in which nothing is checked must not look like one in which all is well.
fn nothing_found(tally: &Tally) -> Failure {
    let failure = match tally.left_out {
        0 => Failure::new("there is no file to look at"),
        1 => Failure::new("there is no credential among the files: 1 other was left out"),
        others => Failure::new(format!(
            "there is no credential among the files: {others} others were left out"
        )),
    };
    failure.with_help("name the file itself: a named file is reported whatever it is")
}

/// Ends the program at once because a file took too long.
fn out_of_time(name: &str, limit: std::time::Duration) -> ! {
    let seconds = limit.as_secs();
    let failure = Failure::new(format!(
        "{name}: not done within {seconds} seconds; the run ends here without a report"
    ))
    .with_help("leave the file out, or allow more with --limit wall-clock-seconds=N");
    std::process::exit(failure.end(Exit::TimedOut).code().into())
}
