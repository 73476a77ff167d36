//! `pushcert csr confirm RECORD`: what the portal's confirmation shows.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use pushcert::report;
use pushcert::request::Confirmation;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::settings::Settings;
use crate::output;
use crate::run;
use crate::write::Destination;

/// The flags of `csr confirm`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("entered").args(["service", "vendor", "expiration"]).required(true).multiple(true))]
pub(crate) struct Arguments {
    /// The record that csr new wrote; it is replaced in one step
    #[arg(value_name = "RECORD")]
    record: PathBuf,

    /// What stands under Service
    #[arg(long, value_name = "TEXT")]
    service: Option<String>,

    /// What stands under Vendor
    #[arg(long, value_name = "TEXT")]
    vendor: Option<String>,

    /// What stands under Expiration Date, as it stands there
    #[arg(long, value_name = "TEXT")]
    expiration: Option<String>,

    #[command(flatten)]
    judgement: JudgementFlags,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.record.as_os_str() == "-" {
        return Err(
            Failure::new("the record is replaced, and standard input cannot be")
                .with_help("give the name of the file that csr new wrote with --record"),
        );
    }
    let settings = Settings::new(&arguments.judgement, None)?;
    let destination = Destination::new(&arguments.record, true)?;
    let record = crate::command::pair::record(&run::read_source(&arguments.record, &settings)?)?;
    let record = record.with_confirmation(entered(arguments));
    let json = report::to_json(&record);
    destination.write(json.as_bytes())?;
    output::print(&json)?;
    Ok(Exit::Fine)
}

fn entered(arguments: &Arguments) -> Confirmation {
    let mut entered = Confirmation::default();
    entered.service.clone_from(&arguments.service);
    entered.vendor.clone_from(&arguments.vendor);
    entered.expiration.clone_from(&arguments.expiration);
    entered
}
