//! The commands, one file each.

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::text::style::Palette;

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod connect;
pub(crate) mod csr;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod man;
pub(crate) mod pair;
pub(crate) mod renew;
pub(crate) mod schema;
pub(crate) mod send;
pub(crate) mod show;
pub(crate) mod simulate;
pub(crate) mod trust;

/// Runs what was asked for. A failure is printed here, in one place.
pub(crate) fn run(cli: Cli) -> Exit {
    let color = cli.color;
    let result = match cli.command {
        Command::Check(arguments) => check::run(&arguments, color),
        Command::Show(arguments) => show::run(&arguments, color),
        Command::Export(arguments) => export::run(&arguments, color),
        Command::Csr(arguments) => csr::run(&arguments, color),
        Command::Pair(arguments) => pair::run(&arguments, color),
        Command::Renew(arguments) => renew::run(&arguments, color),
        Command::Connect(arguments) => connect::run(&arguments, color),
        Command::Send(arguments) => send::run(&arguments, color),
        Command::Explain(arguments) => explain::run(&arguments, Palette::choose(color)),
        Command::Trust(arguments) => trust::run(&arguments, color),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    result.unwrap_or_else(|failure| failure.end(Exit::Wrong))
}
