//! Where `connect` and `send` go, and how long that may take.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use pushcert::report::Verdict;
use pushcert::types::connection::TlsVersion;

use super::password::PasswordFlags;
use super::settings::Settings;
use super::{JudgementFlags, RevocationFlags};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::leaf::RENEWAL_WINDOW;
use crate::run::SaidFormat;

/// What `connect` and `send` have in common: the credential, the server, and what is said about the two.
#[derive(Args, Debug)]
pub(crate) struct AskingFlags {
    #[command(flatten)]
    pub(crate) password: PasswordFlags,

    #[command(flatten)]
    pub(crate) connection: ConnectionFlags,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: SaidFormat,

    /// Mask names, identifiers, serials and paths, so that the report can be posted in public
    #[arg(long, help_heading = "Output")]
    pub(crate) redact: bool,

    /// Let warnings count as errors for the exit code
    #[arg(long, help_heading = "Judgement")]
    deny_warnings: bool,

    #[command(flatten)]
    pub(crate) revocation: RevocationFlags,

    #[command(flatten)]
    pub(crate) judgement: JudgementFlags,
}

impl AskingFlags {
    /// Reads the clock, the trust anchors and the evidence about revocation.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        Settings::new(&self.judgement, Some(RENEWAL_WINDOW))?.with_revocation(&self.revocation)
    }

    /// How the program ends with this verdict.
    pub(crate) const fn exit(&self, verdict: Verdict) -> Exit {
        Exit::of(Some(verdict), self.deny_warnings || self.judgement.strict)
    }
}

/// The server and the terms of the connection.
#[derive(Args, Debug)]
pub(crate) struct ConnectionFlags {
    /// The port: 443, or 2197 where a firewall lets no other out
    #[arg(long, value_name = "PORT", default_value_t = 443, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Connection")]
    pub(crate) port: u16,

    /// Connect to this name or address in place of Apple's, such as a stand-in on this machine; it has to
    /// present a certificate for this name, and --trust-anchor says who may have issued it
    #[arg(long, value_name = "NAME", help_heading = "Connection")]
    pub(crate) host: Option<String>,

    /// Give up after so many seconds, counted from the first step to the answer
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600), help_heading = "Connection")]
    timeout: u64,

    /// Offer only this version of TLS
    #[arg(long, value_name = "VERSION", value_parser = tls_versions(), help_heading = "Connection")]
    pub(crate) tls: Option<TlsVersion>,
}

impl ConnectionFlags {
    /// The time that one credential may take.
    pub(crate) const fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

/// `1.2` and `1.3`.
pub(crate) fn tls_versions() -> impl clap::builder::TypedValueParser<Value = TlsVersion> {
    PossibleValuesParser::new(["1.2", "1.3"]).map(|version| match version.as_str() {
        "1.2" => TlsVersion::Tls12,
        _ => TlsVersion::Tls13,
    })
}
