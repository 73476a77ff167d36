//! The `pushcert` program: what is this push credential, will it work with APNs, and if not, why?
//!
//! ```text
//! pushcert check push.p12 --password-file secret.txt
//! ```
//!
//! This crate is the only one of the workspace that reads files, asks the clock and prints. It
//! turns arguments into [`pushcert::Options`], hands bytes to the facade, and turns the report
//! that comes back into text, JSON, SARIF, JUnit, metrics, a calendar or the answer of a plugin.
//!
//! Code map: [`cli`] and [`flags`] say which arguments there are; [`command`] has one file per
//! command; [`input`] finds and reads files without ever hanging on one; [`run`] judges many of
//! them in parallel and keeps their order; [`output`] writes the machine formats and [`text`] the
//! report for people, where [`text::escape`] keeps control characters away from the terminal;
//! [`write`] puts files with keys on the disk, whole or not at all.

mod cli;
mod command;
mod exit;
mod failure;
mod flags;
mod harden;
mod input;
mod output;
mod run;
mod text;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    harden::protect_memory();
    match cli::Cli::try_parse() {
        Ok(arguments) => command::run(arguments).into(),
        Err(error) => cli::explain_usage(&error).into(),
    }
}
