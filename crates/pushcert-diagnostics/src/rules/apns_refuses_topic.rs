//! The rule `apns-refuses-topic`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::connection::Stage;
use pushcert_types::{PushType, Reason};

use crate::connection::Fault;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::meant_topic;
use crate::value::shown;
use crate::wording::listed_shown;

declare_rule! {
    /// APNs refuses the topic.
    ///
    /// ## What happened
    /// APNs accepted the certificate and refused the value of `apns-topic`: the certificate does not cover it
    /// (`TopicDisallowed`), it is malformed (`BadTopic`), or there is none although the certificate has several
    /// (`MissingTopic`).
    ///
    /// ## Why it matters
    /// Every push with this topic fails. The topic has to stand in the certificate letter by letter, upper and lower
    /// case included. The usual mistakes: an empty setting, quotes or blanks around the topic, the team id in front of
    /// it, `.voip` missing or there twice, the bundle identifier of another app or of a test build.
    ///
    /// ## How to fix
    /// 1. Take the topic from the certificate as it stands: the finding lists them, as does `pushcert show push.p12`.
    ///    Never build one by appending `.voip`.
    /// 2. Send `apns-topic` with every request: a certificate for apps has several topics.
    /// 3. If the topic is listed and still refused, APNs is not shown this certificate: compare fingerprints, and
    ///    restart what has the old one in memory.
    522 "apns-refuses-topic" Error since "0.1.0"
    help: "send to a topic that the certificate lists, exactly as it stands there",
    symptoms: [
        "TopicDisallowed",
        "MissingTopic",
        "BadTopic",
        "{\"reason\":\"TopicDisallowed\"}",
        "{\"reason\":\"MissingTopic\"}",
        "{\"reason\":\"BadTopic\"}",
    ],
    sources: [
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("Pr0Ger/PyAPNs2#70"),
        Observed("node-apn/node-apn#658"),
        Observed("jazzband/django-push-notifications#424"),
        Observed("jchambers/pushy#522"),
        Observed("nomad-cli/houston#149"),
        Observed("appleboy/gorush#342"),
        Observed("edamov/pushok#65"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let reasons = [
        Reason::TopicDisallowed,
        Reason::BadTopic,
        Reason::MissingTopic,
    ];
    let Some((refusal, reason)) = input.refused_for(&reasons) else {
        return;
    };
    let mut topics: Vec<String> = Vec::new();
    for topic in input
        .judged_push()
        .iter()
        .flat_map(|leaf| &leaf.certificate.topics)
    {
        if !topics.contains(&topic.topic) {
            topics.push(topic.topic.clone());
        }
    }
    let sent = refusal.facts.topic.as_deref();
    let message = message(reason, sent, &topics);
    let meant = sent.and_then(|sent| meant_topic(sent, &topics));
    let finding = out
        .answer(&refusal, Stage::Topic, Fault::Request, message)
        .fact_if("topic", sent)
        .fact_if("push_type", refusal.facts.push_type.map(PushType::as_str))
        .fact("topics", topics);
    if let Some(meant) = meant.filter(|meant| Some(meant.as_str()) != sent) {
        finding.fact("meant", &meant).help(format!(
            "use the topic {} as it stands in the certificate",
            shown(&meant)
        ));
    }
}

fn message(reason: Reason, sent: Option<&str>, topics: &[String]) -> String {
    let covered = listed_shown(topics);
    match (reason, sent) {
        (Reason::MissingTopic, _) => {
            format!("No topic was sent, and the certificate covers several: {covered}")
        }
        (Reason::BadTopic, Some(sent)) => {
            format!("APNs cannot use the topic {}: BadTopic", shown(sent))
        }
        (Reason::BadTopic, None) => "APNs cannot use the topic: BadTopic".into(),
        (_, None) => {
            format!("APNs refuses to send without a topic; the certificate covers {covered}")
        }
        (_, Some(sent)) if topics.iter().any(|topic| topic == sent) => format!(
            "APNs refuses the topic {}, although the certificate lists it",
            shown(sent)
        ),
        (_, Some(sent)) => format!(
            "APNs refuses the topic {}; the certificate covers {covered}",
            shown(sent)
        ),
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::Stage;

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::answered(Stage::Topic, 400, "TopicDisallowed");
        ex::facts(&mut input).topic = Some("TEAM123456.com.example.app".into());
        input
    }
}
