//! What APNs says to a request.
//!
//! The order is an assumption, because Apple documents the reasons and not which of two comes first:
//! certificate, environment, topic, request, device. It is the order in which a provider can trust the
//! answers: `BadDeviceToken` means that everything before it was fine.

use pushcert_types::{Environment, PushType, Reason, Topic};

use crate::client::Client;
use crate::device::DeviceState;
use crate::request::{Asked, Target, is_token};
use crate::state::{Known, State};
use crate::uuid;

/// Why a request was refused, and since when there has been nobody to send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: Reason,
    pub(crate) timestamp_millis: Option<i64>,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            timestamp_millis: None,
        }
    }
}

/// A topic with what the certificate can send to it.
type Covered = (Topic, &'static [PushType]);

/// Judges a request as APNs would.
pub(crate) fn judge(asked: &Asked, client: Option<&Client>, state: &State) -> Result<(), Refusal> {
    let client = certificate(asked, client, state)?;
    environment(client, state.environment())?;
    let topic = topic(asked, client)?;
    let token = request(asked, &topic)?;
    device(token, &topic.0, state)
}

fn certificate<'a>(
    asked: &Asked,
    client: Option<&'a Client>,
    state: &State,
) -> Result<&'a Client, Reason> {
    let has_token = asked.headers.contains_key("authorization");
    match client {
        // Provider tokens are not what this simulator is for: none of them is valid.
        None if has_token => Err(Reason::InvalidProviderToken),
        None => Err(Reason::MissingProviderToken),
        Some(client) if !client.is_push || state.is_revoked(client) => Err(Reason::BadCertificate),
        Some(_) if has_token => Err(Reason::InvalidProviderToken),
        Some(client) => Ok(client),
    }
}

fn environment(client: &Client, environment: Environment) -> Result<(), Reason> {
    if client.environments.contains(&environment) {
        Ok(())
    } else {
        Err(Reason::BadCertificateEnvironment)
    }
}

fn topic(asked: &Asked, client: &Client) -> Result<Covered, Reason> {
    if asked.has_duplicates() {
        return Err(Reason::DuplicateHeaders);
    }
    let topic = asked.topic(Some(client)).ok_or(Reason::MissingTopic)?;
    let topic = Topic::parse(&topic).map_err(|_| Reason::BadTopic)?;
    let covered = client.topics.iter().find(|(covered, _)| *covered == topic);
    covered.cloned().ok_or(Reason::TopicDisallowed)
}

fn request<'a>(asked: &'a Asked, topic: &Covered) -> Result<&'a str, Reason> {
    if asked.method != "POST" {
        return Err(Reason::MethodNotAllowed);
    }
    let token = match asked.target() {
        Target::Elsewhere => return Err(Reason::BadPath),
        Target::Nobody => return Err(Reason::MissingDeviceToken),
        Target::Token(token) => token,
    };
    let push_type = push_type(asked, topic)?;
    priority(asked, push_type)?;
    let header = |name| asked.header(name);
    if header("apns-expiration").is_some_and(|text| text.parse::<u64>().is_err()) {
        return Err(Reason::BadExpirationDate);
    }
    if header("apns-id").is_some_and(|text| !uuid::is_one(&text)) {
        return Err(Reason::BadMessageId);
    }
    if header("apns-collapse-id").is_some_and(|id| id.len() > 64) {
        return Err(Reason::BadCollapseId);
    }
    let most = if push_type == PushType::Voip {
        5120
    } else {
        4096
    };
    match asked.payload_bytes {
        0 => Err(Reason::PayloadEmpty),
        length if length > most => Err(Reason::PayloadTooLarge),
        _ if !is_token(token) => Err(Reason::BadDeviceToken),
        _ => Ok(token),
    }
}

/// The push type has to be one that the certificate can send to the topic; without the header it is the
/// first of those.
fn push_type(asked: &Asked, (_, allowed): &Covered) -> Result<PushType, Reason> {
    let Some(text) = asked.header("apns-push-type") else {
        return Ok(allowed.first().copied().unwrap_or(PushType::Alert));
    };
    let known: PushType = text.parse().map_err(|_| Reason::InvalidPushType)?;
    if allowed.contains(&known) {
        Ok(known)
    } else {
        Err(Reason::InvalidPushType)
    }
}

fn priority(asked: &Asked, push_type: PushType) -> Result<(), Reason> {
    match asked.header("apns-priority").as_deref() {
        None | Some("1" | "5") => Ok(()),
        Some("10") if push_type != PushType::Background => Ok(()),
        Some(_) => Err(Reason::BadPriority),
    }
}

fn device(token: &str, topic: &Topic, state: &State) -> Result<(), Refusal> {
    let gone = |reason, millis| Refusal {
        reason,
        timestamp_millis: Some(millis),
    };
    match state.device(token, topic) {
        Known::Unknown => Err(Reason::BadDeviceToken.into()),
        Known::OtherTopic => Err(Reason::DeviceTokenNotForTopic.into()),
        Known::Device(device) => match device.state {
            DeviceState::Registered => Ok(()),
            DeviceState::Unregistered { timestamp_millis } => {
                Err(gone(Reason::Unregistered, timestamp_millis))
            }
            DeviceState::Expired { timestamp_millis } => {
                Err(gone(Reason::ExpiredToken, timestamp_millis))
            }
        },
    }
}
