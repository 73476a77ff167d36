//! `--nagios`: what a plugin prints and how it ends, by the guidelines of the Nagios and Monitoring
//! Plugins projects.
//!
//! One line `PUSHCERT STATE - text|performance data`, then a line for each finding, the worst
//! first and of those the expiries, because many transports cut what is long. Thresholds are ranges of the guidelines:
//! `30:` alerts below 30.

use std::io::{self, Write};

use pushcert::UnixTime;
use pushcert::report::{File, Finding, Verdict};

use super::unique::Unique;
use super::{Renderer, Run, leaf};
use crate::exit::Exit;
use crate::text::escape::clip;
use crate::text::words::{count, uncapitalised};

mod state;

pub(crate) use state::State;

/// With more files than this, a graph of each is no help and too long for most transports.
const MOST_GRAPHS: usize = 50;

/// When a monitor warns and when it calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thresholds {
    /// So many days ahead an expiry is a warning.
    pub(crate) warning: u32,
    /// So many days ahead it is critical.
    pub(crate) critical: u32,
    /// Whether every warning is critical.
    pub(crate) denies_warnings: bool,
}

/// The plugin's output.
pub(crate) struct Nagios<'a> {
    at: UnixTime,
    thresholds: Thresholds,
    /// Names of findings that count as notes.
    ignored: &'a [&'static str],
}

/// One line of the text.
struct Line {
    state: State,
    path: String,
    /// Whether it tells of an end that has come or is near: that is what most monitors are for.
    is_about_time: bool,
    /// The sentence of the first line.
    short: String,
    /// The sentence of the list.
    long: String,
}

/// What is kept of a file.
pub(crate) struct Part {
    path: String,
    state: State,
    days: Option<i64>,
    lines: Vec<Line>,
}

impl<'a> Nagios<'a> {
    pub(crate) const fn new(thresholds: Thresholds, ignored: &'a [&'static str]) -> Self {
        Self {
            at: UnixTime::from_secs(0),
            thresholds,
            ignored,
        }
    }

    /// The same for a check at this time.
    pub(crate) const fn at(self, at: UnixTime) -> Self {
        Self { at, ..self }
    }

    /// How many days ahead an expiry is a finding.
    pub(crate) const fn expiring_within(&self) -> u32 {
        self.thresholds.warning
    }

    fn state(&self, file: &File, finding: &Finding) -> State {
        match finding.severity.as_str() {
            _ if self.ignored.contains(&finding.name.as_str()) => State::Ok,
            "error" if file.verdict == Some(Verdict::Unreadable) => State::Unknown,
            "error" => State::Critical,
            "warning" if self.thresholds.denies_warnings || self.is_close(finding) => {
                State::Critical
            }
            "warning" => State::Warning,
            _ => State::Ok,
        }
    }

    /// Whether it tells of an expiry within the critical days.
    fn is_close(&self, finding: &Finding) -> bool {
        let last = self.at.plus_days(self.thresholds.critical.into());
        let end = finding.evidence.get("not_after");
        finding.name == "certificate-expiring"
            && leaf::moment(end.and_then(|end| end.as_str())).is_some_and(|end| end <= last)
    }

    fn line(&self, file: &File, finding: &Finding) -> Line {
        let message = uncapitalised(finding.message.trim_end_matches('.'));
        let long = format!(
            "{} {}: {message} → {}",
            finding.code, finding.name, finding.help
        );
        Line {
            state: self.state(file, finding),
            path: plain(&file.path),
            is_about_time: matches!(
                finding.name.as_str(),
                "certificate-expired" | "certificate-expiring"
            ),
            short: plain(&message),
            long: plain(&long),
        }
    }

    /// ` 'days'=191;30:;0:`, first for the certificate that ends first, then for each file.
    fn performance(&self, parts: &[Part]) -> String {
        let Some(first) = parts.iter().filter_map(|part| part.days).min() else {
            return String::new();
        };
        let mut labels = Unique::default();
        let mut data = format!("|{}", self.datum(&labels.name("days"), first));
        if (2..=MOST_GRAPHS).contains(&parts.len()) {
            for part in parts {
                let label = labels.name(&label(&part.path));
                let datum = part.days.map(|days| self.datum(&label, days));
                datum.iter().for_each(|datum| {
                    data.push(' ');
                    data.push_str(datum);
                });
            }
        }
        data
    }

    fn datum(&self, label: &str, days: i64) -> String {
        let Thresholds {
            warning, critical, ..
        } = self.thresholds;
        format!("'{label}'={days};{warning}:;{critical}:")
    }
}

