//! The rule `server-not-trusted`.

use alloc::format;
use alloc::string::String;

use pushcert_trust::store::REQUIRED_ROOTS;
use pushcert_types::Environment;
use pushcert_types::connection::{FailureKind, ServerChainFacts, TrustSource};

use crate::connection::{Ended, Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::names;

declare_rule! {
    /// The trust store has no root for the server's certificate.
    ///
    /// ## What happened
    /// The server showed its certificate, and no path leads from it to a root that this machine trusts. This is about
    /// the server's certificate and the trust store. It says nothing about your push certificate, which was not sent.
    /// The finding names the stores that refused, and who issued the certificate.
    ///
    /// ## Why it matters
    /// Two different things look like this. Either the store is old or cut down and lacks the root of APNs: since 2025
    /// USERTrust RSA Certification Authority, before it AAA Certificate Services. Or something on the way opens the TLS
    /// connection and shows a certificate of its own; then APNs could not see your client certificate either.
    ///
    /// ## How to fix
    /// 1. Look at the issuer in the finding. If it is a company's or a product's name, your network inspects TLS. Have
    ///    `api.push.apple.com` and `api.sandbox.push.apple.com` excepted: client certificates and inspection exclude
    ///    each other.
    /// 2. Otherwise bring the roots up to date (Debian and Ubuntu: `apt-get install --only-upgrade ca-certificates`;
    ///    Java: a newer `cacerts`; a container image: install `ca-certificates`). `pushcert trust` tells what is there.
    /// 3. Do not switch the check off (`rejectUnauthorized: false`, `verify=False`, `InsecureSkipVerify`): then anybody
    ///    can take your pushes.
    /// 4. Against a server of your own, give its authority: `--trust-anchor ca.pem`.
    506 "server-not-trusted" Error since "0.1.0"
    help: "bring the trust store up to date, or have APNs excepted from TLS inspection; the push certificate is not at fault",
    symptoms: [
        "unable to get local issuer certificate",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "self-signed certificate in certificate chain",
        "self signed certificate in certificate chain",
        "unable to verify the first certificate",
        "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "PKIX path building failed",
        "unable to find valid certification path to requested target",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
        "invalid peer certificate: UnknownIssuer",
        "Verify return code: 20 (unable to get local issuer certificate)",
        "Verify return code: 19 (self-signed certificate in certificate chain)",
    ],
    sources: [
        Requirement("S1-28"),
        Apple("documentation/usernotifications/setting-up-a-remote-notification-server"),
        Observed("jchambers/pushy#1093"),
        Observed("jchambers/pushy#845"),
        Observed("sideshow/apns2#236"),
        Observed("matrix-org/sygnal#404"),
        Observed("parse-community/node-apn#161"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    if !matches!(ended.kind, FailureKind::UnknownRoot) {
        return;
    }
    let none = ServerChainFacts::default();
    let chain = ended.facts.server_chain.as_ref().unwrap_or(&none);
    let (why, fault) = why(input, &ended, chain);
    let message = format!(
        "The certificate of {} is not trusted: {why}",
        place(ended.facts)
    );
    out.connection(ended.facts, ended.stage, fault, message)
        .fact_if("subject", chain.subject.as_ref())
        .fact_if("issuer", chain.issuer.as_ref())
        .fact_if("root", chain.root.as_ref())
        .fact("trusted_by", names(&chain.trusted_by))
        .fact("refused_by", names(&chain.refused_by));
}

fn why(input: &Input, ended: &Ended<'_>, chain: &ServerChainFacts) -> (String, Fault) {
    let facts = ended.facts;
    let refused = |source| chain.refused_by.contains(&source);
    let issuer = match &chain.issuer {
        Some(issuer) => format!("\"{}\"", shown(issuer)),
        None => "somebody without a name".into(),
    };
    if chain.trusted_by.contains(&TrustSource::Bundled) {
        let root = chain.root.as_deref().unwrap_or(needed_root(input, ended));
        let root = shown(root);
        let why = format!("the trust store of this machine lacks the root {root}");
        (why, Fault::ThisMachine)
    } else if refused(TrustSource::Given) {
        let why = format!("it comes from {issuer}, and the trust anchor that was given is another");
        (why, Fault::Server)
    } else if !facts.is_apple() {
        let why = format!("it comes from {issuer}, for which there is no root");
        (why, Fault::Server)
    } else if refused(TrustSource::Bundled) {
        let why = format!(
            "it comes from {issuer}, and from none of the roots of APNs; something on the way inspects TLS"
        );
        (why, Fault::Network)
    } else {
        // The machine's store alone was asked: it may be old, or right.
        let root = needed_root(input, ended);
        let why = format!(
            "it comes from {issuer}, for which this machine's trust store has no root; APNs needs {root}"
        );
        (why, Fault::ThisMachine)
    }
}

/// The root that the service stands on.
fn needed_root(input: &Input, ended: &Ended<'_>) -> &'static str {
    let environment = ended.facts.environment.unwrap_or(Environment::Production);
    let mut roots = REQUIRED_ROOTS.iter();
    let needed = roots.find(|root| root.is_used_by(environment, input.now));
    needed.map_or("the root of APNs", |root| root.common_name())
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
        let mut input = ex::failed(Stage::ServerChain, FailureKind::UnknownRoot);
        ex::chain(&mut input).issuer = Some("Example Ltd. TLS Inspection CA".into());
        input
    }
}
