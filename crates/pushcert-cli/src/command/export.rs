//! `pushcert export FILE --to PROFILE --out FILE`: the same identity, written again.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use pushcert::export::{Chain, ExportOptions, Profile};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::new_password::NewPasswordFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::run::{self, SaidFormat, Writing};
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
    format: SaidFormat,

    #[command(flatten)]
    judgement: JudgementFlags,
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

pub(super) fn profiles() -> impl TypedValueParser<Value = Profile> {
    let values = Profile::ALL.iter();
    let values = values.map(|p| PossibleValue::new(p.as_str()).help(p.description()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Profile>())
}

fn chains() -> impl TypedValueParser<Value = Chain> {
    let values = Chain::ALL.iter();
    let values = values.map(|c| PossibleValue::new(c.as_str()).help(c.description()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Chain>())
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    refuse_shared_streams(arguments)?;
    let destination = Destination::new(&arguments.out, arguments.force)?;
    let settings = Settings::new(&arguments.judgement, None)?;
    let passwords = arguments.new_password.resolve(&arguments.password)?;
    let old = passwords.old.as_deref().map(String::as_str);
    let opened = run::open_source(&arguments.file, old, &settings)?;
    let writing = Writing {
        destination,
        format: arguments.format,
        color,
        source: arguments.file.to_string_lossy().into_owned(),
    };
    // Nobody is asked for a new password when there is nothing to protect with it.
    if let Err(error) = opened.choose_identity(arguments.identity.as_deref()) {
        return writing.refuse(&opened, &error);
    }
    let mut options = ExportOptions::new(arguments.to).with_chain(arguments.chain);
    if let Some(identity) = &arguments.identity {
        options = options.with_identity(identity);
    }
    if let Some(iterations) = arguments.iterations {
        options = options.with_iterations(iterations);
    }
    writing.export(&opened, options, passwords.new)
}

/// Standard input can be read once, and standard output has one document.
fn refuse_shared_streams(arguments: &Arguments) -> Result<(), Failure> {
    let from_passwords = arguments.password.uses_stdin() || arguments.new_password.uses_stdin();
    read_stdin_once(
        [from_passwords, is_stdin(&arguments.file)],
        "use --password-file and --new-password-file",
    )?;
    if arguments.format == SaidFormat::Json && arguments.out.as_os_str() == "-" {
        return Err(Failure::new("standard output is asked for more than once")
            .with_help("give the name of a file with --out, or leave --format json out"));
    }
    Ok(())
}
