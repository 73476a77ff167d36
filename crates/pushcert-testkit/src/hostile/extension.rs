//! Apple's topic extensions, malformed. The other facts of the certificate must still come.

use super::{APP, Hostile, with_key};
use crate::cert::{CertificateBuilder, topics, voip_topics};
use crate::der;
use crate::oid::apple;

pub(super) fn entries() -> Vec<Hostile> {
    [shapes(), contents(), sizes(), voip(), markers()].concat()
}

fn with_topics(name: &str, value: Vec<u8>) -> Hostile {
    with_key(
        name,
        &CertificateBuilder::apns(APP).replace_extension(apple::TOPICS, value),
    )
}

fn label(text: &str) -> Vec<u8> {
    der::seq([der::utf8(text)])
}

/// Values that are not the flat, alternating SEQUENCE.
fn shapes() -> Vec<Hostile> {
    let good = topics(&[(APP, "topic")]);
    let bad = |name: &str, value: Vec<u8>| with_topics(name, value).expect("malformed-topics");
    let topic = der::utf8(APP);
    vec![
        bad(
            "topics-odd-count",
            der::seq([
                topic.clone(),
                label("topic"),
                der::utf8("com.example.app.voip"),
            ]),
        ),
        bad(
            "topics-nested-pairs",
            der::seq([der::seq([topic.clone(), label("topic")])]),
        ),
        bad(
            "topics-without-labels",
            der::seq([topic.clone(), topic.clone()]),
        ),
        bad(
            "topics-labels-first",
            der::seq([label("topic"), topic.clone()]),
        ),
        bad(
            "topics-label-is-bare",
            der::seq([topic.clone(), der::utf8("topic")]),
        ),
        bad(
            "topics-label-empty-sequence",
            der::seq([topic.clone(), der::tlv(0x30, [])]),
        )
        .expect("malformed-topics"),
        bad(
            "topics-label-is-an-integer",
            der::seq([topic.clone(), der::seq([der::int(1)])]),
        )
        .expect("malformed-topics"),
        bad("topics-empty-sequence", der::tlv(0x30, [])).expect("no-topic"),
        bad("topics-empty-value", Vec::new()),
        bad("topics-null", der::null()),
        bad("topics-bare-string", topic.clone()),
        bad("topics-set", der::set([topic.clone(), label("topic")])),
        bad("topics-truncated", good[..good.len() - 3].to_vec()),
        bad(
            "topics-length-too-long",
            der::tlv_with_length(0x30, &[0x7f], &good[2..]),
        ),
        bad("topics-trailing-bytes", [good.clone(), vec![0, 0]].concat())
            .expect("malformed-topics"),
        bad(
            "topics-indefinite-length",
            der::ber::indefinite(0x30, &good[2..]),
        )
        .expect("malformed-topics"),
        bad(
            "topics-is-a-topic-of-integers",
            der::seq([der::int(1), label("topic")]),
        ),
        bad(
            "topics-nested-1000-deep",
            (0..1_000).fold(topic, |inner, _| der::seq([inner])),
        ),
    ]
}

/// Well-formed lists whose contents are odd.
fn contents() -> Vec<Hostile> {
    let odd =
        |name: &str, entries: &[(&str, &str)]| with_topics(name, topics(entries)).expect("ok");
    let typed = |name: &str, value: Vec<u8>| {
        with_topics(name, der::seq([value, label("topic")])).expect("malformed-topics")
    };
    vec![
        odd(
            "topics-of-unknown-suffix",
            &[(APP, "topic"), ("com.example.app.teleport", "teleport")],
        ),
        odd("topics-of-unknown-label", &[(APP, "sandwich")]),
        odd(
            "topics-label-contradicts-suffix",
            &[(APP, "voip"), ("com.example.app.voip", "topic")],
        ),
        odd("topics-twice-the-same", &[(APP, "topic"), (APP, "topic")]),
        odd(
            "topics-of-two-apps",
            &[(APP, "topic"), ("com.example.other", "topic")],
        ),
        odd(
            "topics-first-is-not-the-uid",
            &[("com.example.other", "topic")],
        ),
        odd(
            "topics-with-escape",
            &[(APP, "topic"), ("com.example.\u{1b}[31m", "topic")],
        )
        .expect("malformed-topics"),
        odd(
            "topics-with-path",
            &[(APP, "topic"), ("../../../etc/cron.d/x", "topic")],
        )
        .expect("malformed-topics"),
        odd("topics-with-empty-topic", &[(APP, "topic"), ("", "topic")]).expect("malformed-topics"),
        typed("topics-as-printable", der::printable(APP)).expect("ok"),
        typed("topics-as-ia5", der::ia5(APP)).expect("ok"),
        typed(
            "topics-as-invalid-utf8",
            der::tlv(0x0c, b"com.\xff\xfe.app"),
        ),
    ]
}

fn sizes() -> Vec<Hostile> {
    let names: Vec<String> = (0..10_000).map(|index| format!("{APP}.x{index}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "topic")).collect();
    let long = "a".repeat(500_000);
    vec![
        with_topics("topics-10000", topics(&many)).expect("malformed-topics"),
        with_topics(
            "topic-of-500-kb",
            topics(&[(APP, "topic"), (&long, "topic")]),
        )
        .expect("malformed-topics"),
    ]
}

fn voip() -> Vec<Hostile> {
    let with = |name: &str, value: Vec<u8>| {
        with_key(
            name,
            &CertificateBuilder::voip(APP).replace_extension(apple::VOIP_TOPICS, value),
        )
    };
    let bad = |name: &str, value: Vec<u8>| with(name, value).expect("malformed-topics");
    vec![
        with(
            "voip-topics-without-blanks",
            der::utf8("com.example.app,com.example.app.voip"),
        ),
        with("voip-topics-one", voip_topics(&["com.example.app.voip"])),
        bad("voip-topics-only-commas", der::utf8(", ,, ,")).expect("no-topic"),
        bad("voip-topics-empty", der::utf8("")).expect("malformed-topics"),
        bad("voip-topics-sequence", der::seq([der::utf8(APP)])),
        bad("voip-topics-invalid-utf8", der::tlv(0x0c, b"com.\xff.app")),
        bad(
            "voip-topics-with-newline",
            der::utf8("com.example.app,\ncom.example.app.voip"),
        )
        .expect("ok"),
        bad("voip-topics-100000-commas", der::utf8(&",".repeat(100_000))).expect("no-topic"),
    ]
}

/// Environment markers that are missing or hold something else than NULL.
fn markers() -> Vec<Hostile> {
    let apns = || CertificateBuilder::apns(APP);
    let neither = apns()
        .without_extension(apple::SANDBOX)
        .without_extension(apple::PRODUCTION);
    let filled = apns().replace_extension(apple::PRODUCTION, der::utf8("yes"));
    let nothing = neither.clone().without_extension(apple::TOPICS);
    vec![
        with_key("marker-with-a-value", &filled),
        with_key("marker-of-no-environment", &neither).expect("ok"),
        with_key("push-by-its-name-only", &nothing).expect("not-a-push-certificate"),
        with_key(
            "no-push-certificate",
            &CertificateBuilder::distribution("Example Ltd."),
        )
        .expect("not-a-push-certificate"),
        with_key(
            "mdm-vendor",
            &CertificateBuilder::mdm_vendor("Example Ltd."),
        )
        .expect("mdm-vendor-certificate"),
    ]
}
