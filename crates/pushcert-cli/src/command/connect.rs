//! `pushcert connect FILE…`: does APNs accept this credential?

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use pushcert::report::{self, Connection, Connections, File, FileConnection};
use pushcert::types::connection::{ConnectionFacts, Stage};
use pushcert::{Opened, UnixTime};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::connection::AskingFlags;
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

    /// Of several files, so many at the same time; each has a connection of its own
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Connection")]
    concurrency: u16,

    #[command(flatten)]
    asking: AskingFlags,
}

const NOTES: &str = "\
Nothing is sent to a device. The credential is judged here first; then the name of the server is resolved, TCP and TLS \
are established, the server's certificates are held against the trust store of this machine and the roots of APNs that \
come with pushcert, the server has to take the certificate, and at last it is asked to push to a device that does not \
exist. The answer BadDeviceToken to that proves that certificate, environment and topic are accepted. The first stage \
that fails decides; the later ones are skipped.\n\n\
The environment is that of --environment, else production where the certificate serves it. The topic is that of --topic, \
else the first of the certificate; of several the first is asked for.\n\n\
With --trust-anchor only these authorities vouch for the server, and they are accepted as issuers of the credential as \
well: for a stand-in such as pushcert simulate.\n\n\
Exit codes: 0 nothing worse than a note or warning; 1 at least one error; 2 the command was wrong or a file could not be \
read at all.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    let settings = arguments.asking.settings()?;
    let connector = Connector::new(&arguments.asking.connection, &settings)?;
    let batch = Batch::new(&arguments.files, &arguments.asking.password, &settings)?
        .with_online(arguments.asking.revocation.online);
    let is_single = batch.is_single();
    let results = batch.each(arguments.concurrency.into(), |opened| {
        attempt(opened, &connector, arguments.asking.redact)
    })?;
    let also = arguments
        .asking
        .redact
        .then_some(&*arguments.asking.judgement.topics);
    let connections = connections(settings.at, results.parts, also);
    let verdict = connections.verdict;
    if !connections.connections.is_empty() {
        let palette = Palette::choose(color);
        let text = match arguments.asking.format {
            SaidFormat::Json if is_single => json(settings.at, connections.connections),
            SaidFormat::Json => report::to_json(&connections),
            SaidFormat::Text => connection::texts(&connections.connections, is_single, &palette),
        };
        output::print(&text)?;
    }
    for unread in &results.unread {
        unread.failure().print();
    }
    Ok(if results.unread.is_empty() {
        arguments.asking.exit(verdict)
    } else {
        Exit::Wrong
    })
}

/// The document of several, with everything masked that is known, where words to be masked as well are given.
pub(crate) fn connections(at: UnixTime, made: Vec<Made>, also: Option<&[String]>) -> Connections {
    let (connections, files): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    let mut connections = Connections::new(at, connections);
    if let Some(also) = also {
        let files: Vec<File> = files.into_iter().flatten().collect();
        report::redact_connections(&mut connections, &files, also);
    }
    connections
}

/// The document of the only one.
pub(crate) fn json(at: UnixTime, mut connections: Vec<FileConnection>) -> String {
    let only = connections.pop();
    only.map_or_else(String::new, |only| {
        report::to_json(&Connection::new(at, only.outcome))
    })
}

/// Judges a credential here, then lets APNs judge it.
fn attempt(opened: &Opened, connector: &Connector<'_>, redacts: bool) -> Made {
    let start = Instant::now();
    let attempt = opened.attempt();
    let local = millis(start);
    let facts = match &attempt {
        None => connector.unconnected(opened),
        Some(attempt) => connector.check(attempt),
    };
    outcome(opened, &facts, Stage::Topic, local, redacts)
}

/// A connection, and the file whose words are to be masked in what is said about it, if they are to be.
pub(crate) type Made = (FileConnection, Option<File>);

/// What came out, judged together with the credential.
pub(crate) fn outcome(
    opened: &Opened,
    facts: &ConnectionFacts,
    last: Stage,
    local_millis: u64,
    redacts: bool,
) -> Made {
    let outcome = report::ConnectionOutcome::new(opened, facts, last);
    let name = opened.facts().file.name.as_str();
    let made = FileConnection::new(name, outcome.with_local_millis(local_millis));
    (made, redacts.then(|| opened.check()))
}

/// The time since then, in milliseconds.
pub(crate) fn millis(start: Instant) -> u64 {
    start.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
}
