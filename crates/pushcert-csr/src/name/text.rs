//! The string types of X.680 and their texts.

use alloc::string::String;
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

    /// The text of these content octets; `None` for other types and for malformed strings. BMPString
    /// may hold UTF-16.
    pub(crate) fn read(self, octets: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => core::str::from_utf8(octets).ok().map(String::from),
            Self::Numeric | Self::Printable | Self::Ia5 | Self::Visible => octets
                .is_ascii()
                .then(|| octets.iter().copied().map(char::from).collect()),
            Self::Teletex | Self::General => Some(octets.iter().copied().map(char::from).collect()),
            Self::Bmp => {
                let (pairs, rest) = octets.as_chunks::<2>();
                let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
                let text = char::decode_utf16(units).collect::<Result<_, _>>().ok();
                text.filter(|_| rest.is_empty())
            }
            Self::Universal => {
                let (quads, rest) = octets.as_chunks::<4>();
                let scalars = quads.iter().map(|quad| u32::from_be_bytes(*quad));
                let text = scalars.map(char::from_u32).collect();
                rest.is_empty().then_some(text).flatten()
            }
            Self::Other(_) => None,
        }
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
            let found = StringType::from_tag(tag).read(octets);
            assert_eq!(found.as_deref(), text, "{tag:#x} {octets:?}");
        }
    }
}
