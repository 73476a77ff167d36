//! The bytes of HTTP/2 above TLS: where a frame ends, how fast they go, and the way back to TLS.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;
use tokio_rustls::server::TlsStream;

use super::{Shared, Wire};

/// What HTTP/2 reads and writes.
pub(crate) type Plain = Shared<Paced>;

/// A TLS stream that counts frames and can be slow.
pub(crate) struct Paced {
    /// `None` after it was taken.
    tls: Option<TlsStream<Wire>>,
    frames: Frames,
    pace: Option<Pace>,
}

struct Pace {
    bytes_per_second: u32,
    pause: Option<Pin<Box<Sleep>>>,
}

/// Where in a frame the last byte that was written stands (RFC 9113, section 4.1).
#[derive(Default)]
struct Frames {
    header: Vec<u8>,
    rest: usize,
}

const FRAME_HEADER: usize = 9;

impl Frames {
    fn wrote(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.rest > 0 {
                let taken = self.rest.min(bytes.len());
                self.rest = self.rest.saturating_sub(taken);
                bytes = bytes.get(taken..).unwrap_or_default();
                continue;
            }
            let missing = FRAME_HEADER.saturating_sub(self.header.len());
            let taken = missing.min(bytes.len());
            self.header.extend(bytes.iter().take(taken));
            bytes = bytes.get(taken..).unwrap_or_default();
            if let [high, middle, low, _, _, _, _, _, _] = self.header[..] {
                let length = u32::from_be_bytes([0, high, middle, low]);
                self.rest = usize::try_from(length).unwrap_or(usize::MAX);
                self.header.clear();
            }
        }
    }

    fn is_between(&self) -> bool {
        self.rest == 0 && self.header.is_empty()
    }
}

impl Plain {
    pub(crate) fn over(tls: TlsStream<Wire>) -> Self {
        Self::new(Paced {
            tls: Some(tls),
            frames: Frames::default(),
            pace: None,
        })
    }

    /// Writes so many bytes a second from now on.
    pub(crate) fn slow_down(&self, bytes_per_second: u32) {
        self.lock().pace = Some(Pace {
            bytes_per_second: bytes_per_second.max(1),
            pause: None,
        });
    }

    /// Whether no frame is half written.
    pub(crate) fn is_between_frames(&self) -> bool {
        self.lock().frames.is_between()
    }

    /// Takes the TLS stream out: nobody else reads or writes it any more.
    pub(crate) fn take(&self) -> Option<TlsStream<Wire>> {
        self.lock().tls.take()
    }
}

impl Pace {
    /// How much of `length` bytes may go now.
    fn allows(&mut self, length: usize, cx: &mut Context<'_>) -> Poll<usize> {
        if let Some(pause) = &mut self.pause {
            if pause.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.pause = None;
        }
        // Ten times a second, or as often as there is a byte.
        let chunk = usize::try_from(self.bytes_per_second.div_ceil(10)).unwrap_or(usize::MAX);
        Poll::Ready(length.min(chunk))
    }

    fn wrote(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let pause = Duration::from_secs(1).saturating_mul(bytes);
        let pause = pause.checked_div(self.bytes_per_second).unwrap_or_default();
        self.pause = Some(Box::pin(tokio::time::sleep(pause)));
    }
}

fn is_gone() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.tls {
            Some(tls) => Pin::new(tls).poll_read(cx, buf),
            None => Poll::Ready(Err(is_gone())),
        }
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let Some(tls) = &mut this.tls else {
            return Poll::Ready(Err(is_gone()));
        };
        let mut part = buf;
        if let Some(pace) = &mut this.pace {
            let Poll::Ready(length) = pace.allows(buf.len(), cx) else {
                return Poll::Pending;
            };
            part = buf.get(..length).unwrap_or(buf);
        }
        let Poll::Ready(written) = Pin::new(tls).poll_write(cx, part)? else {
            return Poll::Pending;
        };
        this.frames.wrote(part.get(..written).unwrap_or(part));
        if let Some(pace) = &mut this.pace {
            pace.wrote(written);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.tls {
            Some(tls) => Pin::new(tls).poll_flush(cx),
            None => Poll::Ready(Err(is_gone())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.tls {
            Some(tls) => Pin::new(tls).poll_shutdown(cx),
            None => Poll::Ready(Ok(())),
        }
    }
}
