//! Breaking lines at words.

use unicode_width::UnicodeWidthStr as _;

/// The columns that a text takes on a terminal. Colours take none: an ESC can only be one of ours,
/// for [`escape`](super::escape::escape) leaves none in the text of others.
pub(crate) fn columns(text: &str) -> usize {
    if !text.contains('\u{1b}') {
        return if text.is_ascii() {
            text.len()
        } else {
            text.width()
        };
    }
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().map_or(0, str::width);
    first
        + pieces
            .map(|piece| piece.split_once('m').map_or(0, |(_, rest)| rest.width()))
            .sum::<usize>()
}

/// Appends `text` to `out`, broken at spaces so that no line is longer than `width` columns.
///
/// The first line is taken to stand already at `indent` columns; every further one begins with
/// that many spaces. A word that is longer than a line stays whole: digests and identifiers must
/// be copied in one piece. Runs of spaces inside of a line stay. The text must be free of line
/// breaks (see [`escape`](super::escape::escape)); the last line is ended.
pub(crate) fn wrap(out: &mut String, text: &str, indent: usize, width: usize) {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        wrap_ascii(out, text, indent, width);
    } else {
        wrap_words(out, text, indent, width);
    }
}

/// Where every byte is a column, whole lines are found and copied at once.
fn wrap_ascii(out: &mut String, text: &str, indent: usize, width: usize) {
    let room = width.saturating_sub(indent);
    let mut rest = text.trim_matches(' ');
    while rest.len() > room {
        let line = rest.get(..=room).and_then(|line| line.rfind(' '));
        let Some(end) = line.or_else(|| rest.find(' ')) else {
            break;
        };
        let (line, next) = rest.split_at(end);
        out.push_str(line.trim_end_matches(' '));
        out.push('\n');
        pad(out, indent);
        rest = next.trim_start_matches(' ');
    }
    out.push_str(rest);
    out.push('\n');
}

/// Word by word, for text whose columns must be counted.
fn wrap_words(out: &mut String, text: &str, indent: usize, width: usize) {
    let mut column = indent;
    let mut gap = 0;
    let mut is_first = true;
    for word in text.split(' ') {
        if word.is_empty() {
            gap += 1;
            continue;
        }
        let wide = columns(word);
        if !is_first && column + gap + wide > width {
            out.push('\n');
            pad(out, indent);
            column = indent;
        } else if !is_first {
            pad(out, gap);
            column += gap;
        }
        out.push_str(word);
        column += wide;
        gap = 1;
        is_first = false;
    }
    out.push('\n');
}

/// Appends so many spaces.
pub(crate) fn pad(out: &mut String, count: usize) {
    const SPACES: &str = "                                        ";
    let mut left = count;
    while left > 0 {
        let some = left.min(SPACES.len());
        out.push_str(SPACES.get(..some).unwrap_or_default());
        left -= some;
    }
}

#[cfg(test)]
mod tests {
    use super::{columns, wrap, wrap_ascii, wrap_words};

    fn wrapped(text: &str, indent: usize, width: usize) -> String {
        let mut out = String::new();
        wrap(&mut out, text, indent, width);
        out
    }

    #[test]
    fn breaks_at_spaces_and_indents() {
        assert_eq!(
            wrapped("one two three four", 2, 10),
            "one two\n  three\n  four\n"
        );
        assert_eq!(wrapped("", 2, 10), "\n");
    }

    #[test]
    fn both_ways_to_wrap_are_the_same() {
        let texts = [
            "",
            " ",
            "a",
            "one two three",
            "  a   b c  ",
            "0123456789 a 0123456789ab b",
            "ab cd ef gh ij kl",
        ];
        for text in texts {
            for (indent, width) in [(0, 1), (0, 5), (2, 8), (4, 14), (9, 8), (0, 80)] {
                let (mut lines, mut words) = (String::new(), String::new());
                wrap_ascii(&mut lines, text, indent, width);
                wrap_words(&mut words, text, indent, width);
                assert_eq!(lines, words, "{text:?} at {indent} to {width}");
            }
        }
    }

    #[test]
    fn long_words_stay_whole() {
        assert_eq!(
            wrapped("a 0123456789abcdef b", 0, 8),
            "a\n0123456789abcdef\nb\n"
        );
    }

    #[test]
    fn gaps_stay_and_colours_take_no_room() {
        assert_eq!(wrapped("a   b", 0, 8), "a   b\n");
        assert_eq!(columns("\u{1b}[1m\u{1b}[31mab\u{1b}[0mc"), 3);
    }

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(columns("株式"), 4);
        assert_eq!(wrapped("株式 会社", 0, 6), "株式\n会社\n");
    }
}
