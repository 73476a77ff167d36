//! The rule `connection-timed-out`.

use alloc::format;

use pushcert_types::connection::{FailureKind, Stage};

use crate::connection::{Fault, duration, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The server did not answer in time.
    ///
    /// ## What happened
    /// The time for the connection ran out. Where it ran out tells why. While the TCP connection was being made:
    /// something on the way throws the packets away, which is what most firewalls do. During TLS: the packets are let
    /// through and then held, which is what devices do that inspect traffic, or the path loses large packets. After
    /// that: the server is slow.
    ///
    /// ## Why it matters
    /// The credential has not been judged, so a new certificate changes nothing. If a push had been sent already, nobody
    /// knows whether APNs took it: there is a finding of its own for that.
    ///
    /// ## How to fix
    /// 1. If the other port is open, use it at once: `--port 2197`, or the option of your library for it.
    /// 2. Have outgoing connections allowed to `17.0.0.0/8` on the ports 443 and 2197, without TLS inspection.
    /// 3. Compare from another network, a phone's for example: `pushcert connect push.p12 --timeout 60`.
    /// 4. If it hangs during TLS only, look at the MTU of the path: tunnels that drop ICMP lose the large packets in
    ///    which certificates are sent.
    503 "connection-timed-out" Error since "0.1.0"
    help: "allow outgoing TCP to 17.0.0.0/8 on the ports 443 and 2197, or try again with a longer --timeout",
    symptoms: [
        "connect ETIMEDOUT",
        "dial tcp: i/o timeout",
        "context deadline exceeded",
        "net/http: TLS handshake timeout",
        "java.net.SocketTimeoutException: connect timed out",
        "java.net.ConnectException: Connection timed out",
        "[Errno 110] Connection timed out",
        "Connection timed out (os error 110)",
        "Operation timed out (60)",
        "deadline has elapsed",
    ],
    sources: [
        Requirement("S1-27"),
        Page("https://support.apple.com/102266"),
        Observed("node-apn/node-apn#659"),
        Observed("jazzband/django-push-notifications#407"),
        Observed("bryglen/yii2-apns-gcm#10"),
        Observed("Fatal1ty/aioapns#68"),
        Observed("noodlewerk/NWPusher#30"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let FailureKind::TimedOut { limit_millis } = *ended.kind else {
        return;
    };
    let facts = ended.facts;
    let (doing, fault) = match ended.stage {
        Stage::Local | Stage::Resolve => ("the name was being resolved", Fault::Network),
        Stage::Tcp => ("the connection was being made", Fault::Network),
        Stage::Tls | Stage::ServerChain => ("TLS was being agreed on", Fault::of_stranger(facts)),
        Stage::ClientCertificate => (
            "the server was looking at the client certificate",
            Fault::of_server(facts),
        ),
        _ => ("the answer was awaited", Fault::of_server(facts)),
    };
    let message = format!(
        "The server {} did not answer within {}: the time ended while {doing}",
        place(facts),
        duration(limit_millis)
    );
    let finding = out
        .connection(facts, ended.stage, fault, message)
        .fact("limit_millis", limit_millis)
        .fact_if("address", facts.address.map(|address| format!("{address}")));
    finding.other_port(facts);
    if ended.stage > Stage::ServerChain {
        finding.help("try again; if it stays like this, look at Apple's system status page");
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
        let limit_millis = 20_000;
        let mut input = ex::failed(Stage::Tcp, FailureKind::TimedOut { limit_millis });
        ex::facts(&mut input).other_port_open = Some((2197, false));
        input
    }
}
