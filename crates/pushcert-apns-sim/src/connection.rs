//! One connection, from TCP to the end of TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use pushcert_types::connection::Alert;
use rustls::AlertDescription;
use rustls::server::Acceptor;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::{Accept, TlsStream};

use crate::alert;
use crate::client::Client;
use crate::http2;
use crate::log::EventKind;
use crate::script::{Action, HowToCut, Key, Place};
use crate::state::State;
use crate::stream::{Wire, drain, farewell};
use crate::tls::Tls;

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) number: u64,
    pub(crate) state: Arc<State>,
    tls: Arc<Tls>,
    /// How many requests there were.
    pub(crate) requests: AtomicU64,
}

/// Why a connection is over, in words.
pub(crate) type Why = String;

impl Connection {
    pub(crate) fn new(number: u64, state: Arc<State>, tls: Arc<Tls>) -> Arc<Self> {
        Arc::new(Self {
            number,
            state,
            tls,
            requests: AtomicU64::new(0),
        })
    }

    /// Serves it to its end.
    pub(crate) async fn serve(self: Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        let peer = peer.to_string();
        self.log(EventKind::Accepted { peer });
        let _ = stream.set_nodelay(true);
        let why = match self.secure(stream).await {
            Ok((tls, client)) => http2::serve(&self, tls, client).await,
            Err(why) => why,
        };
        let requests = self.requests.load(Ordering::Relaxed);
        self.log(EventKind::Closed { why, requests });
    }

    pub(crate) fn log(&self, kind: EventKind) {
        self.state.log.add(self.number, kind);
    }

    pub(crate) fn key(&self) -> Key {
        Key {
            connection: self.number,
            ..Key::default()
        }
    }

    pub(crate) fn idle_timeout(&self) -> Duration {
        self.state.limits.idle_timeout
    }

    /// Does what the script wants at a place; what ends the connection there is given back.
    pub(crate) async fn reach(&self, place: Place) -> Option<Action> {
        let actions = self.state.take(place, &self.key());
        wait_through(actions).await
    }

    /// The TLS handshake.
    async fn secure(&self, stream: TcpStream) -> Result<(TlsStream<Wire>, Option<Client>), Why> {
        let wire = Wire::over(
            stream,
            self.state.has(Place::ServerHello, self.number),
            self.state.has(Place::ClientFlight, self.number),
        );
        if let Some(action) = self.reach(Place::Accept).await {
            return Err(self.end_in_the_clear(wire, &action).await);
        }
        let hello = LazyConfigAcceptor::new(Acceptor::default(), wire.clone());
        let start = match timeout(self.idle_timeout(), hello).await {
            Ok(Ok(start)) => start,
            Ok(Err(error)) => {
                farewell(wire, &[]).await;
                return Err(refusal(&error));
            }
            Err(_) => return Err("no ClientHello came".to_owned()),
        };
        if let Some(action) = self.reach(Place::ClientHello).await {
            drop(start);
            return Err(self.end_in_the_clear(wire, &action).await);
        }
        let config = self
            .tls
            .config(&self.state)
            .map_err(|error| error.to_string())?;
        let accept = start.into_stream(config);
        let tls = match timeout(self.idle_timeout(), self.handshake(accept, &wire)).await {
            Ok(tls) => tls?,
            Err(_) => return Err("the handshake was not finished in time".to_owned()),
        };
        let client = self.look(&tls);
        Ok((tls, client))
    }

