//! The rule `certificate-expired`.

use alloc::format;

use pushcert_types::connection::{Alert, FailureKind, Stage};

use crate::connection::{Ended, Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The certificate's validity has ended.
    ///
    /// ## What happened
    /// The end of validity (`notAfter`) in the certificate lies before the time of the check. The date is read from
    /// the certificate itself; it is not computed from the day of issue. Or APNs refused it during TLS with the alert
    /// `certificate_expired` although the clock of this machine says otherwise: then one of the two clocks is wrong.
    ///
    /// ## Why it matters
    /// APNs refuses the connection during the TLS handshake. No HTTP answer comes back, so programs report a bare
    /// connection error, or try again for ever and fill the log. A connection that is already open may go on for a
    /// while and hide the trouble until the next restart.
    ///
    /// ## How to fix
    /// 1. Make a key and a signing request: `pushcert csr new --email you@example.com --common-name Push --out push.csr
    ///    --key-out push.key`.
    /// 2. For an app: in your developer account, Certificates, create "Apple Push Notification service SSL (Sandbox &
    ///    Production)" for the same App ID. For MDM: have a vendor sign the request, sign in at
    ///    identity.apple.com/pushcert with the same Apple ID that created the old certificate, and choose **Renew**,
    ///    never Create: a new topic loses every enrolled device. Do not choose Revoke.
    /// 3. Join certificate and key: `pushcert pair --cert aps.cer --key push.key --out push.p12`. For MDM compare
    ///    the topics before you install it: `pushcert renew --old old.p12 --new push.p12`.
    /// 4. Restart the server's connections: many programs read the file only when they start.
    201 "certificate-expired" Error since "0.1.0"
    help: "create a new certificate from a fresh signing request; for MDM choose Renew, with the same Apple ID",
    symptoms: [
        "sslv3 alert certificate expired",
        "ssl/tls alert certificate expired",
        "tls: expired certificate",
        "tlsv1 alert internal error",
        "remote error: tls: expired certificate",
        "Received fatal alert: certificate_expired",
        "received fatal alert: CertificateExpired",
        "[SSL: SSLV3_ALERT_CERTIFICATE_EXPIRED]",
        "Platform application is disabled",
    ],
    sources: [
        Requirement("S0-01, S0-02, S1-25, S2-21"),
        Rfc(5280, "4.1.2.5"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("jchambers/pushy#609"),
        Observed("notnoop/java-apns#353"),
        Observed("fleetdm/fleet#28363"),
        Observed("home-assistant/core#14555"),
        Observed("Ph3nol/NotificationPusher#133"),
        Observed("rpush/rpush#152"),
        Observed("fleetdm/fleet#44376"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.push_certificate() {
        return;
    }
    let alert = input
        .ended()
        .filter(|ended| *ended.kind == FailureKind::Alert(Alert::CERTIFICATE_EXPIRED));
    let mut is_told = false;
    for leaf in input.judged() {
        let Some(not_after) = leaf.certificate.not_after else {
            continue;
        };
        if not_after >= input.now {
            continue;
        }
        let message = match not_after.days_until(input.now) {
            0 => "The certificate expired less than a day ago".into(),
            ago => format!("The certificate expired {} ago", days(ago)),
        };
        let finding = out
            .report(message)
            .about(leaf.subject())
            .fact("not_after", not_after)
            .fact("checked_at", input.now);
        finding.confirmed_by(alert.as_ref());
        is_told = true;
    }
    if let Some(ended) = alert.filter(|_| !is_told) {
        by_their_clock(input, &ended, out);
    }
}

/// The server says so, and the clock of this machine does not.
fn by_their_clock(input: &Input, ended: &Ended<'_>, out: &mut Findings<'_>) {
    let message = format!(
        "The certificate has expired by the clock of {}, and not by the clock of this machine",
        place(ended.facts)
    );
    let judged = input.judged();
    let not_after = match judged.as_slice() {
        [only] => only.certificate.not_after,
        _ => None,
    };
    let stage = Stage::ClientCertificate;
    out.connection(ended.facts, stage, Fault::Credential, message)
        .of_the_only_leaf(input)
        .fact("alert", "certificate_expired")
        .fact_if("not_after", not_after)
        .fact("checked_at", input.now)
        .help("compare the clock of this machine (date -u), and that the program loads this very file");
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
        certificate.not_before = UnixTime::from_civil(2025, 10, 3, 0, 0, 0);
        certificate.not_after = UnixTime::from_civil(2026, 11, 1, 0, 0, 0);
        ex::with(certificate)
    }
}
