//! HTTP/2 on one connection: accepting requests, and ending it.

mod answer;
mod exchange;

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use h2::server;
use tokio::io::AsyncReadExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_rustls::server::TlsStream;

use crate::client::Client;
use crate::connection::{Connection, Why, by_script};
use crate::script::{Action, Place};
use crate::stream::{Plain, Wire, farewell};
use exchange::Exchange;

/// How long what is queued may take to be written before the connection ends.
const LAST_WRITES: Duration = Duration::from_secs(5);

/// What a request wants of its connection: to end it like this. The number is that of the last stream that
/// was handled (RFC 9113, section 6.8).
pub(crate) type Ending = (Action, u32);

type Http2 = server::Connection<Plain, Bytes>;

/// Serves HTTP/2, or says that there is none.
pub(crate) async fn serve(
    connection: &Arc<Connection>,
    tls: TlsStream<Wire>,
    client: Option<Client>,
) -> Why {
    if let Some(action) = connection.reach(Place::BeforeSettings).await {
        return connection.end(tls, &action).await;
    }
    if tls.get_ref().1.alpn_protocol() == Some(b"http/1.1") {
        return refuse_http1(tls).await;
    }
    let plain = Plain::over(tls);
    let mut builder = server::Builder::new();
    builder.max_concurrent_streams(connection.state.limits.max_streams);
    builder.max_header_list_size(MAX_HEADERS);
    let preface = builder.handshake(plain.clone());
    let http2 = match timeout(connection.idle_timeout(), preface).await {
        Ok(Ok(http2)) => http2,
        Ok(Err(error)) => return format!("preface: {error}"),
        Err(_) => return "no preface came".to_owned(),
    };
    if let Some(action) = connection.reach(Place::AfterSettings).await {
        return finish(connection, http2, &plain, (action, 0)).await;
    }
    accept(connection, http2, plain, Arc::new(client)).await
}

/// How many bytes of headers are read of one request.
const MAX_HEADERS: u32 = 64 * 1024;

async fn refuse_http1(mut tls: TlsStream<Wire>) -> Why {
    const ANSWER: &[u8] = b"HTTP/1.1 505 HTTP Version Not Supported\r\n\
        Content-Length: 0\r\nConnection: close\r\n\r\n";
    let mut buffer = [0_u8; 4096];
    // What is asked does not matter.
    let _ = timeout(LAST_WRITES, tls.read(&mut buffer)).await;
    farewell(tls, ANSWER).await;
    "HTTP/1.1".to_owned()
}

/// Accepts requests until somebody ends the connection.
async fn accept(
    connection: &Arc<Connection>,
    mut http2: Http2,
    plain: Plain,
    client: Arc<Option<Client>>,
) -> Why {
    let (end, mut ends) = mpsc::unbounded_channel::<Ending>();
    let mut exchanges = JoinSet::new();
    let mut idle_since = Instant::now();
    let mut last_stream: u32 = 0;
    loop {
        let deadline = idle_since.checked_add(connection.idle_timeout());
        tokio::select! {
            biased;
            Some(ending) = ends.recv() => {
                return finish(connection, http2, &plain, ending).await;
            }
            next = http2.accept() => match next {
                Some(Ok((request, respond))) => {
                    last_stream = respond.stream_id().as_u32();
                    let number = connection.requests.fetch_add(1, Ordering::Relaxed).saturating_add(1);
                    let exchange = Exchange::new(connection, &client, &plain, &end, number);
                    exchanges.spawn(exchange.serve(request, respond));
                }
                Some(Err(error)) => return format!("HTTP/2: {error}"),
                None => return "closed by the client".to_owned(),
            },
            _ = exchanges.join_next(), if !exchanges.is_empty() => idle_since = Instant::now(),
            () = sleep_until(deadline.unwrap_or(idle_since)), if exchanges.is_empty() => {
                finish(connection, http2, &plain, (GRACEFUL, last_stream)).await;
                return "idle for too long".to_owned();
            }
        }
    }
}

/// How an idle connection ends.
const GRACEFUL: Action = Action::GoAway {
    at: Place::AfterSettings,
    code: 0,
    reason: None,
    debug: None,
};

/// Writes what is queued and ends the connection.
async fn finish(
    connection: &Connection,
    mut http2: Http2,
    plain: &Plain,
    (action, last_stream): Ending,
) -> Why {
    // Requests that come now come too late. Dropped, their streams would be reset.
    let mut late = Vec::new();
    let last_writes = poll_fn(|cx| {
        while let Poll::Ready(Some(Ok(request))) = http2.poll_accept(cx) {
            late.push(request);
        }
        if plain.is_between_frames() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    });
    let _ = timeout(LAST_WRITES, last_writes).await;
    drop(http2);
    let Some(tls) = plain.take() else {
        return "closed".to_owned();
    };
    match &action {
        Action::GoAway {
            code,
            reason,
            debug,
            ..
        } => {
            let reason = reason.as_ref().map(|r| answer::reason_json(r, None));
            let debug = debug.clone().or(reason).unwrap_or_default();
            farewell(tls, &go_away(last_stream, *code, debug.as_bytes())).await;
            by_script(&action)
        }
        _ => connection.end(tls, &action).await,
    }
}

/// A GOAWAY frame (RFC 9113, section 6.8). `h2` writes none with debug data.
fn go_away(last_stream: u32, code: u32, debug: &[u8]) -> Vec<u8> {
    let length = u32::try_from(debug.len().saturating_add(8)).unwrap_or(u32::MAX);
    let [_, high, middle, low] = length.to_be_bytes();
    let mut frame = vec![high, middle, low, 7, 0, 0, 0, 0, 0];
    frame.extend(last_stream.to_be_bytes());
    frame.extend(code.to_be_bytes());
    frame.extend(debug);
    frame
}
