//! `--format prometheus`: the text exposition format 0.0.4, as node_exporter's textfile collector
//! reads it.
//!
//! Times are seconds since 1970 and never days, so that a file that nobody writes any more does
//! not stop the count. What changes with each renewal, such as the serial, stands in `_info` only:
//! the other series go on when a certificate is replaced.

use std::collections::BTreeMap;
use std::io::{self, Write};

use pushcert::UnixTime;
use pushcert::report::{File, Verdict};

use super::leaf::{self, Leaf};
use super::unique::Unique;
use super::{Renderer, Run};
use crate::text::escape::clip;

/// One metric: name without the common prefix, and what it means.
struct Family {
    name: &'static str,
    help: &'static str,
}

const NOT_AFTER: Family = Family {
    name: "certificate_not_after_timestamp_seconds",
    help: "End of the validity of a certificate.",
};
const NOT_BEFORE: Family = Family {
    name: "certificate_not_before_timestamp_seconds",
    help: "Begin of the validity of a certificate.",
};
const RENEWAL: Family = Family {
    name: "certificate_renewal_timestamp_seconds",
    help: "When the successor of a certificate is due: 30 days before its end.",
};
const INFO: Family = Family {
    name: "certificate_info",
    help: "What a certificate is: its first topic, environments, team and serial number.",
};
const FINDINGS: Family = Family {
    name: "check_findings",
    help: "Findings about a file, by severity and code.",
};
const READABLE: Family = Family {
    name: "check_readable",
    help: "Whether a file could be read and is of a known kind.",
};
const SUCCESS: Family = Family {
    name: "check_success",
    help: "Whether a file was read and nothing in it is an error.",
};
const LAST: Family = Family {
    name: "check_last_timestamp_seconds",
    help: "Time of the check.",
};

/// The exposition.
pub(crate) struct Prometheus;

/// What is kept of a file.
pub(crate) struct Part {
    path: String,
    verdict: Option<Verdict>,
    /// How many of each severity, code and name.
    findings: BTreeMap<[String; 3], usize>,
    certificates: Vec<Certificate>,
}

struct Certificate {
    not_after: Option<UnixTime>,
    not_before: Option<UnixTime>,
    renewal: Option<UnixTime>,
    kind: String,
    place: String,
    /// Further labels of the `_info` metric, in order.
    about: Vec<(&'static str, String)>,
}

impl Certificate {
    fn new(leaf: &Leaf<'_>) -> Self {
        let certificate = leaf.certificate;
        let topic = certificate.topics.first().map(|topic| topic.topic.as_str());
        let about = [
            ("topic", topic.unwrap_or_default()),
            ("environments", &certificate.environments.join(",")),
            ("team", certificate.team_id.as_deref().unwrap_or_default()),
            ("serial", &certificate.serial),
        ];
        Self {
            not_after: leaf.not_after(),
            not_before: leaf.not_before(),
            renewal: leaf.renewal(),
            kind: certificate.kind.clone(),
            place: leaf.place.clone(),
            about: about
                .map(|(name, value)| (name, clip(value, 200).into_owned()))
                .to_vec(),
        }
    }

    fn labels<'a>(&'a self, path: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("path", path),
            ("kind", &self.kind),
            ("subject", &self.place),
        ]
    }
}

impl Renderer for Prometheus {
    type Part = Part;

    fn part(&self, file: &File) -> Part {
        let mut findings = BTreeMap::new();
        for finding in &file.findings {
            let key = [&finding.severity, &finding.code, &finding.name].map(Clone::clone);
            *findings.entry(key).or_default() += 1;
        }
        Part {
            path: file.path.clone(),
            verdict: file.verdict,
            findings,
            certificates: leaf::all(file)
                .map(|leaf| Certificate::new(&leaf))
                .collect(),
        }
    }

