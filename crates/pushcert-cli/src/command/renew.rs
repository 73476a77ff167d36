//! `pushcert renew --old FILE --new FILE`: would this renewal keep every device?

use std::path::PathBuf;

use clap::Args;
use pushcert::Opened;
use pushcert::diagnostics::Place;
use pushcert::renewal::Renewal;
use pushcert::report;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::output;
use crate::run::{self, SaidFormat};
use crate::text::renewal;
use crate::text::style::{ColorWhen, Palette};

/// The flags of `renew`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The certificate in use, as .p12, .pem or .cer; its key is not needed
    #[arg(long, value_name = "FILE", help_heading = "What to compare")]
    old: PathBuf,

    /// The one that is to replace it
    #[arg(long, value_name = "FILE", help_heading = "What to compare")]
    new: PathBuf,

    #[command(flatten)]
    password: PasswordFlags,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    /// Let warnings count as errors for the exit code
    #[arg(long, help_heading = "Judgement")]
    deny_warnings: bool,

    #[command(flatten)]
    judgement: JudgementFlags,
}

const NOTES: &str = "\
Devices are tied to the topic, and to nothing else of the certificate: a renewal that keeps the topic keeps every \
device, even after the old certificate has expired; one with another topic loses every one of them, and nothing says \
so, for APNs drops such pushes silently. In Apple's portals that is the difference between Renew and Create, and \
between one Apple ID and another.\n\n\
The password is tried on both files; --other-passwords-file takes more of them.\n\n\
Exit codes: 0 nothing worse than a note or warning; 1 at least one error; 2 the command was wrong, or there is nothing \
to compare.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let files = [&arguments.old, &arguments.new];
    let files = files.into_iter().map(is_stdin);
    read_stdin_once(
        files.chain([arguments.password.uses_stdin()]),
        "give the names of the files, and --password-file",
    )?;
    let settings = Settings::new(&arguments.judgement, Some(30))?;
    let password = arguments.password.resolve()?;
    let password = password.as_deref().map(String::as_str);
    let open = |path| {
        let options = settings.options(password);
        let wanted = settings.wanted_as(Place::AnyCertificate);
        run::open_with(path, &options.with_wanted(wanted), password, &settings)
    };
    let (old, new) = (open(&arguments.old)?, open(&arguments.new)?);
    let renewal = match Renewal::compare(&old, &new) {
        Ok(renewal) => renewal,
        Err(error) => {
            unread(&[&old, &new]);
            let failure = Failure::new(error.to_string()).with_help(error.help());
            return Err(match error {
                pushcert::renewal::RenewalError::Several { titles, .. } => {
                    failure.with_list(titles)
                }
                _ => failure,
            });
        }
    };
    let text = match arguments.format {
        SaidFormat::Json => report::to_json(&renewal.report()),
        SaidFormat::Text => renewal::text(&renewal, &Palette::choose(color)),
    };
    output::print(&text)?;
    let denies = arguments.deny_warnings || arguments.judgement.strict;
    Ok(Exit::of(renewal.new.verdict, denies))
}

/// Says of files without a certificate why there is none.
fn unread(files: &[&Opened]) {
    for file in files {
        if file.facts().judged_certificates().is_empty() {
            crate::text::exported::findings_to_stderr(&file.check());
        }
    }
}
