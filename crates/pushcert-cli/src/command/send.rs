//! `pushcert send FILE --token T`: one push to one device.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use getrandom::rand_core::CryptoRng;
use pushcert::types::connection::{ConnectionFacts, Stage};
use pushcert::types::{Priority, PushRequest, PushRequestError};
use pushcert::{Attempt, Opened, PushType, UnixTime};

use crate::command::connect::{Made, connections, json, millis, outcome};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::connection::AskingFlags;
use crate::flags::settings::Settings;
use crate::input::{is_stdin, read_stdin_once};
use crate::output;
use crate::run::{Batch, Connector, SaidFormat, random};
use crate::text::connection;
use crate::text::style::{ColorWhen, Palette};

mod payload;

use payload::PayloadFlags;

/// The flags of `send`.
#[derive(Args, Debug)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The file that holds the key and its certificate, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The device's token, in hexadecimal digits
    #[arg(long, value_name = "TOKEN", help_heading = "Push")]
    token: String,

    /// When to deliver: 10 at once, 5 with the device's power in view, 1 without waking it
    /// [default: 10, of background pushes 5]
    #[arg(long, value_name = "N", value_parser = priorities(), help_heading = "Push")]
    priority: Option<Priority>,

    /// Until when APNs keeps the push for a device that is away: a time such as 2026-11-22T00:00:00Z,
    /// seconds since 1970, or 0 for one attempt
    #[arg(long, value_name = "TIME", value_parser = parse_expiration, help_heading = "Push")]
    expiration: Option<i64>,

    /// The identifier of the push, a UUID, which the answer repeats; with the same one a push that is sent
    /// again can be told from another one [default: a new one]
    #[arg(long, value_name = "UUID", help_heading = "Push")]
    apns_id: Option<String>,

    /// Merges pushes with the same identifier into one on the device; at most 64 bytes
    #[arg(long, value_name = "ID", help_heading = "Push")]
    collapse_id: Option<String>,

    #[command(flatten)]
    payload: PayloadFlags,

    #[command(flatten)]
    asking: AskingFlags,
}

const NOTES: &str = "\
One push is sent once, and never again by itself. Where the connection breaks before the answer, nobody knows whether \
APNs took the push: the report says so and names its identifier, with which it can be sent again (--apns-id).\n\n\
The push type is that of --push-type, else background where only --content-available is given, else the first that the \
certificate has for the topic. Without a flag for the payload a test alert is sent, and a background push without \
content.\n\n\
Exit codes: 0 APNs took the push; 1 at least one error; 2 the command was wrong or the file could not be read at all.";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, color: ColorWhen) -> Result<Exit, Failure> {
    // The file and its password are compared by the batch.
    let is_taken = is_stdin(&arguments.file) || arguments.asking.password.uses_stdin();
    read_stdin_once(
        [arguments.payload.uses_stdin(), is_taken],
        "give the names of the files, and --password-file",
    )?;
    if arguments.file.is_dir() {
        return Err(
            Failure::new("a push is sent with one credential, not with a folder of them")
                .with_help("name the file; pushcert connect tries all of a folder"),
        );
    }
    let mut settings = arguments.asking.settings()?;
    if arguments.payload.is_silent() {
        settings.want_push_type(PushType::Background);
    }
    let connector = Connector::new(&arguments.asking.connection, &settings)?;
    let files = std::slice::from_ref(&arguments.file);
    let batch = Batch::new(files, &arguments.asking.password, &settings)?
        .with_online(arguments.asking.revocation.online);
    let mut results = batch.each(1, |opened| send(arguments, opened, &connector, &settings))?;
    if let Some(unread) = results.unread.first() {
        return Err(unread.failure());
    }
    let made = results.parts.pop().transpose()?.into_iter().collect();
    // The token of a device is nobody's business either.
    let mut also = arguments.asking.judgement.topics.clone();
    also.push(arguments.token.clone());
    let also = arguments.asking.redact.then_some(&*also);
    let sent = connections(settings.at, made, also);
    let verdict = sent.verdict;
    let text = match (arguments.asking.format, sent.connections.first()) {
        (SaidFormat::Text, Some(one)) => {
            connection::text(one, "was sent over", &Palette::choose(color))
        }
        _ => json(settings.at, sent.connections),
    };
    output::print(&text)?;
    Ok(arguments.asking.exit(verdict))
}

