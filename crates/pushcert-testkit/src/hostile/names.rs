//! Subjects: the UID that is the topic, string types, and characters that attack whoever prints
//! them.

use super::{APP, Hostile, with_key};
use crate::cert::CertificateBuilder;
use crate::der;
use crate::name::Name;
use crate::oid::name::{COMMON_NAME, ORGANIZATION, UID};

fn apns() -> CertificateBuilder {
    CertificateBuilder::apns(APP)
}

/// A certificate whose only topic is the UID.
fn by_uid() -> CertificateBuilder {
    CertificateBuilder::mdm_push("2b6e8a54-6c1f-4d0b-9a57-0d5c3f1e7b90")
}

pub(super) fn entries() -> Vec<Hostile> {
    [uids(), uid_strings(), characters(), strings(), sizes()].concat()
}

fn uids() -> Vec<Hostile> {
    let apns_uid = |name: &str, text: &str| {
        with_key(
            name,
            &apns().edit_subject(|subject| subject.set(UID, der::utf8(text))),
        )
    };
    let twice = |subject: Name| subject.utf8(UID, "com.example.second");
    let together = Name::new().multi_valued(vec![
        (UID, der::utf8(APP)),
        (
            COMMON_NAME,
            der::utf8("Apple Push Services: com.example.app"),
        ),
    ]);
    vec![
        with_key("subject-empty-with-topics", &apns().subject(Name::new())).expect("ok"),
        with_key(
            "subject-empty-without-topics",
            &by_uid().subject(Name::new()),
        )
        .expect("no-topic"),
        with_key(
            "uid-absent-with-topics",
            &apns().edit_subject(|subject| subject.remove(UID)),
        )
        .expect("ok"),
        with_key(
            "uid-absent-without-topics",
            &by_uid().edit_subject(|subject| subject.remove(UID)),
        )
        .expect("no-topic"),
        with_key("uid-twice", &apns().edit_subject(twice)).expect("ok"),
        with_key("uid-twice-without-topics", &by_uid().edit_subject(twice)).expect("ok"),
        with_key("uid-in-a-multi-valued-rdn", &apns().subject(together)),
        apns_uid("uid-trailing-space", "com.example.app ").expect("ok"),
        apns_uid("uid-in-another-case", "COM.Example.App").expect("ok"),
        apns_uid("uid-of-another-app", "com.example.other")
            .expect("name-disagrees-with-extensions"),
        apns_uid("uid-empty", "").expect("ok"),
    ]
}

/// The UID as a topic by itself: a path, an empty text, another string type.
fn uid_strings() -> Vec<Hostile> {
    let uid = |name: &str, value: Vec<u8>| {
        with_key(
            name,
            &by_uid().edit_subject(|subject| subject.set(UID, value)),
        )
    };
    let topic = "com.apple.mgmt.External.2b6e8a54-6c1f-4d0b-9a57-0d5c3f1e7b90";
    vec![
        uid("uid-is-a-path", der::utf8("../../x")).expect("no-topic"),
        uid("uid-is-an-absolute-path", der::utf8("/etc/passwd")).expect("no-topic"),
        uid("uid-with-newline", der::utf8("com.example\r\nX-Header: 1")).expect("no-topic"),
        uid("uid-empty-without-topics", der::utf8("")).expect("no-topic"),
        uid("uid-of-1-mb", der::utf8(&"a".repeat(1_000_000))).expect("no-topic"),
        uid("uid-is-an-octet-string", der::octets(topic)).expect("no-topic"),
        uid("uid-is-an-integer", der::int(42)).expect("no-topic"),
        uid("uid-is-printable", der::printable(topic)),
        uid("uid-is-ia5", der::ia5(topic)),
        uid("uid-is-bmp", der::bmp(topic)),
    ]
}

