//! BEGIN and END markers, as they should be and as they come.

use alloc::string::String;

use crate::bytes::{dash, find_dash, is_blank};

/// Longest label that is recognised, in bytes. RFC 7468 sets no bound; a bound here keeps the
/// search linear.
const MAX_LABEL: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerKind {
    Begin,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Among any text: a marker must look like one.
    Outside,
    /// Between markers, where a dash has no other business.
    Inside,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) kind: MarkerKind,
    /// Index of the first dash.
    pub(crate) start: usize,
    /// Index after the last dash.
    pub(crate) end: usize,
    /// In capitals, single spaces.
    pub(crate) label: String,
    /// Five hyphens on both sides, one space before the label.
    pub(crate) intact: bool,
    /// Written in capitals.
    pub(crate) capitals: bool,
}

/// Dashes in a row. `weight` is the number of hyphens they stand for.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    weight: usize,
}

impl Run {
    fn read(bytes: &[u8], start: usize) -> Self {
        let mut run = Self {
            start,
            end: start,
            weight: 0,
        };
        while let Some((length, weight)) = bytes.get(run.end..).and_then(dash) {
            run.end = run.end.saturating_add(length);
            run.weight = run.weight.saturating_add(weight);
        }
        run
    }

    fn is_five_hyphens(&self) -> bool {
        self.weight == 5 && self.end.saturating_sub(self.start) == 5
    }
}

/// The first marker that starts at or after `from`.
pub(crate) fn find(bytes: &[u8], from: usize, place: Place) -> Option<Marker> {
    let mut at = from;
    loop {
        at = find_dash(bytes, at)?;
        let run = Run::read(bytes, at);
        if run.weight == 0 {
            at = at.checked_add(1)?;
            continue;
        }
        if let Some(marker) = read(bytes, run, |kind, capitals| {
            enough(bytes, run, place, kind, capitals)
        }) {
            return Some(marker);
        }
        at = run.end;
    }
}

/// A BEGIN marker that lost its dashes to the END marker before it: `-----END X-----BEGIN Y-----`.
pub(crate) fn find_glued(bytes: &[u8], at: usize) -> Option<Marker> {
    let run = Run {
        start: at,
        end: at,
        weight: 0,
    };
    read(bytes, run, |kind, _| kind == MarkerKind::Begin)
}

/// Whether there are dashes enough to believe in a marker.
fn enough(bytes: &[u8], run: Run, place: Place, kind: MarkerKind, capitals: bool) -> bool {
    let least = match (place, kind) {
        (Place::Outside, MarkerKind::End) => 5,
        (_, MarkerKind::Begin) if !capitals => 5,
        (Place::Inside, MarkerKind::End) if starts_line(bytes, run.start) => 1,
        _ => 3,
    };
    run.weight >= least
}

fn starts_line(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_none_or(|byte| matches!(byte, b'\r' | b'\n'))
}

fn read(bytes: &[u8], open: Run, accept: impl FnOnce(MarkerKind, bool) -> bool) -> Option<Marker> {
    let spaced = bytes.get(open.end) == Some(&b' ');
    let word_at = open.end.checked_add(usize::from(spaced))?;
    let (kind, word) = word(bytes, word_at)?;
    let label_at = word_at.checked_add(word.len())?;
    let (label, close) = read_label(bytes, label_at)?;
    let mut capitals = !word.iter().any(u8::is_ascii_lowercase);
    let mut text = String::new();
    for part in String::from_utf8_lossy(label).split_ascii_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    capitals &= !text.bytes().any(|byte| byte.is_ascii_lowercase());
    if !accept(kind, capitals) {
        return None;
    }
    let plain = label.strip_prefix(b" ") == Some(text.as_bytes()) || label.is_empty();
    text.make_ascii_uppercase();
    Some(Marker {
        kind,
        start: open.start,
        end: close.end,
        label: text,
        intact: open.is_five_hyphens() && close.is_five_hyphens() && plain && !spaced,
        capitals,
    })
}

