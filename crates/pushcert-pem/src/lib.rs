//! PEM text, scanned tolerantly: every block is reported, none is dropped.
//!
//! [RFC 7468](https://www.rfc-editor.org/rfc/rfc7468) describes how certificates and keys are
//! written as text: base64 between a `-----BEGIN LABEL-----` and an `-----END LABEL-----` line.
//! Files that people have at hand went through mail programs, editors, environment variables and
//! copy and paste, and differ from it in a hundred ways. This crate reads what is there and says
//! what was wrong with it:
//!
//! * [`scan`] finds every block of a file, with its label, headers, decoded bytes and byte range.
//!   A block that cannot be decoded is in the list too, with its error. What had to be tolerated
//!   (byte order marks, line ends, glued blocks, a missing END line and so on) is a [`Remark`].
//! * [`encode`] writes a block the way RFC 7468 wants it.
//! * [`looks_like_pem`] is a cheap guess for programs that sort files by content, and
//!   [`looks_like_bare_base64`] recognises the text that is left when the marker lines were lost.
//!
//! The crate does no I/O and knows nothing of what the blocks hold. The time of a scan is linear
//! in the size of the input, its memory is bounded by the size of the input, and [`Limits`] are
//! checked before the work is done.
//!
//! ```
//! use pushcert_pem::{BlockKind, Limits, RemarkKind, encode, scan};
//!
//! // A file as Windows Notepad would save it: byte order mark, CRLF line ends.
//! let text = format!("\u{feff}{}", encode("CERTIFICATE", &[0x30, 0x00]).replace('\n', "\r\n"));
//! let document = scan(text.as_bytes(), &Limits::default())?;
//!
//! let block = &document.blocks[0];
//! assert_eq!(block.kind(), BlockKind::Certificate);
//! assert_eq!(block.body.as_ref().map(|der| der.to_vec()), Ok(vec![0x30, 0x00]));
//! assert_eq!(block.span, 3..text.len() - 2);
//! assert!(document.remarks.iter().any(|remark| remark.kind == RemarkKind::Bom));
//! assert!(block.remarks.iter().any(|remark| remark.kind == RemarkKind::Crlf));
//! # Ok::<(), pushcert_pem::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::unreachable
    )
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod bare;
mod base64;
mod block;
mod body;
mod bytes;
mod document;
mod encode;
mod error;
mod headers;
mod kind;
mod limits;
mod marker;
mod remark;
mod scan;
mod text;

pub use bare::{decode_bare_base64, looks_like_bare_base64};
pub use block::{Block, Header};
pub use document::{Document, TextEncoding};
pub use encode::encode;
pub use error::{Error, ErrorKind, LimitName};
pub use kind::BlockKind;
pub use limits::Limits;
pub use remark::{Remark, RemarkKind};
pub use scan::{looks_like_pem, scan};

/// The example of the README, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
