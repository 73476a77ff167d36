//! The rule `platform-store-lacks-root`.

use alloc::format;

use pushcert_types::connection::{FailureKind, Stage, TrustSource};

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::names;

declare_rule! {
    /// The trust store of this machine lacks the root of the server.
    ///
    /// ## What happened
    /// pushcert brings the roots of APNs along and could connect. The trust store of the operating system does not have
    /// the root that the server's certificate leads to.
    ///
    /// ## Why it matters
    /// Other programs on this machine use that store. They fail in the TLS handshake, with a message that many take for
    /// one about the push certificate. APNs changed its root in 2021 (to AAA Certificate Services) and in 2025 (to
    /// USERTrust RSA Certification Authority), and each time old images and machines were left behind.
    ///
    /// ## How to fix
    /// Bring the roots up to date: Debian and Ubuntu `apt-get install --only-upgrade ca-certificates`, Alpine
    /// `apk add ca-certificates`, Red Hat `dnf update ca-certificates`, Windows and macOS by the system's updates. Java,
    /// Node and Python packages (`certifi`) have a list of their own: update them as well. `pushcert trust` shows what
    /// the store has.
    515 "platform-store-lacks-root" Warning since "0.1.0"
    help: "bring the roots of this machine up to date, and check them: pushcert trust",
    symptoms: [
        "unable to get local issuer certificate",
        "x509: certificate signed by unknown authority",
        "PKIX path building failed",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
        "invalid peer certificate: UnknownIssuer",
    ],
    sources: [
        Requirement("S1-28, S1-29"),
        Apple("documentation/usernotifications/setting-up-a-remote-notification-server"),
        Observed("jchambers/pushy#1093"),
        Observed("matrix-org/sygnal#173"),
        Observed("tchapgouv/tchap-ios#368"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(facts) = &input.connection else {
        return;
    };
    let Some(chain) = &facts.server_chain else {
        return;
    };
    // Where that ended the connection, it is an error of another rule.
    let is_told = facts
        .failure
        .as_ref()
        .is_some_and(|failure| failure.kind == FailureKind::UnknownRoot);
    let by_bundled = chain.trusted_by.contains(&TrustSource::Bundled);
    if is_told || !by_bundled || !chain.refused_by.contains(&TrustSource::Platform) {
        return;
    }
    let root = chain.root.as_deref();
    let named = root.map_or_else(|| "root".into(), |root| format!("root {}", shown(root)));
    let message = format!(
        "The trust store of this machine lacks the {named} of {}: other programs here cannot connect",
        place(facts)
    );
    out.connection(facts, Stage::ServerChain, Fault::ThisMachine, message)
        .fact_if("root", root)
        .fact("trusted_by", names(&chain.trusted_by))
        .fact("refused_by", names(&chain.refused_by));
}

#[cfg(feature = "examples")]
mod example {
    use alloc::vec;

    use pushcert_types::connection::TrustSource;

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::accepted();
        let chain = ex::chain(&mut input);
        chain.trusted_by = vec![TrustSource::Bundled];
        chain.refused_by = vec![TrustSource::Platform];
        input
    }
}
