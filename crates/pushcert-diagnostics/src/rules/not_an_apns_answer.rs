//! The rule `not-an-apns-answer`.

use alloc::format;

use pushcert_types::connection::{FailureKind, TooLarge};

use crate::connection::{Fault, Refusal, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// What came back is no answer of APNs.
    ///
    /// ## What happened
    /// Something answered over TLS, but not as APNs does: it broke the rules of HTTP/2, its answer is larger than any of
    /// APNs, or status and reason are none that Apple documents.
    ///
    /// ## Why it matters
    /// Probably it is not APNs: a proxy, a gateway of another product, a load balancer's error page. If it is APNs,
    /// Apple has added a reason; then the text of it stands in the finding.
    ///
    /// ## How to fix
    /// 1. Compare host and port: `api.push.apple.com` and `api.sandbox.push.apple.com`, port 443 or 2197.
    /// 2. Look who issued the server's certificate (stage `server-chain` of the report). If it is not Apple, have APNs
    ///    excepted from TLS inspection.
    /// 3. A reason that looks like Apple's and is new: look it up in Apple's documentation, and tell this project.
    513 "not-an-apns-answer" Error since "0.1.0"
    help: "see whether it is Apple's server that answers; a new reason is explained in Apple's documentation",
    symptoms: [
        "http2: frame too large",
        "ERR_HTTP2_HEADER_SINGLE_VALUE",
        "Protocol error: unexpected frame",
        "First received frame was not SETTINGS",
        "frame with invalid size",
        "http2 error: protocol error: not a result of an error",
        "invalid character '<' looking for beginning of value",
    ],
    sources: [
        Rfc(9113, "5.4"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("reown-com/a2#34"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if let Some(refusal) = input.refusal() {
        answer(&refusal, out);
    }
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let at = place(facts);
    let (message, detail) = match ended.kind {
        FailureKind::Http2Violation { detail } => (
            format!("The server {at} breaks the rules of HTTP/2"),
            Some(detail),
        ),
        FailureKind::AnswerTooLarge { what, limit } => {
            let what = match what {
                TooLarge::Headers => "header",
                _ => "body",
            };
            let message =
                format!("The server {at} answers with a {what} of more than {limit} bytes");
            (message, None)
        }
        _ => return,
    };
    out.connection(facts, ended.stage, Fault::of_stranger(facts), message)
        .fact_if("detail", detail);
}

/// Status and reason that no other rule knows.
fn answer(refusal: &Refusal<'_>, out: &mut Findings<'_>) {
    let status = refusal.answer.http_status;
    if refusal.reason().is_some() || status == Some(429) || is_server_error(status) {
        return;
    }
    let at = place(refusal.facts);
    let status = status.map_or_else(|| "GOAWAY".into(), |status| format!("status {status}"));
    let message = match &refusal.answer.reason {
        Some(reason) => format!(
            "The server {at} answers with {status} and the reason \"{}\", which is none that is known of APNs",
            shown(reason)
        ),
        None => format!("The server {at} answers with {status} and no reason; APNs gives one"),
    };
    let fault = Fault::of_stranger(refusal.facts);
    out.answer(refusal, refusal.asked, fault, message);
}

/// What `apns-unavailable` claims.
fn is_server_error(status: Option<u16>) -> bool {
    status.is_some_and(|status| (500..600).contains(&status))
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
        ex::answered(Stage::Topic, 407, "")
    }
}
