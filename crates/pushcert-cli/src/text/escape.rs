//! Escaping for people's eyes: nothing that a file says moves the cursor, turns the direction of
//! the text or hides itself.

use std::borrow::Cow;
use std::fmt::Write as _;

use pushcert::diagnostics::is_unsafe;

/// The text with every character that is not plainly visible written as `\u{…}`.
///
/// Which ones those are is told by the diagnostics, so that messages and reports agree: controls
/// (ESC, CR, LF, TAB and NUL among them), BiDi and zero-width characters, separators of lines,
/// tags. A backslash stays as it is: escaping twice gives the same as once. The result never has a
/// line break.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if is_plain_ascii(text) || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unsafe(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// The quick answer for nearly all texts.
fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Escapes, then cuts what is longer than `most` characters, and says how long it was.
pub(crate) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(most) else {
        return escape(text);
    };
    let shown = text.get(..cut).unwrap_or_default();
    Cow::Owned(format!(
        "{}… ({} characters)",
        escape(shown),
        text.chars().count()
    ))
}

#[cfg(test)]
mod tests {
    use super::{clip, escape};

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(
            escape("Apple Push Services: com.example.app"),
            std::borrow::Cow::Borrowed(_)
        ));
        assert_eq!(
            escape("Müller & Söhne 株式会社 🙂"),
            "Müller & Söhne 株式会社 🙂"
        );
    }

    #[test]
    fn nothing_hidden_survives() {
        for (text, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("c1\u{9b}31m", "c1\\u{9b}31m"),
            ("x\u{202e}gpj.exe", "x\\u{202e}gpj.exe"),
            ("a\u{200b}b\u{feff}c", "a\\u{200b}b\\u{feff}c"),
            (
                "line\r\nbreak\tnul\0",
                "line\\u{d}\\u{a}break\\u{9}nul\\u{0}",
            ),
            ("\u{2028}\u{e0041}\u{2066}", "\\u{2028}\\u{e0041}\\u{2066}"),
        ] {
            assert_eq!(escape(text), shown);
            assert_eq!(escape(shown), shown, "escaping twice changes nothing");
        }
    }

    #[test]
    fn every_control_and_format_character_is_escaped() {
        for character in ('\0'..='\u{1f}')
            .chain('\u{7f}'..='\u{9f}')
            .chain('\u{200b}'..='\u{200f}')
        {
            assert!(
                escape(&character.to_string()).starts_with("\\u{"),
                "{character:?}"
            );
        }
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "abc… (4 characters)");
        assert_eq!(clip("ä\u{1b}cd", 2), "ä\\u{1b}… (4 characters)");
    }
}