/// Characters that must never reach a terminal, a log or a web page as they are.
fn characters() -> Vec<Hostile> {
    let cases = [
        ("nul", "Apple\0Push"),
        ("escape", "\u{1b}[2J\u{1b}]0;owned\u{7}Apple Push Services"),
        ("carriage-return", "expired\rvalid until 2099"),
        ("newline", "first line\nOK: everything is fine"),
        ("c1-control", "\u{9b}31mred"),
        ("bidi-override", "\u{202e}ppa.elpmaxe.moc"),
        ("bidi-isolate", "\u{2066}a\u{2069}\u{200f}b"),
        ("zero-width", "com.\u{200b}example.\u{feff}app\u{2060}"),
        ("tag-characters", "a\u{e0041}\u{e0042}"),
        ("script-element", "<script>alert(1)</script>"),
        ("spreadsheet-formula", "=HYPERLINK(\"http://example.com\")"),
        ("quotes-and-backslash", "\\\"'`$(id)"),
        ("distinguished-name", "foo/O=bar,CN=baz+UID=x"),
        (
            "combining-marks",
            "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        ),
    ];
    let entry = |(name, text): (&str, &str)| {
        let change = |subject: Name| {
            subject
                .set(COMMON_NAME, der::utf8(text))
                .set(ORGANIZATION, der::utf8(text))
        };
        with_key(&format!("common-name-{name}"), &apns().edit_subject(change)).expect("ok")
    };
    cases.map(entry).to_vec()
}

/// The string types of X.520, and bytes that are none.
fn strings() -> Vec<Hostile> {
    const NAME: &str = "Apple Push Services: com.example.app";
    let latin1 = b"Apple Push Services: com.\xe9xample.app";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("t61", der::tlv(0x14, latin1)),
        ("universal", der::universal(NAME)),
        ("bmp", der::bmp(NAME)),
        ("visible", der::tlv(0x1a, NAME)),
        ("numeric", der::tlv(0x12, "12345")),
        ("invalid-utf8", der::tlv(0x0c, latin1)),
        ("overlong-utf8", der::tlv(0x0c, b"a\xc0\xafb")),
        (
            "utf8-surrogates",
            der::tlv(0x0c, b"\xed\xa0\xbd\xed\xb4\x91"),
        ),
        ("bmp-of-odd-length", der::tlv(0x1e, b"\0a\0")),
        ("universal-of-odd-length", der::tlv(0x1c, b"\0\0\0a\0")),
        (
            "universal-above-unicode",
            der::tlv(0x1c, b"\x7f\xff\xff\xff"),
        ),
        (
            "printable-with-other-characters",
            der::tlv(0x13, b"a*b@c\xff"),
        ),
        ("sequence", der::seq([der::utf8(NAME)])),
        ("empty", der::utf8("")),
    ];
    cases
        .into_iter()
        .map(|(name, value)| {
            let builder = apns().edit_subject(|subject| subject.set(COMMON_NAME, value));
            with_key(&format!("string-{name}"), &builder).expect("ok")
        })
        .collect()
}

fn sizes() -> Vec<Hostile> {
    let long = "n".repeat(1_000_000);
    let many = (0..10_000).fold(Name::apple(APP, "many", None, None, "US"), |name, _| {
        name.utf8(ORGANIZATION, "x")
    });
    let wide = vec![(ORGANIZATION, der::utf8("x")); 10_000];
    vec![
        with_key(
            "common-name-of-1-mb",
            &apns().edit_subject(|subject| subject.set(COMMON_NAME, der::utf8(&long))),
        )
        .expect("ok"),
        with_key(
            "common-name-of-1-mb-of-controls",
            &apns().edit_subject(|subject| {
                subject.set(COMMON_NAME, der::utf8(&"\u{1b}".repeat(1_000_000)))
            }),
        )
        .expect("ok"),
        with_key("rdns-10000", &apns().subject(many)).expect("ok"),
        with_key(
            "rdn-of-10000-attributes",
            &apns().edit_subject(|name| name.multi_valued(wide)),
        )
        .expect("ok"),
        with_key(
            "subject-is-an-integer",
            &apns().subject(Name::raw(der::int(1))),
        )
        .expect("corrupt-file"),
        with_key(
            "subject-rdn-empty",
            &apns().subject(Name::raw(der::seq([der::tlv(0x31, [])]))),
        )
        .expect("ok"),
    ]
}
