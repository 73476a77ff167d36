//! The rule `connection-cut`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_types::connection::{FailureKind, Stage};

use crate::connection::causes::{OF_LATE_SILENCE, OF_SILENCE, in_the_file};
use crate::connection::{AlertAt, Ended, Fault, client_certificate, is_named, place, yes_or_no};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The connection was cut without an answer.
    ///
    /// ## What happened
    /// The other side closed or reset the connection and did not say why. The stage tells most of it. During TLS it is
    /// something on the way: a firewall that looks at the name of the server, or a proxy. When the server had the client
    /// certificate in hands, it is often the certificate: servers were seen to close the connection without an alert for
    /// a private key of another certificate, and for a certificate that had expired. Later it is the service, or a
    /// device on the way that forgets connections.
    ///
    /// ## Why it matters
    /// There is no error message to look up, so people look in the wrong place. The finding lists what is probable, what
    /// the file itself proves first.
    ///
    /// ## How to fix
    /// 1. `pushcert check push.p12` first: dates, key and environment are all told without a connection.
    /// 2. If the file is fine, connect from another network. If it works there, have the way to `17.0.0.0/8`, ports 443
    ///    and 2197, opened without inspection.
    /// 3. If it was cut later, connect anew and go on. Many firewalls forget a connection that lies idle: an
    ///    HTTP/2 PING now and then keeps it.
    504 "connection-cut" Error since "0.1.0"
    help: "check the file first: pushcert check FILE; then connect from another network",
    symptoms: [
        "read ECONNRESET",
        "socket hang up",
        "Client network socket disconnected before secure TLS connection was established",
        "read: connection reset by peer",
        "unexpected EOF",
        "java.net.SocketException: Connection reset",
        "Remote host terminated the handshake",
        "Remote host closed connection during handshake",
        "unexpected end of stream on Connection",
        "[Errno 104] Connection reset by peer",
        "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol",
        "peer closed connection without sending TLS close_notify",
        "tls handshake eof",
        "error:0A000126:SSL routines::unexpected eof while reading",
        "SSL handshake failed (-9806)",
    ],
    sources: [
        Requirement("S1-27"),
        Rfc(8446, "6.1"),
        Measured("a TLS 1.3 server closed the connection without an alert when the client's key was another's"),
        Observed("node-apn/node-apn#335"),
        Observed("noodlewerk/NWPusher#18"),
        Observed("CleverTap/apns-http2#35"),
        Observed("Redth/PushSharp#600"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let Some((what, detail)) = how(&ended) else {
        return;
    };
    let is_early = ended.stage < Stage::ClientCertificate;
    let proven = in_the_file(input, facts);
    let (doing, fault) = match ended.stage {
        Stage::Local | Stage::Resolve | Stage::Tcp => (
            "while the connection was being made",
            Fault::of_stranger(facts),
        ),
        Stage::Tls | Stage::ServerChain => ("during TLS", Fault::of_stranger(facts)),
        Stage::ClientCertificate => ("when it had the client certificate", Fault::Credential),
        // With TLS 1.3 a server may look at the certificate as late as this.
        _ if !proven.is_empty() => ("before the answer", Fault::Credential),
        _ => ("before the answer", Fault::of_server(facts)),
    };
    let message = format!("The server {} {what} {doing}", place(facts));
    let finding = out
        .connection(facts, ended.stage, fault, message)
        .fact_if("detail", detail);
    if !is_early {
        let certificate = client_certificate(facts);
        finding
            .fact("requested", yes_or_no(certificate.requested))
            .fact("sent", yes_or_no(certificate.sent))
            .fact("probable_causes", causes(proven, ended.stage));
    }
}

/// How it ended, if nobody said a word that another rule knows.
fn how(ended: &Ended<'_>) -> Option<(&'static str, Option<String>)> {
    match ended.kind {
        FailureKind::Reset => Some(("reset the connection", None)),
        FailureKind::Closed => Some(("closed the connection", None)),
        FailureKind::Io { detail } if ended.stage > Stage::Tcp => {
            Some(("was lost, by an error of the system,", Some(detail.clone())))
        }
        FailureKind::Alert(_) => ended
            .alert()
            .filter(|(alert, at)| *at == AlertAt::Request && !is_named(*alert))
            .map(|(alert, _)| ("ended TLS", Some(alert.to_string()))),
        _ => None,
    }
}

/// What the file proves, else what this end has been seen for.
fn causes(proven: Vec<String>, stage: Stage) -> Vec<String> {
    if !proven.is_empty() {
        return proven;
    }
    let seen = match stage {
        Stage::ClientCertificate => OF_SILENCE,
        _ => OF_LATE_SILENCE,
    };
    seen.iter().map(|cause| String::from(*cause)).collect()
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
        ex::failed(Stage::ClientCertificate, FailureKind::Closed)
    }
}
