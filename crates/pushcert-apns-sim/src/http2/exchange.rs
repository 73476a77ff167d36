//! One request and its answer.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason as Code, RecvStream, SendStream};
use http::Request;
use pushcert_types::Environment;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;

use super::Ending;
use super::answer::{Answer, Body};
use crate::client::Client;
use crate::connection::{Connection, wait_through};
use crate::judge::judge;
use crate::log::{EventKind, RequestSeen};
use crate::request::Asked;
use crate::script::{Action, Key, Place};
use crate::stream::Plain;
use crate::uuid;

/// One request on its way through the simulator.
pub(super) struct Exchange {
    connection: Arc<Connection>,
    client: Arc<Option<Client>>,
    plain: Plain,
    end: UnboundedSender<Ending>,
    number: u64,
}

/// What becomes of a request.
enum Fate {
    Answer(Answer),
    /// The stream ends with this code.
    Reset(u32),
    /// The connection ends like this.
    End(Action),
}

/// How much of an endless body is made at once.
const CHUNK: &[u8] = &[b' '; 16 * 1024];

impl Exchange {
    pub(super) fn new(
        connection: &Arc<Connection>,
        client: &Arc<Option<Client>>,
        plain: &Plain,
        end: &UnboundedSender<Ending>,
        number: u64,
    ) -> Self {
        Self {
            connection: Arc::clone(connection),
            client: Arc::clone(client),
            plain: plain.clone(),
            end: end.clone(),
            number,
        }
    }

    /// Reads, judges and answers.
    pub(super) async fn serve(self, request: Request<RecvStream>, respond: SendResponse<Bytes>) {
        let (head, mut body) = request.into_parts();
        let payload = self.read(&mut body).await;
        let length = u64::try_from(payload.len()).unwrap_or(u64::MAX);
        let asked = Asked::new(head, length);
        let (fate, is_scripted) = self.decide(&asked).await;
        let seen = self.see(&asked, &payload, &fate, is_scripted);
        let id = seen.apns_id.clone();
        let key = self.key(&asked);
        self.connection.log(EventKind::Request(Box::new(seen)));
        // A client that is gone does not read answers.
        let _ = self.carry_out(fate, respond, &id, &key).await;
    }

    /// The payload, or its beginning if it is too long.
    async fn read(&self, body: &mut RecvStream) -> Vec<u8> {
        let most = self.connection.state.limits.max_body.max(8192);
        let mut payload = Vec::new();
        let whole = async {
            while let Some(Ok(part)) = body.data().await {
                let _ = body.flow_control().release_capacity(part.len());
                let room = most.saturating_sub(payload.len());
                payload.extend(part.iter().take(room));
                if payload.len() >= most {
                    break;
                }
            }
        };
        let _ = timeout(self.connection.idle_timeout(), whole).await;
        payload
    }

    fn client(&self) -> Option<&Client> {
        self.client.as_ref().as_ref()
    }

    fn key(&self, asked: &Asked) -> Key {
        Key {
            connection: self.connection.number,
            request: Some(self.number),
            topic: asked.topic(self.client()),
            token: asked.token().map(str::to_owned),
        }
    }

    /// What APNs would say, or what the script says; and whether it is the script.
    async fn decide(&self, asked: &Asked) -> (Fate, bool) {
        let state = &self.connection.state;
        let actions = state.take(Place::Request, &self.key(asked));
        for action in &actions {
            if let Action::Drip { bytes_per_second } = action {
                self.plain.slow_down(*bytes_per_second);
            }
        }
        let is_scripted = !actions.is_empty();
        let fate = match wait_through(actions).await {
            None => Fate::Answer(match judge(asked, self.client(), state) {
                Ok(()) => Answer::accepted(),
                Err(refusal) => Answer::refused(refusal),
            }),
            Some(Action::Answer(answer)) => Fate::Answer(Answer::scripted(&answer)),
            Some(Action::HugeHeaders { bytes }) => Fate::Answer(Answer::huge_headers(bytes)),
            Some(Action::HugeBody { bytes }) => Fate::Answer(Answer::huge_body(bytes)),
            Some(Action::ResetStream { code, .. }) => Fate::Reset(code),
            Some(other) => Fate::End(other),
        };
        (fate, is_scripted)
    }

