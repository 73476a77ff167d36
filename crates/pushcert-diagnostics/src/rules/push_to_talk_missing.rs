//! The rule `push-to-talk-missing`.

use alloc::format;

use pushcert_types::{CertificateKind, PushType};

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate was issued before Push to Talk was added to the list.
    ///
    /// ## What happened
    /// Since mid-2022 Apple lists the topic for Push to Talk (`.voip-ptt`) in every new certificate of an app. This one
    /// has the other topics and not that.
    ///
    /// ## Why it matters
    /// If the app uses Push to Talk, this certificate cannot serve it, though the newer one of the same app can. If it
    /// does not, nothing is wrong.
    ///
    /// ## How to fix
    /// Create a new certificate for the app when you need the push type `pushtotalk`.
    408 "push-to-talk-missing" Note since "0.1.0"
    help: "create a new certificate if the app uses Push to Talk",
    symptoms: ["TopicDisallowed"],
    sources: [
        Requirement("S1-23"),
        Apple("documentation/pushtotalk"),
        Measured("certificates issued from July 2022 on list it, those issued until April 2022 do not"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    // Where it is asked for, the missing push type is an error of its own.
    if input.wanted.push_types.contains(&PushType::PushToTalk) {
        return;
    }
    for leaf in input.judged_push() {
        let certificate = leaf.certificate;
        let lists = matches!(
            certificate.kind,
            CertificateKind::Apns | CertificateKind::ApnsSandbox
        );
        if lists
            && serves(certificate, PushType::Voip)
            && !serves(certificate, PushType::PushToTalk)
        {
            let app = certificate.topics.first().map_or("", |topic| &topic.topic);
            let topic = format!("{app}{}", PushType::PushToTalk.suffix());
            out.report(format!(
                "The certificate does not list {}: it cannot send Push to Talk",
                shown(&topic)
            ))
            .about(leaf.subject())
            .fact("missing", topic.as_str())
            .fact_if("not_before", certificate.not_before);
        }
    }
}

fn serves(certificate: &CertificateFacts, push_type: PushType) -> bool {
    certificate
        .topics
        .iter()
        .any(|topic| topic.push_types.contains(&push_type))
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate
            .topics
            .retain(|topic| topic.topic != "com.example.app.voip-ptt");
        certificate.not_before = UnixTime::from_civil(2022, 2, 14, 9, 0, 0);
        ex::with(certificate)
    }
}
