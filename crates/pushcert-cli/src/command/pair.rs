//! `pushcert pair --cert CERT --key KEY --out FILE`: the certificate from Apple and the key kept here.

use std::path::PathBuf;

use clap::Args;
use pushcert::diagnostics::RequestedFacts;
use pushcert::export::{ExportOptions, Profile};
use pushcert::join::{Joined, join};
use pushcert::request::RequestRecord;

use super::export::profiles;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::new_password::NewPasswordFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::run::{self, ReadFile, SaidFormat, Writing};
use crate::text::style::ColorWhen;
use crate::write::Destination;

/// The flags of `pair`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The certificate that Apple issued (.cer or .pem)
    #[arg(long, value_name = "CERT", help_heading = "What to join")]
    cert: PathBuf,

    /// The private key of the request, which was kept here
    #[arg(long, value_name = "KEY", help_heading = "What to join")]
    key: PathBuf,

    /// Certificates of issuers to put behind it, PEM or DER; can be given several times
    #[arg(long, value_name = "PEM", help_heading = "What to join")]
    chain: Vec<PathBuf>,

    /// The request that the certificate has to answer: the CSR, or the record that csr new wrote
    #[arg(long, value_name = "FILE", help_heading = "What to join")]
    request: Option<PathBuf>,

    /// The form to write
    #[arg(long, value_name = "PROFILE", value_parser = profiles(), default_value = "p12-compatible", help_heading = "What to write")]
    to: Profile,

    /// The file to write, or - for standard output when that is no terminal
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    out: PathBuf,

    /// Replace the file if it exists; it is never half written
    #[arg(long, help_heading = "What to write")]
    force: bool,

    /// Iterations of each key derivation [default: 100000, of p12-compatible and p12-legacy 2048]
    #[arg(long, value_name = "N", help_heading = "What to write")]
    iterations: Option<u64>,

    #[command(flatten)]
    password: PasswordFlags,

    #[command(flatten)]
    new_password: NewPasswordFlags,

    /// The form of what is said about it
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    #[command(flatten)]
    judgement: JudgementFlags,
}

const NOTES: &str = "\
The key belongs to the certificate if their public keys are the same number; file names and dates say nothing. Where \
they differ, both fingerprints are shown and nothing is written: the key stays on the machine that made the signing \
request, and only there.\n\n\
A file that cannot be what it was given as is refused and named: a request, a key or an MDM vendor certificate in the \
place of the certificate, a certificate or a token key in the place of the key. With --request, so is a certificate that \
answers another request, or that does not carry the App ID of the record.\n\n\
The password flags are for the key (or a .p12 that holds it), the new ones for what is written, as in export.\n\n\
Exit codes: 0 written; 1 the files do not belong together, and the findings say why; 2 the command was wrong, or a file \
could not be read or written.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    refuse_shared_streams(arguments)?;
    let destination = Destination::new(&arguments.out, arguments.force)?;
    let settings = Settings::new(&arguments.judgement, None)?;
    let read = |path: &PathBuf| run::read_source(path, &settings);
    let (cert, key) = (read(&arguments.cert)?, read(&arguments.key)?);
    let chain = arguments.chain.iter().map(read);
    let chain = chain.collect::<Result<Vec<_>, _>>()?;
    let request = match &arguments.request {
        Some(path) => Some(requested(&read(path)?, &settings)?),
        None => None,
    };
    let passwords = arguments.new_password.resolve(&arguments.password)?;
    let old = passwords.old.as_deref().map(String::as_str);
    let sources: Vec<_> = chain.iter().map(ReadFile::source).collect();
    let make = |options: &pushcert::Options| {
        join(
            cert.source(),
            key.source(),
            &sources,
            request.clone(),
            options,
        )
    };
    let joined = run::with_password(&key.name, old, &settings, make, Joined::needs_password);
    let writing = Writing {
        destination,
        format: arguments.format,
        color,
        source: format!("{} and {}", cert.name, key.name),
    };
    let refused: Vec<_> = joined.refusals().map(|one| &one.file).collect();
    if !refused.is_empty() {
        return writing.refuse_files(&refused);
    }
    // Nobody is asked for a new password when there is nothing to protect with it.
    if let Err(error) = joined.opened().choose_identity(None) {
        return writing.refuse(joined.opened(), &error);
    }
    let mut options = ExportOptions::new(arguments.to);
    if let Some(iterations) = arguments.iterations {
        options = options.with_iterations(iterations);
    }
    writing.export(joined.opened(), options, passwords.new)
}

/// What a request says of the certificate that answers it: a record, or the request itself.
fn requested(file: &ReadFile, settings: &Settings) -> Result<RequestedFacts, Failure> {
    if file.bytes.trim_ascii_start().first() == Some(&b'{') {
        return record(file).map(|record| record.expected());
    }
    let opened = pushcert::open(&file.name, &file.bytes, &settings.options(None));
    let mut requests = opened.facts().requests.iter();
    let (Some(request), None) = (requests.next(), requests.next()) else {
        return Err(
            Failure::new(format!("{} is no certificate signing request", file.name)).with_help(
                "give the request (CSR) of the certificate, or the record that csr new wrote",
            ),
        );
    };
    let mut expected = RequestedFacts::default();
    expected.name = Some(file.name.clone());
    expected.spki_sha256 = request.key.as_ref().map(|key| key.spki_sha256.clone());
    Ok(expected)
}

/// The record of a request.
pub(super) fn record(file: &ReadFile) -> Result<RequestRecord, Failure> {
    RequestRecord::parse(&file.bytes).map_err(|error| {
        Failure::new(format!("cannot read {}: {error}", file.name))
            .with_help("give the record that csr new wrote")
    })
}

/// Standard input can be read once, and standard output has one document.
fn refuse_shared_streams(arguments: &Arguments) -> Result<(), Failure> {
    let files = [&arguments.cert, &arguments.key];
    let files = files
        .into_iter()
        .chain(&arguments.chain)
        .chain(&arguments.request);
    let passwords = arguments.password.uses_stdin() || arguments.new_password.uses_stdin();
    read_stdin_once(
        files.map(is_stdin).chain([passwords]),
        "give the names of the files, and --password-file and --new-password-file",
    )?;
    if arguments.format == SaidFormat::Json && arguments.out.as_os_str() == "-" {
        return Err(Failure::new("standard output is asked for more than once")
            .with_help("give the name of a file with --out, or leave --format json out"));
    }
    Ok(())
}
