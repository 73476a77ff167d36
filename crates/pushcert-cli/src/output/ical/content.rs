//! Content lines: folded, escaped and ended as RFC 5545, 3.1 and 3.3.11 say.

use pushcert::UnixTime;

use crate::text::escape::escape;

/// A line has at most this many octets, its end not counted.
const LONGEST: usize = 75;

/// The lines of a calendar.
#[derive(Debug, Default)]
pub(super) struct Lines {
    out: String,
}

impl Lines {
    /// A property whose value needs no escaping.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > LONGEST {
                self.out.push_str("\r\n ");
                used = 1;
            }
            self.out.push(character);
            used += character.len_utf8();
        }
        self.out.push_str("\r\n");
    }

    /// A property of type TEXT. A line feed begins a new line of the text; the caller has escaped
    /// those of other people with [`shown`].
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.add(name, &escaped(value));
    }

    /// A property that lists texts.
    pub(super) fn texts(&mut self, name: &str, values: &[&str]) {
        let values: Vec<_> = values.iter().map(|value| escaped(value)).collect();
        self.add(name, &values.join(","));
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.out.as_bytes()
    }
}

/// TEXT: backslash, semicolon, comma and line feed.
fn escaped(text: &str) -> String {
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| {
            let line = escape(line).replace('\\', "\\\\");
            line.replace(';', "\\;").replace(',', "\\,")
        })
        .collect();
    lines.join("\\n")
}

/// `20270601T183626Z`; the year has four digits.
pub(super) fn moment(time: UnixTime) -> String {
    let (hour, minute, second) = time.time_of_day();
    format!("{}T{hour:02}{minute:02}{second:02}Z", day(time))
}

/// `20270601`
pub(super) fn day(time: UnixTime) -> String {
    let (year, month, day) = time.date();
    format!("{year:04}{month:02}{day:02}")
}

/// A calendar must have a component: UTC, where there is no entry.
pub(super) fn no_entry(lines: &mut Lines) {
    for (name, value) in [
        ("BEGIN", "VTIMEZONE"),
        ("TZID", "UTC"),
        ("BEGIN", "STANDARD"),
        ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", "+0000"),
        ("TZOFFSETTO", "+0000"),
        ("END", "STANDARD"),
        ("END", "VTIMEZONE"),
    ] {
        lines.add(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, escaped, moment};
    use pushcert::UnixTime;

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        for width in ["x", "ü", "株", "🙂"] {
            let mut lines = Lines::default();
            lines.text("SUMMARY", &width.repeat(200));
            let text = std::str::from_utf8(lines.as_bytes()).unwrap();
            let octets: Vec<_> = text.split("\r\n").map(str::len).collect();
            assert!(octets.iter().all(|octets| *octets <= 75), "{octets:?}");
            assert!(octets.len() > 3, "{octets:?}");
            let whole = format!("SUMMARY:{}\r\n", width.repeat(200));
            assert_eq!(text.replace("\r\n ", ""), whole);
        }
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded() {
        let mut lines = Lines::default();
        lines.add("A", &"x".repeat(73));
        lines.add("A", &"x".repeat(74));
        let text = std::str::from_utf8(lines.as_bytes()).unwrap();
        let octets: Vec<_> = text.split("\r\n").map(str::len).collect();
        assert_eq!(octets, [75, 75, 2, 0]);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(escaped("a\rb\u{1b}"), "a\\\\u{d}b\\\\u{1b}");
    }

    #[test]
    fn moments_are_basic_iso_8601_in_utc() {
        let time = UnixTime::parse("0987-06-01T18:36:26Z").unwrap();
        assert_eq!(moment(time), "09870601T183626Z");
    }
}
