//! The rule `connection-refused`.

use alloc::format;

use pushcert_types::connection::{FailureKind, Stage};

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// No TCP connection to the server can be made.
    ///
    /// ## What happened
    /// The name was resolved, and then the connection was refused, or there is no route to the address. Apple's servers
    /// listen on the ports 443 and 2197 and refuse nobody there: it is a firewall, a route or a security group on the
    /// way. The finding says whether the other of the two ports is open.
    ///
    /// ## Why it matters
    /// Nothing reached APNs. The credential has not been seen, so a new certificate changes nothing.
    ///
    /// ## How to fix
    /// 1. If the other port is open, use it at once: `--port 2197`, or the option of your library for it.
    /// 2. Have outgoing connections allowed to `17.0.0.0/8` on the ports 443 and 2197: that network is Apple's, and the
    ///    addresses of APNs change. The ports 2195 and 2196 belonged to the old interface, which has been switched off.
    /// 3. In a network that lets traffic out through a proxy only, the proxy has to pass `CONNECT` through untouched.
    /// 4. Without a route: is IPv6 announced but not routed, or is the container not in a network?
    502 "connection-refused" Error since "0.1.0"
    help: "allow outgoing TCP to 17.0.0.0/8 on the ports 443 and 2197",
    symptoms: [
        "connect ECONNREFUSED",
        "connect: connection refused",
        "java.net.ConnectException: Connection refused",
        "[Errno 111] Connection refused",
        "Connection refused (os error 111)",
        "connect: network is unreachable",
        "Network is unreachable (os error 101)",
        "connect EHOSTUNREACH",
        "java.net.NoRouteToHostException: No route to host",
        "Socket connecting failed",
    ],
    sources: [
        Requirement("S1-27"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Page("https://support.apple.com/102266"),
        Observed("node-apn/node-apn#511"),
        Observed("immobiliare/ApnsPHP#118"),
        Observed("noodlewerk/NWPusher#53"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let at = place(facts);
    let (message, fault, detail) = match ended.kind {
        FailureKind::Refused => (
            format!("Nobody answers at {at}: the connection is refused"),
            Fault::of_stranger(facts),
            None,
        ),
        FailureKind::Unreachable => (format!("There is no route to {at}"), Fault::Network, None),
        FailureKind::Io { detail } if ended.stage <= Stage::Tcp => (
            format!("No connection to {at} can be made"),
            Fault::ThisMachine,
            Some(detail),
        ),
        _ => return,
    };
    let finding = out
        .connection(facts, ended.stage, fault, message)
        .fact_if("address", facts.address.map(|address| format!("{address}")))
        .fact_if("detail", detail);
    finding.other_port(facts);
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
        let mut input = ex::failed(Stage::Tcp, FailureKind::Refused);
        ex::facts(&mut input).other_port_open = Some((2197, true));
        input
    }
}
