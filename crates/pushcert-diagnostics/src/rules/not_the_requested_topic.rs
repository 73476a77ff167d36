//! The rule `not-the-requested-topic`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate is not for the App ID that was chosen in the portal.
    ///
    /// ## What happened
    /// With the request it was noted for which App ID the certificate is to be created. The topics of the certificate
    /// that came back do not have it: in the portal another App ID was chosen, or the file is that of another app.
    ///
    /// ## Why it matters
    /// APNs answers `TopicDisallowed` to every push for the app that it was meant for.
    ///
    /// ## How to fix
    /// In your developer account, under Certificates, create "Apple Push Notification service SSL (Sandbox &
    /// Production)" again with the same request, and choose the App ID that the finding names. If the note is wrong,
    /// mend the note.
    611 "not-the-requested-topic" Error since "0.1.0"
    help: "create the certificate again for the right App ID; the same request can be used",
    symptoms: [
        "TopicDisallowed",
        "DeviceTokenNotForTopic",
        "The certificate's bundleId did not match that of your app",
    ],
    sources: [
        Requirement("S1-08"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("fastlane/fastlane#9516"),
        Observed("google/gcm#111"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let request = input.wanted.request.as_ref();
    let Some(asked) = request.and_then(|request| request.topic.as_ref()) else {
        return;
    };
    let judged = input.answers();
    let Some(leaf) = judged.first() else { return };
    let mut topics: Vec<String> = Vec::new();
    for topic in judged.iter().flat_map(|leaf| &leaf.certificate.topics) {
        topics.push(topic.topic.clone());
    }
    // Without any topic, `no-topic` says so.
    let Some(first) = topics.first() else { return };
    if topics.contains(asked) {
        return;
    }
    out.report(format!(
        "The certificate is for {}, and {} was asked for",
        shown(first),
        shown(asked)
    ))
    .about(leaf.subject())
    .fact("expected", asked)
    .fact("topics", topics);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::format::Format;
    use crate::input::{Input, Place, RequestedFacts};

    fn answer_for(app: &str) -> Input {
        let mut input = ex::file("aps.cer", Format::CertificateDer);
        input.wanted.place = Place::IssuedCertificate;
        input.wanted.request = Some(RequestedFacts {
            topic: Some(app.into()),
            ..RequestedFacts::default()
        });
        input.certificates.push(ex::certificate());
        input
    }

    pub(super) fn good() -> Input {
        answer_for("com.example.app")
    }

    pub(super) fn bad() -> Input {
        answer_for("com.example.other")
    }
}
