//! The rule `connection-closed-by-apns`.

use alloc::format;

use pushcert_types::connection::FailureKind;

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The server ended the HTTP/2 connection and gave no reason.
    ///
    /// ## What happened
    /// TLS was fine. Then the server sent a GOAWAY frame, which ends the connection, or reset the stream of the request.
    /// APNs puts its reason as JSON into the GOAWAY frame; here there was none. The finding has the error code of HTTP/2.
    ///
    /// ## Why it matters
    /// It is normal now and then: APNs closes connections for maintenance, and after a number of bad requests. A program
    /// that opens a new connection for each push, or ignores the limit of streams (`MAX_CONCURRENT_STREAMS`), is closed
    /// again and again. Code 0 (`NO_ERROR`) right after the start was seen for a wrong environment, too.
    ///
    /// ## How to fix
    /// 1. Connect anew, and send again what came after the last stream that the GOAWAY frame names.
    /// 2. Keep connections open, send many pushes over each, and keep to the server's SETTINGS.
    /// 3. If it comes at once and every time, check environment and dates: `pushcert check push.p12 --environment
    ///    production`.
    512 "connection-closed-by-apns" Error since "0.1.0"
    help: "connect anew; if it comes every time, check the certificate and its environment",
    symptoms: [
        "ERR_HTTP2_GOAWAY_SESSION",
        "New streams cannot be created after receiving a GOAWAY",
        "apn write failed: GOAWAY",
        "ERR_HTTP2_STREAM_ERROR",
        "ERR_HTTP2_SESSION_ERROR",
        "http2: server sent GOAWAY and closed the connection",
        "http2: Transport: peer server initiated graceful shutdown",
        "stream error: stream ID",
        "Http2GoAwayException",
        "Stream closed before a reply was received",
        "Received GOAWAY from APNs server",
        "SocketError: Socket was remotely closed",
        "connection error: PROTOCOL_ERROR",
    ],
    sources: [
        Rfc(9113, "6.8"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("jchambers/pushy#312"),
        Observed("jchambers/pushy#1025"),
        Observed("jchambers/pushy#356"),
        Observed("node-apn/node-apn#685"),
        Observed("node-apn/node-apn#727"),
        Observed("ostinelli/net-http2#39"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let at = place(facts);
    let (message, code) = match *ended.kind {
        FailureKind::GoAway { code } => {
            let name = error_name(code);
            (
                format!(
                    "The server {at} closed the connection (GOAWAY, {name}) and gave no reason"
                ),
                code,
            )
        }
        FailureKind::StreamReset { code } => {
            let name = error_name(code);
            (
                format!("The server {at} reset the stream of the request ({name})"),
                code,
            )
        }
        _ => return,
    };
    out.connection(facts, ended.stage, Fault::of_server(facts), message)
        .fact("error_code", code)
        .fact("error_name", error_name(code));
}

/// RFC 9113, section 7.
const fn error_name(code: u32) -> &'static str {
    match code {
        0 => "NO_ERROR",
        1 => "PROTOCOL_ERROR",
        2 => "INTERNAL_ERROR",
        3 => "FLOW_CONTROL_ERROR",
        4 => "SETTINGS_TIMEOUT",
        5 => "STREAM_CLOSED",
        6 => "FRAME_SIZE_ERROR",
        7 => "REFUSED_STREAM",
        8 => "CANCEL",
        9 => "COMPRESSION_ERROR",
        10 => "CONNECT_ERROR",
        11 => "ENHANCE_YOUR_CALM",
        12 => "INADEQUATE_SECURITY",
        13 => "HTTP_1_1_REQUIRED",
        _ => "an unknown error",
    }
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
        ex::failed(Stage::Topic, FailureKind::GoAway { code: 0 })
    }
}
