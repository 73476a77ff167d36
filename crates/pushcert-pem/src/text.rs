//! From the bytes of a file to one byte per character.

use alloc::vec::Vec;
use core::ops::{Deref, Range};

use zeroize::Zeroizing;

use crate::{Remark, RemarkKind, TextEncoding};

const UTF8_BOM: &[u8] = &[0xef, 0xbb, 0xbf];
const UTF16_LE_BOM: &[u8] = &[0xff, 0xfe];
const UTF16_BE_BOM: &[u8] = &[0xfe, 0xff];

/// Bytes at the start of a file that decide whether it is UTF-16 without a byte order mark.
const SAMPLE: usize = 256;

/// The characters of a file, and where each of them came from.
///
/// UTF-16 is narrowed to one byte per code unit, so that the way back is a multiplication.
pub(crate) struct Text<'a> {
    characters: Characters<'a>,
    base: usize,
    stride: usize,
    pub(crate) encoding: TextEncoding,
    pub(crate) remarks: Vec<Remark>,
}

enum Characters<'a> {
    Borrowed(&'a [u8]),
    Narrowed(Zeroizing<Vec<u8>>),
}

impl Deref for Characters<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Narrowed(bytes) => bytes,
        }
    }
}

impl<'a> Text<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        if let Some(rest) = input.strip_prefix(UTF8_BOM) {
            return Self {
                characters: Characters::Borrowed(rest),
                base: UTF8_BOM.len(),
                stride: 1,
                encoding: TextEncoding::Utf8Bom,
                remarks: [Remark::new(RemarkKind::Bom, 0..UTF8_BOM.len())].into(),
            };
        }
        match utf16(input) {
            Some((encoding, base)) => Self::narrowed(input, encoding, base),
            None => Self {
                characters: Characters::Borrowed(input),
                base: 0,
                stride: 1,
                encoding: eight_bit(input),
                remarks: Vec::new(),
            },
        }
    }

    fn narrowed(input: &[u8], encoding: TextEncoding, base: usize) -> Self {
        let (units, odd) = input.get(base..).unwrap_or_default().as_chunks::<2>();
        let mut characters = Zeroizing::new(Vec::with_capacity(units.len()));
        match encoding {
            TextEncoding::Utf16Be => {
                characters.extend(units.iter().map(|&unit| narrow(u16::from_be_bytes(unit))));
            }
            _ => characters.extend(units.iter().map(|&unit| narrow(u16::from_le_bytes(unit)))),
        }
        let mut remarks = Vec::new();
        if base > 0 {
            remarks.push(Remark::new(RemarkKind::Bom, 0..base));
        }
        remarks.push(Remark::new(RemarkKind::Utf16, 0..input.len()));
        if !odd.is_empty() {
            let last = input.len().saturating_sub(1);
            remarks.push(Remark::new(RemarkKind::OddLength, last..input.len()));
        }
        Self {
            characters: Characters::Narrowed(characters),
            base,
            stride: 2,
            encoding,
            remarks,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.characters
    }

    /// Offset in the input of the character with this index.
    pub(crate) fn offset(&self, index: usize) -> usize {
        index.saturating_mul(self.stride).saturating_add(self.base)
    }

    /// Byte range in the input of this range of characters.
    pub(crate) fn span(&self, range: Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }
}

/// One byte for a UTF-16 code unit: ASCII as it is, dashes and invisible characters as their
/// Windows-1252 bytes (see `bytes`), everything else 0xff.
fn narrow(unit: u16) -> u8 {
    match unit {
        0x2010..=0x2015 | 0x2212 => 0x97,
        0x00a0 | 0x200b..=0x200d | 0x2060 | 0xfeff => 0xa0,
        _ => u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(0xff),
    }
}

fn eight_bit(input: &[u8]) -> TextEncoding {
    if input.is_ascii() {
        TextEncoding::Ascii
    } else if core::str::from_utf8(input).is_ok() {
        TextEncoding::Utf8
    } else {
        TextEncoding::Other
    }
}

/// UTF-16 and the length of its byte order mark: by the mark, else by zeros in nearly every second
/// byte of the sample and in hardly any of the others.
fn utf16(input: &[u8]) -> Option<(TextEncoding, usize)> {
    if input.starts_with(UTF16_LE_BOM) {
        return Some((TextEncoding::Utf16Le, UTF16_LE_BOM.len()));
    }
    if input.starts_with(UTF16_BE_BOM) {
        return Some((TextEncoding::Utf16Be, UTF16_BE_BOM.len()));
    }
    let (units, _) = input
        .get(..SAMPLE.min(input.len()))
        .unwrap_or_default()
        .as_chunks::<2>();
    let first = units.iter().filter(|unit| unit[0] == 0).count();
    let second = units.iter().filter(|unit| unit[1] == 0).count();
    let most = units.len().saturating_sub(units.len() / 4);
    let few = units.len() / 16;
    if units.len() < 8 {
        None
    } else if second >= most && first <= few {
        Some((TextEncoding::Utf16Le, 0))
    } else if first >= most && second <= few {
        Some((TextEncoding::Utf16Be, 0))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf16_is_recognised_without_a_mark() {
        let bytes = le("-----BEGIN CERTIFICATE-----");
        let text = Text::new(&bytes);
        assert_eq!(text.encoding, TextEncoding::Utf16Le);
        assert_eq!(text.bytes(), b"-----BEGIN CERTIFICATE-----");
        assert_eq!(text.span(5..10), 10..20);
    }

    #[test]
    fn binary_files_are_not_utf16() {
        for input in [&[0u8; 64][..], &[0x30, 0x82, 0x00, 0x10, 0, 0], b"", b"ab"] {
            assert!(utf16(input).is_none());
        }
    }

    #[test]
    fn other_characters_become_one_byte_each() {
        let text = le("\u{feff}ü\u{2014}\u{200b}A\u{1f600}");
        let text = Text::new(&text);
        assert_eq!(text.bytes(), [0xff, 0x97, 0xa0, b'A', 0xff, 0xff]);
    }
}
