//! `pushcert csr new`: a key and a request for it.

use std::path::{Path, PathBuf};

use clap::Args;
use pushcert::csr::{CertificationRequest, ErrorKind, RequestBuilder};
use pushcert::diagnostics::{CertificateFacts, Place};
use pushcert::export::private_key_pem;
use pushcert::keys::{GenerationStep, PrivateKey};
use pushcert::report::{self, RequestMade};
use pushcert::request::{Purpose, RequestRecord, check_apple_id};
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::{Failure, note, warn};
use crate::flags::JudgementFlags;
use crate::flags::new_password::{NewPassword, NewPasswordFlags};
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::output;
use crate::run::{self, SaidFormat, progress, random};
use crate::text::request;
use crate::text::style::{ColorWhen, Palette};

mod files;

use files::Files;

/// The only size that the portals take.
const BITS: u32 = 2048;

/// As in `export`: of a key that is encrypted.
const ITERATIONS: u64 = 100_000;

/// The flags of `csr new`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The e-mail address in the request
    #[arg(long, value_name = "A", help_heading = "The request")]
    email: String,

    /// The common name in the request, by which people know it again
    #[arg(long, value_name = "N", help_heading = "The request")]
    common_name: String,

    /// The country in the request, two letters; an MDM push certificate keeps it
    #[arg(long, value_name = "CC", help_heading = "The request")]
    country: Option<String>,

    /// An RSA key of 2048 bits to use instead of a new one
    #[arg(long, value_name = "EXISTING", help_heading = "The request")]
    key: Option<PathBuf>,

    /// The file for the request
    #[arg(long, value_name = "CSR", help_heading = "What to write")]
    out: PathBuf,

    /// The file for the private key (PKCS#8 PEM); not needed with --key
    #[arg(
        long,
        value_name = "KEY",
        required_unless_present = "key",
        help_heading = "What to write"
    )]
    key_out: Option<PathBuf>,

    /// A file for the record of the request: what it is for, which pair --request compares
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    record: Option<PathBuf>,

    /// Replace files that exist; none is ever half written
    #[arg(long, help_heading = "What to write")]
    force: bool,

    /// Whether the certificate is for an app or for managed devices
    #[arg(
        long = "for",
        value_enum,
        value_name = "PURPOSE",
        default_value_t,
        help_heading = "What it is for"
    )]
    purpose: For,

    /// The App ID that will be chosen in the portal
    #[arg(long, value_name = "ID", help_heading = "What it is for")]
    app_id: Option<String>,

    /// The Apple ID that will sign in to the portal [default for mdm: the e-mail address]
    #[arg(long, value_name = "EMAIL", help_heading = "What it is for")]
    apple_id: Option<String>,

    /// Whose certificate it will be, in words of your own
    #[arg(long, value_name = "NAME", help_heading = "What it is for")]
    tenant: Option<String>,

    /// The certificate that the new one will renew
    #[arg(long, value_name = "OLD", help_heading = "What it is for")]
    renew: Option<PathBuf>,

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

/// What the certificate is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum For {
    /// Pushes to one app, from the developer account
    #[default]
    App,
    /// Pushes to managed devices, from the Apple Push Certificates Portal
    Mdm,
}

