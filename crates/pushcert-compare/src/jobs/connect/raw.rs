//! The same by tokio-rustls and h2, with what one writes who needs nothing but the answer.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use h2::client::SendRequest;
use http::HeaderMap;
use pushcert_apns_sim::Running;
use pushcert_connect::pki_types::ServerName;
use pushcert_connect::rustls::ClientConfig;
use pushcert_connect::{Question, Roots, TlsVersion, client_config, provider};
use pushcert_types::{Priority, PushRequest, PushType};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsConnector;

use super::{IN_FLIGHT, PAYLOAD, PUSHES, identity, push_request, runtime, topic};
use crate::contest::{Found, why};

/// Checks, one after the other: the same configuration for all, a connection for each.
pub(super) struct Check {
    runtime: Runtime,
    address: SocketAddr,
    config: Arc<ClientConfig>,
    request: http::Request<()>,
}

impl Check {
    pub(super) fn new(server: &Running) -> Result<Self, String> {
        let push = PushRequest::new(Question::TOKEN, topic()?, PushType::Alert)
            .and_then(|push| push.with_priority(Priority::Considerate))
            .map_err(why)?;
        Ok(Self {
            runtime: runtime()?,
            address: server.addr(),
            config: config(server)?,
            request: request(server.addr(), &push.with_expiration(0))?,
        })
    }

    pub(super) fn run(&self) -> Found {
        self.runtime.block_on(async {
            let (sender, connection) = connect(self.address, Arc::clone(&self.config)).await?;
            let payload = Bytes::from_static(br#"{"aps":{}}"#);
            let (status, body) = exchange(sender, self.request.clone(), payload).await?;
            // The only sender is gone, so that the connection says goodbye and ends.
            connection.await.map_err(why)?.map_err(why)?;
            let is_good = status == 400 && body == br#"{"reason":"BadDeviceToken"}"#;
            Ok(usize::from(is_good))
        })
    }
}

/// Pushes over a connection that is kept open.
pub(super) struct Pushes {
    runtime: Runtime,
    sender: SendRequest<Bytes>,
    request: http::Request<()>,
}

impl Pushes {
    pub(super) fn open(server: &Running) -> Result<Self, String> {
        let runtime = runtime()?;
        let connected = runtime.block_on(connect(server.addr(), config(server)?));
        Ok(Self {
            sender: connected?.0,
            runtime,
            request: request(server.addr(), &push_request()?)?,
        })
    }

    pub(super) fn run(&self) -> Found {
        self.runtime.block_on(async {
            let mut senders = JoinSet::new();
            for _ in 0..IN_FLIGHT {
                senders.spawn(send(self.sender.clone(), self.request.clone()));
            }
            let counts = senders.join_all().await;
            counts.into_iter().sum()
        })
    }
}

async fn send(sender: SendRequest<Bytes>, request: http::Request<()>) -> Found {
    let mut count = 0;
    for _ in 0..PUSHES / IN_FLIGHT {
        let payload = Bytes::from_static(PAYLOAD);
        let (status, _) = exchange(sender.clone(), request.clone(), payload).await?;
        count += usize::from(status == 200);
    }
    Ok(count)
}

type Driver = JoinHandle<Result<(), h2::Error>>;

async fn connect(
    address: SocketAddr,
    config: Arc<ClientConfig>,
) -> Result<(SendRequest<Bytes>, Driver), String> {
    let tcp = TcpStream::connect(address).await.map_err(why)?;
    tcp.set_nodelay(true).map_err(why)?;
    let name = ServerName::IpAddress(address.ip().into());
    let tls = TlsConnector::from(config).connect(name, tcp);
    let tls = tls.await.map_err(why)?;
    let mut builder = h2::client::Builder::new();
    let (sender, connection) = builder
        .enable_push(false)
        .handshake(tls)
        .await
        .map_err(why)?;
    Ok((sender, tokio::spawn(connection)))
}

async fn exchange(
    sender: SendRequest<Bytes>,
    request: http::Request<()>,
    payload: Bytes,
) -> Result<(u16, Vec<u8>), String> {
    let mut sender = sender.ready().await.map_err(why)?;
    let (response, mut stream) = sender.send_request(request, false).map_err(why)?;
    stream.send_data(payload, true).map_err(why)?;
    let (head, mut body) = response.await.map_err(why)?.into_parts();
    let mut content = Vec::new();
    while let Some(piece) = body.data().await {
        let piece = piece.map_err(why)?;
        content.extend_from_slice(&piece);
        body.flow_control()
            .release_capacity(piece.len())
            .map_err(why)?;
    }
    Ok((head.status.as_u16(), content))
}

fn config(server: &Running) -> Result<Arc<ClientConfig>, String> {
    let roots = Roots::only([server.trust_anchor().clone()]).map_err(why)?;
    let provider = provider::default().map_err(why)?;
    let config = client_config(&identity()?, &roots, provider, TlsVersion::Tls13.into());
    config.map(Arc::new).map_err(why)
}

/// With the headers of ours.
fn request(server: SocketAddr, push: &PushRequest) -> Result<http::Request<()>, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in push.headers() {
        headers.insert(name, value.try_into().map_err(why)?);
    }
    let uri = format!("https://{server}{}", push.path());
    let mut request = http::Request::post(uri).body(()).map_err(why)?;
    *request.headers_mut() = headers;
    Ok(request)
}
