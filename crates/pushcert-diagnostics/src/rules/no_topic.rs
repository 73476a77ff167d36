//! The rule `no-topic`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The certificate names no topic.
    ///
    /// ## What happened
    /// Every push certificate is tied to something that can be sent to: an app, a website, a pass type, a
    /// management service. It stands in Apple's topic extensions or in the user id of the subject. This certificate
    /// has the marker for push, but no topic anywhere.
    ///
    /// ## Why it matters
    /// APNs compares the topic of each push with those of the certificate. With none, every push is refused.
    ///
    /// ## How to fix
    /// In your developer account, under Certificates, create "Apple Push Notification service SSL (Sandbox &
    /// Production)", and choose the App ID of your app: the certificate must be tied to a specific app. An App ID with a
    /// wildcard cannot have push.
    402 "no-topic" Error since "0.1.0"
    help: "create a certificate for the App ID of your app: it must be tied to a specific app",
    symptoms: ["TopicDisallowed", "MissingTopic", "BadTopic"],
    sources: [
        Requirement("S1-12"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged_push() {
        let certificate = leaf.certificate;
        if certificate.topics.is_empty() {
            out.report("The certificate names no topic: it must be tied to a specific app")
                .about(leaf.subject())
                .fact_if("common_name", certificate.common_name.as_ref())
                .fact_if("uid", certificate.uid.as_ref());
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.topics.clear();
        certificate.topics_from = None;
        certificate.uid = None;
        ex::with(certificate)
    }
}
