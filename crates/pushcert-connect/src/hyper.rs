//! For clients that are built on hyper.

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::ClientConfig;

/// A connector for the client of `hyper-util`, made of a configuration of [`client_config`](crate::client_config).
///
/// HTTPS only, HTTP/2 only, and `TCP_NODELAY`. That client keeps one HTTP/2 connection for each host, and
/// drops it when it has been idle for longer than its `pool_idle_timeout`. It holds on to the credential: for
/// a renewed one make a new client, which opens a new connection, and drop the old one.
///
/// ```no_run
/// use hyper_util::client::legacy::Client;
/// use hyper_util::rt::TokioExecutor;
/// use pushcert_connect::https_connector;
///
/// # type Body = http_body_util::Full<bytes::Bytes>;
/// # fn client(config: pushcert_connect::rustls::ClientConfig) {
/// let client = Client::builder(TokioExecutor::new())
///     .http2_only(true)
///     .build::<_, Body>(https_connector(config));
/// # }
/// ```
#[must_use]
pub fn https_connector(mut config: ClientConfig) -> HttpsConnector<HttpConnector> {
    // The builder sets it, and wants to be the one who does.
    config.alpn_protocols.clear();
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_only()
        .enable_http2()
        .wrap_connector(tcp)
}
