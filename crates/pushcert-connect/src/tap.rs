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
    /// Whether a connection that the other side has cut is read to its end before a write says so: it may
    /// have said why, and a TLS library that fails to write does not read any more.
    const READS_TO_THE_END: bool;
}

/// A stream with somebody who looks on.
#[derive(Debug)]
pub(crate) struct Tap<S, W> {
    stream: S,
    watch: W,
    /// Why nothing can be written any more; the reader is told at the end.
    cut: Option<io::Error>,
}

impl<S, W: Watch> Tap<S, W> {
    pub(crate) const fn new(stream: S, watch: W) -> Self {
        Self {
            stream,
            watch,
            cut: None,
        }
    }

    /// What came of a write.
    fn written(
        &mut self,
        polled: Poll<io::Result<usize>>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match polled {
            Poll::Ready(Ok(written)) => {
                let mut left = written;
                for buffer in buffers {
                    let taken = left.min(buffer.len());
                    self.watch.went(buffer.get(..taken).unwrap_or_default());
                    left = left.saturating_sub(taken);
                }
                Poll::Ready(Ok(written))
            }
            Poll::Ready(Err(error)) if W::READS_TO_THE_END && is_cut(&error) => {
                self.cut = Some(error);
                Poll::Ready(Ok(length(buffers)))
            }
            Poll::Ready(Err(error)) => {
                self.watch.failed(&error);
                Poll::Ready(Err(error))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

fn is_cut(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
    )
}

fn length(buffers: &[IoSlice<'_>]) -> usize {
    let lengths = buffers.iter().map(|buffer| buffer.len());
    lengths.fold(0, usize::saturating_add)
}

impl<S: AsyncRead + Unpin, W: Watch + Unpin> AsyncRead for Tap<S, W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let has_space = buffer.remaining() > 0;
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if !has_space {
            return polled;
        }
        let new = buffer.filled().get(before..).unwrap_or_default();
        let polled = match polled {
            Poll::Ready(Ok(())) if new.is_empty() => match self.cut.take() {
                Some(error) => Poll::Ready(Err(error)),
                None => polled,
            },
            polled => polled,
        };
        match &polled {
            Poll::Ready(Ok(())) => self.watch.came(new),
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
        if self.cut.is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(polled, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.cut.is_some() {
            return Poll::Ready(Ok(length(buffers)));
        }
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, buffers);
        self.written(polled, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        if let Poll::Ready(Err(error)) = &polled {
            self.watch.failed(error);
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
