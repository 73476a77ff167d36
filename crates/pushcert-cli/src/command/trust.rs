//! `pushcert trust`: does the trust store of this machine have the roots that APNs needs?

use std::path::{Path, PathBuf};

use clap::Args;
use pushcert::Opened;
use pushcert::diagnostics::Place;
use pushcert::report::{self, Report};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::JudgementFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::read;
use crate::input::{is_stdin, read_stdin_once};
use crate::output;
use crate::run::{self, SaidFormat};
use crate::text::style::{ColorWhen, Palette};
use crate::text::trust;

/// The flags of `trust`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The trust store: a PEM bundle, a .p12 such as Java's cacerts, or a folder of certificates
    /// [default: that of this machine]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,

    #[command(flatten)]
    password: PasswordFlags,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    #[command(flatten)]
    judgement: JudgementFlags,
}

const NOTES: &str = "\
Nothing is connected to. A program that sends pushes has to trust the root of the servers of APNs; which store it looks \
into is the program's own affair: OpenSSL and most programs on Linux take that of the machine, Java has one of its own \
(cacerts), some carry their own list.\n\n\
Where no store is named, SSL_CERT_FILE and SSL_CERT_DIR are followed, then the usual places of Linux and BSD. The stores of macOS \
and Windows are no files: export their roots, and name that file.\n\n\
Below the roots of APNs, Apple's own authorities are listed with the dates at which they end: those sign the \
certificates that a program sends with.";

/// The usual places, in the order in which programs look.
const PLACES: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
];

/// The largest file of a folder that can be a certificate.
const LARGEST: u64 = 1024 * 1024;

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let settings = Settings::new(&arguments.judgement, None)?;
    let path = match &arguments.store {
        Some(path) => path.clone(),
        None => of_this_machine()?,
    };
    read_stdin_once(
        [is_stdin(&path), arguments.password.uses_stdin()],
        "give the name of the file, and --password-file",
    )?;
    let opened = open(&path, arguments, &settings)?;
    let report = Report::new(settings.at, vec![opened.check()]);
    let text = match (arguments.format, report.files.first()) {
        (SaidFormat::Text, Some(file)) => trust::text(file, settings.at, &Palette::choose(color)),
        _ => report::to_json(&report),
    };
    output::print(&text)?;
    Ok(Exit::of(report.verdict, arguments.judgement.strict))
}

fn of_this_machine() -> Result<PathBuf, Failure> {
    // What is named there is the store of the programs, whether it exists or not.
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        let paths = value.iter().flat_map(std::env::split_paths);
        let paths: Vec<PathBuf> = paths.collect();
        let there = paths.iter().find(|path| path.exists());
        if let Some(path) = there.or(paths.first()) {
            return Ok(path.clone());
        }
    }
    let mut places = PLACES.iter().map(PathBuf::from);
    places.find(|place| place.exists()).ok_or_else(|| {
        Failure::new("no trust store was found in the usual places")
            .with_help("name one with --store: a PEM bundle, a .p12, or a folder of certificates")
    })
}

fn open(path: &Path, arguments: &Arguments, settings: &Settings) -> Result<Opened, Failure> {
    let password = arguments.password.resolve()?;
    let password = password.as_deref().map(String::as_str);
    let options = settings
        .options(password)
        .with_wanted(settings.wanted_as(Place::TrustStore));
    if !path.is_dir() {
        return run::open_with(path, &options, password, settings);
    }
    let name = path.to_string_lossy();
    Ok(pushcert::open(&name, &folder(path, settings)?, &options))
}

/// Every certificate of a folder, as one text.
fn folder(path: &Path, settings: &Settings) -> Result<Vec<u8>, Failure> {
    let name = path.to_string_lossy().into_owned();
    let cannot = |error: std::io::Error| Failure::new(format!("cannot read {name}: {error}"));
    let entries = std::fs::read_dir(path).map_err(cannot)?;
    let entries = entries.collect::<Result<Vec<_>, _>>().map_err(cannot)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort_unstable();
    let most = settings.limits.library.max_input();
    let mut text = Vec::new();
    // A bundle of all of them in the same folder changes nothing.
    for path in paths.iter().filter(|path| path.is_file()) {
        let Ok(bytes) = read::whole(path, LARGEST) else {
            continue;
        };
        if text.len().saturating_add(bytes.len()) > most {
            return Err(Failure::new(format!(
                "{name} holds more than {most} bytes of certificates"
            ))
            .with_help("raise the limit with --limit max-input=BYTES, or name one file"));
        }
        if pushcert::pem::looks_like_pem(&bytes) {
            text.extend_from_slice(&bytes);
            text.push(b'\n');
        } else if pushcert::x509::Certificate::decode(&bytes).is_ok() {
            text.extend_from_slice(pushcert::pem::encode("CERTIFICATE", &bytes).as_bytes());
        }
    }
    Ok(text)
}
