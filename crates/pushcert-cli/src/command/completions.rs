//! `pushcert completions SHELL`: completions, generated from the definition of the flags.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

/// The flags of `completions`.
#[derive(Args, Debug)]
#[command(
    after_help = "For bash:  pushcert completions bash > ~/.local/share/bash-completion/completions/pushcert"
)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Cli::command(),
        "pushcert",
        &mut script,
    );
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Exit::Fine)
}
