//! `pushcert connect FILE…`: does APNs accept this credential?

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use pushcert::report::{self, Connection, Connections, FileConnection};
use pushcert::types::connection::{ConnectionFacts, Stage};
use pushcert::{Opened, UnixTime};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::connection::ConnectionFlags;
use crate::flags::password::PasswordFlags;
use crate::flags::settings::Settings;
use crate::flags::{JudgementFlags, RevocationFlags};
use crate::output;
use crate::run::{Batch, Connector, SaidFormat};
use crate::text::connection;
use crate::text::style::{ColorWhen, Palette};

/// The flags of `connect`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// Files that hold a key and its certificate, folders of them, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    password: PasswordFlags,

    #[command(flatten)]
    connection: ConnectionFlags,

    /// Of several files, so many at the same time; each has a connection of its own
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Connection")]
    concurrency: u16,

    /// The form of the output
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: SaidFormat,

    /// Let warnings count as errors for the exit code
    #[arg(long, help_heading = "Judgement")]
    deny_warnings: bool,

    #[command(flatten)]
    revocation: RevocationFlags,

    #[command(flatten)]
    judgement: JudgementFlags,
}

const NOTES: &str = "\
Nothing is sent to a device. The credential is judged here first; then the name of the server is resolved, TCP and TLS \
are established, the server's certificates are held against the trust store of this machine and the roots of APNs that \
come with pushcert, the server has to take the certificate, and at last it is asked to push to a device that does not \
exist. The answer BadDeviceToken to that proves that certificate, environment and topic are accepted. The first stage \
that fails decides; the later ones are skipped.\n\n\
The environment is that of --environment, else production where the certificate serves it. The topic is that of --topic, \
else the first of the certificate.\n\n\
With --trust-anchor only these authorities vouch for the server, and they are accepted as issuers of the credential as \
well: for a stand-in such as pushcert simulate.\n\n\
Exit codes: 0 nothing worse than a note or warning; 1 at least one error; 2 the command was wrong or a file could not be \
read at all.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let settings =
        Settings::new(&arguments.judgement, Some(30))?.with_revocation(&arguments.revocation)?;
    let connector = Connector::new(&arguments.connection, &settings)?;
    let batch = Batch::new(&arguments.files, &arguments.password, &settings)?
        .with_online(arguments.revocation.online);
    let is_single = batch.is_single();
    let results = batch.each(arguments.concurrency.into(), |opened| {
        attempt(opened, &connector)
    })?;
    let unread = !results.unread.is_empty();
    let connections = results.parts.into_iter().collect::<Result<Vec<_>, _>>()?;
    let verdict = connections.iter().map(|one| one.outcome.verdict).max();
    if !connections.is_empty() {
        let palette = Palette::choose(color);
        let text = match arguments.format {
            SaidFormat::Json => document(settings.at, is_single, connections),
            SaidFormat::Text => connection::texts(&connections, is_single, &palette),
        };
        output::print(&text)?;
    }
    for unread in &results.unread {
        unread.failure().print();
    }
    let denies = arguments.deny_warnings || arguments.judgement.strict;
    Ok(if unread {
        Exit::Wrong
    } else {
        Exit::of(verdict, denies)
    })
}

fn document(at: UnixTime, is_single: bool, mut connections: Vec<FileConnection>) -> String {
    match connections.pop() {
        Some(only) if is_single => report::to_json(&Connection::new(at, only.outcome)),
        last => {
            connections.extend(last);
            report::to_json(&Connections::new(at, connections))
        }
    }
}

/// Judges a credential here, then lets APNs judge it.
fn attempt(opened: &Opened, connector: &Connector<'_>) -> Result<FileConnection, Failure> {
    let start = Instant::now();
    let attempt = opened.attempt();
    let local = millis(start);
    let facts = match &attempt {
        None => connector.unconnected(),
        Some(attempt) => connector.check(attempt)?,
    };
    Ok(outcome(opened, &facts, Stage::Topic, local))
}

/// What came out, judged together with the credential.
pub(crate) fn outcome(
    opened: &Opened,
    facts: &ConnectionFacts,
    last: Stage,
    local_millis: u64,
) -> FileConnection {
    let outcome = report::ConnectionOutcome::new(opened, facts, last);
    FileConnection::new(
        opened.facts().file.name.as_str(),
        outcome.with_local_millis(local_millis),
    )
}

/// The time since then, in milliseconds.
pub(crate) fn millis(start: Instant) -> u64 {
    start.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
}
