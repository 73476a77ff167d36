//! The rule `push-type-not-covered`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_types::{CertificateKind, CertificateSupport, PushType, Topic};

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate cannot send a push type that it is wanted for.
    ///
    /// ## What happened
    /// Most push types have a topic of their own: the bundle id with a suffix, such as `.voip` or `.voip-ptt`. A
    /// certificate can send a push type only if that topic is in its list. The finding names the one that is missing.
    /// Some push types are in no certificate at all.
    ///
    /// ## Why it matters
    /// APNs refuses the push with `TopicDisallowed`. Another certificate of the same app may do: those issued before
    /// mid-2022 lack Push to Talk, those for the sandbox of old lack everything but alerts.
    ///
    /// ## How to fix
    /// For `voip`, `complication` and `pushtotalk`: create a new "Apple Push Notification service SSL (Sandbox &
    /// Production)" certificate, which lists them. For `location`, `liveactivity`, `widgets`, `controls` and
    /// `fileprovider`: use token authentication (a `.p8` key). For `mdm`: use the certificate of the Apple Push
    /// Certificates Portal.
    405 "push-type-not-covered" Error since "0.1.0"
    help: "create a new certificate for the app: it lists every topic that a certificate can have",
    symptoms: ["TopicDisallowed", "BadTopic", "InvalidPushType", "DeviceTokenNotForTopic"],
    sources: [
        Requirement("S1-03, S1-16, S1-17, S1-23, S1-24"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("jchambers/pushy#522"),
        Observed("Pr0Ger/PyAPNs2#134"),
        Measured("the push types of the topics in 145 certificates issued by Apple"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let judged = input.judged_push();
    let Some(first) = judged.first() else { return };
    for &push_type in &input.wanted.push_types {
        if judged.iter().any(|leaf| sends(leaf.certificate, push_type)) {
            continue;
        }
        let missing = missing_topic(first.certificate, push_type);
        let message = match &missing {
            Some(topic) => format!(
                "The certificate cannot send {push_type}: the topic {} is missing",
                shown(topic)
            ),
            None => format!("The certificate cannot send {push_type}"),
        };
        let topics = judged.iter().flat_map(|leaf| &leaf.certificate.topics);
        let topics: Vec<String> = topics.map(|topic| topic.topic.clone()).collect();
        let finding = out.report(message);
        if judged.len() == 1 {
            finding.about(first.subject());
        }
        finding
            .fact("push_type", push_type.as_str())
            .fact_if("missing", missing)
            .fact("topics", topics);
        match push_type.with_certificate() {
            CertificateSupport::TokenOnly | CertificateSupport::NeverListed => {
                finding.help("use token authentication (a .p8 key) for this push type: no certificate covers it");
            }
            CertificateSupport::CertificateOnly => {
                finding.help("use the MDM push certificate from identity.apple.com/pushcert");
            }
            _ => {}
        }
    }
}

fn sends(certificate: &CertificateFacts, push_type: PushType) -> bool {
    certificate
        .topics
        .iter()
        .any(|topic| topic.push_types.contains(&push_type))
}

/// The topic that the certificate would need; none where its app cannot be told or no suffix is defined.
fn missing_topic(certificate: &CertificateFacts, push_type: PushType) -> Option<String> {
    let is_app = !matches!(
        certificate.kind,
        CertificateKind::MdmPush | CertificateKind::WebsitePush | CertificateKind::PassTypeId
    );
    if push_type == PushType::Mdm || !is_app {
        return None;
    }
    let alert = certificate
        .topics
        .iter()
        .find(|topic| topic.push_types.contains(&PushType::Alert));
    let known = alert
        .or(certificate.topics.first())
        .map(|topic| topic.topic.as_str());
    let topic = Topic::parse(known.or(certificate.uid.as_deref())?).ok()?;
    let app = Topic::parse(topic.bundle_id()).ok()?;
    push_type
        .topic_for(&app)
        .ok()
        .map(|topic| topic.to_string())
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::PushType;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut input = ex::pem();
        input.wanted.push_types.push(PushType::PushToTalk);
        input
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate
            .topics
            .retain(|topic| topic.topic != "com.example.app.voip-ptt");
        let mut input = ex::with(certificate);
        input.wanted.push_types.push(PushType::PushToTalk);
        input
    }
}
