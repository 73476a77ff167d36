//! Base64 text that lost its markers.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

use crate::block::{element_length, has_remark};
use crate::body;
use crate::text::Text;
use crate::{Error, LimitName, Limits, RemarkKind};

/// Fewer base64 characters than this are not taken for a credential.
const LEAST: usize = 32;

/// Whether the text is base64 without BEGIN and END lines, of something that starts like DER: what
/// is left of a PEM file when the marker lines were not selected for copying.
///
/// Knows the encodings that [`scan`](crate::scan) knows. Decodes the text, so it costs as much as a
/// scan; the time is linear.
///
/// ```
/// let text = pushcert_pem::encode("CERTIFICATE", &[&[0x30, 0x1e][..], &[0; 30]].concat());
/// let lines: Vec<&str> = text.lines().collect();
/// let pasted = lines[1..lines.len() - 1].join("\n");
/// assert!(pushcert_pem::looks_like_bare_base64(pasted.as_bytes()));
/// assert!(!pushcert_pem::looks_like_bare_base64(text.as_bytes()));
/// ```
#[must_use]
pub fn looks_like_bare_base64(input: &[u8]) -> bool {
    let text = Text::new(input);
    is_bare(&text, 0..text.bytes().len())
}

/// Decodes base64 text without BEGIN and END lines, as tolerantly as [`scan`](crate::scan) decodes
/// what stands between them. What it holds is not looked at.
///
/// # Errors
///
/// The errors of [`Block::body`](crate::Block::body), and
/// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) for an input that is too long.
pub fn decode_bare_base64(input: &[u8], limits: &Limits) -> Result<Zeroizing<Vec<u8>>, Error> {
    if input.len() > limits.max_input {
        return Err(Error::limit(
            LimitName::Input,
            input.len(),
            limits.max_input,
        ));
    }
    let text = Text::new(input);
    body::read(&text, 0..text.bytes().len(), true, false).bytes
}

pub(crate) fn is_bare(text: &Text<'_>, range: Range<usize>) -> bool {
    // Base64 of a SEQUENCE starts with "M": nearly all other text is sorted out here.
    let content = text
        .bytes()
        .get(range.clone())
        .unwrap_or_default()
        .trim_ascii_start();
    if content.first() != Some(&b'M') || range.len() < LEAST {
        return false;
    }
    let body = body::read(text, range, true, false);
    let Ok(bytes) = body.bytes else {
        return false;
    };
    let complete = element_length(&bytes).is_some();
    let cut_off =
        bytes.starts_with(&[0x30, 0x82]) && !has_remark(&body.remarks, &RemarkKind::Whitespace);
    complete || cut_off
}
