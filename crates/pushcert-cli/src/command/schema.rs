//! `pushcert schema`: the JSON Schema of the report, generated from the Rust types.

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

/// The flags of `schema`: none.
#[derive(Args, Debug)]
pub(crate) struct Arguments {}

/// Runs the command.
pub(crate) fn run(_arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = pushcert::report::schema();
    output::to_stdout(|out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        out.write_all(b"\n")
    })?;
    Ok(Exit::Fine)
}
