//! What a file is, told from its content and never from its name.
//!
//! A doctor must recognise a broken file for what it was meant to be, so nothing here asks for a
//! complete structure: the first few elements decide, and the parsers judge the rest.

use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use pushcert_diagnostics::Format;

mod der;
mod text;

/// The outcome of [`sniff`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// The format.
    pub(crate) format: Format,
    /// A name in words for what [`Format::Unknown`] holds, where it was recognised.
    pub(crate) detail: Option<&'static str>,
    /// The content behind bare base64 (a file that lost its PEM markers, or a CI secret).
    pub(crate) unwrapped: Option<Vec<u8>>,
}

impl Sniffed {
    const fn plain(format: Format) -> Self {
        Self {
            format,
            detail: None,
            unwrapped: None,
        }
    }

    const fn unknown(detail: Option<&'static str>) -> Self {
        Self {
            format: Format::Unknown,
            detail,
            unwrapped: None,
        }
    }
}

/// Leading bytes of things that people upload in place of a credential.
const MAGIC: &[(&[u8], Format, Option<&str>)] = &[
    (b"PK\x03\x04", Format::Zip, None),
    (b"PK\x05\x06", Format::Zip, None),
    (b"\xfe\xed\xfe\xed", Format::JavaKeystore, None),
    (b"\xce\xce\xce\xce", Format::JavaKeystore, None),
    (b"\x1f\x8b", Format::Unknown, Some("a gzip archive")),
    (
        b"7z\xbc\xaf\x27\x1c",
        Format::Unknown,
        Some("a 7-Zip archive"),
    ),
    (b"\xfd7zXZ\x00", Format::Unknown, Some("an xz archive")),
    (b"BZh", Format::Unknown, Some("a bzip2 archive")),
    (b"Rar!", Format::Unknown, Some("a RAR archive")),
    (b"%PDF", Format::Unknown, Some("a PDF document")),
    (b"kych", Format::Unknown, Some("a macOS keychain")),
    (b"bplist00", Format::Unknown, Some("a binary property list")),
    (
        b"SQLite format 3\x00",
        Format::Unknown,
        Some("an SQLite database"),
    ),
    (b"{\\rtf", Format::Unknown, Some("an RTF document")),
    (b"\x7fELF", Format::Unknown, Some("a program")),
    (b"\xcf\xfa\xed\xfe", Format::Unknown, Some("a program")),
    (b"\x89PNG", Format::Unknown, Some("a picture")),
    (b"\xff\xd8\xff", Format::Unknown, Some("a picture")),
];

/// Tells what `bytes` are.
pub(crate) fn sniff(bytes: &[u8]) -> Sniffed {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Sniffed::plain(Format::Empty);
    }
    if let Some(sniffed) = der::sniff(bytes) {
        return sniffed;
    }
    if let Some((_, format, detail)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Sniffed {
            format: *format,
            detail: *detail,
            unwrapped: None,
        };
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Sniffed::unknown(Some("a tar archive"));
    }
    // Its property list has a chain in PEM inside.
    let text = text::sniff(bytes);
    if let Some(request) = text
        .clone()
        .filter(|one| one.format == Format::MdmPushRequest)
    {
        return request;
    }
    if pushcert_pem::looks_like_pem(bytes) {
        // Which of the PEM formats is known only after the blocks have been read.
        return Sniffed::plain(Format::PemBundle);
    }
    text.or_else(|| bare_base64(bytes))
        .unwrap_or(Sniffed::unknown(None))
}

/// Base64 with nothing around it, of something that is known itself.
fn bare_base64(bytes: &[u8]) -> Option<Sniffed> {
    let content = decoded(bytes)?;
    let inner = match der::sniff(&content).or_else(|| text::sniff(&content)) {
        Some(inner) => inner,
        // Base64 is how a vendor-signed request is written, and some write it twice.
        None => text::sniff(&decoded(&content)?)
            .filter(|twice| twice.format == Format::MdmPushRequest)?,
    };
    Some(match inner.format {
        Format::MdmPushRequest => inner,
        _ => Sniffed {
            unwrapped: Some(content),
            ..inner
        },
    })
}

/// What a text is the base64 of, whatever its lines.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let compact: Vec<u8> = text
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    if compact.len() < 16
        || !compact
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b))
    {
        return None;
    }
    Base64::decode_vec(core::str::from_utf8(&compact).ok()?).ok()
}
