//! What the libraries below do not tell is read off the wire as it passes.
//!
//! [`hello`] sits below TLS: version and cipher suite stand in the ServerHello, also when the server's
//! certificate is refused afterwards, and what is no TLS at all can be named. [`frames`] sits above it: the
//! server's SETTINGS, and the data of a GOAWAY frame, where APNs puts its reason. Both only look on, keep
//! little, and never fail: the libraries do that.

pub(crate) mod frames;
pub(crate) mod hello;
pub(crate) mod records;

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Looks on.
pub(crate) trait Watch {
    /// These bytes came; none at the end of the stream.
    fn came(&mut self, bytes: &[u8]);
    /// These bytes were taken for sending.
    fn went(&mut self, bytes: &[u8]);
    /// Reading or writing failed.
    fn failed(&mut self, error: &io::Error);
    /// Whether, after a write that failed, what the other side said before is still to be read: it may have
    /// said why.
    const READS_LAST_WORDS: bool;
}

/// A stream with somebody who looks on.
#[derive(Debug)]
pub(crate) struct Tap<S, W> {
    stream: S,
    watch: W,
}

impl<S, W> Tap<S, W> {
    pub(crate) const fn new(stream: S, watch: W) -> Self {
        Self { stream, watch }
    }
}

impl<S: AsyncRead + Unpin, W: Watch> Tap<S, W> {
    /// At most 64 KiB.
    fn read_last_words(&mut self, cx: &mut Context<'_>) {
        let mut space = [0; 4096];
        for _ in 0..16 {
            let mut buffer = ReadBuf::new(&mut space);
            match Pin::new(&mut self.stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    self.watch.came(buffer.filled());
                }
                Poll::Ready(Err(error)) => return self.watch.failed(&error),
                _ => return,
            }
        }
    }

    fn written(
        &mut self,
        cx: &mut Context<'_>,
        polled: Poll<io::Result<usize>>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &polled {
            Poll::Ready(Ok(written)) => {
                let mut left = *written;
                for buffer in buffers {
                    let taken = left.min(buffer.len());
                    self.watch.went(buffer.get(..taken).unwrap_or_default());
                    left = left.saturating_sub(taken);
                }
            }
            Poll::Ready(Err(error)) => self.write_failed(cx, error),
            Poll::Pending => {}
        }
        polled
    }

    fn write_failed(&mut self, cx: &mut Context<'_>, error: &io::Error) {
        if W::READS_LAST_WORDS {
            self.read_last_words(cx);
        }
        self.watch.failed(error);
    }
}

impl<S: AsyncRead + Unpin, W: Watch + Unpin> AsyncRead for Tap<S, W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        match &polled {
            Poll::Ready(Ok(())) => {
                let new = buffer.filled().get(before..).unwrap_or_default();
                self.watch.came(new);
            }
            Poll::Ready(Err(error)) => self.watch.failed(error),
            Poll::Pending => {}
        }
        polled
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin, W: Watch + Unpin> AsyncWrite for Tap<S, W> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, polled, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, buffers);
        self.written(cx, polled, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        if let Poll::Ready(Err(error)) = &polled {
            self.write_failed(cx, error);
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