    async fn handshake(
        &self,
        mut accept: Accept<Wire>,
        wire: &Wire,
    ) -> Result<TlsStream<Wire>, Why> {
        let accepted = loop {
            tokio::select! {
                biased;
                accepted = &mut accept => break accepted,
                () = wire.stopped() => {
                    let action = self.reach(Place::ServerHello).await;
                    wire.go_on();
                    if let Some(action) = action {
                        drop(accept);
                        return Err(self.end_in_the_clear(wire.clone(), &action).await);
                    }
                }
            }
        };
        let action = self.reach(Place::ClientFlight).await;
        let held_back = wire.held_back();
        match accepted {
            Ok(tls) => {
                if let Some(action) = action {
                    // With TLS 1.2 the client still waits for the end of the handshake.
                    let is_over = wire.writes_tls13();
                    return Err(match is_over {
                        true => self.end(tls, &action).await,
                        false => self.end_in_the_clear(wire.clone(), &action).await,
                    });
                }
                let written = wire.clone().write_all(&held_back).await;
                written.map(|()| tls).map_err(|error| error.to_string())
            }
            Err(error) => {
                if let Some(action) = action {
                    let is_alert = matches!(action, Action::Alert { .. });
                    // An alert that is encrypted already is not replaced.
                    if !(is_alert && wire.writes_tls13()) {
                        return Err(self.end_in_the_clear(wire.clone(), &action).await);
                    }
                }
                // The alert has to arrive.
                farewell(wire.clone(), &held_back).await;
                Err(refusal(&error))
            }
        }
    }

    /// What was agreed on, and with whom.
    fn look(&self, tls: &TlsStream<Wire>) -> Option<Client> {
        let (_, session) = tls.get_ref();
        let client = session.peer_certificates().and_then(<[_]>::first);
        let client = client.map(Client::new);
        let tls = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2",
            _ => "TLSv1.3",
        };
        let alpn = session.alpn_protocol();
        self.log(EventKind::Secured {
            tls: tls.to_owned(),
            alpn: alpn.map(|name| String::from_utf8_lossy(name).into_owned()),
            certificate: client.as_ref().map(Client::seen),
        });
        client
    }

    /// Ends it before there is TLS.
    async fn end_in_the_clear(&self, wire: Wire, action: &Action) -> Why {
        match action {
            Action::Garbage { text, .. } => farewell(wire, text.as_bytes()).await,
            Action::Alert { number, .. } => {
                farewell(wire, &alert::in_the_clear(*number)).await;
            }
            _ => self.end_tcp(wire, action).await,
        }
        by_script(action)
    }

    /// Ends it when there is TLS.
    pub(crate) async fn end(&self, tls: TlsStream<Wire>, action: &Action) -> Why {
        match action {
            Action::Garbage { text, .. } => farewell(tls, text.as_bytes()).await,
            Action::Alert { number, .. } => alert::send(tls, *number).await,
            _ => self.end_tcp(tls.into_inner().0, action).await,
        }
        by_script(action)
    }

    async fn end_tcp(&self, mut wire: Wire, action: &Action) {
        match action {
            Action::Cut {
                how: HowToCut::Reset,
                ..
            } => wire.reset_at_end(),
            Action::Silence { .. } => {
                let _ = timeout(self.idle_timeout(), drain(&mut wire)).await;
            }
            _ => farewell(wire, &[]).await,
        }
    }
}

/// Waits as long as the delays say; what ends the connection, or the request, is given back.
pub(crate) async fn wait_through(actions: Vec<Action>) -> Option<Action> {
    for action in actions {
        match action {
            Action::Delay { millis, .. } => {
                tokio::time::sleep(Duration::from_millis(millis)).await;
            }
            Action::Drip { .. } => {}
            last => return Some(last),
        }
    }
    None
}

pub(crate) fn by_script(action: &Action) -> Why {
    format!("script: {} at {}", action.name(), action.place().as_str())
}

/// Why a handshake failed: by our alert, by theirs, or by neither.
fn refusal(error: &std::io::Error) -> Why {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(problem)) => {
            let alert = AlertDescription::from(problem.clone());
            format!("refused with the alert {}", Alert(u8::from(alert)))
        }
        Some(rustls::Error::AlertReceived(alert)) => {
            format!("the client sent the alert {}", Alert(u8::from(*alert)))
        }
        Some(other) => format!("handshake: {other}"),
        None => format!("handshake: {error}"),
    }
}
