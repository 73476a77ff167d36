//! RFC 3339, section 5.6.

use core::fmt;

use super::UnixTime;

/// A text is not an RFC 3339 time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimeError {
    offset: usize,
    expected: &'static str,
}

impl ParseTimeError {
    /// The byte offset where the text stops being a time.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// What should stand there, in words.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a time such as 2026-11-21T00:00:00Z: expected {} at byte {}",
            self.expected, self.offset
        )
    }
}

impl core::error::Error for ParseTimeError {}

struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl Cursor<'_> {
    fn error(&self, expected: &'static str) -> ParseTimeError {
        ParseTimeError {
            offset: self.offset,
            expected,
        }
    }

    fn next_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        if !wanted(*first) {
            return None;
        }
        self.rest = rest;
        self.offset += 1;
        Some(*first)
    }

    fn one_of(&mut self, bytes: &[u8], expected: &'static str) -> Result<u8, ParseTimeError> {
        self.next_if(|byte| bytes.contains(&byte))
            .ok_or_else(|| self.error(expected))
    }

    fn digit(&mut self) -> Result<u8, ParseTimeError> {
        self.next_if(|byte| byte.is_ascii_digit())
            .map(|byte| byte - b'0')
            .ok_or_else(|| self.error("a digit"))
    }

    fn two_digits(&mut self) -> Result<u8, ParseTimeError> {
        Ok(self.digit()? * 10 + self.digit()?)
    }

    /// `Z`, or the offset from UTC in seconds.
    fn zone(&mut self) -> Result<i64, ParseTimeError> {
        let expected = "Z or an offset from UTC";
        let start = self.offset;
        let sign = match self.one_of(b"Zz+-", expected)? {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(0),
        };
        let hours = self.two_digits()?;
        self.one_of(b":", "`:`")?;
        let minutes = self.two_digits()?;
        if hours > 23 || minutes > 59 {
            return Err(ParseTimeError {
                offset: start,
                expected: "an offset of at most 23:59",
            });
        }
        Ok(sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
    }
}

pub(super) fn rfc3339(text: &str) -> Result<UnixTime, ParseTimeError> {
    let mut cursor = Cursor {
        rest: text.as_bytes(),
        offset: 0,
    };
    let year = i32::from(cursor.two_digits()?) * 100 + i32::from(cursor.two_digits()?);
    cursor.one_of(b"-", "`-`")?;
    let month = cursor.two_digits()?;
    cursor.one_of(b"-", "`-`")?;
    let day = cursor.two_digits()?;
    cursor.one_of(b"Tt ", "`T`")?;
    let hour = cursor.two_digits()?;
    cursor.one_of(b":", "`:`")?;
    let minute = cursor.two_digits()?;
    cursor.one_of(b":", "`:`")?;
    let second = cursor.two_digits()?;
    if cursor.next_if(|byte| byte == b'.').is_some() {
        cursor.digit()?;
        while cursor.digit().is_ok() {}
    }
    let zone = cursor.zone()?;
    if !cursor.rest.is_empty() {
        return Err(cursor.error("nothing more"));
    }
    // A leap second exists only where the minute ends the day in UTC; as the clock of this crate
    // has no such second, the one before it is taken.
    let second = if second == 60 { 59 } else { second };
    let local =
        UnixTime::from_civil(year, month, day, hour, minute, second).ok_or(ParseTimeError {
            offset: 0,
            expected: "a day and a time that exist",
        })?;
    Ok(UnixTime(local.0 - zone))
}