const NOTES: &str = "\
The key never leaves this machine: the request holds its public half. Both files are created with mode 0600, whatever \
the umask, and never over files that exist. The key is encrypted when a new password is given.\n\n\
The request is laid out as Keychain Access does it: e-mail address, common name, country; RSA with 2048 bits, SHA-256. \
It is read again and its signature verified before anything is written.\n\n\
For an MDM push certificate the portal takes the request only with a vendor's signature: pushcert csr mdm.\n\n\
Exit codes: 0 written; 2 the command was wrong, or a file could not be read or written.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    arguments.refuse_contradictions()?;
    let settings = Settings::new(&arguments.judgement, None)?;
    let apple_id = arguments.apple_id()?;
    let files = Files::look(arguments)?;
    let passwords = arguments
        .new_password
        .resolve_optional(&arguments.password)?;
    let old = passwords.old.as_deref().map(String::as_str);
    let renewed = match &arguments.renew {
        Some(path) => Some(renewed(path, old, &settings)?),
        None => None,
    };
    // A name that no request can have is found before the time for a key is spent.
    let mut builder = RequestBuilder::new(&arguments.email, &arguments.common_name);
    if let Some(country) = &arguments.country {
        builder = builder.country(country);
    }
    builder.check().map_err(|error| refused(&error))?;
    let key = match &arguments.key {
        Some(path) => existing(path, old, &settings)?,
        None => generate()?,
    };
    let request = builder.build(&key, &mut random()?);
    let request = request.map_err(|error| refused(&error))?;
    let record = record(arguments, apple_id, renewed.as_ref(), &request, &settings);
    let key_pem = match files.key {
        Some(_) => Some(key_pem(&key, passwords.new)?),
        None => None,
    };
    files.write(&request.encode_pem(), &record, key_pem.as_ref())?;
    say(arguments, &files, &record, &key, color)?;
    Ok(Exit::Fine)
}

impl Arguments {
    /// Standard input can be read once, and a new password is for a key that is written.
    fn refuse_contradictions(&self) -> Result<(), Failure> {
        let files = self.key.iter().chain(&self.renew);
        let passwords = self.password.uses_stdin() || self.new_password.uses_stdin();
        read_stdin_once(
            files.map(is_stdin).chain([passwords]),
            "give the names of the files, and --password-file",
        )?;
        if self.new_password.is_given() && self.key_out.is_none() {
            return Err(
                Failure::new("there is a new password, and no key is written").with_help(
                    "name the file of the key with --key-out, or leave the new password out",
                ),
            );
        }
        Ok(())
    }

    fn apple_id(&self) -> Result<Option<String>, Failure> {
        let named = self.apple_id.as_ref();
        let by_default = Some(&self.email).filter(|_| self.purpose == For::Mdm);
        let Some(apple_id) = named.or(by_default) else {
            return Ok(None);
        };
        match check_apple_id(apple_id) {
            Ok(remark) => {
                if let Some(remark) = remark {
                    warn(&format!("{apple_id}: {}", remark.advice()));
                }
                Ok(Some(apple_id.clone()))
            }
            Err(error) => Err(Failure::new(format!("{apple_id} is no Apple ID: {error}"))
                .with_help(
                    "give the e-mail address that signs in to Apple's portal with --apple-id",
                )),
        }
    }
}

/// A new key, with a spinner where somebody waits.
fn generate() -> Result<PrivateKey, Failure> {
    let spinner = progress::spinner("making an RSA key of 2048 bits");
    let mut tick = |_: GenerationStep| {
        if let Some(spinner) = &spinner {
            spinner.inc(1);
        }
    };
    let key = PrivateKey::generate_rsa_with(BITS, &mut random()?, &mut tick);
    if let Some(spinner) = &spinner {
        spinner.finish_and_clear();
    }
    key.map_err(|error| {
        Failure::new(format!("no key could be made: {error}")).with_help("try again")
    })
}

/// The one key of a file.
fn existing(
    path: &Path,
    password: Option<&str>,
    settings: &Settings,
) -> Result<PrivateKey, Failure> {
    let options = settings
        .options(password)
        .with_wanted(settings.wanted_as(Place::PrivateKey));
    let opened = run::open_with(path, &options, password, settings)?;
    let name = opened.facts().file.name.clone();
    let mut keys = opened.private_keys();
    if let (Some(key), None) = (keys.next(), keys.next()) {
        // The same numbers in a key of its own: the file goes out of scope here.
        return PrivateKey::decode(key.pkcs8_der())
            .map_err(|error| Failure::new(format!("the key in {name} cannot be used: {error}")));
    }
    let file = opened.check();
    crate::text::exported::findings_to_stderr(&file);
    Err(
        Failure::new(format!("{name} does not hold one private key"))
            .with_help("give an RSA key of 2048 bits, or leave --key out and one is made"),
    )
}