/// Judges the credential here, then sends.
fn send(
    arguments: &Arguments,
    opened: &Opened,
    connector: &Connector<'_>,
    settings: &Settings,
) -> Result<Made, Failure> {
    let start = Instant::now();
    let attempt = opened.attempt();
    let local = millis(start);
    let facts = match &attempt {
        None => connector.unconnected(opened),
        Some(attempt) => push(arguments, attempt, connector, settings)?,
    };
    let redacts = arguments.asking.redact;
    Ok(outcome(opened, &facts, Stage::Push, local, redacts))
}

fn push(
    arguments: &Arguments,
    attempt: &Attempt,
    connector: &Connector<'_>,
    settings: &Settings,
) -> Result<ConnectionFacts, Failure> {
    let request = request(arguments, attempt)?;
    let payload = arguments.payload.bytes(request.push_type(), settings)?;
    if payload.len() > request.max_payload() {
        return Err(Failure::new(format!(
            "the payload has {} bytes, and APNs takes {} of a push of the type {}",
            payload.len(),
            request.max_payload(),
            request.push_type()
        ))
        .with_help("shorten it, or let the app fetch the content"));
    }
    Ok(connector.push(attempt, &request, &payload))
}

/// The request, with an identifier whatever the flags say, so that an answer that is lost can be told from a
/// push that is.
fn request(arguments: &Arguments, attempt: &Attempt) -> Result<PushRequest, Failure> {
    let id = match &arguments.apns_id {
        Some(id) => id.clone(),
        None => new_id(&mut random()?),
    };
    let build = || -> Result<PushRequest, PushRequestError> {
        let request = PushRequest::new(&arguments.token, attempt.topic.clone(), attempt.push_type)?;
        let mut request = request.with_id(&id)?;
        if let Some(priority) = arguments.priority {
            request = request.with_priority(priority)?;
        }
        if let Some(seconds) = arguments.expiration {
            request = request.with_expiration(seconds);
        }
        match &arguments.collapse_id {
            Some(id) => request.with_collapse_id(id),
            None => Ok(request),
        }
    };
    build().map_err(|error| {
        Failure::new(format!("nothing was sent: {error}")).with_help(match error {
            PushRequestError::Token { .. } => {
                "give the token as the device's app got it, such as 64 hexadecimal digits"
            }
            PushRequestError::Id => "write it like 123e4567-e89b-42d3-a456-426614174000",
            PushRequestError::BackgroundPriority => "leave --priority out, or take 5 or 1",
            _ => "give a shorter text without blanks",
        })
    })
}

/// A random UUID: RFC 9562, section 5.4.
fn new_id(rng: &mut impl CryptoRng) -> String {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) | 0x4 << 76;
    let bits = bits & !(0b11 << 62) | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let group = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [
        group(0, 8),
        group(8, 12),
        group(12, 16),
        group(16, 20),
        group(20, 32),
    ]
    .join("-")
}

fn priorities() -> impl clap::builder::TypedValueParser<Value = Priority> {
    PossibleValuesParser::new(["10", "5", "1"]).map(|value| match value.as_str() {
        "5" => Priority::Considerate,
        "1" => Priority::Passive,
        _ => Priority::Immediate,
    })
}

fn parse_expiration(text: &str) -> Result<i64, String> {
    let time = || UnixTime::parse(text).map(UnixTime::secs).ok();
    let seconds = text.parse().ok().or_else(time);
    seconds.filter(|seconds| *seconds >= 0).ok_or_else(|| {
        "write a time like 2026-11-22T00:00:00Z, the seconds since 1970, or 0".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{new_id, parse_expiration};

    #[test]
    fn an_identifier_is_a_random_uuid() {
        let mut rng = crate::run::random().unwrap();
        let (one, other) = (new_id(&mut rng), new_id(&mut rng));
        assert_ne!(one, other);
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'4');
        assert!(
            matches!(one.as_bytes()[19], b'8' | b'9' | b'a' | b'b'),
            "{one}"
        );
    }

    #[test]
    fn an_expiration_is_a_time_or_seconds() {
        assert_eq!(parse_expiration("0"), Ok(0));
        assert_eq!(parse_expiration("1795219200"), Ok(1_795_219_200));
        assert_eq!(parse_expiration("2026-11-21T00:00:00Z"), Ok(1_795_219_200));
        assert!(parse_expiration("-1").is_err());
        assert!(parse_expiration("tomorrow").is_err());
    }
}
