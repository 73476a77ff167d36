//! `pushcert csr mdm`: the vendor's signature under a customer's request.

use std::path::{Path, PathBuf};

use clap::Args;
use pushcert::mdm::{NotSigned, SignedRequest, VendorRequest, sign};
use pushcert::report::{self, Report};
use pushcert::request::{Portal, Purpose, RequestRecord};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::output;
use crate::run::{self, ReadFile, SaidFormat, random};
use crate::text::style::{ColorWhen, Palette};
use crate::text::{exported, request};
use crate::write::{self, Destination};

/// The flags of `csr mdm`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The customer's request (PEM or DER)
    #[arg(long, value_name = "CSR", help_heading = "What to sign")]
    csr: PathBuf,

    /// The MDM vendor's certificate
    #[arg(long, value_name = "C", help_heading = "What to sign")]
    vendor_cert: PathBuf,

    /// The MDM vendor's private key
    #[arg(long, value_name = "K", help_heading = "What to sign")]
    vendor_key: PathBuf,

    /// Certificates of issuers, PEM or DER; Apple's own are known. Can be given several times
    #[arg(long, value_name = "PEM", help_heading = "What to sign")]
    chain: Vec<PathBuf>,

    /// The record that csr new wrote: then the steps name the Apple ID and the certificate to renew
    #[arg(long, value_name = "FILE", help_heading = "What to sign")]
    request: Option<PathBuf>,

    /// The file for the Apple Push Certificates Portal
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    out: PathBuf,

    /// Replace the file if it exists; it is never half written
    #[arg(long, help_heading = "What to write")]
    force: bool,

    #[command(flatten)]
    password: PasswordFlags,

    /// The form of what is said about it
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    #[command(flatten)]
    judgement: JudgementFlags,
}

const NOTES: &str = "\
What is written is base64 of a property list with the customer's request, the vendor's signature over it (RSA, SHA-256) \
and the vendor's chain up to Apple's root in lines of 64 characters. Everything is checked before a byte is written: \
the request and its own signature, that the certificate is an MDM vendor's, its dates, its key, its path to Apple's \
root; and the result is read again as the portal would.\n\n\
The password flags are for the vendor's key.\n\n\
Exit codes: 0 written; 1 the portal would refuse it, and the findings say why; 2 the command was wrong, or a file could \
not be read or written.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    refuse_shared_streams(arguments)?;
    let inputs: Vec<&Path> = arguments.inputs().map(PathBuf::as_path).collect();
    write::keep_apart(&[&arguments.out], &inputs)?;
    let destination = Destination::new(&arguments.out, arguments.force)?;
    let settings = Settings::new(&arguments.judgement, None)?;
    let read = |path: &PathBuf| run::read_source(path, &settings);
    let csr = read(&arguments.csr)?;
    let (vendor_cert, vendor_key) = (read(&arguments.vendor_cert)?, read(&arguments.vendor_key)?);
    let chain = arguments.chain.iter().map(read);
    let chain = chain.collect::<Result<Vec<_>, _>>()?;
    let record = match &arguments.request {
        Some(path) => Some(crate::command::pair::record(&read(path)?)?),
        None => None,
    };
    let password = arguments.password.resolve()?;
    let password = password.as_deref().map(String::as_str);
    random()?;
    let chain: Vec<_> = chain.iter().map(ReadFile::source).collect();
    let files = VendorRequest {
        csr: csr.source(),
        vendor_certificate: vendor_cert.source(),
        vendor_key: vendor_key.source(),
        chain: &chain,
    };
    let name = destination.name();
    let make = |options: &pushcert::Options| match random() {
        Ok(mut rng) => sign(&files, &name, options, &mut rng),
        Err(failure) => Err(NotSigned::Signing {
            why: failure.message().to_owned(),
        }),
    };
    match run::with_password(&vendor_key.name, password, &settings, make, is_locked) {
        Ok(signed) => {
            destination.write(signed.bytes())?;
            say(arguments, &signed, record, &settings, color)
        }
        Err(error) => refuse(arguments, &error, &settings),
    }
}

impl Arguments {
    /// Every file that is read.
    fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        let files = [&self.csr, &self.vendor_cert, &self.vendor_key];
        files.into_iter().chain(&self.chain).chain(&self.request)
    }
}

fn is_locked(made: &Result<SignedRequest, NotSigned>) -> bool {
    let Err(NotSigned::Files(files)) = made else {
        return false;
    };
    let mut findings = files.iter().flat_map(|file| &file.findings);
    findings.any(|one| matches!(one.name.as_str(), "password-required" | "wrong-password"))
}

fn say(
    arguments: &Arguments,
    signed: &SignedRequest,
    record: Option<RequestRecord>,
    settings: &Settings,
    color: ColorWhen,
) -> Result<Exit, Failure> {
    let file = signed.opened().check();
    let text = match arguments.format {
        SaidFormat::Json => report::to_json(&Report::new(settings.at, vec![file])),
        SaidFormat::Text => {
            let steps = portal(signed, record, settings, &file.path);
            request::signed(&file, &steps, settings.at, &Palette::choose(color))
        }
    };
    output::print(&text)?;
    Ok(Exit::Fine)
}

/// The steps of the record, or those of a request of which nothing else is known.
fn portal(
    signed: &SignedRequest,
    record: Option<RequestRecord>,
    settings: &Settings,
    file: &str,
) -> Portal {
    let facts = signed.opened().facts().requests.first().cloned();
    let record = record.unwrap_or_else(|| {
        RequestRecord::new(&facts.unwrap_or_default(), Purpose::Mdm, settings.at)
    });
    record.portal(file)
}

fn refuse(arguments: &Arguments, error: &NotSigned, settings: &Settings) -> Result<Exit, Failure> {
    if let NotSigned::Files(files) = error {
        match arguments.format {
            SaidFormat::Text => files.iter().for_each(exported::findings_to_stderr),
            SaidFormat::Json => {
                let json = report::to_json(&Report::new(settings.at, files.clone()));
                output::print(&json)?;
            }
        }
    }
    Failure::new(format!("nothing was written: {error}"))
        .with_help(error.help())
        .print();
    Ok(Exit::Found)
}

/// Standard input can be read once, and standard output has one document.
fn refuse_shared_streams(arguments: &Arguments) -> Result<(), Failure> {
    let files = arguments.inputs();
    read_stdin_once(
        files.map(is_stdin).chain([arguments.password.uses_stdin()]),
        "give the names of the files, and --password-file",
    )?;
    if arguments.out.as_os_str() == "-" {
        return Err(Failure::new("standard output has the report")
            .with_help("give the name of a file with --out"));
    }
    Ok(())
}
