//! `pushcert csr show FILE`: what a request holds, and whether Apple takes it.

use std::path::PathBuf;

use clap::Args;
use pushcert::diagnostics::Place;
use pushcert::report::{self, Report, Verdict};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::settings::Settings;
use crate::output;
use crate::run::{self, SaidFormat};
use crate::text::request;
use crate::text::style::{ColorWhen, Palette};

/// The flags of `csr show`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A certificate signing request (PEM or DER), or a request that a vendor signed; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    /// Mask names, identifiers and fingerprints, so that the report can be posted in public
    #[arg(long, help_heading = "Output")]
    redact: bool,

    /// Let warnings count as errors for the exit code
    #[arg(long, help_heading = "Judgement")]
    deny_warnings: bool,

    #[command(flatten)]
    judgement: JudgementFlags,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let settings = Settings::new(&arguments.judgement, Some(30))?;
    let options = settings
        .options(None)
        .with_wanted(settings.wanted_as(Place::Request));
    let opened = run::open_with(&arguments.file, &options, Some(""), &settings)?;
    let mut report = Report::new(settings.at, vec![opened.check()]);
    if arguments.redact {
        report::redact(&mut report, &[]);
    }
    let verdict = report.verdict;
    let text = match (arguments.format, report.files.first()) {
        (SaidFormat::Text, Some(file)) => {
            request::shown(file, settings.at, &Palette::choose(color))
        }
        _ => report::to_json(&report),
    };
    output::print(&text)?;
    let denies = arguments.deny_warnings || arguments.judgement.strict;
    Ok(match verdict {
        Some(Verdict::Fail | Verdict::Unreadable) => Exit::Found,
        Some(Verdict::Warn) if denies => Exit::Found,
        _ => Exit::Fine,
    })
}
