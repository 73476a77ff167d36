//! RFC 1421 headers between the BEGIN line and the base64 text.

use alloc::string::String;
use alloc::vec::Vec;

use crate::bytes::is_blank;
use crate::{Error, Header, LimitName, Limits};

/// Longest header name that is recognised.
const MAX_NAME: usize = 64;

pub(crate) struct Headers {
    pub(crate) list: Vec<Header>,
    /// Index where the base64 text starts.
    pub(crate) end: usize,
    /// Whether a blank line separates the two.
    pub(crate) separated: bool,
}

/// Reads the headers in `bytes[start..]`, where `start` is the end of the BEGIN marker and `bytes`
/// ends where the block ends.
///
/// ```text
/// Proc-Type: 4,ENCRYPTED
/// DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF
/// ```
pub(crate) fn read(bytes: &[u8], start: usize, limits: &Limits) -> Result<Headers, Error> {
    let mut headers = Headers {
        list: Vec::new(),
        end: start,
        separated: true,
    };
    let Some(mut line) = skip_line_end(bytes, skip_blanks(bytes, start)) else {
        return Ok(headers);
    };
    let mut blank_lines = false;
    let mut indented = false;
    loop {
        let text = skip_blanks(bytes, line);
        if let Some(next) = skip_line_end(bytes, text) {
            blank_lines = true;
            line = next;
            continue;
        }
        if let Some(value) = after_name(bytes, text) {
            if headers.list.len() >= limits.max_headers {
                let asked = limits.max_headers.saturating_add(1);
                return Err(Error::limit(LimitName::Headers, asked, limits.max_headers));
            }
            let name = bytes.get(text..value.saturating_sub(1)).unwrap_or_default();
            let end = line_end(bytes, value);
            headers.list.push(Header::new(
                String::from_utf8_lossy(name).trim_end().into(),
                trimmed(bytes, value, end),
            ));
            indented = text > line;
            line = skip_line_end(bytes, end).unwrap_or(end);
        } else if let Some(last) = headers.list.last_mut()
            && text > line
            && !indented
            && !blank_lines
        {
            let end = line_end(bytes, text);
            last.value.push_str(&trimmed(bytes, text, end));
            line = skip_line_end(bytes, end).unwrap_or(end);
        } else {
            if !headers.list.is_empty() {
                headers.end = line;
                headers.separated = blank_lines;
            }
            return Ok(headers);
        }
        blank_lines = false;
    }
}

/// Index after the colon, if a header name and a colon stand at `at`.
fn after_name(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let length = rest
        .iter()
        .take(MAX_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let colon = at.checked_add(length)?;
    (length > 0 && bytes.get(colon) == Some(&b':')).then(|| colon.saturating_add(1))
}

fn trimmed(bytes: &[u8], start: usize, end: usize) -> String {
    let text = bytes.get(start..end).unwrap_or_default().trim_ascii();
    String::from_utf8_lossy(text).into_owned()
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let blanks = rest.iter().take_while(|&&byte| is_blank(byte)).count();
    at.saturating_add(blanks)
}

/// Index of the next line end at or after `at`, or of the end of the text.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = (0..rest.len())
        .find(|&index| {
            rest.get(index..)
                .is_some_and(|rest| line_end_length(rest).is_some())
        })
        .unwrap_or(rest.len());
    at.saturating_add(length)
}

fn skip_line_end(bytes: &[u8], at: usize) -> Option<usize> {
    at.checked_add(line_end_length(bytes.get(at..)?)?)
}

/// Length of the line end at the start of `bytes`, written-out ones included.
fn line_end_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r', b'\n', ..] | [b'\\', b'n' | b'r', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn list(text: &str) -> (Vec<(String, String)>, &str, bool) {
        let headers = read(text.as_bytes(), 0, &Limits::default()).unwrap();
        let list = headers
            .list
            .into_iter()
            .map(|header| (header.name, header.value));
        (list.collect(), &text[headers.end..], headers.separated)
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|&(name, value)| (name.into(), value.into()))
            .collect()
    }

    #[test]
    fn headers_blank_line_and_text() {
        let (headers, rest, separated) =
            list("\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: A,B \n\nMIIB\n");
        assert_eq!(
            headers,
            pairs(&[("Proc-Type", "4,ENCRYPTED"), ("DEK-Info", "A,B")])
        );
        assert_eq!((rest, separated), ("MIIB\n", true));
    }

    #[test]
    fn continuation_lines_are_joined() {
        let (headers, rest, _) = list("\nKey-Info: A,\n B,\n C\n\nMIIB");
        assert_eq!(headers, pairs(&[("Key-Info", "A,B,C")]));
        assert_eq!(rest, "MIIB");
    }

    #[test]
    fn indented_headers_without_a_blank_line() {
        let (headers, rest, separated) = list("\n  A: 1\n  B: 2\n  MIIB");
        assert_eq!(headers, pairs(&[("A", "1"), ("B", "2")]));
        assert_eq!((rest, separated), ("  MIIB", false));
    }

    #[test]
    fn no_headers() {
        for text in ["\nMIIB", "MIIB", "\n\nMIIB", "", " ", "\n:\n"] {
            assert_eq!(list(text), (Vec::new(), text, true), "{text:?}");
        }
    }
}
