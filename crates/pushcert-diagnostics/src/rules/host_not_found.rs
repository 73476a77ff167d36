//! The rule `host-not-found`.

use alloc::format;

use pushcert_types::connection::FailureKind;

use crate::connection::Fault;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The name of the server does not resolve to an address.
    ///
    /// ## What happened
    /// The resolver of this machine was asked for the address of the host. It said that there is none of that name, or
    /// it did not answer at all. Nothing was sent to APNs.
    ///
    /// ## Why it matters
    /// No push goes out, and the credential has not been looked at by anybody: do not replace it because of this. Many
    /// libraries try again without an end and fill the log.
    ///
    /// ## How to fix
    /// 1. Compare the name: `api.push.apple.com` for production, `api.sandbox.push.apple.com` for the sandbox. It is a
    ///    name alone, without `https://` and without a path. The old `gateway.push.apple.com` is gone.
    /// 2. Ask the resolver itself: `getent hosts api.push.apple.com`, and with another one:
    ///    `dig @1.1.1.1 api.push.apple.com`. If only the second answers, the network's own resolver is at fault.
    /// 3. In a container, look at `/etc/resolv.conf`; in a closed network the resolver has to forward Apple's names, or
    ///    the proxy has to resolve them.
    501 "host-not-found" Error since "0.1.0"
    help: "check the name of the host and the name resolution of this machine: getent hosts api.push.apple.com",
    symptoms: [
        "getaddrinfo ENOTFOUND api.push.apple.com",
        "getaddrinfo EAI_AGAIN api.push.apple.com",
        "dial tcp: lookup api.push.apple.com: no such host",
        "java.net.UnknownHostException: api.push.apple.com",
        "[Errno -2] Name or service not known",
        "getaddrinfo: nodename nor servname provided, or not known (SocketError)",
        "failed to lookup address information: Name or service not known",
        "Temporary failure in name resolution",
        "Could not resolve host: api.push.apple.com",
    ],
    sources: [
        Requirement("S1-27"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("node-apn/node-apn#157"),
        Observed("node-apn/node-apn#614"),
        Observed("calonso/ruby-push-notifications#27"),
        Observed("notnoop/java-apns#38"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let facts = ended.facts;
    let host = shown(&facts.host);
    let (message, detail) = match ended.kind {
        FailureKind::HostNotFound => (format!("There is no host with the name {host}"), None),
        FailureKind::ResolveFailed { detail } => (
            format!("The name {host} could not be resolved"),
            Some(detail),
        ),
        _ => return,
    };
    // A name of Apple's is there, whatever the resolver says.
    let is_mistyped = matches!(ended.kind, FailureKind::HostNotFound) && !facts.is_apple();
    let fault = if is_mistyped {
        Fault::Request
    } else {
        Fault::Network
    };
    out.connection(facts, ended.stage, fault, message)
        .fact_if("detail", detail);
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
        ex::failed(Stage::Resolve, FailureKind::HostNotFound)
    }
}
