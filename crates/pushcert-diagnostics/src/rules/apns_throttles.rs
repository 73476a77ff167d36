//! The rule `apns-throttles`.

use pushcert_types::Reason;

use crate::connection::{Fault, Refusal};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};

declare_rule! {
    /// APNs asks to send less.
    ///
    /// ## What happened
    /// APNs answered with the status 429 (`TooManyRequests`): too many pushes in a row to one device, or from this
    /// sender. The credential was accepted.
    ///
    /// ## Why it matters
    /// This push was not delivered. A sender that repeats at once makes it worse. When the credential was only being
    /// checked, it is a warning: certificate and topic came through, and nothing else could be asked.
    ///
    /// ## How to fix
    /// Wait and try again with growing pauses. Put pushes to one device together (`apns-collapse-id`, or one push that
    /// makes the app fetch). Do not use pushes as a heartbeat.
    526 "apns-throttles" Error since "0.1.0"
    help: "wait, then try again with growing pauses",
    symptoms: [
        "TooManyRequests",
        "{\"reason\":\"TooManyRequests\"}",
        "429 Too Many Requests",
    ],
    sources: [
        Rfc(6585, "4"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("fleetdm/fleet#52362"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(refusal) = input.refusal() else {
        return;
    };
    if !is_throttled(&refusal) {
        return;
    }
    let is_push = refusal.is_push();
    let message = if is_push {
        "APNs did not take the push: too many requests"
    } else {
        "APNs accepts the certificate, and asks to send less: too many requests"
    };
    let finding = out.answer(&refusal, refusal.asked, Fault::Request, message);
    if !is_push {
        finding.lowered_to(Severity::Warning);
    }
}

/// By the reason, or by the status where the reason is none of Apple's.
fn is_throttled(refusal: &Refusal<'_>) -> bool {
    match refusal.reason() {
        Some(reason) => reason == Reason::TooManyRequests,
        None => refusal.answer.http_status == Some(429),
    }
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
        ex::answered(Stage::Push, 429, "TooManyRequests")
    }
}
