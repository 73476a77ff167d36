//! The TCP stream below TLS. It can hold the handshake between two flights.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::Shared;

/// The TCP stream.
pub(crate) type Wire = Shared<Held>;

/// A TCP stream that stops where it is told.
pub(crate) struct Held {
    stream: TcpStream,
    progress: Progress,
    /// Whether it has to stop after the first flight.
    stops: bool,
    is_standing: bool,
    /// Whether what is written after the client's flight is kept. It cannot be refused: of an alert there
    /// is one attempt to write it.
    holds_back: bool,
    held_back: Vec<u8>,
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
    /// The client's flight is being read, or was.
    Reading,
}

/// RFC 8446, section 4.1.3: the random value of a HelloRetryRequest begins like this.
const RETRY: [u8; 4] = [0xcf, 0x21, 0xad, 0x74];

impl Wire {
    /// A stream that stands still after the first flight of the server, or holds back what comes after the
    /// client's flight, or neither.
    pub(crate) fn over(stream: TcpStream, stops: bool, holds_back: bool) -> Self {
        Self::new(Held {
            stream,
            progress: Progress::Begun,
            stops,
            is_standing: false,
            holds_back,
            held_back: Vec::new(),
            waiting: None,
            watching: None,
            writes_tls13: false,
        })
    }

    /// Waits until it stands still after the first flight.
    pub(crate) async fn stopped(&self) {
        std::future::poll_fn(|cx| {
            let mut held = self.lock();
            if held.is_standing {
                return Poll::Ready(());
            }
            held.watching = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Lets it go on.
    pub(crate) fn go_on(&self) {
        let mut held = self.lock();
        held.is_standing = false;
        if let Some(waker) = held.waiting.take() {
            waker.wake();
        }
    }

    /// Holds nothing back any more; gives what was.
    pub(crate) fn held_back(&self) -> Vec<u8> {
        let mut held = self.lock();
        held.holds_back = false;
        std::mem::take(&mut held.held_back)
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

impl AsyncRead for Held {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.progress == Progress::Writing {
            self.progress = Progress::Reading;
            self.is_standing = self.stops;
            if let Some(waker) = self.watching.take() {
                waker.wake();
            }
        }
        if self.is_standing {
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
        // Records of the handshake only: a retry is followed by a ChangeCipherSpec.
        let is_hello = buf.first() == Some(&22) && buf.get(11..15) != Some(&RETRY[..]);
        if self.progress == Progress::Begun && is_hello {
            self.progress = Progress::Writing;
        }
        self.writes_tls13 |= self.progress == Progress::Writing && buf.first() == Some(&23);
        if self.progress == Progress::Reading && self.holds_back {
            self.held_back.extend_from_slice(buf);
            return Poll::Ready(Ok(buf.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
