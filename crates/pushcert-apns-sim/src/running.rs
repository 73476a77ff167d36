//! A simulator that listens.

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::CertificateDer;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;

use crate::connection::Connection;
use crate::device::Device;
use crate::error::Error;
use crate::log::Event;
use crate::script::{Script, ScriptError};
use crate::state::State;
use crate::tls::Tls;

/// A simulator that listens. When it is dropped it closes every connection and the port.
pub struct Running {
    address: SocketAddr,
    anchor_pem: String,
    anchor_der: CertificateDer<'static>,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Running {
    pub(crate) fn start(
        listen: SocketAddr,
        state: Arc<State>,
        tls: Tls,
        (anchor_pem, anchor_der): (String, CertificateDer<'static>),
    ) -> Result<Self, Error> {
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("apns-sim")
            .enable_all()
            .build()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::Builder::new()
            .name("apns-sim".to_owned())
            .spawn(move || {
                runtime.block_on(listen_until(listener, shared, Arc::new(tls), stopped));
                runtime.shutdown_background();
            })?;
        Ok(Self {
            address,
            anchor_pem,
            anchor_der,
            state,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The address that it listens on.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The port that it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// What a client has to trust, as PEM.
    #[must_use]
    pub fn trust_anchor_pem(&self) -> &str {
        &self.anchor_pem
    }

    /// What a client has to trust.
    #[must_use]
    pub const fn trust_anchor(&self) -> &CertificateDer<'static> {
        &self.anchor_der
    }

    /// What happened so far, oldest first. See [`Limits::max_events`](crate::Limits::max_events).
    #[must_use]
    pub fn log(&self) -> Vec<Event> {
        self.state.log.events()
    }

    /// Adds a device, or changes what it is.
    pub fn set_device(&self, token: &str, device: Device) {
        self.state.set_device(token, Some(device));
    }

    /// Forgets a device: its token is unknown again.
    pub fn remove_device(&self, token: &str) {
        self.state.set_device(token, None);
    }

    /// Revokes a client certificate, by its serial number or its SHA-256 in hexadecimal digits. New
    /// connections with it are refused with the alert `certificate_revoked`; requests on connections that
    /// are open are answered 403 `BadCertificate`.
    pub fn revoke(&self, id: &str) {
        self.state.set_revoked(id, true);
    }

    /// Takes a revocation back.
    pub fn reinstate(&self, id: &str) {
        self.state.set_revoked(id, false);
    }

    /// Replaces the script; what was counted for the old one is forgotten. Connections keep their numbers.
    ///
    /// # Errors
    /// [`ScriptError`] for a script that cannot be done; the old one stays.
    pub fn set_script(&self, script: Script) -> Result<(), ScriptError> {
        script.check()?;
        self.state.set_script(script);
        Ok(())
    }

    /// Closes every connection and the port, and waits until that is done.
    pub fn shutdown(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is gone already if the thread has ended.
        let _ = self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Accepts connections until it is told to stop, and then ends all of them.
async fn listen_until(
    listener: tokio::net::TcpListener,
    state: Arc<State>,
    tls: Arc<Tls>,
    mut stopped: oneshot::Receiver<()>,
) {
    let places = Arc::new(Semaphore::new(state.limits.max_connections));
    let mut connections = JoinSet::new();
    let mut number: u64 = 0;
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            biased;
            _ = &mut stopped => break,
            _ = connections.join_next(), if !connections.is_empty() => {}
            (place, accepted) = next => match accepted {
                Ok((stream, peer)) => {
                    number = number.saturating_add(1);
                    let connection = Connection::new(number, Arc::clone(&state), Arc::clone(&tls));
                    connections.spawn(async move {
                        connection.serve(stream, peer).await;
                        drop(place);
                    });
                }
                // No descriptors, as a rule: some will be free again.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            },
        }
    }
    drop(listener);
    connections.shutdown().await;
}
