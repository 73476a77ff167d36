//! The rule `push-outcome-unknown`.

use pushcert_types::connection::Stage;

use crate::connection::{Fault, asked};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// Nobody knows whether APNs took the push.
    ///
    /// ## What happened
    /// The request was sent, and the connection ended before an answer came. APNs may have taken the push, or not.
    ///
    /// ## Why it matters
    /// A sender that sends again without thinking shows the same message twice. A sender that never does loses some.
    ///
    /// ## How to fix
    /// Send again only where a second copy does no harm. `apns-collapse-id` makes the copies one on the device. Keep
    /// the `apns-id` of the first attempt and use it again, so that both are found as one in Apple's Push Notifications
    /// Console; it does not keep APNs from delivering twice. A GOAWAY frame with a last stream below that of the push
    /// means that it was not taken: then sending again is safe.
    528 "push-outcome-unknown" Warning since "0.1.0"
    help: "do not send again blindly: use the same apns-id, and an apns-collapse-id",
    symptoms: [
        "Stream closed before a reply was received",
        "http2: server sent GOAWAY and closed the connection",
        "aborted",
    ],
    sources: [
        Rfc(9113, "8.7"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("jchambers/pushy#1017"),
        Observed("node-apn/node-apn#492"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(facts) = &input.connection else {
        return;
    };
    // A reason in a GOAWAY is about the connection: the push may have been taken before.
    let is_answered = facts
        .answer
        .as_ref()
        .is_some_and(|a| a.http_status.is_some());
    if asked(facts) != Stage::Push || !facts.request_sent || is_answered {
        return;
    }
    let message = "The push was sent and not answered: nobody knows whether APNs took it";
    out.connection(facts, Stage::Push, Fault::Network, message)
        .fact_if("topic", facts.topic.as_ref())
        .fact_if("apns_id", facts.apns_id.as_ref());
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::{FailureKind, Stage};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        ex::failed(Stage::Push, FailureKind::Reset)
    }
}
