//! The result of a scan.

use alloc::vec::Vec;
use core::fmt;

use crate::block::has_remark;
use crate::{Block, Remark, RemarkKind};

/// How the text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextEncoding {
    /// ASCII only.
    Ascii,
    /// UTF-8 with other characters than ASCII, without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, little endian, with or without a byte order mark (see [`RemarkKind::Bom`]).
    Utf16Le,
    /// UTF-16, big endian, with or without a byte order mark (see [`RemarkKind::Bom`]).
    Utf16Be,
    /// None of these: an 8-bit encoding such as Windows-1252, or no text at all.
    Other,
}

impl TextEncoding {
    /// A short name: `ascii`, `utf-8`, `utf-8-bom`, `utf-16-le`, `utf-16-be`, `other`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything that a [`scan`](crate::scan) found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Document {
    /// How the text is encoded.
    pub encoding: TextEncoding,
    /// The blocks in the order of the text. Their spans do not overlap.
    pub blocks: Vec<Block>,
    /// What was found outside of the blocks, or concerns all of them.
    pub remarks: Vec<Remark>,
}

impl Document {
    /// Whether a remark of this kind was made about the document; operands are not compared.
    #[must_use]
    pub fn has_remark(&self, kind: &RemarkKind) -> bool {
        has_remark(&self.remarks, kind)
    }
}
