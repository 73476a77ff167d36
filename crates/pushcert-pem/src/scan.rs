//! The scanner.

use alloc::vec::Vec;
use core::ops::Range;

use crate::bytes::invisible;
use crate::marker::{Marker, MarkerKind, Place};
use crate::text::Text;
use crate::{
    Block, BlockKind, Document, Error, LimitName, Limits, Remark, RemarkKind, bare, body, headers,
    marker,
};

/// Characters that [`looks_like_pem`] looks at in UTF-16 text.
const SNIFF: usize = 64 * 1024;

/// Finds every block of a text.
///
/// Every byte of the input that is not white space is accounted for: it belongs to the span of a
/// block or of a remark of the document. A block that cannot be decoded is reported with its error.
/// Text without any block gives a document without blocks. The time is linear in the input.
///
/// # Errors
///
/// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) only.
///
/// ```
/// use pushcert_pem::{ErrorKind, Limits, scan};
///
/// let text = b"-----BEGIN CERTIFICATE-----\nMA*A\n-----END CERTIFICATE-----\n";
/// let document = scan(text, &Limits::default())?;
/// let error = document.blocks[0].body.as_ref().unwrap_err();
/// assert_eq!(*error.kind(), ErrorKind::InvalidCharacter { byte: b'*' });
/// assert_eq!(error.offset(), Some(30));
/// # Ok::<(), pushcert_pem::Error>(())
/// ```
pub fn scan(input: &[u8], limits: &Limits) -> Result<Document, Error> {
    if input.len() > limits.max_input {
        return Err(Error::limit(
            LimitName::Input,
            input.len(),
            limits.max_input,
        ));
    }
    let mut text = Text::new(input);
    let remarks = core::mem::take(&mut text.remarks);
    let mut scanner = Scanner {
        text: &text,
        limits,
        markers: 0,
        document: Document {
            encoding: text.encoding,
            blocks: Vec::new(),
            remarks,
        },
    };
    scanner.run()?;
    Ok(scanner.document)
}

/// Whether the bytes hold a BEGIN marker, damaged ones included.
///
/// Cheap enough to ask of every file: one pass, nothing allocated for 8-bit text; of UTF-16 text
/// only the first 65,536 characters are looked at.
#[must_use]
pub fn looks_like_pem(input: &[u8]) -> bool {
    let start = input
        .get(..input.len().min(SNIFF.saturating_mul(2)))
        .unwrap_or_default();
    let sample = Text::new(start);
    let bytes = match sample.encoding {
        crate::TextEncoding::Utf16Le | crate::TextEncoding::Utf16Be => sample.bytes(),
        _ => input,
    };
    let mut at = 0;
    while let Some(marker) = marker::find(bytes, at, Place::Outside) {
        if marker.kind == MarkerKind::Begin {
            return true;
        }
        at = marker.end;
    }
    false
}

