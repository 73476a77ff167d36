//! The rule `topic-required`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::count;

declare_rule! {
    /// The certificate has several topics, so every push must name one.
    ///
    /// ## What happened
    /// The certificate lists more than one topic: the app and its suffixes for VoIP, complication or Push to Talk.
    /// APNs cannot guess which one a push is for.
    ///
    /// ## Why it matters
    /// Without the header `apns-topic` APNs answers `MissingTopic` to every push. Certificates of the old kinds had one
    /// topic and did without, so programs that worked for years fail after a renewal.
    ///
    /// ## How to fix
    /// Set `apns-topic` on every request to the topic for that push: the bundle id for alerts, the listed topic with
    /// its suffix for the other types. Most libraries have an option `topic` or `bundle id`. `pushcert show FILE` lists
    /// the topics with the push types that they serve.
    406 "topic-required" Note since "0.1.0"
    help: "send the header apns-topic with every push",
    symptoms: ["MissingTopic", "{\"reason\":\"MissingTopic\"}"],
    sources: [
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("nomad-cli/houston#149"),
        Observed("appleboy/gorush#342"),
        Observed("edamov/pushok#65"),
        Observed("ostinelli/apnotic#5"),
        Observed("node-apn/node-apn#514"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged_push() {
        let topics = &leaf.certificate.topics;
        if topics.len() > 1 {
            let message = format!(
                "The certificate has {}, so every push must name its topic",
                count(topics.len(), "topic")
            );
            let names = topics.iter().map(|topic| topic.topic.clone());
            out.report(message)
                .about(leaf.subject())
                .fact("topics", names.collect::<Vec<_>>());
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::with(ex::sandbox_certificate())
    }

    pub(super) fn bad() -> Input {
        ex::pem()
    }
}
