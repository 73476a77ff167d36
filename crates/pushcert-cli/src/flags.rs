//! The flags that commands have in common.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use pushcert::{Environment, PushType, UnixTime};

pub(crate) mod connection;
pub(crate) mod limits;
pub(crate) mod new_password;
pub(crate) mod password;
pub(crate) mod settings;

use limits::{LimitFlag, list_of_limits};
use password::PasswordFlags;

/// What `check` and `show` have in common: what files, with which password, judged when, for what,
/// and printed how.
#[derive(Args, Debug)]
pub(crate) struct CredentialFlags {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) password: PasswordFlags,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: Format,

    /// Mask names, identifiers, serials and paths, so that the report can be posted in public
    #[arg(long, help_heading = "Output")]
    pub(crate) redact: bool,

    #[command(flatten)]
    pub(crate) revocation: RevocationFlags,

    #[command(flatten)]
    pub(crate) judgement: JudgementFlags,
}

/// What is asked whether a certificate was revoked.
#[derive(Args, Debug, Default)]
pub(crate) struct RevocationFlags {
    /// A revocation list (CRL), DER or PEM; can be given several times
    #[arg(long = "crl", value_name = "FILE", help_heading = "Revocation")]
    pub(crate) crls: Vec<PathBuf>,

    /// An answer of an OCSP responder, DER; can be given several times
    #[arg(long = "ocsp", value_name = "FILE", help_heading = "Revocation")]
    pub(crate) ocsp: Vec<PathBuf>,

    /// Ask Apple whether the certificates were revoked, at the addresses in the certificates; only hosts of
    /// Apple are asked
    #[arg(long, help_heading = "Revocation")]
    pub(crate) online: bool,
}

/// How a credential is judged, and how much work it may ask for: for every command that reads one.
#[derive(Args, Debug)]
pub(crate) struct JudgementFlags {
    /// The time for which validity is judged, such as 2026-11-21T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339", value_parser = parse_time, help_heading = "Judgement")]
    pub(crate) at: Option<UnixTime>,

    /// The APNs environment that the credential is wanted for
    #[arg(long, value_parser = environments(), help_heading = "Judgement")]
    pub(crate) environment: Option<Environment>,

    /// A topic that the credential is wanted for; can be given several times
    #[arg(long = "topic", value_name = "TOPIC", help_heading = "Judgement")]
    pub(crate) topics: Vec<String>,

    /// A push type that the credential is wanted for; can be given several times
    #[arg(long = "push-type", value_name = "TYPE", value_parser = push_types(), help_heading = "Judgement")]
    pub(crate) push_types: Vec<PushType>,

    /// One more authority, PEM or DER, that is accepted as issuer: for tests and in-house authorities;
    /// can be given several times
    #[arg(long = "trust-anchor", value_name = "FILE", help_heading = "Judgement")]
    pub(crate) trust_anchors: Vec<PathBuf>,

    /// Further passwords, one a line, tried where the first does not fit: for parts and keys that have
    /// one of their own
    #[arg(long, value_name = "FILE", help_heading = "Password")]
    pub(crate) other_passwords_file: Option<PathBuf>,

    /// Small limits, and warnings count as errors: for services that take files from strangers
    #[arg(long, help_heading = "Limits")]
    pub(crate) strict: bool,

    /// Change one limit; can be given several times
    #[arg(long = "limit", value_name = "NAME=VALUE", long_help = list_of_limits(), help_heading = "Limits")]
    pub(crate) limits: Vec<LimitFlag>,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON document (see `pushcert schema`)
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for continuous integration
    Junit,
    /// Metrics for Prometheus, in the text format 0.0.4
    Prometheus,
    /// A calendar (RFC 5545): the end of each certificate, with reminders
    Ical,
}

pub(crate) fn parse_time(text: &str) -> Result<UnixTime, String> {
    UnixTime::parse(text).map_err(|error| format!("{error}; write it like 2026-11-21T00:00:00Z"))
}

pub(crate) fn environments() -> impl clap::builder::TypedValueParser<Value = Environment> {
    PossibleValuesParser::new(
        Environment::ALL
            .iter()
            .map(|environment| environment.as_str()),
    )
    .try_map(|name| name.parse::<Environment>())
}

fn push_types() -> impl clap::builder::TypedValueParser<Value = PushType> {
    PossibleValuesParser::new(PushType::ALL.iter().map(|push_type| push_type.as_str()))
        .try_map(|name| name.parse::<PushType>())
}