struct Scanner<'a> {
    text: &'a Text<'a>,
    limits: &'a Limits,
    markers: usize,
    document: Document,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), Error> {
        let bytes = self.text.bytes();
        let mut at = 0;
        let mut end_of_last = None;
        loop {
            let glued = end_of_last.and_then(|end| marker::find_glued(bytes, end));
            let Some(marker) = glued.or_else(|| marker::find(bytes, at, Place::Outside)) else {
                self.outer(at..bytes.len());
                return Ok(());
            };
            self.outer(at..marker.start);
            self.count()?;
            if marker.kind == MarkerKind::End {
                self.remark(RemarkKind::EndWithoutBegin, marker.start..marker.end);
                at = marker.end;
                end_of_last = None;
            } else {
                let closed;
                (at, closed) = self.block(&marker, end_of_last)?;
                end_of_last = closed.then_some(at);
            }
        }
    }

    fn count(&mut self) -> Result<(), Error> {
        self.markers = self.markers.saturating_add(1);
        if self.markers > self.limits.max_blocks {
            return Err(Error::limit(
                LimitName::Blocks,
                self.markers,
                self.limits.max_blocks,
            ));
        }
        Ok(())
    }

    /// Reads one block; returns where it ends and whether an END marker closed it.
    fn block(
        &mut self,
        begin: &Marker,
        end_of_last: Option<usize>,
    ) -> Result<(usize, bool), Error> {
        let bytes = self.text.bytes();
        let next = marker::find(bytes, begin.end, Place::Inside);
        let stop = next.as_ref().map_or(bytes.len(), |next| next.start);
        let end = next.filter(|next| next.kind == MarkerKind::End);
        let inside = bytes.get(..stop).unwrap_or_default();

        let headers = headers::read(inside, begin.end, self.limits)?;
        let first_line = headers.end == begin.end;
        let body = body::read(self.text, headers.end..stop, end.is_some(), first_line);
        let close = end.as_ref().map_or(body.end, |end| end.end);

        let mut remarks = self.marker_remarks(begin, end.as_ref(), end_of_last);
        let missing = [
            (!headers.separated).then_some((RemarkKind::MissingBlankLine, headers.end)),
            end.is_none().then_some((RemarkKind::MissingEnd, body.end)),
        ];
        for (kind, at) in missing.into_iter().flatten() {
            remarks.push(Remark::new(kind, self.text.span(at..at)));
        }
        for remark in body.remarks {
            if !crate::block::has_remark(&remarks, &remark.kind) {
                remarks.push(remark);
            }
        }
        let mut block = Block {
            label: begin.label.clone(),
            headers: headers.list,
            body: body.bytes,
            span: self.text.span(begin.start..close),
            remarks,
        };
        remark_trailing_data(&mut block);
        self.document.blocks.push(block);
        Ok((close, end.is_some()))
    }

    fn marker_remarks(
        &self,
        begin: &Marker,
        end: Option<&Marker>,
        end_of_last: Option<usize>,
    ) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut add = |kind, marker: &Marker| {
            if !crate::block::has_remark(&remarks, &kind) {
                remarks.push(Remark::new(kind, self.text.span(marker.start..marker.end)));
            }
        };
        let between = end_of_last.and_then(|last| self.text.bytes().get(last..begin.start));
        if between.is_some_and(|text| {
            !text
                .iter()
                .any(|byte| matches!(byte, b'\r' | b'\n' | b'\\'))
        }) {
            add(RemarkKind::GluedBlocks, begin);
        }
        if end.is_some_and(|end| end.label != begin.label) {
            add(RemarkKind::EndLabelMismatch, end.unwrap_or(begin));
        }
        for marker in [Some(begin), end].into_iter().flatten() {
            if !marker.intact {
                add(RemarkKind::DamagedMarker, marker);
            }
            if !marker.capitals {
                add(RemarkKind::LowerCaseMarker, marker);
            }
            if self.is_indented(marker.start) {
                add(RemarkKind::Indented, marker);
            }
        }
        remarks
    }

    fn is_indented(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.text.bytes().get(before))
            .is_some_and(|byte| matches!(byte, b' ' | b'\t'))
    }

    fn remark(&mut self, kind: RemarkKind, range: Range<usize>) {
        let span = self.text.span(range);
        self.document.remarks.push(Remark::new(kind, span));
    }

    /// Says what stands outside of the blocks.
    fn outer(&mut self, range: Range<usize>) {
        let region = self.text.bytes().get(range.clone()).unwrap_or_default();
        let lead = region.len().saturating_sub(region.trim_ascii_start().len());
        let content = region.trim_ascii();
        if content.is_empty() {
            return;
        }
        let start = range.start.saturating_add(lead);
        let range = start..start.saturating_add(content.len());
        let kind = if invisible(content) == Some(content.len()) {
            RemarkKind::Bom
        } else if bare::is_bare(self.text, range.clone()) {
            RemarkKind::BareBase64
        } else if is_bag_attributes(content) {
            RemarkKind::BagAttributes
        } else {
            RemarkKind::OuterText
        };
        self.remark(kind, range);
    }
}

fn is_bag_attributes(content: &[u8]) -> bool {
    [
        &b"Bag Attributes"[..],
        b"Key Attributes",
        b"subject=",
        b"issuer=",
    ]
    .iter()
    .any(|start| content.starts_with(start))
}

/// Certificates and the like are one DER element; whatever follows it deserves a remark.
fn remark_trailing_data(block: &mut Block) {
    if matches!(
        block.kind(),
        BlockKind::OpensshPrivateKey | BlockKind::Other
    ) || block.is_encrypted()
    {
        return;
    }
    let length = block.split_der().map_or(0, |(_, rest)| rest.len());
    if length > 0 {
        let kind = RemarkKind::TrailingData { length };
        block.remarks.push(Remark::new(kind, block.span.clone()));
    }
}
