//! `pushcert show FILE…`: the facts alone.

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::CredentialFlags;
use crate::run::{self, Mode};
use crate::text::style::ColorWhen;

/// The flags of `show`. It takes those of `check` that say what is wanted as well, so that one set
/// of flags serves both, but judges nothing by them.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: CredentialFlags,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    run::run(&arguments.common, Mode::Show, color)
}
