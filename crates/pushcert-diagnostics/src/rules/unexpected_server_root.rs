//! The rule `unexpected-server-root`.

use alloc::format;

use pushcert_trust::store::REQUIRED_ROOTS;
use pushcert_types::connection::{Stage, TrustSource};

use crate::connection::{Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::names;

declare_rule! {
    /// The server's certificate is trusted here but leads to a root that APNs does not use.
    ///
    /// ## What happened
    /// The name is Apple's, and the trust store of this machine accepts the certificate. But its path ends in none of
    /// the roots that Apple names for APNs: USERTrust RSA Certification Authority, and AAA Certificate Services before.
    ///
    /// ## Why it matters
    /// Somebody has put a root of their own into this machine's store and opens TLS connections on the way, which
    /// companies do to inspect traffic. APNs then talks to the inspecting machine and not to you: it cannot see your
    /// client certificate, and answers `MissingProviderToken`, or the handshake fails. It can also read every push.
    ///
    /// ## How to fix
    /// Have `api.push.apple.com`, `api.sandbox.push.apple.com` and `api.development.push.apple.com` excepted from TLS
    /// inspection; Apple asks the same for the network `17.0.0.0/8`. If nobody inspects traffic here, Apple may have
    /// changed its root: look at Apple's announcements for developers, and update this program.
    514 "unexpected-server-root" Warning since "0.1.0"
    help: "have APNs excepted from TLS inspection",
    symptoms: [
        "MissingProviderToken",
        "Verification: OK",
    ],
    sources: [
        Requirement("S1-28"),
        Apple("documentation/usernotifications/setting-up-a-remote-notification-server"),
        Apple("news/?id=7gx0a2lp"),
        Page("https://support.apple.com/101555"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(facts) = &input.connection else {
        return;
    };
    let Some(chain) = &facts.server_chain else {
        return;
    };
    let by_platform = chain.trusted_by.contains(&TrustSource::Platform);
    let by_bundled = chain.trusted_by.contains(&TrustSource::Bundled);
    // Where the server was refused, another rule says why.
    let is_told = facts
        .failure
        .as_ref()
        .is_some_and(|failure| failure.stage == Stage::ServerChain);
    if is_told || !facts.is_apple() || !by_platform || by_bundled {
        return;
    }
    let root = chain.root.as_deref();
    let is_known = |root: &str| REQUIRED_ROOTS.iter().any(|one| one.common_name() == root);
    if root.is_some_and(is_known) && !chain.refused_by.contains(&TrustSource::Bundled) {
        return;
    }
    let named = root.map_or_else(
        || "a root without a name".into(),
        |root| format!("the root \"{}\"", shown(root)),
    );
    let message = format!(
        "The certificate of {} leads to {named}, which is none of APNs: something on the way inspects TLS",
        place(facts)
    );
    out.connection(facts, Stage::ServerChain, Fault::Network, message)
        .fact_if("root", root)
        .fact_if("issuer", chain.issuer.as_ref())
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
        chain.issuer = Some("Example Ltd. TLS Inspection CA".into());
        chain.root = Some("Example Ltd. Root".into());
        chain.trusted_by = vec![TrustSource::Platform];
        chain.refused_by = vec![TrustSource::Bundled];
        input
    }
}
