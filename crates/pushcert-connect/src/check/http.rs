//! One request over HTTP/2, and its answer.

use bytes::Bytes;
use h2::client::{ResponseFuture, SendRequest};
use h2::{RecvStream, SendStream};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, Method, Response};
use pushcert_types::PushRequest;
use pushcert_types::connection::{AnswerFacts, FailureKind, TooLarge};

use super::Clock;
use crate::tap::frames::{Frames, GoAway, MAX_HEADERS};
use crate::{Target, failure};

/// The most bytes of an answer's content; those of APNs have less than 200.
pub(crate) const MAX_BODY: usize = 65_536;
/// A longer reason or identifier is cut off.
const MAX_TEXT: usize = 256;
/// RFC 9113, section 7: the stream was refused before anything was done.
const REFUSED_STREAM: u32 = 7;

/// A request, ready to be sent.
#[derive(Debug)]
pub(crate) struct Request {
    head: http::Request<()>,
    payload: Bytes,
}

/// Host and port for `:authority`, parsed once.
pub(crate) fn authority_of(target: &Target) -> Result<Authority, FailureKind> {
    let detail = "this can be no name of a host".to_owned();
    target
        .authority()
        .try_into()
        .map_err(|_| FailureKind::ResolveFailed { detail })
}

impl Request {
    pub(crate) fn new(authority: Authority, push: &PushRequest, payload: Bytes) -> Self {
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(Scheme::HTTPS);
        uri.authority = Some(authority);
        // A path is hexadecimal digits behind `/3/device/`, and a value is visible ASCII: `PushRequest`.
        uri.path_and_query = push.path().try_into().ok();
        let mut head = http::Request::new(());
        *head.method_mut() = Method::POST;
        *head.uri_mut() = uri.try_into().unwrap_or_default();
        for (name, value) in push.headers() {
            if let Ok(value) = value.try_into() {
                head.headers_mut().insert(name, value);
            }
        }
        Self { head, payload }
    }
}

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) answer: Option<AnswerFacts>,
    pub(crate) failure: Option<FailureKind>,
    pub(crate) may_have_processed: bool,
}

/// Sends a request once, and reads the answer within bounds.
pub(crate) async fn exchange(
    sender: SendRequest<Bytes>,
    frames: &Frames,
    request: Request,
    clock: &Clock,
) -> Outcome {
    let sent = clock.within(send(sender, frames, request)).await;
    let (response, _body) = match sent {
        Ok(sent) => sent,
        Err(kind) => return ended(kind, frames, None),
    };
    let stream = response.stream_id().as_u32();
    let response = async {
        response
            .await
            .map_err(|error| failure::of_h2(&error, frames))
    };
    match clock.within(response).await {
        Ok(response) => read(response, frames, clock).await,
        Err(kind) => ended(kind, frames, Some(stream)),
    }
}

async fn send(
    sender: SendRequest<Bytes>,
    frames: &Frames,
    request: Request,
) -> Result<(ResponseFuture, Option<SendStream<Bytes>>), FailureKind> {
    let of = |error: h2::Error| failure::of_h2(&error, frames);
    let mut sender = sender.ready().await.map_err(of)?;
    let is_empty = request.payload.is_empty();
    let (response, mut body) = sender.send_request(request.head, is_empty).map_err(of)?;
    if is_empty {
        return Ok((response, None));
    }
    // Kept in memory until the server's window is open: a payload has a few kilobytes. An error is none of
    // ours: the server may have answered, and closed the stream, before it has read the payload.
    let _ = body.send_data(request.payload, true);
    Ok((response, Some(body)))
}

/// There is no answer on the stream; there may be one in a GOAWAY.
fn ended(kind: FailureKind, frames: &Frames, stream: Option<u32>) -> Outcome {
    let is_refused = matches!(
        kind,
        FailureKind::StreamReset {
            code: REFUSED_STREAM
        }
    );
    let went = stream.is_some_and(|stream| frames.may_have_processed(stream));
    let answer = frames.goaway().as_ref().and_then(last_words);
    Outcome {
        answer,
        failure: Some(kind),
        may_have_processed: went && !is_refused,
    }
}

