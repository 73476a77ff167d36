//! The rule `tls-failed`.

use alloc::format;
use alloc::string::{String, ToString};

use pushcert_types::connection::{Alert, FailureKind};

use crate::connection::{AlertAt, Ended, Fault, is_named, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The server and this machine did not agree on TLS.
    ///
    /// ## What happened
    /// A TCP connection was made, and the TLS handshake failed before any certificate was judged: what answers does not
    /// speak TLS at all, the two have no TLS version or algorithm in common, the server broke the protocol, or it sent
    /// an alert.
    ///
    /// ## Why it matters
    /// Apple's servers speak TLS 1.2 and 1.3 with everybody. So it is another program that answers: a proxy that wants
    /// plain HTTP first, a sign-in page of a network, a wrong port. The credential has not been seen.
    ///
    /// ## How to fix
    /// 1. Look at how the answer began, where the finding says it: `HTTP/1.1` is a web server or a proxy, `SSH-` is
    ///    another port, `220` is a mail server.
    /// 2. Behind a proxy, open a tunnel through it first (`CONNECT api.push.apple.com:443`); APNs cannot be reached by
    ///    sending the request to the proxy.
    /// 3. Only TLS 1.2 and later work. Update what is old: Java 7, OpenSSL 1.0.0 and Windows Server 2008 use TLS 1.0.
    /// 4. Against a server of your own (`--host`), look at its log: it names the version or the algorithm.
    505 "tls-failed" Error since "0.1.0"
    help: "see who answers: openssl s_client -connect HOST:PORT -alpn h2",
    symptoms: [
        "wrong version number",
        "error:0A00010B:SSL routines::wrong version number",
        "ssl3_get_record:wrong version number",
        "write EPROTO",
        "tls: first record does not look like a TLS handshake",
        "tls: protocol version not supported",
        "remote error: tls: handshake failure",
        "Unsupported or unrecognized SSL message",
        "Received fatal alert: handshake_failure",
        "Received fatal alert: protocol_version",
        "[SSL: WRONG_VERSION_NUMBER] wrong version number",
        "received corrupt message of type InvalidContentType",
        "peer is incompatible",
        "peer misbehaved",
        "The message received was unexpected or badly formatted",
    ],
    sources: [
        Requirement("S1-27, S1-30"),
        Rfc(8446, "6.2"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("Redth/PushSharp#725"),
        Observed("mrDoctorWho/ejabberd_mod_apns#21"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let at = place(facts);
    let (message, name, detail) = match ended.kind {
        FailureKind::NotTls { began_with } => {
            let began = shown(began_with);
            let message =
                format!("The server {at} does not speak TLS: its answer begins with \"{began}\"");
            (message, "began_with", began_with.clone())
        }
        FailureKind::TlsIncompatible { detail } => {
            let message =
                format!("The server {at} has no TLS version or algorithm in common with us");
            (message, "detail", detail.clone())
        }
        FailureKind::TlsViolation { detail } => (
            format!("The server {at} breaks the rules of TLS"),
            "detail",
            detail.clone(),
        ),
        FailureKind::Alert(_) => match alert(&ended) {
            Some(alert) => (refused(&at, alert), "alert", alert.to_string()),
            None => return,
        },
        _ => return,
    };
    out.connection(facts, ended.stage, Fault::of_stranger(facts), message)
        .fact(name, detail);
}

/// The alert, if the server sent it before it had a certificate to judge.
fn alert(ended: &Ended<'_>) -> Option<Alert> {
    let (alert, at) = ended.alert()?;
    (at == AlertAt::Handshake && !is_named(alert)).then_some(alert)
}

fn refused(at: &str, alert: Alert) -> String {
    let why = match alert {
        Alert::UNRECOGNIZED_NAME => "it does not know the name of the host",
        Alert::PROTOCOL_VERSION => "it takes another version of TLS",
        Alert::HANDSHAKE_FAILURE | Alert::INSUFFICIENT_SECURITY => "it takes other algorithms",
        _ => "it did not want to go on",
    };
    format!("The server {at} refused TLS with the alert {alert}: {why}")
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
        let began_with = "HTTP/1.1 400 Bad Request".into();
        ex::failed(Stage::Tls, FailureKind::NotTls { began_with })
    }
}
