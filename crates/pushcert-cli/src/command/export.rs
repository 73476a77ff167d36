//! `pushcert export FILE --to PROFILE --out FILE`: the same identity, written again.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use pushcert::Opened;
use pushcert::export::{Chain, ExportError, ExportOptions, Exported, Profile};
use pushcert::report::{self, Export};

use crate::exit::Exit;
use crate::failure::{Failure, warn};
use crate::flags::JudgementFlags;
use crate::flags::new_password::{NewPassword, NewPasswordFlags};
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::output;
use crate::run;
use crate::text::exported;
use crate::text::style::ColorWhen;
use crate::write::Destination;

/// The flags of `export`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The file that holds the key and its certificate, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The form to write
    #[arg(long, value_name = "PROFILE", value_parser = profiles(), help_heading = "What to write")]
    to: Profile,

    /// The file to write, or - for standard output when that is no terminal
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    out: PathBuf,

    /// Replace the file if it exists; it is never half written
    #[arg(long, help_heading = "What to write")]
    force: bool,

    /// Which identity, of several: its number as in identities/0, one of its topics, or the first
    /// eight or more digits of the SHA-256 of its certificate
    #[arg(long, value_name = "IDENTITY", help_heading = "What to write")]
    identity: Option<String>,

    /// Which issuers to write behind the certificate
    #[arg(long, value_name = "CHAIN", value_parser = chains(), default_value = "keep", help_heading = "What to write")]
    chain: Chain,

    /// Iterations of each key derivation [default: 100000, of p12-compatible and p12-legacy 2048]
    #[arg(long, value_name = "N", help_heading = "What to write")]
    iterations: Option<u64>,

    #[command(flatten)]
    password: PasswordFlags,

    #[command(flatten)]
    new_password: NewPasswordFlags,

    /// The form of what is said about it
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,

    #[command(flatten)]
    judgement: JudgementFlags,
}

/// The form of what is said about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON document (see `pushcert schema export`)
    Json,
}

const NOTES: &str = "\
The file is created with mode 0600 whatever the umask, in one step and never over one that exists (--force replaces \
it in one step). Before anything is written, the result is opened again with the new password and compared. After a \
failure nothing is left behind.\n\n\
Without a new password from a file, a variable or standard input, it is asked for twice. It may be the old one. \
With --password-stdin and --new-password-stdin, the old password is the first line and the new one the second.\n\n\
An expired certificate, or one that is none for pushes, is written all the same, with a warning. Where a topic, or \
no --identity at all, leaves several identities, --environment and --topic choose among them.\n\n\
Exit codes: 0 written; 1 the file does not give such a credential, and the findings say why; 2 the command was wrong, \
or a file could not be read or written.";

fn profiles() -> impl TypedValueParser<Value = Profile> {
    let values = Profile::ALL.iter();
    let values = values.map(|p| PossibleValue::new(p.as_str()).help(p.description()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Profile>())
}

fn chains() -> impl TypedValueParser<Value = Chain> {
    let values = Chain::ALL.iter();
    let values = values.map(|c| PossibleValue::new(c.as_str()).help(c.description()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Chain>())
}

/// Fewer are guessed in no time (RFC 8018, section 4.2).
const FEW_ITERATIONS: u64 = 1_000;

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    refuse_shared_streams(arguments)?;
    let destination = Destination::new(&arguments.out, arguments.force)?;
    let settings = Settings::new(&arguments.judgement, None)?;
    let passwords = arguments.new_password.resolve(&arguments.password)?;
    let old = passwords.old.as_deref().map(String::as_str);
    let opened = run::open_source(&arguments.file, old, &settings)?;
    let job = Job {
        arguments,
        destination,
        color,
    };
    // Nobody is asked for a new password when there is nothing to protect with it.
    match opened.choose_identity(arguments.identity.as_deref()) {
        Ok(_) => job.export(&opened, passwords.new),
        Err(error) => job.refuse(&opened, &error),
    }
}

/// Standard input can be read once, and standard output has one document.
fn refuse_shared_streams(arguments: &Arguments) -> Result<(), Failure> {
    let from_passwords = arguments.password.uses_stdin() || arguments.new_password.uses_stdin();
    if from_passwords && arguments.file.as_os_str() == "-" {
        return Err(Failure::new("standard input is asked for more than once")
            .with_help("use --password-file and --new-password-file"));
    }
    if arguments.format == Format::Json && arguments.out.as_os_str() == "-" {
        return Err(Failure::new("standard output is asked for more than once")
            .with_help("give the name of a file with --out, or leave --format json out"));
    }
    Ok(())
}

struct Job<'a> {
    arguments: &'a Arguments,
    destination: Destination,
    color: ColorWhen,
}

impl Job<'_> {
    fn export(&self, opened: &Opened, password: NewPassword) -> Result<Exit, Failure> {
        let name = self.destination.name();
        let mut options = ExportOptions::new(self.arguments.to)
            .with_name(&name)
            .with_chain(self.arguments.chain);
        if let Some(identity) = &self.arguments.identity {
            options = options.with_identity(identity);
        }
        if let Some(iterations) = self.arguments.iterations {
            options = options.with_iterations(iterations);
        }
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
        let source = self.arguments.file.to_string_lossy();
        if exported.iterations().is_some_and(|n| n < FEW_ITERATIONS) {
            warn("so few iterations hardly slow down whoever guesses passwords");
        }
        match self.arguments.format {
            Format::Json => print(&report::to_json(&exported.report(&source)))?,
            Format::Text => {
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
    fn refuse(&self, opened: &Opened, error: &ExportError) -> Result<Exit, Failure> {
        let file = opened.check();
        let exit = if error.is_usage() {
            Exit::Wrong
        } else {
            Exit::Found
        };
        if self.arguments.format == Format::Json {
            print(&report::to_json(&Export::refused(&file, error)))?;
        } else if matches!(error, ExportError::NoIdentity(_)) {
            exported::findings_to_stderr(&file);
        }
        let list = error.choices().iter().map(ToString::to_string).collect();
        let failure = match error {
            // What to do is said by the findings.
            ExportError::NoIdentity(_) => Failure::new(format!(
                "nothing was written: there is no key with its certificate in {}",
                file.path
            )),
            error => Failure::new(format!("nothing was written: {error}"))
                .with_help(error.help().to_owned()),
        };
        failure.with_list(list).print();
        Ok(exit)
    }
}

fn print(text: &str) -> Result<(), Failure> {
    output::to_stdout(|out| out.write_all(text.as_bytes()))
}

/// The random numbers of the system, after it has been seen that there are any.
fn random() -> Result<UnwrapErr<SysRng>, Failure> {
    getrandom::fill(&mut [0; 16]).map_err(|error| {
        Failure::new(format!("the system gives no random numbers: {error}"))
            .with_help("wait until it has started, then try again")
    })?;
    Ok(UnwrapErr(SysRng))
}
