//! The rule `push-malformed`.

use alloc::format;

use pushcert_types::{PushType, Reason};

use crate::connection::Fault;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// APNs refuses the push because of its form.
    ///
    /// ## What happened
    /// APNs accepted the certificate and refused the request: a header has a value that it may not have, is there twice,
    /// or the payload is empty or too large. The finding says which.
    ///
    /// ## Why it matters
    /// The same request fails every time; to send it again does not help. The credential has no part in it.
    ///
    /// ## How to fix
    /// * `PayloadTooLarge`: at most 4096 bytes, 5120 for VoIP. `PayloadEmpty`: a JSON object with `aps`.
    /// * `InvalidPushType`: `apns-push-type` has to fit the topic: `voip` with a topic in `.voip`, `mdm` with the topic
    ///   of an MDM push certificate, `alert` or `background` with the bundle identifier itself.
    /// * `BadPriority`: 10, 5 or 1; `background` pushes take 5. `BadExpirationDate`: seconds since 1970, or 0.
    /// * `BadMessageId`: `apns-id` is a UUID with hyphens. `BadCollapseId`: at most 64 bytes.
    /// * `BadPath`, `MissingDeviceToken`, `MethodNotAllowed`: `POST /3/device/` and the device token.
    525 "push-malformed" Error since "0.1.0"
    help: "put the request right as the finding says; the credential is not at fault",
    symptoms: [
        "BadCollapseId",
        "BadExpirationDate",
        "BadMessageId",
        "BadPriority",
        "DuplicateHeaders",
        "InvalidPushType",
        "MissingDeviceToken",
        "PayloadEmpty",
        "PayloadTooLarge",
        "BadPath",
        "MethodNotAllowed",
        "400 Bad Request for BadMessageId",
    ],
    sources: [
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("reown-com/push-server#348"),
        Observed("Finb/bark-server#72"),
        Observed("myappcloud/push#1"),
    ],
}

const REASONS: [Reason; 11] = [
    Reason::BadCollapseId,
    Reason::BadExpirationDate,
    Reason::BadMessageId,
    Reason::BadPriority,
    Reason::DuplicateHeaders,
    Reason::InvalidPushType,
    Reason::MissingDeviceToken,
    Reason::PayloadEmpty,
    Reason::PayloadTooLarge,
    Reason::BadPath,
    Reason::MethodNotAllowed,
];

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some((refusal, reason)) = input.refused_for(&REASONS) else {
        return;
    };
    let facts = refusal.facts;
    let asked = match (&facts.topic, facts.push_type) {
        (Some(topic), Some(push_type)) if reason == Reason::InvalidPushType => {
            format!(": {push_type} to {}", shown(topic))
        }
        _ => "".into(),
    };
    let meaning = reason.meaning();
    let message = format!("APNs refuses the push ({reason}): {meaning}{asked}");
    out.answer(&refusal, refusal.asked, Fault::Request, message)
        .fact_if("topic", facts.topic.as_ref())
        .fact_if("push_type", facts.push_type.map(PushType::as_str));
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
        ex::answered(Stage::Push, 413, "PayloadTooLarge")
    }
}
