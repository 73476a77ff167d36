//! Writing one identity, and saying what was written or why nothing was: for `export` and `pair`.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use pushcert::Opened;
use pushcert::export::{ExportError, ExportOptions, Exported};
use pushcert::report::{self, Export};

use crate::exit::Exit;
use crate::failure::{Failure, warn};
use crate::flags::new_password::NewPassword;
use crate::output::print;
use crate::text::exported;
use crate::text::style::ColorWhen;
use crate::write::Destination;

/// The form of what is said about something that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SaidFormat {
    /// For people
    #[default]
    Text,
    /// One JSON document (see `pushcert schema`)
    Json,
}

/// Fewer are guessed in no time (RFC 8018, section 4.2).
const FEW_ITERATIONS: u64 = 1_000;

/// Where one identity goes, and how that is told.
pub(crate) struct Writing {
    pub(crate) destination: Destination,
    pub(crate) format: SaidFormat,
    pub(crate) color: ColorWhen,
    /// What was read, as it was named.
    pub(crate) source: String,
}

impl Writing {
    /// Writes the identity that the options choose, with a new password that is asked for where none was
    /// given.
    pub(crate) fn export(
        &self,
        opened: &Opened,
        options: ExportOptions,
        password: NewPassword,
    ) -> Result<Exit, Failure> {
        let name = self.destination.name();
        let mut options = options.with_name(&name);
        if let Some(password) = password.obtain(&name)? {
            options = options.with_password(&password);
        }
        match opened.export(&options, &mut random()?) {
            Ok(exported) => {
                self.destination.write(exported.bytes())?;
                self.report(&exported)
            }
            Err(error) => self.refuse(opened, &error),
        }
    }

    /// Says what was written.
    fn report(&self, exported: &Exported) -> Result<Exit, Failure> {
        if exported.iterations().is_some_and(|n| n < FEW_ITERATIONS) {
            warn("so few iterations hardly slow down whoever guesses passwords");
        }
        match self.format {
            SaidFormat::Json => print(&report::to_json(&exported.report(&self.source)))?,
            SaidFormat::Text => {
                let said = exported::Said::new(exported, self.color);
                said.warnings_to_stderr();
                if self.destination.is_stdout() {
                    said.summary_to_stderr();
                } else {
                    print(&said.summary())?;
                }
            }
        }
        Ok(Exit::Fine)
    }

    /// Says why nothing was written: what is wrong with the command, or with the file.
    pub(crate) fn refuse(&self, opened: &Opened, error: &ExportError) -> Result<Exit, Failure> {
        let file = opened.check();
        let exit = if error.is_usage() {
            Exit::Wrong
        } else {
            Exit::Found
        };
        if self.format == SaidFormat::Json {
            print(&report::to_json(&Export::refused(&file, error)))?;
        } else if matches!(error, ExportError::NoIdentity(_)) {
            exported::findings_to_stderr(&file);
        }
        let list = error.choices().iter().map(ToString::to_string).collect();
        let failure = match error {
            // What to do is said by the findings.
            ExportError::NoIdentity(_) => Failure::new(format!(
                "nothing was written: there is no key with its certificate in {}",
                self.source
            )),
            error => Failure::new(format!("nothing was written: {error}"))
                .with_help(error.help().to_owned()),
        };
        failure.with_list(list).print();
        Ok(exit)
    }

    /// Says that nothing was written because of files that cannot be what they were given as.
    pub(crate) fn refuse_files(&self, files: &[&report::File]) -> Result<Exit, Failure> {
        if self.format == SaidFormat::Json {
            print(&report::to_json(&Export::refused_files(
                &self.source,
                files,
            )))?;
        } else {
            files
                .iter()
                .for_each(|file| exported::findings_to_stderr(file));
        }
        let names: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        Failure::new(format!(
            "nothing was written because of {}",
            names.join(" and ")
        ))
        .print();
        Ok(Exit::Found)
    }
}

/// The random numbers of the system, after it has been seen that there are any.
pub(crate) fn random() -> Result<UnwrapErr<SysRng>, Failure> {
    getrandom::fill(&mut [0; 16]).map_err(|error| {
        Failure::new(format!("the system gives no random numbers: {error}"))
            .with_help("wait until it has started, then try again")
    })?;
    Ok(UnwrapErr(SysRng))
}