/// The reason of APNs in the data of a GOAWAY.
pub(crate) fn last_words(goaway: &GoAway) -> Option<AnswerFacts> {
    let mut answer = AnswerFacts::goaway("");
    read_reason(&goaway.data, &mut answer);
    answer.reason.as_ref().filter(|reason| !reason.is_empty())?;
    Some(answer)
}

async fn read(response: Response<RecvStream>, frames: &Frames, clock: &Clock) -> Outcome {
    let (head, body) = response.into_parts();
    let mut answer = AnswerFacts::new(head.status.as_u16());
    answer.apns_id = text(&head.headers, "apns-id");
    answer.apns_unique_id = text(&head.headers, "apns-unique-id");
    let failure = if size(&head.headers) > MAX_HEADERS {
        Some(too_large(TooLarge::Headers, MAX_HEADERS))
    } else {
        match clock.within(content(body, frames)).await {
            Ok(body) => {
                read_reason(&body, &mut answer);
                None
            }
            Err(kind) => Some(kind),
        }
    };
    Outcome {
        answer: Some(answer),
        failure,
        may_have_processed: true,
    }
}

async fn content(mut body: RecvStream, frames: &Frames) -> Result<Vec<u8>, FailureKind> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.data().await {
        let piece = piece.map_err(|error| failure::of_h2(&error, frames))?;
        if bytes.len().saturating_add(piece.len()) > MAX_BODY {
            return Err(too_large(TooLarge::Body, MAX_BODY));
        }
        bytes.extend_from_slice(&piece);
        // An error here would come again with the next piece.
        let _ = body.flow_control().release_capacity(piece.len());
    }
    Ok(bytes)
}

fn too_large(what: TooLarge, limit: usize) -> FailureKind {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    FailureKind::AnswerTooLarge { what, limit }
}

/// As RFC 9113, section 6.5.2 counts it for `SETTINGS_MAX_HEADER_LIST_SIZE`.
fn size(headers: &HeaderMap) -> usize {
    headers.iter().fold(0, |sum: usize, (name, value)| {
        sum.saturating_add(name.as_str().len())
            .saturating_add(value.len())
            .saturating_add(32)
    })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.chars().take(MAX_TEXT).collect())
}

/// `{"reason": "…", "timestamp": …}`. What is something else leaves the answer without them.
fn read_reason(body: &[u8], answer: &mut AnswerFacts) {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) else {
        return;
    };
    if let Some(reason) = value.get("reason").and_then(serde_json::Value::as_str) {
        answer.reason = Some(reason.chars().take(MAX_TEXT).collect());
    }
    answer.timestamp_millis = value.get("timestamp").and_then(serde_json::Value::as_i64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_and_what_is_none_is_not() {
        let read = |body: &[u8]| {
            let mut answer = AnswerFacts::new(410);
            read_reason(body, &mut answer);
            (answer.reason, answer.timestamp_millis)
        };
        let found = read(br#"{"reason":"Unregistered","timestamp":1763770000000}"#);
        let expected = Some("Unregistered".to_owned());
        assert_eq!(found, (expected, Some(1_763_770_000_000)));
        for body in [
            &b""[..],
            b"<html>",
            b"[1]",
            b"{\"reason\":1}",
            b"\xff",
            b"{\"reason\":",
        ] {
            assert_eq!(read(body), (None, None));
        }
        let deep = "[".repeat(60_000);
        assert_eq!(read(deep.as_bytes()), (None, None));
        let long = format!("{{\"reason\":\"{}\"}}", "é".repeat(1000));
        assert_eq!(read(long.as_bytes()).0.unwrap().chars().count(), MAX_TEXT);
    }
}
