//! The answer to a request.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use pushcert_types::Reason;
use serde::Serialize;

use crate::judge::Refusal;
use crate::script::AnswerAction;

/// An answer, whoever gives it.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) reason: Option<String>,
    body: Body,
    /// So many bytes of headers beside the usual ones.
    padding: u64,
}

/// What comes after the headers.
#[derive(Debug, Default)]
pub(crate) enum Body {
    #[default]
    None,
    Text(String),
    /// So many bytes, made while they are sent.
    Endless(u64),
}

/// The JSON of a reason, as APNs writes it.
pub(crate) fn reason_json(reason: &str, timestamp: Option<i64>) -> String {
    #[derive(Serialize)]
    struct Reasoned<'a> {
        reason: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        timestamp: Option<i64>,
    }
    serde_json::to_string(&Reasoned { reason, timestamp }).unwrap_or_default()
}

/// How long one value of a padding header is, at least.
const PADDING: u64 = 8192;
/// How many padding headers there are, at most.
const MAX_PADDING_HEADERS: u64 = 8000;

impl Answer {
    /// 200, without a body.
    pub(crate) fn accepted() -> Self {
        Self {
            status: 200,
            ..Self::default()
        }
    }

    pub(crate) fn refused(refusal: Refusal) -> Self {
        let reason = refusal.reason.as_str();
        Self {
            status: refusal.reason.status(),
            reason: Some(reason.to_owned()),
            body: Body::Text(reason_json(reason, refusal.timestamp_millis)),
            padding: 0,
        }
    }

    pub(crate) fn scripted(action: &AnswerAction) -> Self {
        let status = match &action.reason {
            None => 200,
            Some(reason) => reason.parse::<Reason>().map_or(400, Reason::status),
        };
        let json = |reason: &String| reason_json(reason, action.timestamp);
        let text = action.body.clone().or(action.reason.as_ref().map(json));
        Self {
            status: action.status.unwrap_or(status),
            reason: action.reason.clone(),
            body: text.map_or(Body::None, Body::Text),
            padding: 0,
        }
    }

    pub(crate) fn huge_headers(bytes: u64) -> Self {
        Self {
            padding: bytes,
            ..Self::accepted()
        }
    }

    pub(crate) fn huge_body(bytes: u64) -> Self {
        Self {
            status: 400,
            body: Body::Endless(bytes),
            ..Self::default()
        }
    }

    pub(crate) const fn body(&self) -> &Body {
        &self.body
    }

    /// The headers, with the identifier of the push and, where there is one, that for Apple's console.
    pub(crate) fn head(&self, id: &str, unique_id: Option<&str>) -> Response<()> {
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(id) {
            headers.insert("apns-id", value);
        }
        if let Some(value) = unique_id.and_then(|id| HeaderValue::from_str(id).ok()) {
            headers.insert("apns-unique-id", value);
        }
        let length = PADDING.max(self.padding.div_ceil(MAX_PADDING_HEADERS));
        let whole = Bytes::from(vec![b'x'; usize::try_from(length).unwrap_or(0)]);
        let mut left = self.padding;
        for index in 0..self.padding.div_ceil(length) {
            let part = usize::try_from(left.min(length)).unwrap_or(0);
            left = left.saturating_sub(length);
            let name = HeaderName::try_from(format!("x-padding-{index}"));
            let value = HeaderValue::from_maybe_shared(whole.slice(..part.min(whole.len())));
            if let (Ok(name), Ok(value)) = (name, value) {
                let _ = headers.try_insert(name, value);
            }
        }
        response
    }
}
