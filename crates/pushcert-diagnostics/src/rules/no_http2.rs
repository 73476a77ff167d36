//! The rule `no-http2`.

use alloc::format;

use pushcert_types::connection::{Alert, FailureKind};

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The server does not speak HTTP/2.
    ///
    /// ## What happened
    /// During the TLS handshake both sides agree on the protocol (ALPN). The server chose another one than `h2`, or
    /// none. APNs takes HTTP/2 only, and its servers choose `h2`.
    ///
    /// ## Why it matters
    /// A push cannot be sent over HTTP/1.1. If it was one of Apple's names that was connected to, it is not Apple's
    /// server that answers: a proxy that inspects TLS and knows HTTP/1.1 only is the usual case.
    ///
    /// ## How to fix
    /// 1. Have the proxy pass APNs through without looking into it, and without speaking HTTP itself.
    /// 2. In a library of your own, ask for it: ALPN `h2`. Java has ALPN since 8u251, .NET Framework needs
    ///    `WinHttpHandler`, Python needs `ssl.SSLContext.set_alpn_protocols(["h2"])` or an HTTP/2 library, curl needs
    ///    `--http2`. Node: the module `http2`, not `https`.
    /// 3. A server of your own that stands in for APNs has to offer `h2`.
    509 "no-http2" Error since "0.1.0"
    help: "have APNs excepted from TLS inspection; a stand-in has to offer HTTP/2 with ALPN h2",
    symptoms: [
        "ERR_HTTP2_ERROR",
        "http2: unexpected ALPN protocol",
        "tls: no application protocol",
        "no_application_protocol",
        "ALPN callback dropped: HTTP/2 is disabled",
        "tlsv1 alert no application protocol",
        "[SSL: TLSV1_ALERT_NO_APPLICATION_PROTOCOL]",
        "peer doesn't support any known protocol",
        "ALPN, server did not agree to a protocol",
        "HTTP/2 support not enabled",
        "Received HTTP/0.9 when not allowed",
    ],
    sources: [
        Requirement("S1-27"),
        Rfc(9113, "3.2"),
        Rfc(7301, "3.2"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("jchambers/pushy#808"),
        Observed("jchambers/pushy#1001"),
        Observed("malliina/mobile-push#7"),
        Observed("Redth/PushSharp#702"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let (chose, alpn) = match ended.kind {
        FailureKind::NoHttp2 { alpn: Some(alpn) } => {
            (format!("it chose {}", shown(alpn)), Some(alpn.as_str()))
        }
        FailureKind::NoHttp2 { alpn: None } => ("it chose no protocol".into(), None),
        FailureKind::Alert(Alert::NO_APPLICATION_PROTOCOL) => (
            "it refused with the alert no_application_protocol".into(),
            None,
        ),
        _ => return,
    };
    let message = format!("The server {} does not speak HTTP/2: {chose}", place(facts));
    out.connection(facts, ended.stage, Fault::of_stranger(facts), message)
        .fact_if("alpn", alpn);
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
        let alpn = Some("http/1.1".into());
        ex::failed(Stage::Tls, FailureKind::NoHttp2 { alpn })
    }
}
