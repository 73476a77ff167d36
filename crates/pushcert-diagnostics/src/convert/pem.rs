//! PEM text.

use alloc::format;
use alloc::string::{String, ToString};

use pushcert_pem::{Block, Document, Error, ErrorKind, RemarkKind, TextEncoding};

use crate::facts::{Item, Problem, ProblemKind, TextFacts, TextRemark};

impl From<&Document> for TextFacts {
    fn from(document: &Document) -> Self {
        let labels = document.blocks.iter().map(|block| block.label.clone());
        let mut facts = Self::new(document.encoding.as_str(), labels.collect());
        if document.encoding == TextEncoding::Other {
            let what = "the text is in an 8-bit encoding that is not UTF-8";
            facts.remarks.push(TextRemark::new(what, false));
        }
        for remark in &document.remarks {
            facts.remarks.push(TextRemark::new(
                remark.kind.to_string(),
                breaks(&remark.kind),
            ));
        }
        for (index, block) in document.blocks.iter().enumerate() {
            let of_block = |remark: &pushcert_pem::Remark| {
                let place = format!("block {} ({})", index.saturating_add(1), block.label);
                TextRemark::new(format!("{place}: {}", remark.kind), breaks(&remark.kind))
            };
            facts.remarks.extend(block.remarks.iter().map(of_block));
        }
        facts
    }
}

/// Whether readers in wide use refuse a text for it, or find less in it.
const fn breaks(kind: &RemarkKind) -> bool {
    match kind {
        // The encoding has a rule of its own; text around the blocks, line ends, columns and white space are
        // accepted by practically all readers.
        RemarkKind::Bom
        | RemarkKind::Utf16
        | RemarkKind::OuterText
        | RemarkKind::BagAttributes
        | RemarkKind::Crlf
        | RemarkKind::LineLength { .. }
        | RemarkKind::TrailingBits => false,
        RemarkKind::OddLength
        | RemarkKind::EndWithoutBegin
        | RemarkKind::BareBase64
        | RemarkKind::LoneCr
        | RemarkKind::EscapedNewlines
        | RemarkKind::GluedBlocks
        | RemarkKind::SingleLine
        | RemarkKind::MissingEnd
        | RemarkKind::EndLabelMismatch
        | RemarkKind::LowerCaseMarker
        | RemarkKind::DamagedMarker
        | RemarkKind::Indented
        | RemarkKind::Quoted
        | RemarkKind::Whitespace
        | RemarkKind::Invisible
        | RemarkKind::Nul
        | RemarkKind::Padding { .. }
        | RemarkKind::MissingBlankLine
        | RemarkKind::TrailingData { .. } => true,
        _ => false,
    }
}

impl Problem {
    /// The problem that an error of the PEM scanner is: of the file for a limit, else of a block.
    #[must_use]
    pub fn from_pem(error: &Error) -> Self {
        let (item, kind) = match error.kind() {
            ErrorKind::LimitExceeded {
                limit,
                asked,
                allowed,
            } => {
                let limit = limit.as_str().into();
                (
                    Item::File,
                    ProblemKind::LimitExceeded {
                        limit,
                        asked: *asked,
                        allowed: *allowed,
                    },
                )
            }
            kind => (
                Item::PemBlock,
                ProblemKind::Corrupt {
                    what: pem_corruption(kind),
                },
            ),
        };
        Self::new(item, kind).with_offset(error.offset())
    }

    /// As [`Problem::from_pem`], for a block whose label tells what it should hold.
    #[must_use]
    pub fn from_pem_block(block: &Block, error: &Error) -> Self {
        let mut problem = Self::from_pem(error);
        let kind = block.kind();
        if problem.item == Item::PemBlock && kind.is_certificate() {
            problem.item = Item::Certificate;
        } else if problem.item == Item::PemBlock && kind.is_private_key() {
            problem.item = Item::PrivateKey;
        }
        problem
    }
}

pub(crate) fn pem_corruption(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::Empty => "nothing stands between the BEGIN and the END line".into(),
        ErrorKind::InvalidCharacter { .. }
        | ErrorKind::DataAfterPadding
        | ErrorKind::TruncatedBase64 { .. }
        | ErrorKind::LimitExceeded { .. } => kind.to_string(),
        other => other.to_string(),
    }
}
