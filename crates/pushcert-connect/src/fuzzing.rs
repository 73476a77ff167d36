//! For fuzz targets only, with no promise: the parsers that read what a server sends.

use std::sync::PoisonError;

use crate::tap::Watch;
use crate::tap::frames::{FrameWatch, MAX_GOAWAY};
use crate::tap::hello::HelloWatch;

/// A stream of TLS records, cut after every `cut` bytes. Whether a ServerHello was found.
#[must_use]
pub fn hello(stream: &[u8], cut: usize) -> bool {
    let (mut watch, hello) = HelloWatch::new();
    for piece in stream.chunks(cut.max(1)) {
        watch.came(piece);
        watch.went(piece);
    }
    let hello = hello.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(hello.not_tls().is_none_or(|text| text.len() <= 64));
    hello.tls().is_some()
}

/// A stream of HTTP/2 frames, cut after every `cut` bytes. Whether SETTINGS were found.
#[must_use]
pub fn frames(stream: &[u8], cut: usize) -> bool {
    let (mut watch, frames) = FrameWatch::new();
    for piece in stream.chunks(cut.max(1)) {
        watch.came(piece);
        watch.went(piece);
    }
    let goaway = frames.goaway();
    assert!(goaway.is_none_or(|goaway| goaway.data.len() <= MAX_GOAWAY));
    frames.has_settings()
}
