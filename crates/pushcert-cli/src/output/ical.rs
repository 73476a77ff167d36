//! `--format ical`: a calendar (RFC 5545) with the end of each certificate and the day from which
//! its successor is due.
//!
//! Written by hand: the crate `icalendar` (0.17) reads the clock and makes random identifiers
//! where it is not told otherwise, and brings `chrono` with clock and time zones, for a document
//! of two kinds of entry. What is hard about the format, folding and escaping, is in [`content`].
//!
//! The end is a moment in UTC and not a day: a date would be wrong, and late, for everybody west
//! of the authority. The day from which the successor is due is a day.

use std::io::{self, Write};

use pushcert::UnixTime;
use pushcert::report::File;

use super::leaf::{self, RENEWAL_WINDOW};
use super::{Renderer, Run};

mod advice;
mod content;
mod entry;

use content::Lines;
use entry::Entry;

/// Reminders so many days before the end.
const REMINDERS: [u32; 4] = [30, 14, 7, 1];

/// The calendar.
pub(crate) struct Ical {
    /// Days before the end, the earliest first.
    reminders: Vec<u32>,
}

impl Ical {
    /// The first reminder comes `first` days before the end, then those of [`REMINDERS`] that are
    /// later.
    pub(crate) fn new(first: u32) -> Self {
        let later = REMINDERS.into_iter().filter(|days| *days < first);
        Self {
            reminders: std::iter::once(first).chain(later).collect(),
        }
    }

    fn end(&self, lines: &mut Lines, entry: &Entry, at: UnixTime) {
        lines.add("BEGIN", "VEVENT");
        entry.head(lines, "expiry", at);
        lines.add("DTSTART", &content::moment(entry.not_after));
        lines.text(
            "SUMMARY",
            &format!("{} expires: {}", entry.what, entry.name),
        );
        entry.body(lines);
        for days in &self.reminders {
            lines.add("BEGIN", "VALARM");
            lines.add("ACTION", "DISPLAY");
            lines.add("TRIGGER", &format!("-P{days}D"));
            let reminder = match days {
                0 => format!("{} expires now: {}", entry.what, entry.name),
                1 => format!("{} expires in 1 day: {}", entry.what, entry.name),
                days => format!("{} expires in {days} days: {}", entry.what, entry.name),
            };
            lines.text("DESCRIPTION", &reminder);
            lines.add("END", "VALARM");
        }
        lines.add("END", "VEVENT");
    }
}

fn renewal(lines: &mut Lines, entry: &Entry, at: UnixTime) {
    let day = entry.not_after.plus_days(-i64::from(RENEWAL_WINDOW));
    if day.date().0 < 0 {
        return;
    }
    lines.add("BEGIN", "VEVENT");
    entry.head(lines, "renewal", at);
    lines.add("DTSTART;VALUE=DATE", &content::day(day));
    lines.text(
        "SUMMARY",
        &format!("{} is due for renewal: {}", entry.what, entry.name),
    );
    entry.body(lines);
    lines.add("END", "VEVENT");
}

impl Renderer for Ical {
    type Part = Vec<Entry>;

    fn part(&self, file: &File) -> Vec<Entry> {
        leaf::all(file)
            .filter_map(|leaf| Entry::new(&file.path, &leaf))
            .collect()
    }

    fn document(&self, run: &Run<'_>, parts: &[Vec<Entry>], out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Lines::default();
        lines.add("BEGIN", "VCALENDAR");
        lines.add("VERSION", "2.0");
        let program = concat!("-//pushcert//pushcert ", env!("CARGO_PKG_VERSION"), "//EN");
        lines.add("PRODID", program);
        lines.add("CALSCALE", "GREGORIAN");
        lines.add("X-WR-CALNAME", "Push certificates");
        let entries = entry::merged(parts.iter().flatten());
        if entries.is_empty() {
            content::no_entry(&mut lines);
        }
        for entry in &entries {
            renewal(&mut lines, entry, run.at);
            self.end(&mut lines, entry, run.at);
        }
        lines.add("END", "VCALENDAR");
        out.write_all(lines.as_bytes())
    }
}
