//! Where `connect` and `send` go, and how long that may take.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use pushcert::types::connection::TlsVersion;

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

fn tls_versions() -> impl clap::builder::TypedValueParser<Value = TlsVersion> {
    PossibleValuesParser::new(["1.2", "1.3"]).map(|version| match version.as_str() {
        "1.2" => TlsVersion::Tls12,
        _ => TlsVersion::Tls13,
    })
}
