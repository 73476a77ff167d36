//! The first line: will it work?

use pushcert::UnixTime;
use pushcert::report::{Certificate, File, Finding, Verdict};

use super::escape::{clip, escape};
use super::style::{Painted, Palette};
use super::words::{count, uncapitalised};
use super::wrap::wrap;

/// Appends the headline of a file, with the reason where `says_why`.
pub(super) fn headline(
    out: &mut String,
    file: &File,
    says_why: bool,
    palette: &Palette,
    width: usize,
) {
    let path = clip(&file.path, 200);
    let (passes, warns, fails) = claims(file);
    let (mark, style, claim) = match file.verdict {
        Some(Verdict::Pass) => ("✓", palette.pass, format!("{path} {passes}")),
        Some(Verdict::Warn) => ("!", palette.warning, format!("{path} {warns}")),
        Some(Verdict::Fail) => ("✗", palette.error, format!("{path} {fails}")),
        Some(Verdict::Unreadable) => ("✗", palette.error, format!("{path} cannot be read")),
        None => ("•", palette.note, path.to_string()),
    };
    out.push_str(&Painted(style, mark).to_string());
    out.push(' ');
    let line = match reason(file) {
        Some(reason) if says_why => format!("{claim}: {reason}"),
        _ => claim,
    };
    let mut wrapped = String::new();
    wrap(&mut wrapped, &line, 2, width);
    out.push_str(&Painted(palette.strong, wrapped.trim_end()).to_string());
    out.push('\n');
}

/// What is claimed of a file that passes, that passes with a warning, and that fails.
fn claims(file: &File) -> (&'static str, &'static str, &'static str) {
    if file.mdm_request.is_some() {
        return (
            "will be taken by the Apple Push Certificates Portal",
            "will be taken by the Apple Push Certificates Portal today",
            "will not be taken by the Apple Push Certificates Portal",
        );
    }
    (
        "will work with APNs",
        "works with APNs today",
        "will not work with APNs",
    )
}

/// The one thing to know: the first of the worst findings, or what it serves.
fn reason(file: &File) -> Option<String> {
    let severity = match file.verdict? {
        Verdict::Pass => return Some(serves(file)).filter(|serves| !serves.is_empty()),
        Verdict::Warn => "warning",
        Verdict::Fail | Verdict::Unreadable => "error",
    };
    let worst: Vec<&Finding> = file
        .findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .collect();
    let first = worst.first()?;
    let message = uncapitalised(first.message.trim_end_matches('.'));
    let more = match worst.len() {
        0 | 1 => String::new(),
        all => format!(
            " (and {})",
            count(
                all - 1,
                &format!("more {severity}"),
                &format!("more {severity}s")
            )
        ),
    };
    Some(format!("{}{more}", escape(&message)))
}

/// Topic, environments and time left of the first identity.
fn serves(file: &File) -> String {
    let Some(identity) = file.identities.first() else {
        return String::new();
    };
    let certificate = &identity.certificate;
    let topic = certificate
        .topics
        .first()
        .map(|topic| clip(&topic.topic, 100).into_owned());
    let parts = [topic, Some(environments(certificate)), left(certificate)];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// `sandbox and production`.
pub(super) fn environments(certificate: &Certificate) -> String {
    certificate.environments.join(" and ")
}

fn left(certificate: &Certificate) -> Option<String> {
    let days = usize::try_from(certificate.days_left?).ok()?;
    Some(format!("{} left", count(days, "day", "days")))
}

/// `2025-10-02 to 2026-11-01  (expired 20 days ago)`.
pub(super) fn validity(certificate: &Certificate, at: UnixTime) -> String {
    let date = |time: &Option<String>| match time {
        Some(time) => time.get(..10).unwrap_or(time).to_owned(),
        None => "?".to_owned(),
    };
    let range = format!(
        "{} to {}",
        date(&certificate.not_before),
        date(&certificate.not_after)
    );
    match state(certificate, at) {
        Some(state) => format!("{range} ({state})"),
        None => range,
    }
}

/// Whole days, rounded down on both sides: a certificate that ended this morning expired 0 days ago.
fn state(certificate: &Certificate, at: UnixTime) -> Option<String> {
    let parse = |time: Option<&str>| time.and_then(|time| UnixTime::parse(time).ok());
    let days = |from: UnixTime, to: UnixTime| {
        let days = usize::try_from(from.days_until(to)).unwrap_or(0);
        count(days, "day", "days")
    };
    let begin = parse(certificate.not_before.as_deref());
    if let Some(begin) = begin.filter(|begin| *begin > at) {
        return Some(format!("begins in {}", days(at, begin)));
    }
    let end = parse(certificate.not_after.as_deref())?;
    Some(if end < at {
        format!("expired {} ago", days(end, at))
    } else {
        format!("{} left", days(at, end))
    })
}
