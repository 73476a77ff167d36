//! The rule `voip-suffix-in-uid`.

use alloc::format;
use alloc::vec::Vec;

use pushcert_types::{CertificateKind, PushType};

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The user id of the VoIP certificate ends in `.voip` already.
    ///
    /// ## What happened
    /// In a "VoIP Services" certificate the user id of the subject is not the bundle id: it is the bundle id with
    /// `.voip` at the end. The topics themselves stand in an extension.
    ///
    /// ## Why it matters
    /// A program that takes the user id for the bundle id and appends `.voip` sends to `….voip.voip`. APNs answers
    /// `DeviceTokenNotForTopic` or `TopicDisallowed`. Device tokens differ as well: VoIP pushes go to the token that
    /// PushKit gave to the app, not to the one for alerts. And programs that know push certificates by a list of names
    /// refuse this one as "not a push certificate", which it is.
    ///
    /// ## How to fix
    /// Configure the topics of the finding as they stand, and append nothing.
    407 "voip-suffix-in-uid" Note since "0.1.0"
    help: "configure the listed topics as they stand and append nothing",
    symptoms: ["DeviceTokenNotForTopic", "TopicDisallowed", "….voip.voip", "Not a push certificate - …"],
    sources: [
        Requirement("S1-16, S1-20"),
        Observed("alexalok/dotAPNS#90"),
        Observed("QuickBlox/quickblox-ios-sdk#1020"),
        Observed("Pr0Ger/PyAPNs2#134"),
        Observed("CleverTap/apns-http2#53"),
        Observed("Redth/PushSharp#516"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged_push() {
        let certificate = leaf.certificate;
        let uid = certificate
            .uid
            .as_deref()
            .filter(|uid| uid.ends_with(PushType::Voip.suffix()));
        let Some(uid) = uid.filter(|_| certificate.kind == CertificateKind::Voip) else {
            continue;
        };
        let topics = certificate.topics.iter().map(|topic| topic.topic.clone());
        out.report(format!(
            "The user id {} is a topic already; append nothing to it",
            shown(uid)
        ))
        .about(leaf.subject())
        .fact("uid", uid)
        .fact("topics", topics.collect::<Vec<_>>());
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::{CertificateKind, Environment, PushType};

    use crate::example as ex;
    use crate::facts::TopicFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate =
            ex::named(CertificateKind::Voip, "VoIP Services: ", "com.example.app");
        certificate.uid = Some("com.example.app.voip".into());
        certificate.environments = alloc::vec![Environment::Sandbox, Environment::Production];
        certificate.topics = alloc::vec![
            TopicFacts::new("com.example.app", &[PushType::Alert, PushType::Background]),
            TopicFacts::new("com.example.app.voip", &[PushType::Voip]),
        ];
        certificate.topics_from = Some("1.2.840.113635.100.6.3.4".into());
        ex::with(certificate)
    }
}
