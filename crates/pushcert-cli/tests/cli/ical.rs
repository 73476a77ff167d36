//! `--format ical`, read by a strict parser of RFC 5545.

use std::collections::BTreeSet;

use pushcert::UnixTime;

use crate::support::{AT, folder, on_locked_sample, run, sample, sample_bytes, write};

/// A component: its name, its properties (name with parameters, value) and those inside it.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) name: String,
    properties: Vec<(String, String)>,
    pub(crate) inside: Vec<Component>,
}

impl Component {
    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        let mut found = self.properties.iter().filter(|(one, _)| one == name);
        let (_, value) = found
            .next()
            .unwrap_or_else(|| panic!("no {name} in {self:?}"));
        assert!(found.next().is_none(), "{name} comes twice");
        value
    }

    fn text(&self, name: &str) -> String {
        let mut text = String::new();
        let mut characters = self.value(name).chars();
        while let Some(character) = characters.next() {
            assert!(!character.is_control(), "{character:?} in {name}");
            assert!(!matches!(character, ';' | ','), "{name} is not escaped");
            text.push(match character {
                '\\' => match characters.next().unwrap() {
                    'n' | 'N' => '\n',
                    other @ ('\\' | ';' | ',') => other,
                    other => panic!("\\{other} is no escape"),
                },
                other => other,
            });
        }
        text
    }
}

/// Reads a calendar: line ends, folding, nesting, and what RFC 5545 asks of the properties that
/// are there.
#[track_caller]
pub(crate) fn parse(text: &str) -> Component {
    let bare = text.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n']), "only CRLF ends a line");
    let octets = text.split("\r\n").map(str::len).max().unwrap();
    assert!(octets <= 75, "a line of {octets} octets");
    let unfolded = text.replace("\r\n ", "");
    let mut lines = unfolded.strip_suffix("\r\n").unwrap().split("\r\n");
    assert_eq!(lines.next().unwrap(), "BEGIN:VCALENDAR");
    let calendar = component("VCALENDAR", &mut lines);
    assert_eq!(lines.next(), None);
    assert_eq!(calendar.value("VERSION"), "2.0");
    assert!(!calendar.value("PRODID").is_empty());
    assert!(!calendar.inside.is_empty(), "a calendar has a component");
    let events = calendar.inside.iter().filter(|one| one.name == "VEVENT");
    let uids: Vec<_> = events.clone().map(|event| event.text("UID")).collect();
    assert_eq!(
        uids.iter().collect::<BTreeSet<_>>().len(),
        uids.len(),
        "{uids:?}"
    );
    events.for_each(check_event);
    calendar
}

#[track_caller]
fn component<'a>(name: &str, lines: &mut impl Iterator<Item = &'a str>) -> Component {
    let mut this = Component {
        name: name.to_owned(),
        properties: Vec::new(),
        inside: Vec::new(),
    };
    loop {
        let (property, value) = lines.next().unwrap().split_once(':').unwrap();
        let plain = |c: char| c.is_ascii_uppercase() || "-;=".contains(c);
        assert!(property.chars().all(plain), "{property}");
        match property {
            "BEGIN" => this.inside.push(component(value, lines)),
            "END" => {
                assert_eq!(value, name);
                return this;
            }
            _ => this
                .properties
                .push((property.to_owned(), value.to_owned())),
        }
    }
}

#[track_caller]
fn check_event(event: &Component) {
    moment(event.value("DTSTAMP"));
    event.text("SUMMARY");
    event.text("DESCRIPTION");
    assert!(
        event
            .properties
            .iter()
            .any(|(name, _)| name.starts_with("DTSTART"))
    );
    for alarm in &event.inside {
        assert_eq!(alarm.name, "VALARM");
        assert_eq!(alarm.value("ACTION"), "DISPLAY");
        alarm.text("DESCRIPTION");
    }
}

/// `20270601T183626Z`
#[track_caller]
fn moment(text: &str) -> UnixTime {
    let [year, month, day, hour, minute, second] =
        [0..4, 4..6, 6..8, 9..11, 11..13, 13..15].map(|range| text.get(range).unwrap());
    assert_eq!((text.get(8..9), text.get(15..)), (Some("T"), Some("Z")));
    UnixTime::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")).unwrap()
}

fn events<'a>(calendar: &'a Component, role: &str) -> Vec<&'a Component> {
    let inside = calendar.inside.iter().filter(|one| one.name == "VEVENT");
    inside
        .filter(|event| event.text("UID").ends_with(&format!("-{role}@pushcert")))
        .collect()
}

fn of_sample(name: &str, more: &[&str]) -> Component {
    let output = on_locked_sample("check", name, &[&["--format", "ical"], more].concat());
    parse(&output.stdout)
}

/// Days before the end at which the calendar reminds.
fn reminders(event: &Component) -> Vec<u32> {
    let days = |alarm: &Component| {
        let trigger = alarm.value("TRIGGER");
        let days = trigger.strip_prefix("-P").unwrap().strip_suffix('D');
        days.unwrap().parse().unwrap()
    };
    event.inside.iter().map(days).collect()
}

