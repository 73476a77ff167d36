//! The rule `apns-wrong-environment`.

use alloc::format;

use pushcert_types::connection::{ConnectionFacts, Stage};
use pushcert_types::{Environment, Reason};

use crate::connection::Fault;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::{listed, names};

declare_rule! {
    /// The certificate is for the other environment than the server.
    ///
    /// ## What happened
    /// APNs answered `BadCertificateEnvironment`: the certificate is good, and it is not for this host. There are two
    /// services: `api.push.apple.com` for production (TestFlight and the App Store), and `api.sandbox.push.apple.com`
    /// for builds that Xcode installs.
    ///
    /// ## Why it matters
    /// No push goes out. APNs often says so in the GOAWAY frame only, which many libraries do not show: they report that
    /// the connection was closed.
    ///
    /// ## How to fix
    /// Connect to the host in the finding. If you need the other service, create a certificate of the type "Apple Push
    /// Notification service SSL (Sandbox & Production)", which works with both. Mind that device tokens belong to one
    /// environment as well: one from a build of Xcode works in the sandbox only.
    521 "apns-wrong-environment" Error since "0.1.0"
    help: "connect to the host of the certificate's environment, or create a certificate for both",
    symptoms: [
        "BadCertificateEnvironment",
        "{\"reason\":\"BadCertificateEnvironment\"}",
        "Transport received GOAWAY len=46 LastStreamID=0 ErrCode=NO_ERROR",
        "Invalid environment for this certificate",
    ],
    sources: [
        Requirement("S0-03, S0-04, S0-05"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("sideshow/apns2#93"),
        Observed("jchambers/pushy#312"),
        Observed("CleverTap/apns-http2#30"),
        Observed("node-apn/node-apn#346"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some((refusal, _)) = input.refused_for(&[Reason::BadCertificateEnvironment]) else {
        return;
    };
    let facts = refusal.facts;
    let judged = input.judged_push();
    let served = judged.first().map(|leaf| &leaf.certificate.environments);
    let wanted = wanted(facts);
    let message = match (served, wanted) {
        (Some(served), Some(wanted)) if !served.is_empty() && !served.contains(&wanted) => format!(
            "The certificate is for {}; APNs refuses it for {wanted}",
            listed(served)
        ),
        (_, Some(wanted)) => format!("APNs does not take the certificate for {wanted}"),
        _ => "APNs says that the certificate is for the other environment".into(),
    };
    let host = match wanted {
        Some(Environment::Production) => Some(Environment::Sandbox.host()),
        Some(Environment::Sandbox) => Some(Environment::Production.host()),
        None => None,
    };
    let finding = out
        .answer(&refusal, Stage::Topic, Fault::Request, message)
        .fact_if("wanted", wanted.map(Environment::as_str))
        .fact_if("environments", served.map(|served| names(served)))
        .fact_if("fitting_host", host);
    if let Some(host) = host {
        finding.help(format!(
            "connect to {host}, or create a certificate for sandbox and production"
        ));
    }
}

/// Of a host of Apple's it is certain.
fn wanted(facts: &ConnectionFacts) -> Option<Environment> {
    Environment::of_host(&facts.host).or(facts.environment)
}

#[cfg(feature = "examples")]
mod example {
    use alloc::vec;

    use pushcert_types::Environment;
    use pushcert_types::connection::Stage;

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::answered(Stage::Topic, 403, "BadCertificateEnvironment");
        for identity in &mut input.identities {
            identity.certificate.environments = vec![Environment::Sandbox];
        }
        input
    }
}
