//! The rule `environment-mismatch`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::{listed, names};

declare_rule! {
    /// The certificate does not serve the environment that it is wanted for.
    ///
    /// ## What happened
    /// APNs has two worlds: the sandbox for apps that Xcode installed, production for TestFlight and the App Store. A
    /// certificate is marked for one of them or for both, by the extensions `1.2.840.113635.100.6.3.1` (sandbox) and
    /// `…6.3.2` (production). The wanted one is not among them.
    ///
    /// ## Why it matters
    /// The server of the other environment refuses the certificate, or answers `BadDeviceToken` to every push, because
    /// device tokens do not work across environments either.
    ///
    /// ## How to fix
    /// Connect to the host that the certificate is for: `api.sandbox.push.apple.com` or `api.push.apple.com`, which is
    /// the flag `production` in many libraries. Or create "Apple Push Notification service SSL (Sandbox &
    /// Production)", which serves both.
    401 "environment-mismatch" Error since "0.1.0"
    help: "connect to the environment of the certificate, or create one for both (Sandbox & Production)",
    symptoms: [
        "certificate does not support configured environment, production: false",
        "BadCertificateEnvironment",
        "BadDeviceToken",
        "You have selected the Production server, yet your Certificate does not appear to be the Production certificate!",
        "Invalid environment for this certificate",
    ],
    sources: [
        Requirement("S0-03, S0-04, S0-05"),
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("node-apn/node-apn#346"),
        Observed("node-apn/node-apn#404"),
        Observed("mac-cain13/notificato#60"),
        Observed("matrix-org/sygnal#158"),
        Observed("edamov/pushok#142"),
        Observed("Countly/countly-server#319"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(wanted) = input.wanted.environment else {
        return;
    };
    for leaf in input.judged_push() {
        if leaf.certificate.serves(wanted) {
            continue;
        }
        let served = &leaf.certificate.environments;
        let message = if served.is_empty() {
            format!("The certificate is marked for no environment; {wanted} is wanted")
        } else {
            format!(
                "The certificate is for {}; {wanted} is wanted",
                listed(served)
            )
        };
        out.report(message)
            .about(leaf.subject())
            .fact("wanted", wanted.as_str())
            .fact("environments", names(served));
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::Environment;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut input = ex::pem();
        input.wanted.environment = Some(Environment::Production);
        input
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::with(ex::sandbox_certificate());
        input.wanted.environment = Some(Environment::Production);
        input
    }
}
