//! The base64 text between the markers.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroizing;

use crate::base64;
use crate::bytes::{base64_steps, invisible, is_base64, is_blank};
use crate::text::Text;
use crate::{Error, ErrorKind, Remark, RemarkKind};

/// Characters of a line as RFC 7468 section 2 wants them.
const COLUMNS: usize = 64;

pub(crate) struct Body {
    pub(crate) bytes: Result<Zeroizing<Vec<u8>>, Error>,
    /// Index where reading stopped: the end of the range, or the line from which on it is not
    /// base64 text when there is no END marker.
    pub(crate) end: usize,
    pub(crate) remarks: Vec<Remark>,
}

/// Reads `range`. `closed` says that an END marker follows; without one the text after the block
/// may have become part of the range. `first_line` says that the range starts on the line of the
/// BEGIN marker.
pub(crate) fn read(text: &Text<'_>, range: Range<usize>, closed: bool, first_line: bool) -> Body {
    let bytes = text.bytes().get(..range.end).unwrap_or_default();
    let mut reader = Reader {
        text,
        bytes,
        at: range.start,
        symbols: Zeroizing::new(Vec::with_capacity(range.len())),
        padding: 0,
        line: Line::new(range.start, 0, 0),
        first_line,
        previous: None,
        error: None,
        cut: None,
        remarks: Vec::new(),
    };
    while let Some(&byte) = bytes.get(reader.at) {
        reader.step(byte);
    }
    reader.finish(closed)
}

/// A line, and what was collected when it began.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    symbols: usize,
    padding: usize,
    columns: usize,
    /// A blank was seen after a base64 character.
    broken: bool,
}

impl Line {
    const fn new(start: usize, symbols: usize, padding: usize) -> Self {
        Self {
            start,
            symbols,
            padding,
            columns: 0,
            broken: false,
        }
    }
}

