//! `pushcert check FILE…`: the main job.

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::CredentialFlags;
use crate::output::leaf::RENEWAL_WINDOW;
use crate::output::nagios::{Nagios, Thresholds};
use crate::run::{self, Mode};
use crate::text::style::ColorWhen;

/// The flags of `check`.
#[derive(Args, Debug)]
#[command(after_long_help = FOLDERS)]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: CredentialFlags,

    /// Answer as a monitoring plugin: one line with performance data (days left), then the findings;
    /// exit code 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, also when the command is wrong
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    nagios: bool,

    /// With --nagios, an expiry within so many days is critical and no longer a warning; what is
    /// expired is critical in any case
    #[arg(
        long,
        value_name = "DAYS",
        requires = "nagios",
        default_value_t = 0,
        help_heading = "Judgement"
    )]
    critical_within: u32,

    /// With --nagios, count this finding as a note, by its code or name, such as
    /// openssl3-cannot-open on a server that runs none; can be given several times
    #[arg(
        long = "ignore",
        value_name = "CODE",
        requires = "nagios",
        value_parser = parse_rule,
        help_heading = "Judgement"
    )]
    ignored: Vec<&'static str>,

    /// Let warnings count as errors for the exit code
    #[arg(long, help_heading = "Judgement")]
    deny_warnings: bool,

    /// Warn when a certificate expires within so many days
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = RENEWAL_WINDOW,
        help_heading = "Judgement"
    )]
    expiring_within: u32,
}

pub(crate) const FOLDERS: &str = "\
Folders: a FILE that is a folder is walked, in the order of the names. Files and folders whose name begins \
with a dot are left out, and symbolic links inside are not followed. A file with the extension of a \
credential is always judged; any other file only when its content is recognised. What was left out is \
counted on the last line. One password serves all files; a prompt appears only for files that were named \
themselves.\n\n\
Time: every file is bounded by the work limits. Should one take longer than the wall clock allows all the \
same (10 seconds; --limit wall-clock-seconds=N), the program says which and ends with exit code 75, with --nagios 3.";

/// The name of a diagnostic, from its code or name.
fn parse_rule(text: &str) -> Result<&'static str, String> {
    let rule = pushcert::diagnostics::explain(text);
    rule.map(|rule| rule.name)
        .ok_or_else(|| "there is no such diagnostic; pushcert explain lists them".to_owned())
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let Arguments {
        common,
        nagios,
        deny_warnings,
        expiring_within,
        critical_within,
        ignored,
    } = arguments;
    if *nagios {
        let thresholds = Thresholds {
            // What is critical is a warning first.
            warning: *expiring_within.max(critical_within),
            critical: *critical_within,
            denies_warnings: *deny_warnings || common.judgement.strict,
        };
        return run::monitor(common, Nagios::new(thresholds, ignored));
    }
    let mode = Mode::Check {
        deny_warnings: *deny_warnings,
        expiring_within: *expiring_within,
    };
    run::run(common, mode, color)
}
