//! What was wrong with a text and could be read nevertheless.

use core::ops::Range;

/// Something that a strict reader would have stumbled over, or text outside of the blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// Where it first appears: a byte range of the input.
    pub span: Range<usize>,
}

impl Remark {
    pub(crate) const fn new(kind: RemarkKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }
}

/// What was tolerated.
///
/// A kind appears at most once for each block, at its first occurrence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemarkKind {
    /// A byte order mark, at the start of the file or where files were joined.
    #[error("a byte order mark")]
    Bom,
    /// The text is UTF-16 and most tools do not see that it is PEM at all.
    #[error("the text is UTF-16")]
    Utf16,
    /// UTF-16 text with an odd number of bytes; the last one was left out.
    #[error("half a UTF-16 character at the end")]
    OddLength,
    /// Text outside of the blocks that is not one of the other kinds.
    #[error("text outside of the blocks")]
    OuterText,
    /// Text before a block as `openssl pkcs12` writes it: `Bag Attributes`, subject, issuer.
    #[error("bag attributes as openssl writes them")]
    BagAttributes,
    /// An END marker that closes nothing: the BEGIN line was probably lost.
    #[error("an END line without its BEGIN line")]
    EndWithoutBegin,
    /// Base64 text without markers that decodes to something that starts like DER.
    #[error("base64 text without BEGIN and END lines")]
    BareBase64,
    /// Lines end with CR LF.
    #[error("lines end with CR LF")]
    Crlf,
    /// Lines end with CR alone.
    #[error("lines end with CR alone")]
    LoneCr,
    /// The line ends were written as the two characters `\n`, as in source code or JSON.
    #[error("line ends are written as \\n")]
    EscapedNewlines,
    /// Two blocks on one line: `-----END X----------BEGIN Y-----`.
    #[error("two blocks share a line")]
    GluedBlocks,
    /// Something else than a line end separates the markers from the base64 text.
    #[error("marker and base64 text share a line")]
    SingleLine,
    /// The block has no END marker; it was read up to the first line that is not base64 text.
    #[error("the END line is missing")]
    MissingEnd,
    /// The label of the END marker is another one.
    #[error("the label of the END line is another one")]
    EndLabelMismatch,
    /// A marker is not in capitals.
    #[error("a marker is not written in capitals")]
    LowerCaseMarker,
    /// A marker does not have exactly five hyphens on both sides: some were lost, doubled, or
    /// replaced by typographic dashes.
    #[error("a marker is damaged")]
    DamagedMarker,
    /// Lines are indented.
    #[error("lines are indented")]
    Indented,
    /// Lines start with `>`, as in an answer to a mail.
    #[error("lines are quoted as in a mail")]
    Quoted,
    /// There is white space inside or at the end of lines.
    #[error("white space inside of lines")]
    Whitespace,
    /// White space without width, or a space that does not break, among the base64 characters.
    #[error("invisible characters")]
    Invisible,
    /// Lines are not 64 characters long, as RFC 7468 section 2 asks.
    #[error("a line has {columns} characters instead of 64")]
    LineLength {
        /// Length of the first such line.
        columns: usize,
    },
    /// NUL bytes among the base64 characters.
    #[error("NUL bytes")]
    Nul,
    /// There are too few or too many padding characters.
    #[error("{found} padding characters instead of {expected}")]
    Padding {
        /// Number that belongs there, 0 to 2.
        expected: usize,
        /// Number that is there.
        found: usize,
    },
    /// The last base64 character has bits set that belong to no byte.
    #[error("unused bits of the last base64 character are set")]
    TrailingBits,
    /// There is no blank line between the RFC 1421 headers and the base64 text.
    #[error("no blank line after the headers")]
    MissingBlankLine,
    /// The decoded bytes go on after the first DER element. In a `TRUSTED CERTIFICATE` block this
    /// is where OpenSSL keeps its trust settings. See [`Block::split_der`](crate::Block::split_der).
    #[error("{length} bytes after the first DER element")]
    TrailingData {
        /// Number of bytes after the first element.
        length: usize,
    },
}