/// S1-26: a schedule ahead of the end. S2-29: the renewal is offered inside the last 30 days.
#[test]
fn s1_26_s2_29_the_schedule_begins_30_days_before_the_end() {
    let calendar = of_sample("healthy-openssl3.p12", &[]);
    let (ends, renewals) = (events(&calendar, "expiry"), events(&calendar, "renewal"));
    assert_eq!((ends.len(), renewals.len()), (1, 1));
    let end = moment(ends[0].value("DTSTART"));
    assert_eq!(
        end.to_string(),
        "2027-06-01T18:36:26Z",
        "the end itself, in UTC"
    );
    assert_eq!(reminders(ends[0]), [30, 14, 7, 1]);
    let day = renewals[0].value("DTSTART;VALUE=DATE");
    assert_eq!(day, "20270502");
    let day = moment(&format!("{day}T000000Z"));
    assert_eq!(
        day.days_until(end),
        30,
        "inside of the last 30 days from its evening on"
    );
    assert!(renewals[0].inside.is_empty(), "the end reminds of both");
    let stamp = moment(ends[0].value("DTSTAMP"));
    assert_eq!(stamp.to_string(), AT, "the time of the check");
}

#[test]
fn the_first_reminder_is_what_expiring_within_says() {
    for (days, expected) in [
        ("60", &[60, 30, 14, 7, 1][..]),
        ("10", &[10, 7, 1]),
        ("7", &[7, 1]),
        ("0", &[0]),
    ] {
        let calendar = of_sample("healthy.pem", &["--expiring-within", days]);
        assert_eq!(
            reminders(events(&calendar, "expiry")[0]),
            expected,
            "{days}"
        );
    }
}

/// S2-29: a customer of an MDM vendor renews with the same Apple ID, and does not revoke.
#[test]
fn s2_29_an_mdm_push_certificate_says_renew_and_not_create() {
    let calendar = of_sample("mdm-push.pem", &[]);
    for role in ["expiry", "renewal"] {
        let event = events(&calendar, role)[0];
        let text = event.text("DESCRIPTION");
        for part in [
            "choose Renew, not Create",
            "same Apple ID",
            "Do not choose Revoke",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(event.text("SUMMARY").contains("com.apple.mgmt.External."));
        assert_eq!(event.value("CATEGORIES"), "APNs,mdm-push");
    }
    let app = of_sample("healthy.pem", &[]);
    let text = events(&app, "expiry")[0].text("DESCRIPTION");
    assert!(!text.contains("not Create"), "{text}");
    assert!(text.contains("Topics: com.example.app "), "{text}");
}

#[test]
fn an_entry_is_the_same_wherever_the_file_lies_and_whenever_it_is_looked_at() {
    let uid = |file: &str, more: &[&str]| events(&of_sample(file, more), "expiry")[0].text("UID");
    let first = uid("healthy.pem", &[]);
    assert_eq!(first, uid("healthy-keychain.p12", &[]));
    assert_eq!(
        first,
        uid("certificate-only.cer", &["--expiring-within", "5"])
    );
    let (sha256, _) = first.split_once('-').unwrap();
    let json = on_locked_sample("check", "healthy.pem", &["--format", "json"]).json();
    let certificate = &json["files"][0]["identities"][0]["certificate"];
    assert_eq!(certificate["sha256"], sha256);
}

#[test]
fn a_folder_is_one_calendar_with_each_certificate_once() {
    let anchor = sample("synthetic-ca.pem");
    let arguments = ["check", "docs/samples", "--at", AT, "--password", "sample"];
    let more = ["--trust-anchor", &anchor, "--format", "ical"];
    let output = run(&[&arguments[..], &more].concat()).code(1);
    let calendar = parse(&output.stdout);
    let (ends, renewals) = (events(&calendar, "expiry"), events(&calendar, "renewal"));
    assert!(ends.len() > 8, "{}", ends.len());
    assert_eq!(ends.len(), renewals.len());
    let of_app = ends.iter().find(|event| {
        event
            .text("DESCRIPTION")
            .contains("File: docs/samples/healthy.pem\n")
    });
    let text = of_app.unwrap().text("DESCRIPTION");
    assert!(
        text.contains("File: docs/samples/healthy-keychain.p12\n"),
        "{text}"
    );
}

#[test]
fn without_a_certificate_it_is_a_calendar_all_the_same() {
    let calendar = of_sample("request.csr", &[]);
    assert!(events(&calendar, "expiry").is_empty());
    assert_eq!(calendar.inside[0].name, "VTIMEZONE");
}

#[cfg(unix)]
#[test]
fn a_name_cannot_begin_a_property() {
    let folder = folder();
    let name = "a;b,c\\d\r\nBEGIN:VALARM\r\n\u{1b}[31m株式会社株式会社株式会社株式会社.pem";
    let path = write(&folder, name, sample_bytes("healthy.pem"));
    let arguments = [
        "check",
        path.to_str().unwrap(),
        "--at",
        AT,
        "--format",
        "ical",
    ];
    let calendar = parse(&run(&arguments).code(1).stdout);
    let text = events(&calendar, "expiry")[0].text("DESCRIPTION");
    assert!(
        text.contains("a;b,c\\d\\u{d}\\u{a}BEGIN:VALARM\\u{d}\\u{a}\\u{1b}[31m株式会社"),
        "{text}"
    );
}

#[test]
fn a_redacted_calendar_names_nobody() {
    let output = on_locked_sample("check", "healthy.pem", &["--format", "ical", "--redact"]);
    let calendar = parse(&output.stdout);
    let event = events(&calendar, "expiry")[0];
    assert!(
        event.text("SUMMARY").ends_with("app-1"),
        "{}",
        event.text("SUMMARY")
    );
    assert!(
        event.text("UID").starts_with("fingerprint-"),
        "{}",
        event.text("UID")
    );
}