/// The word at `at`, if what follows it can follow it.
fn word(bytes: &[u8], at: usize) -> Option<(MarkerKind, &[u8])> {
    let rest = bytes.get(at..)?;
    let (kind, word, rest) = [(MarkerKind::Begin, 5), (MarkerKind::End, 3)]
        .into_iter()
        .find_map(|(kind, length)| {
            let (word, rest) = rest.split_at_checked(length)?;
            let name: &[u8] = match kind {
                MarkerKind::Begin => b"BEGIN",
                MarkerKind::End => b"END",
            };
            word.eq_ignore_ascii_case(name)
                .then_some((kind, word, rest))
        })?;
    let follows = match rest.first() {
        Some(&byte) if is_blank(byte) => true,
        Some(b'\r' | b'\n' | b'\\') | None => kind == MarkerKind::End,
        Some(_) => dash(rest).is_some(),
    };
    follows.then_some((kind, word))
}

/// From the end of the word to the dashes that close the marker, or to the end of the line.
fn read_label(bytes: &[u8], from: usize) -> Option<(&[u8], Run)> {
    let mut at = from;
    loop {
        if at.saturating_sub(from) > MAX_LABEL {
            return None;
        }
        let rest = bytes.get(at..)?;
        let close = match rest.first() {
            None | Some(b'\r' | b'\n' | b'\\') => Some(Run {
                start: at,
                end: at,
                weight: 0,
            }),
            Some(_) => closing(bytes, at),
        };
        if let Some(close) = close {
            return Some((bytes.get(from..close.start)?, close));
        }
        at = at.checked_add(1)?;
    }
}

/// The dashes at `at`, if they close a marker. A single one may belong to the label.
fn closing(bytes: &[u8], at: usize) -> Option<Run> {
    let run = Run::read(bytes, at);
    let next = bytes.get(run.end);
    let ends_line = matches!(next, None | Some(b'\r' | b'\n' | b'\\'));
    if run.weight < 2 && !(run.weight == 1 && ends_line) {
        return None;
    }
    if word(bytes, run.end).is_none() {
        return Some(run);
    }
    // Another marker follows at once: five dashes belong to it.
    let length = run.end.saturating_sub(run.start);
    let own = match length {
        0..=5 => length,
        6..=9 if run.weight == length => length.saturating_sub(5),
        _ if run.weight == length => 5,
        _ => length,
    };
    Some(Run {
        start: run.start,
        end: run.start.saturating_add(own),
        weight: own,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    fn first(text: &str) -> Option<Marker> {
        find(text.as_bytes(), 0, Place::Outside)
    }

    #[test]
    fn a_marker_as_it_should_be() {
        let marker = first("text -----BEGIN X509 CRL-----\n").unwrap();
        assert_eq!((marker.start, marker.end), (5, 29));
        assert_eq!(marker.label, "X509 CRL");
        assert!(marker.intact && marker.capitals);
    }

    #[test]
    fn damaged_markers() {
        for text in [
            "----BEGIN CERTIFICATE-----",
            "-----BEGIN CERTIFICATE",
            "-----BEGIN  CERTIFICATE-----",
            "-----BEGIN CERTIFICATE -----",
            "\u{2014}\u{2014}-BEGIN CERTIFICATE\u{2014}\u{2014}-",
            "---- BEGIN CERTIFICATE ----",
            "-----BEGIN CERTIFICATE------",
        ] {
            let marker = first(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(marker.label, "CERTIFICATE", "{text}");
            assert!(!marker.intact, "{text}");
            assert_eq!((marker.start, marker.end), (0, text.len()), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_marker() {
        for text in [
            "-- BEGIN work",
            "-----BEGINNING-----",
            "-----",
            "--- begin here ---",
            "BEGIN CERTIFICATE",
            "-----BEG",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
        assert_eq!(first(&format!("-----BEGIN {}-----", "x".repeat(200))), None);
    }

    #[test]
    fn hyphens_inside_of_labels() {
        assert_eq!(first("-----BEGIN A-B C-----").unwrap().label, "A-B C");
        assert_eq!(first("-----BEGIN A-\n").unwrap().label, "A");
    }

    #[test]
    fn dashes_are_shared_out_between_glued_markers() {
        for (between, end, start) in [(5, 15, 15), (7, 12, 12), (10, 15, 15), (12, 15, 15)] {
            let text = format!("-----END X{}BEGIN Y-----", "-".repeat(between));
            let marker = first(&text).unwrap();
            assert_eq!(marker.end, end, "{between}");
            let next = find_glued(text.as_bytes(), marker.end)
                .or_else(|| find(text.as_bytes(), marker.end, Place::Outside))
                .unwrap();
            assert_eq!((next.start, next.label.as_str()), (start, "Y"), "{between}");
        }
    }
}