    fn see(&self, asked: &Asked, payload: &[u8], fate: &Fate, is_scripted: bool) -> RequestSeen {
        let state = &self.connection.state;
        let given = asked.header("apns-id").filter(|id| uuid::is_one(id));
        let apns_id = given.clone().unwrap_or_else(uuid::fresh);
        let (status, reason) = match fate {
            Fate::Answer(answer) => (Some(answer.status), answer.reason.clone()),
            Fate::Reset(_) | Fate::End(_) => (None, None),
        };
        let text = || String::from_utf8_lossy(payload).into_owned();
        RequestSeen {
            request: self.number,
            method: asked.method.clone(),
            path: asked.path.clone(),
            token: asked.token().map(str::to_owned),
            topic: asked.topic(self.client()),
            push_type: asked.header("apns-push-type"),
            priority: asked.header("apns-priority"),
            duplicate: given.is_some_and(|id| state.is_repeated(&id.to_ascii_lowercase())),
            apns_id,
            payload_bytes: asked.payload_bytes,
            payload: state.keeps_payloads.then(text),
            status,
            reason,
            scripted: is_scripted,
        }
    }

    async fn carry_out(
        &self,
        fate: Fate,
        mut respond: SendResponse<Bytes>,
        id: &str,
        key: &Key,
    ) -> Result<(), h2::Error> {
        let stream = respond.stream_id().as_u32();
        match fate {
            Fate::Reset(code) => respond.send_reset(Code::from(code)),
            // The request was not handled: the streams before it were (client streams are odd).
            Fate::End(action) => {
                self.end(action, stream.saturating_sub(2));
                // Dropped, the stream would be reset before the connection ends.
                std::future::pending::<()>().await;
            }
            Fate::Answer(answer) => {
                let sandbox = self.connection.state.environment() == Environment::Sandbox;
                let unique = (sandbox && answer.status == 200).then(uuid::fresh);
                let head = answer.head(id, unique.as_deref());
                let interruptions = self.connection.state.take(Place::Answer, key);
                let ends_here = matches!(answer.body(), Body::None) && interruptions.is_empty();
                let mut body = respond.send_response(head, ends_here)?;
                if !ends_here {
                    self.send(answer.body(), &mut body, interruptions).await?;
                }
                let actions = self.connection.state.take(Place::Answered, key);
                if let Some(action) = wait_through(actions).await {
                    self.end(action, stream);
                }
            }
        }
        Ok(())
    }

    /// Sends the body; halfway the script may have its way.
    async fn send(
        &self,
        body: &Body,
        stream: &mut SendStream<Bytes>,
        interruptions: Vec<Action>,
    ) -> Result<(), h2::Error> {
        let text = match body {
            Body::Endless(bytes) => return endless(*bytes, stream).await,
            Body::Text(text) => Bytes::from(text.clone()),
            Body::None => Bytes::new(),
        };
        let half = text.len() / 2;
        if !interruptions.is_empty() {
            stream.send_data(text.slice(..half), false)?;
            // So that it is on its way before anything happens.
            tokio::time::sleep(Duration::from_millis(1)).await;
            match wait_through(interruptions).await {
                None => {}
                Some(Action::ResetStream { code, .. }) => {
                    stream.send_reset(Code::from(code));
                    return Ok(());
                }
                Some(action) => {
                    self.end(action, stream.stream_id().as_u32());
                    // Nobody finishes the answer.
                    return std::future::pending().await;
                }
            }
            return stream.send_data(text.slice(half..), true);
        }
        stream.send_data(text, true)
    }

    fn end(&self, action: Action, last_stream: u32) {
        // Where nobody listens any more the connection has ended.
        let _ = self.end.send((action, last_stream));
    }
}

/// Sends so many blanks, as fast as the client takes them.
async fn endless(bytes: u64, stream: &mut SendStream<Bytes>) -> Result<(), h2::Error> {
    let mut left = bytes;
    while left > 0 {
        let most = u64::try_from(CHUNK.len()).unwrap_or(left).min(left);
        stream.reserve_capacity(usize::try_from(most).unwrap_or(CHUNK.len()));
        let Some(room) = poll_fn(|cx| stream.poll_capacity(cx)).await else {
            return Ok(());
        };
        let room = u64::try_from(room?).unwrap_or(0).min(most);
        let part = CHUNK.get(..usize::try_from(room).unwrap_or(0));
        left = left.saturating_sub(room);
        stream.send_data(Bytes::from_static(part.unwrap_or_default()), left == 0)?;
    }
    Ok(())
}
