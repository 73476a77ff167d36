//! `pushcert simulate`: a stand-in for APNs on this machine.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use pushcert::types::connection::TlsVersion;
use pushcert::{Environment, UnixTime};
use pushcert_apns_sim::{Builder, Running, ServerChain, Simulator};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::connection::tls_versions;
use crate::flags::{environments, parse_time};
use crate::output;
use crate::run::cryptography;
use crate::text::escape::escape;

mod files;
mod inputs;
mod signals;

use files::Files;
use inputs::{KnownDevice, parse_device};
use signals::Signals;

/// The flags of `simulate`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The port to listen on; 0 for any that is free
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        help_heading = "The server"
    )]
    port: u16,

    /// The address to listen on; whoever reaches it can use it
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), help_heading = "The server")]
    listen: IpAddr,

    /// The service that it stands in for
    #[arg(long, value_name = "E", value_parser = environments(), default_value = "production", help_heading = "The server")]
    environment: Environment,

    /// Only this version of TLS [default: both]
    #[arg(long, value_name = "VERSION", value_parser = tls_versions(), help_heading = "The server")]
    tls: Option<TlsVersion>,

    /// What is wrong with the certificates of the server
    #[arg(
        long,
        value_enum,
        value_name = "CASE",
        default_value_t,
        help_heading = "The server"
    )]
    server_chain: Chain,

    /// One more name or address in the certificate of the server, beside localhost and those of APNs; can
    /// be given several times
    #[arg(long, value_name = "NAME", help_heading = "The server")]
    name: Vec<String>,

    /// Accept certificates under these authorities only, PEM or DER [default: of any issuer]
    #[arg(long, value_name = "PEM", help_heading = "Clients")]
    client_ca: Option<PathBuf>,

    /// Refuse a client without a certificate in the TLS handshake, not by the answer to its request
    #[arg(long, help_heading = "Clients")]
    require_certificate: bool,

    /// A revoked certificate: its serial number or SHA-256 in hexadecimal digits, or a file with
    /// certificates; can be given several times
    #[arg(long, value_name = "FILE_OR_SERIAL", help_heading = "Clients")]
    revoked: Vec<String>,

    /// The time for which certificates are judged, such as 2026-11-21T00:00:00Z [default: now]
    #[arg(long, value_name = "RFC3339", value_parser = parse_time, help_heading = "Clients")]
    at: Option<UnixTime>,

    /// A device that takes pushes, for one topic or for all; any other token is answered BadDeviceToken; can
    /// be given several times
    #[arg(long = "device", value_name = "TOKEN[=TOPIC]", value_parser = parse_device, help_heading = "Behaviour")]
    devices: Vec<KnownDevice>,

    /// What to do otherwise than APNs, as JSON: reasons, GOAWAY, cuts, silence, delays; see pushcert schema
    /// script
    #[arg(long, value_name = "FILE", help_heading = "Behaviour")]
    script: Option<PathBuf>,

    /// The file for the certificate that clients have to trust, PEM
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    trust_anchor_out: Option<PathBuf>,

    /// The file for what happens, one JSON object a line, or - for standard output
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    log: Option<PathBuf>,

    /// The file for address and port, written once it listens
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    ready_file: Option<PathBuf>,

    /// Replace files that exist
    #[arg(long, help_heading = "What to write")]
    force: bool,
}

/// What is wrong with the certificates of the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Chain {
    /// Nothing
    #[default]
    Valid,
    /// The leaf expired
    Expired,
    /// The leaf is not valid yet
    NotYetValid,
    /// The leaf is for another name
    WrongName,
    /// They do not lead to the certificate that clients trust
    UnknownRoot,
    /// The leaf signed itself
    SelfSigned,
}

