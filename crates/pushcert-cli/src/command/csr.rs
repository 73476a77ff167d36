//! `pushcert csr …`: making, reading and signing requests.

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::text::style::ColorWhen;

mod confirm;
mod mdm;
mod new;
mod show;

/// The commands about requests.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key and a certificate signing request for it, and say what to do with it in Apple's portal
    New(Box<new::Arguments>),
    /// Say what a request holds, and whether Apple takes it
    Show(Box<show::Arguments>),
    /// Sign a customer's request as an MDM vendor: the file that the Apple Push Certificates Portal takes
    Mdm(Box<mdm::Arguments>),
    /// Keep what the portal's confirmation shows in the record of a request
    Confirm(Box<confirm::Arguments>),
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments, color),
        Command::Show(arguments) => show::run(arguments, color),
        Command::Mdm(arguments) => mdm::run(arguments, color),
        Command::Confirm(arguments) => confirm::run(arguments),
    }
}
