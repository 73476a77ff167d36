//! The string types of X.680 and their texts.

use alloc::{boxed::Box, string::String};
use core::fmt;

/// The type of a value that should be a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StringType {
    /// UTF-8.
    Utf8,
    /// Digits and blanks.
    Numeric,
    /// A subset of ASCII.
    Printable,
    /// T.61, read as Latin-1 as everybody does.
    Teletex,
    /// ASCII.
    Ia5,
    /// Printable ASCII.
    Visible,
    /// Read as Latin-1.
    General,
    /// Four octets for each character.
    Universal,
    /// Two octets for each character.
    Bmp,
    /// No string type; the tag.
    Other(u8),
}

impl StringType {
    pub(crate) const fn from_tag(tag: u8) -> Self {
        match tag {
            0x0c => Self::Utf8,
            0x12 => Self::Numeric,
            0x13 => Self::Printable,
            0x14 => Self::Teletex,
            0x16 => Self::Ia5,
            0x1a => Self::Visible,
            0x1b => Self::General,
            0x1c => Self::Universal,
            0x1e => Self::Bmp,
            _ => Self::Other(tag),
        }
    }

    /// Whether this is a string type at all.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl fmt::Display for StringType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF8String",
            Self::Numeric => "NumericString",
            Self::Printable => "PrintableString",
            Self::Teletex => "TeletexString",
            Self::Ia5 => "IA5String",
            Self::Visible => "VisibleString",
            Self::General => "GeneralString",
            Self::Universal => "UniversalString",
            Self::Bmp => "BMPString",
            Self::Other(tag) => return write!(f, "a value with the tag {tag:#04x}"),
        })
    }
}

/// The text where the octets are its UTF-8 already.
pub(crate) fn borrowed(tag: u8, octets: &[u8]) -> Option<&str> {
    match StringType::from_tag(tag) {
        StringType::Utf8 => core::str::from_utf8(octets).ok(),
        StringType::Numeric
        | StringType::Printable
        | StringType::Ia5
        | StringType::Visible
        | StringType::Teletex
        | StringType::General
            if octets.is_ascii() =>
        {
            core::str::from_utf8(octets).ok()
        }
        _ => None,
    }
}

/// The text where it must be converted: Latin-1 for T.61, UCS-2 (UTF-16 is tolerated), UCS-4.
pub(crate) fn converted(tag: u8, octets: &[u8]) -> Option<Box<str>> {
    let text: Option<String> = match StringType::from_tag(tag) {
        StringType::Teletex | StringType::General => {
            Some(octets.iter().map(|octet| char::from(*octet)).collect())
        }
        StringType::Bmp => {
            let (pairs, rest) = octets.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            let text = char::decode_utf16(units).collect::<Result<_, _>>().ok();
            text.filter(|_| rest.is_empty())
        }
        StringType::Universal => {
            let (quads, rest) = octets.as_chunks::<4>();
            let text = quads
                .iter()
                .map(|quad| char::from_u32(u32::from_be_bytes(*quad)))
                .collect();
            rest.is_empty().then_some(text).flatten()
        }
        _ => None,
    };
    text.map(String::into_boxed_str)
}

/// The text of a string of any type, `None` for other types and malformed strings.
pub(crate) fn text_of(tag: u8, octets: &[u8]) -> Option<String> {
    match borrowed(tag, octets) {
        Some(text) => Some(text.into()),
        None => converted(tag, octets).map(String::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_own_reading() {
        for (tag, octets, text) in [
            (0x0c, &b"caf\xc3\xa9"[..], Some("café")),
            (0x0c, b"caf\xe9", None),
            (0x14, b"caf\xe9", Some("café")),
            (0x13, b"caf\xe9", None),
            (0x1a, b"cafe\x1b", Some("cafe\u{1b}")),
            (0x1e, b"\0c\0\xe9", Some("cé")),
            (0x1e, b"\0c\0", None),
            (0x1e, b"\xd8\x00", None),
            (0x1e, b"\xd8\x3d\xde\x00", Some("\u{1f600}")),
            (0x1c, b"\0\x01\xf6\0", Some("\u{1f600}")),
            (0x1c, b"\0\x11\0\0", None),
            (0x1c, b"\0\0\0", None),
            (0x02, b"\x01", None),
        ] {
            assert_eq!(text_of(tag, octets).as_deref(), text, "{tag:#x} {octets:?}");
        }
    }
}
