//! The rule `topic-not-covered`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::meant_topic;
use crate::value::shown;
use crate::wording::listed_shown;

declare_rule! {
    /// The certificate does not cover a topic that it is wanted for.
    ///
    /// ## What happened
    /// The topic of a push must stand in the certificate, letter by letter. It does not. Often the topic has something
    /// too much: blanks, the team id in front, `.voip` twice. Or the certificate is that of another app.
    ///
    /// ## Why it matters
    /// APNs answers `TopicDisallowed`, or `DeviceTokenNotForTopic` if the topic exists but the token is another app's.
    /// A certificate serves one app only; for several apps you need several certificates, or one token key.
    ///
    /// ## How to fix
    /// Send to a topic that the certificate has: the finding lists them. Do not build topics by appending `.voip`: the
    /// list has the whole topic. For another app, create a certificate for its App ID, or use token authentication,
    /// which serves all apps of a team.
    404 "topic-not-covered" Error since "0.1.0"
    help: "send to a topic that the certificate lists, or create a certificate for the other app",
    symptoms: [
        "TopicDisallowed",
        "DeviceTokenNotForTopic",
        "BadTopic",
        "The certificate's bundleId did not match that of your app",
    ],
    sources: [
        Requirement("S1-04"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("Pr0Ger/PyAPNs2#70"),
        Observed("node-apn/node-apn#658"),
        Observed("alexalok/dotAPNS#90"),
        Observed("QuickBlox/quickblox-ios-sdk#1020"),
        Observed("fastlane/fastlane#9516"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let judged = input.judged_push();
    let Some(first) = judged.first() else { return };
    let covered = |topic: &str| judged.iter().any(|leaf| leaf.certificate.has_topic(topic));
    let missing: Vec<String> = input
        .wanted
        .topics
        .iter()
        .filter(|topic| !covered(topic))
        .cloned()
        .collect();
    if missing.is_empty() {
        return;
    }
    let mut topics: Vec<String> = Vec::new();
    for topic in judged.iter().flat_map(|leaf| &leaf.certificate.topics) {
        if !topics.contains(&topic.topic) {
            topics.push(topic.topic.clone());
        }
    }
    let meant = missing.iter().find_map(|topic| meant_topic(topic, &topics));
    let finding = out.report(format!(
        "The certificate does not cover {}",
        listed_shown(&missing)
    ));
    if judged.len() == 1 {
        finding.about(first.subject());
    }
    finding
        .fact("missing", missing)
        .fact("topics", topics.clone());
    if let Some(meant) = meant {
        finding.fact("meant", &meant).help(format!(
            "use the topic {} as it stands in the certificate",
            shown(&meant)
        ));
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut input = ex::pem();
        input.wanted.topics.push("com.example.app".into());
        input
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::pem();
        input.wanted.topics.push("com.example.app.voip.voip".into());
        input
    }
}
