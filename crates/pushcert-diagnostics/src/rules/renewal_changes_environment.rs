//! The rule `renewal-changes-environment`.

use alloc::format;
use alloc::vec::Vec;

use pushcert_types::Environment;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::{listed, names};

declare_rule! {
    /// The new certificate does not serve an environment that the old one serves.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. The old one is marked for
    /// an environment, sandbox or production, and the new one is not.
    ///
    /// ## Why it matters
    /// A server that sends to that environment is refused from the day of the exchange on: `BadCertificateEnvironment`,
    /// or no connection. If it is production, no user gets a push any more.
    ///
    /// ## How to fix
    /// Create "Apple Push Notification service SSL (Sandbox & Production)" for the same App ID: it serves both. The type
    /// with "Sandbox" alone in its name does not. If nothing is sent to that environment, use the new certificate.
    615 "renewal-changes-environment" Error since "0.1.0"
    help: "create 'Apple Push Notification service SSL (Sandbox & Production)', which serves both environments",
    symptoms: ["BadCertificateEnvironment", "BadDeviceToken", "Invalid environment for this certificate"],
    sources: [
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("node-apn/node-apn#346"),
        Observed("node-apn/node-apn#245"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (renewal.old(), renewal.renewed());
    let lost: Vec<Environment> = old
        .environments
        .iter()
        .copied()
        .filter(|environment| !new.serves(*environment))
        .collect();
    if lost.is_empty() {
        return;
    }
    out.report(format!(
        "The new certificate does not serve {}, and the old one does",
        listed(&lost)
    ))
    .about(renewal.subject())
    .fact("old_environments", names(&old.environments))
    .fact("new_environments", names(&new.environments))
    .fact("old", renewal.old_file());
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::{CertificateKind, Environment};

    use crate::example as ex;
    use crate::input::Input;

    /// Both environments in place of one.
    pub(super) fn good() -> Input {
        ex::renewal(ex::sandbox_certificate(), ex::renewed(ex::certificate()))
    }

    pub(super) fn bad() -> Input {
        let mut sandbox = ex::renewed(ex::certificate());
        sandbox.kind = CertificateKind::ApnsSandbox;
        sandbox.kind_by_name = Some(CertificateKind::ApnsSandbox);
        sandbox.common_name = Some("Apple Sandbox Push Services: com.example.app".into());
        sandbox.environments = alloc::vec![Environment::Sandbox];
        ex::renewal(ex::certificate(), sandbox)
    }
}
