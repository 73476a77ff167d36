//! The TCP stream below TLS. It can hold the handshake between two flights.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::Shared;
use crate::script::Place;

/// The TCP stream.
pub(crate) type Wire = Shared<Held>;

/// A TCP stream that stops where it is told.
pub(crate) struct Held {
    stream: TcpStream,
    progress: Progress,
    /// The places at which to stop that were not reached yet.
    stops: Vec<Place>,
    /// Where it stands still.
    pub(super) standing: Option<Place>,
    /// Who waits for it to go on.
    waiting: Option<Waker>,
    /// Who waits for it to stop.
    watching: Option<Waker>,
    writes_tls13: bool,
}

/// How far the handshake is, told by who writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// The ClientHello is read.
    Begun,
    /// The first flight is being written.
    Writing,
    /// The client's flight is being read.
    Reading,
    /// Nobody counts any more.
    Over,
}

/// RFC 8446, section 4.1.3: the random value of a HelloRetryRequest begins like this.
const RETRY: [u8; 4] = [0xcf, 0x21, 0xad, 0x74];

impl Wire {
    /// A stream that stops at these places: `server-hello` and `client-flight`, others do not count.
    pub(crate) fn over(stream: TcpStream, stops: Vec<Place>) -> Self {
        Self::new(Held {
            stream,
            progress: Progress::Begun,
            stops,
            standing: None,
            waiting: None,
            watching: None,
            writes_tls13: false,
        })
    }

    /// Waits until it stands still.
    pub(crate) async fn stopped(&self) -> Place {
        std::future::poll_fn(|cx| {
            let mut held = self.lock();
            match held.standing {
                Some(place) => Poll::Ready(place),
                None => {
                    held.watching = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// Lets it go on.
    pub(crate) fn go_on(&self) {
        let mut held = self.lock();
        held.standing = None;
        if let Some(waker) = held.waiting.take() {
            waker.wake();
        }
    }

    /// Whether it still has to stop there; it does not any more.
    pub(crate) fn pass(&self, place: Place) -> bool {
        let mut held = self.lock();
        let before = held.stops.len();
        held.stops.retain(|stop| *stop != place);
        held.stops.len() < before
    }

    /// Whether encrypted records were written in the handshake, which only TLS 1.3 does.
    pub(crate) fn writes_tls13(&self) -> bool {
        self.lock().writes_tls13
    }

    /// Makes the end of the socket an RST.
    pub(crate) fn reset_at_end(&self) {
        let _ = self.lock().stream.set_zero_linger();
    }
}

impl Held {
    /// Stops at a place, if it is one to stop at.
    fn stop(&mut self, place: Place, cx: &Context<'_>) -> bool {
        if self.stops.contains(&place) {
            self.stops.retain(|stop| *stop != place);
            self.standing = Some(place);
            if let Some(waker) = self.watching.take() {
                waker.wake();
            }
        }
        if self.standing.is_some() {
            self.waiting = Some(cx.waker().clone());
        }
        self.standing.is_some()
    }
}

impl AsyncRead for Held {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.progress == Progress::Writing {
            self.progress = Progress::Reading;
            if self.stop(Place::ServerHello, cx) {
                return Poll::Pending;
            }
        } else if self.standing.is_some() {
            self.waiting = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Held {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let is_retry = buf.first() == Some(&22) && buf.get(11..15) == Some(&RETRY[..]);
        match self.progress {
            Progress::Begun if !is_retry => self.progress = Progress::Writing,
            Progress::Reading => {
                self.progress = Progress::Over;
                if self.stop(Place::ClientFlight, cx) {
                    return Poll::Pending;
                }
            }
            _ if self.standing.is_some() => {
                self.waiting = Some(cx.waker().clone());
                return Poll::Pending;
            }
            _ => {}
        }
        self.writes_tls13 |= self.progress == Progress::Writing && buf.first() == Some(&23);
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