/// The certificate that will be renewed.
fn renewed(
    path: &Path,
    password: Option<&str>,
    settings: &Settings,
) -> Result<CertificateFacts, Failure> {
    let options = settings
        .options(password)
        .with_wanted(settings.wanted_as(Place::AnyCertificate));
    let opened = run::open_with(path, &options, password, settings)?;
    match opened.facts().judged_certificates().as_slice() {
        [only] => Ok((*only).clone()),
        found => Err(Failure::new(format!(
            "{} holds {} certificates that may be meant",
            opened.facts().file.name,
            found.len()
        ))
        .with_help("give the one that is to be renewed, or say which with --topic")),
    }
}

fn record(
    arguments: &Arguments,
    apple_id: Option<String>,
    renewed: Option<&CertificateFacts>,
    request: &CertificationRequest,
    settings: &Settings,
) -> RequestRecord {
    let purpose = match arguments.purpose {
        For::App => Purpose::App,
        For::Mdm => Purpose::Mdm,
    };
    let mut record = RequestRecord::of(request, purpose, settings.at);
    if let Some(tenant) = &arguments.tenant {
        record = record.with_tenant(tenant);
    }
    if let Some(apple_id) = apple_id {
        record = record.with_apple_id(&apple_id);
    }
    if let Some(app_id) = &arguments.app_id {
        record = record.with_app_id(app_id);
    }
    match renewed {
        Some(certificate) => record.with_renewal_of(certificate),
        None => record,
    }
}

fn key_pem(key: &PrivateKey, password: NewPassword) -> Result<Zeroizing<String>, Failure> {
    let password = password.obtain("the key")?;
    let password = password
        .as_deref()
        .map(|password| (password.as_str(), ITERATIONS));
    private_key_pem(key, password, &mut random()?)
        .map_err(|error| Failure::new(format!("the key cannot be written: {error}")))
}

/// Why there is no request, in the words of the flags.
fn refused(error: &pushcert::csr::Error) -> Failure {
    let help = match error.kind() {
        ErrorKind::Email(_) => "give an address such as push@example.com with --email",
        ErrorKind::CommonName(_) => "give a name of 1 to 64 characters with --common-name",
        ErrorKind::Country(_) => "give two letters such as US with --country, or leave it out",
        ErrorKind::KeyType { .. } => {
            "Apple's portals take RSA keys of 2048 bits only (\"CSR algorithm/size incorrect. Expected: \
             RSA(2048)\"): leave --key out and one is made"
        }
        _ => "leave --key out and a key is made",
    };
    Failure::new(format!("no request was made: {error}")).with_help(help)
}

fn say(
    arguments: &Arguments,
    files: &Files,
    record: &RequestRecord,
    key: &PrivateKey,
    color: ColorWhen,
) -> Result<(), Failure> {
    let key_file = arguments.key_out.as_ref().or(arguments.key.as_ref());
    let mut made = RequestMade::new(
        record.clone(),
        &files.request.name(),
        &upload(arguments, files),
    );
    made.files.key = key_file.map(|path| path.to_string_lossy().into_owned());
    made.files.record = files.record.as_ref().map(|one| one.name().into_owned());
    if files.key.is_some() && !arguments.new_password.is_given() {
        note("the key is not encrypted; --new-password-file encrypts it");
    }
    let text = match arguments.format {
        SaidFormat::Json => report::to_json(&made),
        SaidFormat::Text => request::made(&made, key, files.key.is_some(), &Palette::choose(color)),
    };
    output::print(&text)
}

/// What is to be uploaded: for MDM it is still to be made.
fn upload(arguments: &Arguments, files: &Files) -> String {
    match arguments.purpose {
        For::App => files.request.name().into_owned(),
        For::Mdm => "the file that pushcert csr mdm makes of the request".to_owned(),
    }
}
