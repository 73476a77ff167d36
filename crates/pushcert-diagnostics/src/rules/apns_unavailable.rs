//! The rule `apns-unavailable`.

use alloc::format;

use pushcert_types::Reason;

use crate::connection::{Fault, Refusal};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// APNs does not serve at the moment.
    ///
    /// ## What happened
    /// APNs answered that it failed (`InternalServerError`), is not available (`ServiceUnavailable`), that this server
    /// of it is being shut down (`Shutdown`), or that the connection was idle for too long (`IdleTimeout`).
    ///
    /// ## Why it matters
    /// It is nobody's fault here: neither the credential nor the request is bad. A program that does not connect anew
    /// after `Shutdown` or `IdleTimeout` fails with every push from then on, until somebody restarts it.
    ///
    /// ## How to fix
    /// 1. Close the connection, connect anew, and try again: at once for `Shutdown` and `IdleTimeout`, else with
    ///    growing pauses.
    /// 2. If it stays like this, look at <https://developer.apple.com/system-status/>.
    527 "apns-unavailable" Error since "0.1.0"
    help: "connect anew and try again with growing pauses; see https://developer.apple.com/system-status/",
    symptoms: [
        "InternalServerError",
        "ServiceUnavailable",
        "Shutdown",
        "IdleTimeout",
        "{\"reason\":\"InternalServerError\"}",
        "{\"reason\":\"ServiceUnavailable\"}",
        "{\"reason\":\"Shutdown\"}",
        "503 Service Unavailable",
        "Idle timeout expired",
    ],
    sources: [
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Page("https://developer.apple.com/system-status/"),
        Observed("jchambers/pushy#408"),
        Observed("jchambers/pushy#458"),
        Observed("jchambers/pushy#567"),
        Observed("node-apn/node-apn#463"),
        Observed("node-apn/node-apn#591"),
    ],
}

const REASONS: [Reason; 4] = [
    Reason::InternalServerError,
    Reason::ServiceUnavailable,
    Reason::Shutdown,
    Reason::IdleTimeout,
];

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(refusal) = input.refusal() else {
        return;
    };
    if !is_unavailable(&refusal) {
        return;
    }
    let message = match (refusal.reason(), refusal.answer.http_status) {
        (Some(reason), _) => format!("APNs does not serve ({reason}): {}", reason.meaning()),
        (None, Some(status)) => {
            format!("The server does not serve: it answers with status {status}")
        }
        (None, None) => "The server does not serve".into(),
    };
    let fault = Fault::of_server(refusal.facts);
    out.answer(&refusal, refusal.asked, fault, message);
}

/// By the reason, or by the status where the reason is none of Apple's.
fn is_unavailable(refusal: &Refusal<'_>) -> bool {
    match (refusal.reason(), refusal.answer.http_status) {
        (Some(reason), _) => REASONS.contains(&reason),
        (None, Some(status)) => (500..600).contains(&status),
        (None, None) => false,
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
        ex::answered(Stage::Topic, 503, "ServiceUnavailable")
    }
}
