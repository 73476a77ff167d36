//! The rule `single-environment`.

use alloc::format;

use pushcert_types::{CertificateKind, Environment};

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The certificate of the app serves one environment only.
    ///
    /// ## What happened
    /// Apple issues certificates for an app that serve sandbox and production alike. This one serves one of them.
    ///
    /// ## Why it matters
    /// With a sandbox certificate, apps from TestFlight and the App Store get nothing; with a production certificate,
    /// apps that Xcode installed get nothing. A device token belongs to one environment too, and using it with the
    /// other gives `BadDeviceToken`.
    ///
    /// ## How to fix
    /// If one environment is what you want, leave it, and give it to your server as such. Else create "Apple Push
    /// Notification service SSL (Sandbox & Production)".
    409 "single-environment" Note since "0.1.0"
    help: "if both environments are needed, create a certificate for Sandbox & Production",
    symptoms: ["BadDeviceToken", "BadCertificateEnvironment"],
    sources: [
        Requirement("S0-03, S0-04, S0-06"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("OneSignal/OneSignal-iOS-SDK#535"),
        Observed("alexalok/dotAPNS#84"),
        Observed("node-apn/node-apn#306"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    use CertificateKind::{
        Apns, ApnsDevelopmentLegacy, ApnsProductionLegacy, ApnsSandbox, Voip, Watchkit,
    };
    if input.wanted.environment.is_some() {
        return;
    }
    for leaf in input.judged_push() {
        let kind = leaf.certificate.kind;
        let is_app = matches!(
            kind,
            Apns | ApnsSandbox | ApnsDevelopmentLegacy | ApnsProductionLegacy | Voip | Watchkit
        );
        let [environment] = leaf.certificate.environments.as_slice() else {
            continue;
        };
        if !is_app {
            continue;
        }
        let left_out = match environment {
            Environment::Sandbox => "apps from TestFlight and the App Store get nothing",
            Environment::Production => "apps that Xcode installed get nothing",
        };
        out.report(format!(
            "The certificate serves {environment} only: {left_out}"
        ))
        .about(leaf.subject())
        .fact("environments", alloc::vec![environment.as_str().into()])
        .fact("kind", kind.as_str());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        ex::with(ex::sandbox_certificate())
    }
}