    fn document(&self, run: &Run<'_>, parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
        let mut paths = Unique::default();
        let parts: Vec<(String, &Part)> = parts
            .iter()
            .map(|part| (paths.name(&part.path), part))
            .collect();
        let unread = run.unread.iter().map(|unread| paths.name(&unread.path));
        let unread: Vec<String> = unread.collect();

        times(out, &NOT_AFTER, &parts, |one| one.not_after)?;
        times(out, &NOT_BEFORE, &parts, |one| one.not_before)?;
        times(out, &RENEWAL, &parts, |one| one.renewal)?;
        info(out, &parts)?;
        if run.judges {
            findings(out, &parts)?;
        }
        let is_readable = |verdict| verdict != Some(Verdict::Unreadable);
        flags(out, &READABLE, &parts, &unread, is_readable)?;
        if run.judges {
            let is_fine = |verdict| matches!(verdict, Some(Verdict::Pass | Verdict::Warn));
            flags(out, &SUCCESS, &parts, &unread, is_fine)?;
        }
        let mut last = Samples::new(&LAST);
        last.add(&[], run.at.secs());
        last.write(out)
    }
}

/// One time of each certificate.
fn times(
    out: &mut dyn Write,
    family: &Family,
    parts: &[(String, &Part)],
    time: impl Fn(&Certificate) -> Option<UnixTime>,
) -> io::Result<()> {
    let mut samples = Samples::new(family);
    for (path, part) in parts {
        for certificate in &part.certificates {
            if let Some(time) = time(certificate) {
                samples.add(&certificate.labels(path), time.secs());
            }
        }
    }
    samples.write(out)
}

fn info(out: &mut dyn Write, parts: &[(String, &Part)]) -> io::Result<()> {
    let mut samples = Samples::new(&INFO);
    for (path, part) in parts {
        for certificate in &part.certificates {
            let mut labels = certificate.labels(path);
            let about = certificate.about.iter();
            labels.extend(about.map(|(name, value)| (*name, value.as_str())));
            samples.add(&labels, 1);
        }
    }
    samples.write(out)
}

fn findings(out: &mut dyn Write, parts: &[(String, &Part)]) -> io::Result<()> {
    let mut samples = Samples::new(&FINDINGS);
    for (path, part) in parts {
        for ([severity, code, name], number) in &part.findings {
            let labels = [
                ("path", path.as_str()),
                ("severity", severity),
                ("code", code),
                ("name", name),
            ];
            samples.add(&labels, number);
        }
    }
    samples.write(out)
}

/// 0 or 1 for each file; 0 for one that could not be read.
fn flags(
    out: &mut dyn Write,
    family: &Family,
    parts: &[(String, &Part)],
    unread: &[String],
    is_set: impl Fn(Option<Verdict>) -> bool,
) -> io::Result<()> {
    let mut samples = Samples::new(family);
    for (path, part) in parts {
        samples.add(&[("path", path)], u8::from(is_set(part.verdict)));
    }
    for path in unread {
        samples.add(&[("path", path)], 0);
    }
    samples.write(out)
}

/// The samples of one family, which must stand together.
struct Samples<'a> {
    family: &'a Family,
    lines: String,
}

impl<'a> Samples<'a> {
    const fn new(family: &'a Family) -> Self {
        Self {
            family,
            lines: String::new(),
        }
    }

    fn add(&mut self, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let name = self.family.name;
        let labels: Vec<_> = labels
            .iter()
            .map(|(label, text)| format!("{label}=\"{}\"", escape_label(text)))
            .collect();
        let labels = match labels.is_empty() {
            true => String::new(),
            false => format!("{{{}}}", labels.join(",")),
        };
        self.lines
            .push_str(&format!("apns_{name}{labels} {value}\n"));
    }

    /// A family without a sample is left out.
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Family { name, help } = self.family;
        if self.lines.is_empty() {
            return Ok(());
        }
        write!(
            out,
            "# HELP apns_{name} {help}\n# TYPE apns_{name} gauge\n{}",
            self.lines
        )
    }
}

/// The text of a label: nothing hidden, and the three characters escaped that the format knows.
/// A line feed is hidden, so it is `\u{a}` before its backslash is escaped.
fn escape_label(text: &str) -> String {
    crate::text::escape::escape(text)
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::escape_label;

    #[test]
    fn a_label_stays_in_its_quotation_marks() {
        assert_eq!(escape_label("a\\b\"c\nd"), "a\\\\b\\\"c\\\\u{a}d");
        assert_eq!(escape_label("\u{1b}[1m"), "\\\\u{1b}[1m");
    }
}
