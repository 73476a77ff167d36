//! Facts about PEM text.

use alloc::string::String;
use alloc::vec::Vec;

/// What is to be told of the text of a PEM file.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TextFacts {
    /// `ascii`, `utf-8`, `utf-8-bom`, `utf-16-le`, `utf-16-be`, `other`.
    pub encoding: String,
    /// The labels of the blocks, in order.
    pub labels: Vec<String>,
    /// What had to be tolerated.
    pub remarks: Vec<TextRemark>,
}

impl TextFacts {
    /// Text with these blocks and nothing to remark.
    #[must_use]
    pub fn new(encoding: impl Into<String>, labels: Vec<String>) -> Self {
        Self {
            encoding: encoding.into(),
            labels,
            remarks: Vec::new(),
        }
    }
}

/// One thing in a PEM file that was tolerated and that others do not tolerate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextRemark {
    /// What it is, as a clause for people: `block 2 has no END line`.
    pub what: String,
    /// Whether strict readers refuse the file for it. What most readers accept is false.
    pub breaks_readers: bool,
}

impl TextRemark {
    /// A remark.
    #[must_use]
    pub fn new(what: impl Into<String>, breaks_readers: bool) -> Self {
        Self {
            what: what.into(),
            breaks_readers,
        }
    }
}
