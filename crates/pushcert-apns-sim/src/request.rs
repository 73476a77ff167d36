//! A request as it came.

use http::HeaderMap;
use http::request::Parts;
use pushcert_types::{PushRequest, Topic};

use crate::client::Client;

/// What a request asks, before anybody judges it.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) payload_bytes: u64,
}

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// Not to a device.
    Elsewhere,
    /// To a device without a token.
    Nobody,
    /// To this token, whatever it looks like.
    Token(&'a str),
}

/// RFC 9113, section 8.3.1: the path of a push.
const DEVICES: &str = "/3/device";

impl Asked {
    pub(crate) fn new(head: Parts, payload_bytes: u64) -> Self {
        Self {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            headers: head.headers,
            payload_bytes,
        }
    }

    pub(crate) fn target(&self) -> Target<'_> {
        match self.path.strip_prefix(DEVICES) {
            Some("" | "/") => Target::Nobody,
            Some(rest) => match rest.strip_prefix('/') {
                Some(token) if !token.contains('/') => Target::Token(token),
                _ => Target::Elsewhere,
            },
            None => Target::Elsewhere,
        }
    }

    /// The token in the path, whatever it looks like.
    pub(crate) fn token(&self) -> Option<&str> {
        match self.target() {
            Target::Token(token) => Some(token),
            _ => None,
        }
    }

    /// The text of a header; what is no visible ASCII is replaced.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    /// The topic that is meant: that of the header or, without one, the only one of the certificate.
    pub(crate) fn topic(&self, client: Option<&Client>) -> Option<String> {
        let of_certificate = || match client?.topics.as_slice() {
            [(only, _)] => Some(only.to_string()),
            _ => None,
        };
        self.header("apns-topic").or_else(of_certificate)
    }

    /// Whether a header of APNs is there more than once.
    pub(crate) fn has_duplicates(&self) -> bool {
        self.headers.keys().any(|name| {
            name.as_str().starts_with("apns-") && self.headers.get_all(name).iter().count() > 1
        })
    }
}

/// Whether a token can be one of a device: hexadecimal digits, two for each byte.
pub(crate) fn is_token(text: &str) -> bool {
    let Ok(topic) = Topic::parse("x") else {
        return false;
    };
    PushRequest::new(text, topic, pushcert_types::PushType::Alert).is_ok()
}