impl Renderer for Nagios<'_> {
    type Part = Part;

    fn part(&self, file: &File) -> Part {
        let lines: Vec<_> = file
            .findings
            .iter()
            .map(|one| self.line(file, one))
            .collect();
        Part {
            path: file.path.clone(),
            state: lines
                .iter()
                .map(|line| line.state)
                .max()
                .unwrap_or(State::Ok),
            days: leaf::first_days(file),
            lines,
        }
    }

    fn document(&self, run: &Run<'_>, parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
        let unread: Vec<_> = run.unread.iter().map(unread).collect();
        let mut lines: Vec<&Line> = parts.iter().flat_map(|part| &part.lines).collect();
        lines.extend(&unread);
        // Stable: files stay in their order.
        lines.sort_by_key(|line| (std::cmp::Reverse(line.state), !line.is_about_time));
        let state = worst(run, parts);
        let text = match lines.first().filter(|line| line.state != State::Ok) {
            Some(worst) => format!(
                "{}: {}{}",
                worst.path,
                worst.short,
                states(parts, unread.len())
            ),
            None => all_is_well(parts),
        };
        let performance = self.performance(parts);
        writeln!(out, "PUSHCERT {state} - {text}{performance}")?;
        lines
            .iter()
            .try_for_each(|line| writeln!(out, "[{}] {}: {}", line.state, line.path, line.long))
    }

    fn exit(&self, run: &Run<'_>, parts: &[Part]) -> Option<Exit> {
        Some(Exit::Monitor(worst(run, parts)))
    }
}

fn worst(run: &Run<'_>, parts: &[Part]) -> State {
    let unread = run.unread.iter().map(|_| State::Unknown);
    let states = parts.iter().map(|part| part.state).chain(unread);
    states.max().unwrap_or(State::Unknown)
}

fn unread(unread: &crate::run::Unread) -> Line {
    Line {
        state: State::Unknown,
        path: plain(&unread.path),
        is_about_time: false,
        short: plain(&format!("cannot be read: {}", unread.message)),
        long: plain(&format!(
            "cannot be read: {} → {}",
            unread.message, unread.help
        )),
    }
}

/// ` (2 critical, 1 warning, 7 ok)` where there is more than one file.
fn states(parts: &[Part], unread: usize) -> String {
    if parts.len() + unread < 2 {
        return String::new();
    }
    let of = |state: State| parts.iter().filter(|part| part.state == state).count();
    let counts = [
        (of(State::Critical), "critical"),
        (of(State::Unknown) + unread, "unknown"),
        (of(State::Warning), "warning"),
        (of(State::Ok), "ok"),
    ];
    let some = counts.into_iter().filter(|(number, _)| *number > 0);
    let some: Vec<_> = some
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    format!(" ({})", some.join(", "))
}

fn all_is_well(parts: &[Part]) -> String {
    let who = match parts {
        [only] => format!("{} works with APNs", plain(&only.path)),
        several => format!("{} files work with APNs", several.len()),
    };
    let first = parts.iter().filter(|part| part.days.is_some());
    let first = first.min_by_key(|part| part.days);
    match first.and_then(|part| Some((part, usize::try_from(part.days?).ok()?))) {
        Some((_, days)) if parts.len() == 1 => {
            format!("{who}, {} left", count(days, "day", "days"))
        }
        Some((part, days)) => {
            let days = count(days, "day", "days");
            format!("{who}, {days} left in {}", plain(&part.path))
        }
        None => who,
    }
}

/// Text for a line: no control character and no `|`, which begins the performance data.
fn plain(text: &str) -> String {
    clip(text, 500).replace('|', "\\u{7c}")
}

/// A label in quotation marks: neither they nor `=` may stand in it.
fn label(path: &str) -> String {
    plain(path).replace(['\'', '='], "_")
}

/// Whether the command line asks for the plugin, even where the rest of it is wrong: a monitor
/// has to be told `UNKNOWN` then.
pub(crate) fn is_asked_for() -> bool {
    std::env::args_os()
        .skip(1)
        .take_while(|argument| argument != "--")
        .any(|argument| argument.to_string_lossy().split('=').next() == Some("--nagios"))
}

/// Says that nothing could be found out, and ends with that state.
pub(crate) fn unknown(why: &str) -> Exit {
    let line = format!("PUSHCERT {} - {}\n", State::Unknown, plain(why));
    // When standard output is closed the exit code has to do.
    let _ = io::stdout().lock().write_all(line.as_bytes());
    Exit::Monitor(State::Unknown)
}

#[cfg(test)]
mod tests {
    use super::{label, plain};

    #[test]
    fn nothing_begins_the_performance_data_or_a_line() {
        assert_eq!(plain("a|b\nc\u{1b}[1m"), "a\\u{7c}b\\u{a}c\\u{1b}[1m");
        assert_eq!(label("it's=a|b"), "it_s_a\\u{7c}b");
    }
}
