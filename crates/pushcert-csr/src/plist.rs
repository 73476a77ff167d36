//! XML property lists, bounded.
//!
//! A property list is XML of a fixed vocabulary. This reader takes no more of XML than property lists
//! need: the declaration, comments, a document type without an internal subset (its address is never
//! fetched), the five predefined entities, character references, CDATA sections, and the elements of
//! the vocabulary. Everything else is an error with its place; nothing is expanded, so the values are
//! never larger than the text. Time is linear in its length but for the look-up of keys, and nesting
//! is bounded.
//!
//! ```
//! use pushcert_csr::plist::{ErrorKind, Limits, Value, parse};
//!
//! let text = br#"<?xml version="1.0" encoding="UTF-8"?>
//! <plist version="1.0"><dict><key>a</key><string>1 &lt; 2</string></dict></plist>"#;
//! let value = parse(text, &Limits::default())?;
//! assert_eq!(value.dict().and_then(|dict| dict.get("a")), Some(&Value::String("1 < 2".into())));
//!
//! let bomb = br#"<!DOCTYPE plist [<!ENTITY a "aaaa">]><plist><string>&a;</string></plist>"#;
//! assert_eq!(*parse(bomb, &Limits::default()).unwrap_err().kind(), ErrorKind::InternalSubset);
//! # Ok::<(), pushcert_csr::plist::Error>(())
//! ```

mod cursor;
mod element;
mod error;
mod scalar;
mod text;

use alloc::{collections::BTreeMap, string::String, vec::Vec};

pub use error::{Error, ErrorKind, LimitName};

use self::cursor::Cursor;

/// Deepest nesting that any limit allows.
const MAX_DEPTH: usize = 64;

/// What one property list may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest input, in bytes. Default 64 KiB.
    pub max_input: usize,
    /// Deepest nesting: 1 is a value that stands alone. Default 16; more than 64 counts as 64.
    pub max_depth: usize,
    /// Most values, those that hold others included. Default 4,096.
    pub max_values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_input: 64 * 1024,
            max_depth: 16,
            max_values: 4_096,
        }
    }
}

/// A value of a property list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `<dict>`; the order of the keys is not kept.
    Dict(BTreeMap<String, Self>),
    /// `<array>`.
    Array(Vec<Self>),
    /// `<string>`, references resolved, line ends as LF.
    String(String),
    /// `<data>`, decoded.
    Data(Vec<u8>),
    /// `<integer>`, −2⁶³ to 2⁶⁴ − 1.
    Integer(i128),
    /// `<real>`.
    Real(f64),
    /// `<date>`: `YYYY-MM-DDTHH:MM:SSZ`, as it is written.
    Date(String),
    /// `<true/>` or `<false/>`.
    Boolean(bool),
}

impl Value {
    /// The dictionary, if it is one.
    #[must_use]
    pub const fn dict(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The text, if it is a string.
    #[must_use]
    pub fn string(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses a property list: UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// The first thing that is wrong, with its byte offset.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, Error> {
    if bytes.len() > limits.max_input {
        return Err(Error::limit(
            LimitName::Input,
            bytes.len(),
            limits.max_input,
            limits.max_input,
        ));
    }
    if bytes.starts_with(b"bplist") {
        return Err(Error::new(ErrorKind::Binary, 0));
    }
    let text = core::str::from_utf8(bytes)
        .map_err(|error| Error::new(ErrorKind::Encoding, error.valid_up_to()))?;
    let mut cursor = Cursor::new(text)?;
    cursor.prolog()?;
    element::plist(&mut cursor, limits)
}

#[cfg(test)]
mod tests;
