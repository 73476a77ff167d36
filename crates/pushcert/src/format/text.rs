//! Text that is no PEM.

use pushcert_diagnostics::Format;

use super::Sniffed;

/// How far into a text its kind is looked for.
const WINDOW: usize = 4096;

/// The keys of a vendor-signed request, in lower case.
const MDM_KEYS: [&[u8]; 3] = [
    b"<key>pushcertrequestcsr",
    b"<key>pushcertcertificatechain",
    b"<key>pushcertsignature",
];

/// Tells which kind of text the bytes start, if it is one that is known.
pub(super) fn sniff(bytes: &[u8]) -> Option<Sniffed> {
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let head = text.get(..WINDOW).unwrap_or(text).to_ascii_lowercase();
    let has = |needle: &[u8]| head.windows(needle.len()).any(|w| w == needle);
    match head.first()? {
        // The keys may come in any order, and a chain is longer than the window.
        b'<' if MDM_KEYS.iter().any(|key| has(key)) => Some(Sniffed::plain(Format::MdmPushRequest)),
        b'<' if has(b"<plist") => Some(Sniffed::unknown(Some("an XML property list"))),
        b'<' if has(b"<html") || has(b"<!doctype html") || has(b"<head") => {
            Some(Sniffed::plain(Format::Html))
        }
        b'<' if has(b"<?xml") => Some(Sniffed::unknown(Some("an XML document"))),
        b'{' | b'['
            if text
                .trim_ascii_end()
                .last()
                .is_some_and(|b| b"}]".contains(b)) =>
        {
            Some(Sniffed::unknown(Some("a JSON document")))
        }
        _ => None,
    }
}
