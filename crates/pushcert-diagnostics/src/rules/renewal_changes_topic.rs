//! The rule `renewal-changes-topic`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::CertificateKind;

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::listed_shown;

declare_rule! {
    /// The new certificate lacks a topic of the one that it is to replace.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. A topic of the old one is
    /// not in the new one. With device management this comes from choosing **Create** and not **Renew** in the Apple
    /// Push Certificates Portal, or from signing in with another Apple ID than the one that created the old one. With
    /// an app, the certificate was created for another App ID.
    ///
    /// ## Why it matters
    /// **Device management:** every enrolled device listens to the old topic. With the new certificate no device
    /// answers any more, and nothing reports it: Apple drops the pushes silently, and the console stays green. Each
    /// device has to be enrolled again, by hand. **An app:** pushes to the lost topic fail with `TopicDisallowed`.
    ///
    /// It is the topic that decides. Whether a certificate that expired before it was renewed costs the enrolments as
    /// well, the pages of vendors tell differently: renew in the last 30 days, and the question does not come up.
    ///
    /// ## How to fix
    /// Do not install the new certificate. For device management sign in at identity.apple.com/pushcert with the Apple
    /// ID that created the old one, find it there by its topic or serial number, and choose **Renew** beside it, never
    /// Create and never Revoke. For an app create "Apple Push Notification service SSL (Sandbox & Production)" for the
    /// same App ID. Then compare again: `pushcert renew --old old.pem --new new.pem`.
    613 "renewal-changes-topic" Error since "0.1.0"
    help: "do not install it: renew the old certificate with the same Apple ID (Renew, not Create), or for the same App ID",
    symptoms: [
        "no device answers after the renewal of the MDM push certificate",
        "TopicDisallowed",
        "DeviceTokenNotForTopic",
        "The topic is invalid",
    ],
    sources: [
        Requirement("S2-03, S2-10, S2-20, S2-21, S2-29"),
        Page("https://documentation.n-able.com/N-central/userguide/Content/Device_Management_Apple/renew_apple_push_notification_certificate.htm"),
        Observed("fleetdm/fleet#53252"),
        Observed("fleetdm/fleet#52469"),
        Observed("fleetdm/fleet#49045"),
        Observed("fleetdm/fleet#26038"),
        Observed("MicrosoftDocs/memdocs#3657"),
        Observed("MicrosoftDocs/IntuneDocs#2868"),
        Observed("fleetdm/fleet#37902"),
        Observed("micromdm/micromdm#904"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (renewal.old(), renewal.renewed());
    let gone = only_in(old, new);
    if gone.is_empty() {
        return;
    }
    let added = only_in(new, old);
    let is_mdm = old.kind == CertificateKind::MdmPush;
    let lost = listed_shown(&gone);
    let message = if is_mdm {
        let to = if new.topics.is_empty() {
            "none".into()
        } else {
            listed_shown(&added)
        };
        format!(
            "The renewal changes the topic from {lost} to {to}: every enrolled device stops answering, silently, until \
             it is enrolled again"
        )
    } else {
        format!("The new certificate lacks {lost}: pushes to it fail with TopicDisallowed")
    };
    let finding = out
        .report(message)
        .about(renewal.subject())
        .fact("gone", gone)
        .fact("added", added)
        .fact("old", renewal.old_file());
    if is_mdm {
        finding.help(
            "do not install it: sign in at identity.apple.com/pushcert with the Apple ID of the old certificate and \
             choose Renew there, not Create",
        );
    }
}

/// The topics that the first has and the second has not.
fn only_in(first: &CertificateFacts, second: &CertificateFacts) -> Vec<String> {
    let topics = first.topics.iter().map(|entry| &entry.topic);
    topics
        .filter(|topic| !second.has_topic(topic))
        .cloned()
        .collect()
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    const OLD: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";
    const NEW: &str = "d91f7c20-58ab-4e6d-b3c4-0a7e2f815b96";

    pub(super) fn good() -> Input {
        ex::renewal(
            ex::mdm_certificate(OLD),
            ex::renewed(ex::mdm_certificate(OLD)),
        )
    }

    pub(super) fn bad() -> Input {
        ex::renewal(
            ex::mdm_certificate(OLD),
            ex::renewed(ex::mdm_certificate(NEW)),
        )
    }
}
