//! The rule `wrong-server-name`.

use alloc::format;

use pushcert_types::Environment;
use pushcert_types::connection::{FailureKind, ServerChainFacts};

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::listed_shown;

declare_rule! {
    /// The server's certificate is for another name.
    ///
    /// ## What happened
    /// The server showed a certificate that is trusted but made out to other names than the one that was connected to.
    /// The finding lists them.
    ///
    /// ## Why it matters
    /// It may be somebody else's server: the connection ends before the client certificate is sent. Typical reasons are
    /// an IP address or an alias in place of the name, an entry in `/etc/hosts` or a DNS server that sends the name
    /// elsewhere, a proxy, or the old name `gateway.push.apple.com`.
    ///
    /// ## How to fix
    /// 1. Connect by one of Apple's names: `api.push.apple.com`, `api.sandbox.push.apple.com` or
    ///    `api.development.push.apple.com`. Never by address: addresses change, and no certificate has them.
    /// 2. `getent hosts api.push.apple.com` should give addresses that begin with 17.
    /// 3. For a server of your own, make a certificate with its name in `subjectAltName`: a common name alone does not
    ///    count any more.
    508 "wrong-server-name" Error since "0.1.0"
    help: "connect to api.push.apple.com or api.sandbox.push.apple.com by name, and see what the name resolves to",
    symptoms: [
        "ERR_TLS_CERT_ALTNAME_INVALID",
        "Hostname/IP does not match certificate's altnames",
        "x509: certificate is valid for",
        "x509: cannot validate certificate for 17",
        "No subject alternative DNS name matching api.push.apple.com found",
        "No subject alternative names present",
        "certificate verify failed: Hostname mismatch",
        "hostname 'api.push.apple.com' doesn't match",
        "invalid peer certificate: NotValidForName",
        "invalid peer certificate: certificate not valid for name",
        "Verify return code: 62 (hostname mismatch)",
    ],
    sources: [
        Requirement("S1-27"),
        Rfc(9525, "6"),
        Apple("documentation/usernotifications/sending-notification-requests-to-apns"),
        Observed("JJTech0130/pypush#5"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    if !matches!(ended.kind, FailureKind::WrongServerName) {
        return;
    }
    let facts = ended.facts;
    let none = ServerChainFacts::default();
    let chain = facts.server_chain.as_ref().unwrap_or(&none);
    let apple = chain
        .names
        .iter()
        .find(|name| Environment::of_host(name).is_some());
    let (fault, whose) = match apple {
        Some(_) => (Fault::Request, ", so it is Apple's server by another name"),
        None => (Fault::of_stranger(facts), ""),
    };
    let names = match chain.names.as_slice() {
        [] => "no DNS name (subjectAltName)".into(),
        names => listed_shown(names),
    };
    let message = format!("The certificate of {} is for {names}{whose}", place(facts));
    let finding = out
        .connection(facts, ended.stage, fault, message)
        .fact("names", chain.names.clone())
        .fact_if("subject", chain.subject.as_ref())
        .fact_if("issuer", chain.issuer.as_ref());
    if let Some(name) = apple {
        finding.help(format!("connect to {} by this name", shown(name)));
    }
}

#[cfg(feature = "examples")]
mod example {
    use alloc::vec;

    use pushcert_types::connection::{FailureKind, Stage, TrustSource};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::failed(Stage::ServerChain, FailureKind::WrongServerName);
        let chain = ex::chain(&mut input);
        chain.names = vec!["proxy.example.com".into(), "www.example.com".into()];
        chain.subject = Some("proxy.example.com".into());
        chain.trusted_by = vec![TrustSource::Platform];
        chain.refused_by.clear();
        input
    }
}
