//! What the server sends.

use std::sync::atomic::Ordering;

use super::{Frames, GoAway, HEADERS, Head, MAX_GOAWAY, MAX_HEADERS, Part, Records, not_http2};

pub(super) const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const ACK: u8 = 1;

/// The frames of the server, cut into heads and the little that is kept of the rest.
#[derive(Debug)]
pub(super) struct Inbound {
    records: Records<9>,
    head: Option<Head>,
    is_first: bool,
    goaway: Vec<u8>,
    header_bytes: usize,
}

impl Inbound {
    pub(super) const fn new() -> Self {
        Self {
            records: Records::new(),
            head: None,
            is_first: true,
            goaway: Vec::new(),
            header_bytes: 0,
        }
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], shared: &Frames) {
        while let Some(part) = self
            .records
            .next(&mut bytes, |head| Head::decode(head).length)
        {
            match part {
                Part::Head(head) => self.begin(&head, shared),
                Part::Body(piece, is_last) => self.go_on(piece, is_last, shared),
            }
        }
    }

    fn begin(&mut self, bytes: &[u8; 9], shared: &Frames) {
        let head = Head::decode(bytes);
        if self.is_first {
            self.is_first = false;
            shared.ending().beginning = not_http2(bytes, &head);
        }
        match head.kind {
            HEADERS => self.header_bytes = head.length,
            CONTINUATION => self.header_bytes = self.header_bytes.saturating_add(head.length),
            _ => {}
        }
        if self.header_bytes > MAX_HEADERS {
            shared.are_headers_too_large.store(true, Ordering::Relaxed);
        }
        self.head = Some(head);
    }

    fn go_on(&mut self, piece: &[u8], is_last: bool, shared: &Frames) {
        let Some(head) = self.head else { return };
        if head.kind == GOAWAY {
            let space = MAX_GOAWAY
                .saturating_add(8)
                .saturating_sub(self.goaway.len());
            let kept = piece.get(..space.min(piece.len())).unwrap_or_default();
            self.goaway.extend_from_slice(kept);
        }
        if is_last {
            match head.kind {
                SETTINGS if head.flags & ACK == 0 => {
                    shared.has_settings.store(true, Ordering::Release);
                    shared.changed.notify_waiters();
                }
                GOAWAY => note(&std::mem::take(&mut self.goaway), shared),
                _ => {}
            }
        }
    }
}

/// Of several GOAWAYs the last one counts, but data of an earlier one is not forgotten.
fn note(payload: &[u8], shared: &Frames) {
    let Some((last_stream, rest)) = payload.split_first_chunk() else {
        return;
    };
    let Some((code, data)) = rest.split_first_chunk() else {
        return;
    };
    let mut ending = shared.ending();
    let data = match (&ending.goaway, data) {
        (Some(earlier), []) => earlier.data.clone(),
        _ => data.to_vec(),
    };
    ending.goaway = Some(GoAway {
        last_stream: u32::from_be_bytes(*last_stream) & 0x7fff_ffff,
        code: u32::from_be_bytes(*code),
        data,
    });
    drop(ending);
    shared.changed.notify_waiters();
}
