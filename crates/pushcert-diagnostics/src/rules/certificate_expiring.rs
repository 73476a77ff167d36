//! The rule `certificate-expiring`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The certificate expires soon.
    ///
    /// ## What happened
    /// The certificate is valid, and its end is near: 30 days, or what `--expiring-within` says. The days are counted
    /// to the date in the certificate.
    ///
    /// ## Why it matters
    /// On that day APNs refuses new connections. Servers that keep a connection open notice it late. Apple sends a
    /// mail to the owner of the account, and to nobody else.
    ///
    /// ## How to fix
    /// Renew in these last 30 days, with a fresh key and request: `pushcert csr new --email you@example.com --common-name
    /// Push --out push.csr --key-out push.key`.
    ///
    /// * **An app**: create "Apple Push Notification service SSL (Sandbox & Production)" for the same App ID. Old and new
    ///   work side by side, and devices notice nothing. If the portal says that there are two active ones already,
    ///   revoke the one that no server uses any more.
    /// * **Device management**: sign in at identity.apple.com/pushcert with the same Apple ID that created the
    ///   certificate, and choose **Renew**, so that the topic stays. Create gives a new topic, and every device has to
    ///   be enrolled again. Do not choose Revoke.
    ///
    /// Before you switch, compare: `pushcert renew --old push.p12 --new new.p12`. Then restart the connections.
    203 "certificate-expiring" Warning since "0.1.0"
    help: "create the next certificate now; for MDM choose Renew, not Create, with the same Apple ID",
    symptoms: [
        "Your Apple Push Notification Service certificate will no longer be valid in 30 days",
        "You already have 2 active push profiles…",
    ],
    sources: [
        Requirement("S0-01, S0-02, S1-25, S1-26, S2-21, S2-29"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("node-apn/node-apn#292"),
        Observed("fleetdm/fleet#36673"),
        Observed("deltachat/deltachat-ios#2979"),
        Observed("matrix-org/sygnal#103"),
        Observed("fastlane/fastlane#8046"),
        Page("https://documentation.n-able.com/N-central/userguide/Content/Device_Management_Apple/renew_apple_push_notification_certificate.htm"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.push_certificate() {
        return;
    }
    let within = input.wanted.expiring_within_days;
    for leaf in input.judged() {
        let Some(not_after) = leaf.certificate.not_after else {
            continue;
        };
        if not_after < input.now || not_after > input.now.plus_days(within) {
            continue;
        }
        let left = input.now.days_until(not_after);
        let message = match left {
            0 => "The certificate expires within a day".into(),
            left => format!("The certificate expires in {}", days(left)),
        };
        out.report(message)
            .about(leaf.subject())
            .fact("not_after", not_after)
            .fact("days_left", left)
            .fact("checked_at", input.now);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.not_after = UnixTime::from_civil(2026, 12, 3, 18, 36, 26);
        ex::with(certificate)
    }
}
