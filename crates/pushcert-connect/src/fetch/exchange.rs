//! One request after the other, until there is a body.

use std::io::Read;
use std::time::{Duration, Instant};

use ureq::http::{Response, Uri, header::LOCATION};
use ureq::{Agent, Body, Proxy};

use super::{
    address::allowed,
    error::{Error, ErrorKind},
    limits::Limits,
};

const USER_AGENT: &str = concat!("pushcert/", env!("CARGO_PKG_VERSION"));

/// What is asked.
pub(super) enum Request<'a> {
    Get,
    Post {
        content_type: &'a str,
        body: &'a [u8],
    },
}

/// Follows redirects by ourselves: each address is held to the same rules.
pub(super) fn follow(url: &str, request: &Request<'_>, limits: &Limits) -> Result<Vec<u8>, Error> {
    let start = Instant::now();
    let agent = agent(limits);
    let mut uri = allowed(url, limits)?;
    for _ in 0..=limits.max_redirects {
        let left = limits.timeout.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(timed_out(limits));
        }
        let response =
            send(&agent, &uri, request, left).map_err(|error| kind_of(&error, limits))?;
        match response.status().as_u16() {
            200 => return body(response, limits),
            301..=303 if matches!(request, Request::Get) => {
                uri = target(&uri, &response, limits)?;
            }
            307 | 308 => uri = target(&uri, &response, limits)?,
            code => return Err(ErrorKind::Status { code }.into()),
        }
    }
    let limit = limits.max_redirects;
    Err(ErrorKind::TooManyRedirects { limit }.into())
}

fn agent(limits: &Limits) -> Agent {
    let proxy = limits.use_proxy.then(Proxy::try_from_env).flatten();
    Agent::config_builder()
        .proxy(proxy)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .user_agent(USER_AGENT)
        .build()
        .new_agent()
}

fn send(
    agent: &Agent,
    uri: &Uri,
    request: &Request<'_>,
    left: Duration,
) -> Result<Response<Body>, ureq::Error> {
    match request {
        Request::Get => agent
            .get(uri)
            .config()
            .timeout_global(Some(left))
            .build()
            .call(),
        Request::Post { content_type, body } => agent
            .post(uri)
            .content_type(*content_type)
            .config()
            .timeout_global(Some(left))
            .build()
            .send(*body),
    }
}

/// Where a redirect leads: a whole address, or a path on the same host.
fn target(uri: &Uri, response: &Response<Body>, limits: &Limits) -> Result<Uri, Error> {
    let nowhere = || Error::from(ErrorKind::RedirectTarget);
    let location = response.headers().get(LOCATION).ok_or_else(nowhere)?;
    let location = location.to_str().map_err(|_| nowhere())?;
    if location.starts_with('/') && !location.starts_with("//") {
        let host = uri.authority().ok_or_else(nowhere)?;
        return allowed(&format!("http://{host}{location}"), limits);
    }
    allowed(location, limits)
}

/// The body, as far as one byte beyond the limit.
fn body(response: Response<Body>, limits: &Limits) -> Result<Vec<u8>, Error> {
    let limit = limits.max_bytes;
    let too_large = || Error::from(ErrorKind::TooLarge { limit });
    let wanted = u64::try_from(limit).unwrap_or(u64::MAX);
    let body = response.into_body();
    if body.content_length().is_some_and(|length| length > wanted) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    body.into_reader()
        .take(wanted.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| kind_of(&ureq::Error::from(error), limits))?;
    if bytes.len() > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

fn timed_out(limits: &Limits) -> Error {
    let limit = limits.timeout;
    ErrorKind::TimedOut { limit }.into()
}

fn kind_of(error: &ureq::Error, limits: &Limits) -> Error {
    use std::io::ErrorKind as Io;
    Error::from(match error {
        ureq::Error::Timeout(_) => return timed_out(limits),
        ureq::Error::Io(error) => match error.kind() {
            Io::TimedOut | Io::WouldBlock => return timed_out(limits),
            // A length or a chunk that is cut off.
            Io::UnexpectedEof | Io::InvalidData => ErrorKind::Broken,
            _ => ErrorKind::Unreachable,
        },
        ureq::Error::HostNotFound => ErrorKind::HostNotFound,
        ureq::Error::ConnectionFailed => ErrorKind::Unreachable,
        ureq::Error::InvalidProxyUrl | ureq::Error::ConnectProxyFailed(_) => ErrorKind::Proxy,
        ureq::Error::BadUri(_) => ErrorKind::InvalidUrl,
        _ => ErrorKind::Broken,
    })
}
