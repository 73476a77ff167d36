//! `pushcert schema`: the JSON Schemas of what the program prints and reads, generated from the Rust types.

use clap::Args;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;

/// The flags of `schema`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The document that is described
    #[arg(value_enum, default_value_t)]
    document: Document,
}

/// The documents that the program prints or reads.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Document {
    /// `pushcert check` and `pushcert show` with `--format json`
    #[default]
    Report,
    /// `pushcert export` and `pushcert pair` with `--format json`
    Export,
    /// `pushcert renew --format json`
    Renewal,
    /// `pushcert connect` and `pushcert send` with `--format json`, for one credential
    Connect,
    /// The same for several credentials
    Connections,
    /// The record of a request that `pushcert csr new` keeps
    Request,
    /// The script of `pushcert simulate`
    Script,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.document {
        Document::Report => pushcert::report::schema(),
        Document::Export => pushcert::report::export_schema(),
        Document::Renewal => pushcert::report::renewal_schema(),
        Document::Connect => pushcert::report::connection_schema(),
        Document::Connections => pushcert::report::connections_schema(),
        Document::Request => pushcert::report::request_schema(),
        Document::Script => pushcert_apns_sim::script_schema(),
    };
    output::to_stdout(|out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        out.write_all(b"\n")
    })?;
    Ok(Exit::Fine)
}