const NOTES: &str = "\
It speaks TLS 1.2 and 1.3 and HTTP/2, looks at the client's certificate (dates, revocation, kind, environment, topics) \
and answers each request as APNs does. It sends nothing to anybody. What Apple does not document, such as which of two \
reasons comes first, is an assumption; the list is in the README of pushcert-apns-sim.\n\n\
Its certificates are made at each start, and their keys are never written: fetch the trust anchor anew.\n\n\
The first line is printed, and the ready file written, when the port is open: a script can wait for either. With \
--log - that line goes to standard error. The log has device tokens, and no payloads.\n\n\
It ends with SIGINT (Ctrl-C) or SIGTERM.\n\n\
Exit codes: 0 it was ended; 2 the command was wrong, the port is taken, or a file could not be read or written.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let files = Files::look(arguments)?;
    let signals = Signals::listen().map_err(|error| {
        Failure::new(format!(
            "cannot wait for the signals of the system: {error}"
        ))
    })?;
    let simulator = start(arguments)?;
    files.write(&simulator)?;
    say(arguments, &simulator)?;
    signals.wait();
    simulator.shutdown();
    Ok(Exit::Fine)
}

fn start(arguments: &Arguments) -> Result<Running, Failure> {
    let mut builder = Simulator::builder(cryptography()?)
        .environment(arguments.environment)
        .port(arguments.port)
        .listen(arguments.listen)
        .server_chain(arguments.server_chain.into());
    for name in &arguments.name {
        builder = builder.name(name);
    }
    if let Some(version) = arguments.tls {
        builder = builder.tls(version);
    }
    if let Some(moment) = arguments.at {
        builder = builder.at(moment);
    }
    if arguments.require_certificate {
        builder = builder.require_certificate();
    }
    for device in &arguments.devices {
        builder = builder.device(&device.token, device.device.clone());
    }
    builder = inputs::add(builder, arguments)?;
    add_log(builder, arguments)?.start().map_err(|error| {
        Failure::new(error.to_string()).with_help(
            "take another port with --port, or --port 0 for any that is free; a name is one of DNS",
        )
    })
}

fn add_log(builder: Builder, arguments: &Arguments) -> Result<Builder, Failure> {
    Ok(match &arguments.log {
        Some(path) if path.as_os_str() == "-" => builder.log_to(io::stdout()),
        Some(path) => builder.log_to(files::open_log(path, arguments.force)?),
        None => builder,
    })
}

/// Says that it listens, and how to point a provider at it.
fn say(arguments: &Arguments, simulator: &Running) -> Result<(), Failure> {
    let (address, port) = (simulator.addr(), simulator.port());
    let anchor = arguments.trust_anchor_out.as_ref().map(|path| {
        let name = path.to_string_lossy();
        escape(&name).into_owned()
    });
    let (host, place) = match arguments.listen {
        ip if ip.is_loopback() || ip.is_unspecified() => {
            ("localhost".to_owned(), format!("localhost:{port}"))
        }
        // With an address of IPv6 in brackets.
        ip => (ip.to_string(), SocketAddr::new(ip, port).to_string()),
    };
    let environment = arguments.environment;
    let named = anchor.as_deref().unwrap_or("ANCHOR");
    let mut text = format!("listening on {address} as {environment}\n");
    text.push_str(&format!(
        "  pushcert connect FILE --environment {environment} --host {host} --port {port} --trust-anchor {named}\n\
         \x20 any other provider: https://{place}, trusting {named}\n"
    ));
    if anchor.is_none() {
        text.push_str("  ANCHOR is the file of --trust-anchor-out\n");
    }
    if arguments
        .log
        .as_ref()
        .is_some_and(|log| log.as_os_str() == "-")
    {
        // Where standard error is closed there is nobody to tell.
        let _ = io::stderr().lock().write_all(text.as_bytes());
        return Ok(());
    }
    output::to_stdout(|out| out.write_all(text.as_bytes()))
}

impl From<Chain> for ServerChain {
    fn from(chain: Chain) -> Self {
        match chain {
            Chain::Valid => Self::Valid,
            Chain::Expired => Self::Expired,
            Chain::NotYetValid => Self::NotYetValid,
            Chain::WrongName => Self::WrongName,
            Chain::UnknownRoot => Self::UnknownRoot,
            Chain::SelfSigned => Self::SelfSigned,
        }
    }
}