struct Reader<'a> {
    text: &'a Text<'a>,
    bytes: &'a [u8],
    at: usize,
    symbols: Zeroizing<Vec<u8>>,
    padding: usize,
    line: Line,
    /// No line end was seen yet: this is the rest of the BEGIN line.
    first_line: bool,
    /// The last line that was not empty.
    previous: Option<(usize, Range<usize>)>,
    error: Option<Error>,
    /// The first line that may be no base64 text.
    cut: Option<Line>,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn step(&mut self, byte: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match byte {
            b'\n' => self.end_line(1, None),
            b'\r' if rest.get(1) == Some(&b'\n') => self.end_line(2, Some(RemarkKind::Crlf)),
            b'\r' => self.end_line(1, Some(RemarkKind::LoneCr)),
            b'\\' if matches!(rest.get(1), Some(b'n' | b'r')) => {
                self.end_line(2, Some(RemarkKind::EscapedNewlines));
            }
            b'=' => {
                self.padding = self.padding.saturating_add(1);
                self.line.columns = self.line.columns.saturating_add(1);
                self.advance(1);
            }
            0 => self.skip(1, RemarkKind::Nul),
            b'>' if self.line.columns == 0 && !self.first_line => {
                self.skip(1, RemarkKind::Quoted);
            }
            _ if is_base64(byte) => self.take_symbols(),
            _ if is_blank(byte) => self.blank(),
            _ => match invisible(rest) {
                Some(length) => self.skip(length, RemarkKind::Invisible),
                None => {
                    self.fail(ErrorKind::InvalidCharacter { byte });
                    self.advance(1);
                }
            },
        }
    }

    fn take_symbols(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let steps = base64_steps(rest);
        let tail = rest.get(steps..).unwrap_or_default();
        let length = steps.saturating_add(tail.iter().take_while(|&&b| is_base64(b)).count());
        if self.line.columns == 0 {
            if let Some((columns, range)) = self.previous.take()
                && columns != COLUMNS
            {
                self.remark(RemarkKind::LineLength { columns }, range);
            }
            if self.first_line {
                self.remark(RemarkKind::SingleLine, self.at..self.at.saturating_add(1));
            }
        }
        if self.padding > 0 {
            self.fail(ErrorKind::DataAfterPadding);
        }
        if self.line.broken && self.cut.is_none() {
            self.cut = Some(self.line);
        }
        if self.error.is_none() {
            self.symbols
                .extend_from_slice(rest.get(..length).unwrap_or_default());
        }
        self.line.columns = self.line.columns.saturating_add(length);
        self.advance(length);
    }

    fn blank(&mut self) {
        if self.line.columns > 0 {
            self.line.broken = true;
        }
        if self.line.columns > 0 || self.first_line {
            self.skip(1, RemarkKind::Whitespace);
        } else {
            self.skip(1, RemarkKind::Indented);
        }
    }

    fn end_line(&mut self, length: usize, remark: Option<RemarkKind>) {
        if self.line.columns > 0 {
            self.previous = Some((self.line.columns, self.line.start..self.at));
        }
        match remark {
            Some(remark) => self.skip(length, remark),
            None => self.advance(length),
        }
        self.first_line = false;
        self.line = Line::new(self.at, self.symbols.len(), self.padding);
    }

    fn skip(&mut self, length: usize, remark: RemarkKind) {
        let start = self.at;
        self.advance(length);
        self.remark(remark, start..self.at);
    }

    fn advance(&mut self, length: usize) {
        self.at = self.at.saturating_add(length);
    }

    fn remark(&mut self, kind: RemarkKind, range: Range<usize>) {
        if !crate::block::has_remark(&self.remarks, &kind) {
            self.remarks.push(Remark::new(kind, self.text.span(range)));
        }
    }

    fn fail(&mut self, kind: ErrorKind) {
        if self.error.is_none() {
            self.error = Some(Error::at(kind, self.text.offset(self.at)));
        }
        if self.cut.is_none() {
            self.cut = Some(self.line);
        }
    }

    fn finish(mut self, closed: bool) -> Body {
        let mut end = self.bytes.len();
        if let Some(cut) = self.cut.filter(|cut| !closed && cut.symbols > 0) {
            self.symbols.truncate(cut.symbols);
            self.padding = cut.padding;
            self.error = None;
            end = cut.start;
        } else if self.line.columns > 0 {
            if closed {
                self.remark(RemarkKind::SingleLine, self.at.saturating_sub(1)..self.at);
            }
            self.previous = Some((self.line.columns, self.line.start..self.at));
        }
        if let Some((columns, range)) = self.previous.take()
            && columns > COLUMNS
        {
            self.remark(RemarkKind::LineLength { columns }, range);
        }
        let bytes = match self.error {
            Some(error) => Err(error),
            None => self.decode(end),
        };
        Body {
            bytes,
            end,
            remarks: self.remarks,
        }
    }

    fn decode(&mut self, end: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
        let symbols = self.symbols.len();
        if symbols == 0 && self.padding == 0 {
            return Err(Error::new(ErrorKind::Empty));
        }
        let expected = match symbols % 4 {
            0 => 0,
            2 => 2,
            3 => 1,
            _ => {
                let kind = ErrorKind::TruncatedBase64 { symbols };
                return Err(Error::at(kind, self.text.offset(end)));
            }
        };
        let last = end.saturating_sub(1)..end;
        if self.padding != expected {
            let found = self.padding;
            self.remark(RemarkKind::Padding { expected, found }, last.clone());
        }
        if base64::clear_unused_bits(&mut self.symbols) {
            self.remark(RemarkKind::TrailingBits, last);
        }
        let mut bytes = core::mem::take(&mut self.symbols);
        base64::decode(&mut bytes);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(input: &str, closed: bool) -> (Result<Vec<u8>, ErrorKind>, usize) {
        let text = Text::new(input.as_bytes());
        let body = read(&text, 0..input.len(), closed, true);
        let bytes = body
            .bytes
            .map(|bytes| bytes.to_vec())
            .map_err(|error| *error.kind());
        (bytes, body.end)
    }

    #[test]
    fn text_after_a_block_without_end_is_left_alone() {
        let text = "\nTUlJ\nTUl=\nBag Attributes\n  localKeyID: 54";
        assert_eq!(body(text, false), (Ok(b"MIIMI".to_vec()), 11));
        assert_eq!(body(text, true).0, Err(ErrorKind::DataAfterPadding));
        assert_eq!(
            body("\nTUlJ\nsome words here\n", false),
            (Ok(b"MII".to_vec()), 6)
        );
    }

    #[test]
    fn unused_bits_are_cleared() {
        assert_eq!(body("AB==", true).0, Ok(alloc::vec![0]));
        assert_eq!(body("AAD=", true).0, Ok(alloc::vec![0, 0]));
    }
}
