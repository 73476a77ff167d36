//! The one home of escaping for people's eyes: nothing that a file says moves the cursor, turns
//! the direction of the text or hides itself.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every character that is not plainly visible written as `\u{…}`.
///
/// Escaped are the C0 and C1 controls (ESC, CR, LF, TAB and NUL among them), format characters
/// such as BiDi overrides and zero-width joiners, line and paragraph separators, tags, variation
/// selectors, fillers and noncharacters. A backslash stays as it is, so that escaping twice gives
/// the same as once. The result never has a line break.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Whether a character could do something other than show itself.
pub(crate) fn is_hidden(character: char) -> bool {
    match character {
        ' '..='~' => false,
        _ => {
            character.is_control()
                || (u32::from(character) & 0xfffe) == 0xfffe
                || HIDDEN.iter().any(|&(first, last)| (first..=last).contains(&character))
        }
    }
}

/// Ranges of Unicode that are invisible or act on their neighbours: general category Cf, Zl and
/// Zp, the fillers and selectors that draw nothing, and the noncharacters of the Arabic block.
const HIDDEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1345f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Escapes, then cuts what is longer than `most` characters, and says how long it was.
pub(crate) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(most) else {
        return escape(text);
    };
    let shown = text.get(..cut).unwrap_or_default();
    Cow::Owned(format!("{}… ({} characters)", escape(shown), text.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::{clip, escape};

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(escape("Apple Push Services: com.example.app"), std::borrow::Cow::Borrowed(_)));
        assert_eq!(escape("Müller & Söhne 株式会社 🙂"), "Müller & Söhne 株式会社 🙂");
    }

    #[test]
    fn nothing_hidden_survives() {
        for (text, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("c1\u{9b}31m", "c1\\u{9b}31m"),
            ("x\u{202e}gpj.exe", "x\\u{202e}gpj.exe"),
            ("a\u{200b}b\u{feff}c", "a\\u{200b}b\\u{feff}c"),
            ("line\r\nbreak\tnul\0", "line\\u{d}\\u{a}break\\u{9}nul\\u{0}"),
            ("\u{2028}\u{e0041}\u{2066}", "\\u{2028}\\u{e0041}\\u{2066}"),
        ] {
            assert_eq!(escape(text), shown);
            assert_eq!(escape(shown), shown, "escaping twice changes nothing");
        }
    }

    #[test]
    fn every_control_and_format_character_is_escaped() {
        for character in ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}').chain('\u{200b}'..='\u{200f}') {
            assert!(escape(&character.to_string()).starts_with("\\u{"), "{character:?}");
        }
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "abc… (4 characters)");
        assert_eq!(clip("ä\u{1b}cd", 2), "ä\\u{1b}… (4 characters)");
    }
}
