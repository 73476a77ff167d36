//! The rule `renewal-changes-kind`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};

declare_rule! {
    /// The new certificate is of another kind than the one that it is to replace.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. They serve different
    /// things: device management, apps, web sites and passes have certificates of their own.
    ///
    /// ## Why it matters
    /// No certificate can stand in for one of another purpose. Between the kinds for apps it can: "VoIP Services" may
    /// be replaced by "Apple Push Services", which lists the same topics and more; then this is a note, and topics and
    /// environments decide.
    ///
    /// ## How to fix
    /// See whether the right files are compared. For an app create "Apple Push Notification service SSL (Sandbox &
    /// Production)"; for device management choose **Renew** at identity.apple.com/pushcert.
    614 "renewal-changes-kind" Error since "0.1.0"
    help: "compare the right files, and create a certificate of the same kind",
    symptoms: [
        "TopicDisallowed",
        "The profile is invalid (invalid topic)",
        "no device answers after the renewal of the MDM push certificate",
    ],
    sources: [
        Requirement("S2-26"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("micromdm/micromdm#366"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (renewal.old().kind, renewal.renewed().kind);
    if old == new {
        return;
    }
    let finding = out
        .report(format!(
            "The renewal changes the kind of certificate from {old} to {new}"
        ))
        .about(renewal.subject())
        .fact("old_kind", old.as_str())
        .fact("new_kind", new.as_str())
        .fact("old", renewal.old_file());
    if old.is_for_apps() && new.is_for_apps() {
        finding
            .lowered_to(Severity::Note)
            .help("nothing, as long as topics and environments stay");
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    const UUID: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";

    pub(super) fn good() -> Input {
        ex::renewal(ex::certificate(), ex::renewed(ex::certificate()))
    }

    pub(super) fn bad() -> Input {
        ex::renewal(ex::mdm_certificate(UUID), ex::renewed(ex::certificate()))
    }
}
