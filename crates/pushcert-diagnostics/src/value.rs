//! The values of evidence, and the escaping of text that comes from files.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pushcert_types::UnixTime;

/// A value of a finding's evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// Text as it stands in the file: raw, so it may hold anything. Escape it before it is shown.
    Text(String),
    /// A number.
    Number(i64),
    /// An instant; shown as RFC 3339, UTC, seconds.
    Time(UnixTime),
    /// Texts, in order.
    List(Vec<String>),
}

/// At most so many entries of a list are kept as evidence; a last entry tells how many more there are.
pub(crate) const MAX_LIST: usize = 64;

/// For a terminal or a page: one line, control and invisible characters escaped, long texts shortened.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", shown(text)),
            Self::Number(number) => write!(f, "{number}"),
            Self::Time(time) => write!(f, "{time}"),
            Self::List(items) if items.is_empty() => f.write_str("(none)"),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{}", shown(item))?;
                }
                Ok(())
            }
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<UnixTime> for Value {
    fn from(time: UnixTime) -> Self {
        Self::Time(time)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Vec<String>> for Value {
    fn from(mut items: Vec<String>) -> Self {
        if items.len() > MAX_LIST {
            let more = items.len().saturating_sub(MAX_LIST);
            items.truncate(MAX_LIST);
            items.push(alloc::format!("… and {more} more"));
        }
        Self::List(items)
    }
}

/// Text from a file, made fit for one line of a terminal or a page.
///
/// Control characters, line breaks and characters that change the direction of writing or are invisible
/// become `\u{1b}`; what is longer than 160 characters is cut, with the number of characters left out.
///
/// ```
/// use pushcert_diagnostics::shown;
///
/// assert_eq!(shown("com.example.app").to_string(), "com.example.app");
/// assert_eq!(shown("a\u{1b}[31mb\n").to_string(), "a\\u{1b}[31mb\\u{a}");
/// ```
#[must_use]
pub fn shown(text: &str) -> Shown<'_> {
    Shown(text)
}

/// The result of [`shown`].
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(&'a str);

const MAX_SHOWN: usize = 160;

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.chars();
        for c in chars.by_ref().take(MAX_SHOWN) {
            if is_unsafe(c) {
                write!(f, "\\u{{{:x}}}", u32::from(c))?;
            } else {
                write!(f, "{c}")?;
            }
        }
        match chars.count() {
            0 => Ok(()),
            rest => write!(f, "… ({rest} more characters)"),
        }
    }
}

/// Whether a character must not reach a terminal as it is: controls (C0, C1), line and paragraph
/// separators, zero-width characters, marks and isolates of direction, tags, the BOM.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
